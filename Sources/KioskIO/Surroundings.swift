import CLinux
import Glibc

/// Tells that the clock of this computer was set, or that its network has changed. What failed may succeed then, so
/// nobody has to wait for the next try.
final class Surroundings {
    private let clock: Int32
    private let network: Int32
    /// Those that can be watched here; readable when something has changed.
    let descriptors: [Int32]

    init() {
        clock = timerfd_create(CLOCK_REALTIME, Int32(TFD_NONBLOCK | TFD_CLOEXEC))
        network = kiosk_network_changes()
        descriptors = [clock, network].filter { $0 >= 0 }
        watchClock()
    }

    /// After one of them was readable.
    func hush() {
        var rubbish = [UInt8](repeating: 0, count: 8192)
        // A clock that was set ends the timer with an error.
        if clock >= 0, read(clock, &rubbish, 8) < 0, errno == ECANCELED { watchClock() }
        // What has changed does not matter; ENOBUFS says that it was much.
        while network >= 0, recv(network, &rubbish, rubbish.count, 0) > 0 || errno == ENOBUFS {}
    }

    /// A timer that never rings, but is ended when the clock is set. (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET)
    private func watchClock() {
        var never = itimerspec()
        never.it_value.tv_sec = .max
        timerfd_settime(clock, Int32(TFD_TIMER_ABSTIME) | 2, &never, nil)
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
