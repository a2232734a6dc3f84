import CLinux
import DeviceFlow
import FlowBench
import Glibc

/// What a tokenidp-sim has written down about the polls it got: its word, not the devices'.
public enum AuditLogReader {
    /// - Parameter path: of the log; the part before it, which the server keeps as `….1`, is read too.
    public static func polls(_ path: String) -> FleetReport.ServerLog {
        var log = FleetReport.ServerLog(polls: 0, early: 0)
        for part in [path + ".1", path] { eachLine(of: part) { count($0, in: &log) } }
        return log
    }

    private static func count(_ line: ArraySlice<UInt8>, in log: inout FleetReport.ServerLog) {
        guard let entry = JSONValue(parsing: Array(line)), entry["event"]?.string == "poll" else { return }
        log.polls += 1
        if let gap = entry["gap"]?.numeric, let interval = entry["interval"]?.numeric, gap < interval { log.early += 1 }
    }

    private static func eachLine(of path: String, _ body: (ArraySlice<UInt8>) -> Void) {
        let descriptor = kiosk_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var rest: [UInt8] = []
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return }
            rest += chunk[..<count]
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                body(rest[start..<end])
                start = end + 1
            }
            rest.removeFirst(start)
        }
    }
}
