import CLinux
import DeviceFlow
import Glibc

/// The processor time this process had used at a moment.
struct Usage {
    let moment: Moment
    private let processor: Duration

    init(at moment: Moment) {
        self.moment = moment
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        processor =
            .seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + .microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    }

    /// Of one core; nil where less than a second has passed.
    func share(since earlier: Usage) -> Double? {
        let passed = moment - earlier.moment
        return passed >= .seconds(1) ? (processor - earlier.processor) / passed : nil
    }

    /// Bytes of memory at most so far. The kernel's ru_maxrss would count what the process was before its exec.
    static var peakMemory: Int {
        let status = String(decoding: (try? Files.read("/proc/self/status")) ?? [], as: UTF8.self)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
