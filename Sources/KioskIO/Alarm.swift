import CLinux
import DeviceFlow
import Glibc

/// A timer on the boot clock as a descriptor: the time-out of poll itself sleeps through a suspend.
final class Alarm {
    let descriptor: Int32
    private var set: Moment?

    init() {
        descriptor = timerfd_create(CLOCK_BOOTTIME, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
        precondition(descriptor >= 0, "the kernel has had timerfd since 2.6.25")
    }

    /// Becomes readable at the moment, at once if it has passed; never for nil.
    func ring(at moment: Moment?) {
        guard moment != set else { return }
        set = moment
        var time = itimerspec()
        if let moment {
            let (seconds, attoseconds) = max(moment.sinceStart, .nanoseconds(1)).components
            time.it_value = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        }
        timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME), &time, nil)
    }

    /// After it has rung.
    func hush() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
        set = nil
    }

    deinit { close(descriptor) }
}
