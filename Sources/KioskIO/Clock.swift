import CLinux
import DeviceFlow
import Glibc
import KioskScreen

/// The only place that reads a clock.
public enum Clock {
    /// Goes on during suspend, which CLOCK_MONOTONIC does not: a code must not outlive a closed lid.
    public static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Moment(.seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
    }

    /// Seconds since 1970.
    public static func wall() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// All clocks at once, for people who compare them.
    public static func reading() -> ClockReading {
        var boot = timespec()
        var monotonic = timespec()
        clock_gettime(CLOCK_BOOTTIME, &boot)
        clock_gettime(CLOCK_MONOTONIC, &monotonic)
        func duration(_ time: timespec) -> Duration { .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec) }
        return ClockReading(boot: duration(boot), monotonic: duration(monotonic), wall: wall())
    }

    /// The wall clock's time at a moment, in seconds since 1970.
    public static func wall(at moment: Moment) -> Double { wall() + (moment - now()).inSeconds }

    /// The time of day at a moment, where the machine stands: hours and minutes.
    static func timeOfDay(at moment: Moment) -> String {
        var seconds = time_t(wall(at: moment))
        var parts = tm()
        localtime_r(&seconds, &parts)
        return (parts.tm_hour < 10 ? "0" : "") + "\(parts.tm_hour):" + (parts.tm_min < 10 ? "0" : "")
            + "\(parts.tm_min)"
    }

    /// RFC 3339 in UTC, to the second.
    public static func timestamp() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}
