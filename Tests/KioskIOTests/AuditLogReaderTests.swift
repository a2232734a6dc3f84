import FlowBench
import Foundation
import Glibc
import Testing

@testable import KioskIO

/// What is read off the simulator's own log.
@Suite struct AuditLogReaderTests {
    let path = "/tmp/kiosk-io-audit-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    @Test("polls are counted over both parts of the log, early ones too, and all else is passed over")
    func early() throws {
        defer { for part in [path, path + ".1"] { unlink(part) } }
        let codes = #"{"event":"codes_issued","user_code":"A"}"# + "\n"
        let inTime = #"{"event":"poll","gap":6.02,"interval":5,"user_code":"A"}"# + "\n"
        let first = #"{"event":"poll","interval":5,"user_code":"A"}"# + "\n"
        let early = #"{"event":"poll","gap":4.99,"interval":10,"user_code":"A"}"# + "\n"
        // Longer than what is read at once, so that lines are cut by it.
        let many = String(repeating: inTime, count: 3000)
        try (codes + first + early).write(toFile: path + ".1", atomically: false, encoding: .utf8)
        try (many + early + "{\"event\":\"po").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(AuditLogReader.polls(path) == FleetReport.ServerLog(polls: 3003, early: 2))
    }

    @Test("a log that is not there has no polls")
    func absent() {
        #expect(AuditLogReader.polls(path) == FleetReport.ServerLog(polls: 0, early: 0))
    }
}
