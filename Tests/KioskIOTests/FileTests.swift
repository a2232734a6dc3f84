import CLinux
import DeviceFlow
import Foundation
import Glibc
import KioskScreen
import TerminalTesting
import Testing

@testable import KioskIO

/// What the kiosk reads and leaves behind.
@Suite struct FileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func say(_ name: String, to log: EventLog) {
        log.write(LogEvent(name), at: Moment(.seconds(1)))
    }

    /// Those of this process that lead to a file.
    private static func descriptors(of file: String) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }.filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == file
        }
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

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

    @Test("a pipe or a device is written to and left as it is: root could close /dev/null to everybody")
    func noFile() throws {
        let pipe = path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        chmod(pipe, 0o666)
        let reader = kiosk_open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0)
        defer { close(reader) }
        Self.say("one", to: try EventLog(path: pipe, standard: 2, began: Moment(.zero)))
        let mode = try FileManager.default.attributesOfItem(atPath: pipe)[.posixPermissions] as? Int
        #expect(mode == 0o666)
    }

    @Test("a line that a power cut has left half is ended, wherever it was cut")
    func halfALine() throws {
        let line = #"{"event":"stopped","exit":0,"t":9}"#
        for count in 1...line.utf8.count {
            let file = path("half-\(count)")
            try String(line.prefix(count)).write(toFile: file, atomically: false, encoding: .utf8)
            Self.say("one", to: try EventLog(path: file, standard: 2, began: Moment(.zero)))
            #expect(
                try String(contentsOfFile: file, encoding: .utf8) == line.prefix(count)
                    + "\n{\"event\":\"one\",\"t\":1}\n")
        }
    }

    @Test("a disk without room costs lines, and the next that fits says how many")
    func fullDisk() throws {
        // A link to a device that is always full, then to a file: the room that comes back.
        let file = path("log")
        let log = try EventLog(path: "/dev/full", standard: 2, began: Moment(.zero))
        Self.say("one", to: log)
        Self.say("two", to: log)
        let room = open(file, O_WRONLY | O_CREAT, 0o600)
        defer { close(room) }
        #expect(try Self.descriptors(of: "/dev/full").map { dup2(room, $0) }.count == 1)
        Self.say("three", to: log)
        #expect(
            try String(contentsOfFile: file, encoding: .utf8)
                == #"{"event":"warning","missing_lines":2,"reason":"the event log could not be written","t":1}"#
                + "\n{\"event\":\"three\",\"t\":1}\n")
    }

    @Test("an event log that was moved away, or removed, begins anew; where that cannot be, the old one goes on")
    func rotated() throws {
        let file = path("log")
        let log = try EventLog(path: file, standard: 2, began: Moment(.zero))
        func lines(_ name: String) throws -> [String] {
            try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n").map {
                try #require(JSONValue(parsing: Array($0.utf8))?["event"]?.string)
            }
        }
        Self.say("one", to: log)
        rename(file, path("log.1"))
        Self.say("two", to: log)
        Self.say("three", to: log)
        #expect(try lines("log.1") == ["one"])
        #expect(try lines("log") == ["two", "three"])
        unlink(file)
        Self.say("four", to: log)
        #expect(try lines("log") == ["four"])
        rename(file, path("log.2"))
        try "somebody's own".write(toFile: file, atomically: false, encoding: .utf8)
        Self.say("five", to: log)
        #expect(try lines("log.2") == ["four", "five"])
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "somebody's own")
        #expect(try Self.descriptors(of: path("log.1")).isEmpty)
    }

    @Test("a record that a power cut has left without its end is kept beside the one that begins then")
    func halfARecord() throws {
        let file = path("record.har")
        _ = try HARFile(path: file, version: "1", redaction: nil)
        let whole = try String(contentsOfFile: file, encoding: .utf8)
        for count in 1..<whole.utf8.count {
            try String(whole.prefix(count)).write(toFile: file, atomically: false, encoding: .utf8)
            _ = try HARFile(path: file, version: "1", redaction: nil)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == whole)
            #expect(try String(contentsOfFile: file + ".cut-off", encoding: .utf8) == whole.prefix(count))
        }
        try #"{"log":{"creator":{"name":"another"}}}"#.write(toFile: file, atomically: false, encoding: .utf8)
        #expect(throws: HARFile.Failure.self) { try HARFile(path: file, version: "1", redaction: nil) }
    }

    @Test("tokens that a killed kiosk was writing are cleared away; those that another one writes now are not")
    func leftTokens() throws {
        let others = [
            "tokens.1.new", "tokens.999999999.new", "tokens.\(getpid()).new", "tokens.old.new", "tokens.1.newer",
        ]
        for name in others { try "T".write(toFile: path(name), atomically: false, encoding: .utf8) }
        _ = try Handover(.file(path("tokens")))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["tokens.1.new", "tokens.1.newer", "tokens.old.new"])
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
