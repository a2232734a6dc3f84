import CLinux
import DeviceFlow
import Foundation
import Glibc
import KioskScreen
import Testing

@testable import KioskIO

/// What the kiosk reads and leaves behind.
@Suite struct FileTests {
    let folder = URL(filePath: "/tmp/kiosk-io-tests-\(getpid())-\(UInt32.random(in: 0 ... .max))")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    @Test("the event log is appended to, a line of JSON each, and is its owner's alone whatever it was before")
    func eventLog() throws {
        let file = path("log")
        let before = #"{"event":"stopped","exit":0,"t":9}"# + "\n"
        try before.write(toFile: file, atomically: false, encoding: .utf8)
        chmod(file, 0o644)
        let log = try EventLog(path: file, standard: 2, began: Moment(.seconds(10)))
        log.write(LogEvent("one", ["x": "y"]), at: Moment(.milliseconds(12_345)))
        log.write(.stopped(.denied), at: Moment(.seconds(13)))
        #expect(
            try String(contentsOfFile: file, encoding: .utf8)
                == before + "{\"event\":\"one\",\"t\":2.345,\"x\":\"y\"}\n{\"event\":\"stopped\",\"exit\":3,\"t\":3}\n")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("a log that cannot be opened says why")
    func noLog() {
        #expect(throws: EventLog.Failure.self) {
            try EventLog(path: path("missing/log"), standard: 2, began: Moment(.zero))
        }
    }

    @Test("a file is read whole; a missing, a huge one and a folder are refused in words")
    func reading() throws {
        try "secret\n".write(toFile: path("s"), atomically: false, encoding: .utf8)
        #expect(try Files.read(path("s")) == Array("secret\n".utf8))
        #expect(FileManager.default.createFile(atPath: path("huge"), contents: Data(count: 1_048_577)))
        for bad in [path("missing"), path("huge"), folder.path] {
            do throws(Files.Failure) {
                _ = try Files.read(bad)
                Issue.record("\(bad) was read")
            } catch {
                #expect(!error.reason.isEmpty)
            }
        }
    }
}
