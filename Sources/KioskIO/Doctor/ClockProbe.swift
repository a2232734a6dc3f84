import CLinux
import DeviceFlow
import FlowBench
import Glibc

extension ClockFacts {
    /// What the clocks show now.
    public static func read() -> ClockFacts {
        var awake = timespec()
        // It stands still during suspend, which the clock of `Clock.now` does not.
        clock_gettime(CLOCK_MONOTONIC, &awake)
        let slept = Clock.now().sinceStart - (.seconds(awake.tv_sec) + .nanoseconds(awake.tv_nsec))
        let kept = kiosk_clock_is_kept()
        return ClockFacts(wall: Clock.wall(), slept: max(.zero, slept), isKept: kept == -1 ? nil : kept == 1)
    }
}
