import FlowBench
import Foundation
import Glibc
import KioskScreen
import TerminalTesting
import Testing

@testable import KioskIO

/// The file that whoever collects metrics reads.
@Suite struct MetricsFileTests {
    let holder: TemporaryFolder
    var folder: String { holder.path }
    var path: String { folder + "/kiosk.prom" }

    init() throws { holder = try TemporaryFolder() }

    func text() -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test("it is written whole in another's place, for all to read, and what it said before is known")
    func written() throws {
        let first = try MetricsFile(path: path)
        #expect(first.previous == "")
        let text = Metrics(version: "1", provider: "p", startedAt: 0).text(.idle, codeEnd: nil)
        #expect(first.write(text) == nil && first.write(text) == nil)
        #expect(self.text() == text)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["kiosk.prom"])
        // What one that was killed was writing; no process has such a number.
        try "half".write(toFile: path + ".99999999.new", atomically: false, encoding: .utf8)
        #expect(try MetricsFile(path: path).previous == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["kiosk.prom"])
    }

    @Test("a folder that is gone is a reason in words, and leaves nothing behind")
    func unwritable() throws {
        let file = try MetricsFile(path: path)
        try FileManager.default.removeItem(atPath: folder)
        #expect(file.write("x")?.isEmpty == false)
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(throws: MetricsFile.Failure.self) { try MetricsFile(path: path) }
    }

    @Test("to the doctor the folder that the unit makes is not one that is missing; any other is")
    func notYet() {
        let isThere = FileManager.default.fileExists(atPath: "/run/kiosk")
        let isNotYet = PlaceFacts.metrics("/run/kiosk/kiosk.prom").state == .comesWithService(folder: "/run/kiosk")
        #expect(isNotYet == !isThere)
        for missing in ["\(folder)/missing", "/run/kiosk-test-\(getpid())"] {
            #expect(
                PlaceFacts.metrics(missing + "/kiosk.prom").state == .cannot("\(missing): No such file or directory"))
        }
    }

    @Test("what stands there and is something else is refused, an empty file is not")
    func others() throws {
        try "node_load1 0.5\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: MetricsFile.Failure.self) { try MetricsFile(path: path) }
        try "".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try MetricsFile(path: path).previous == "")
        #expect(throws: MetricsFile.Failure.self) { try MetricsFile(path: folder) }
    }

    @Test("a disk that is full leaves the file as it was")
    func full() throws {
        // A file system of 64 KiB; whoever may not mount has none.
        guard mount("none", folder, "tmpfs", 0, "size=64k") == 0 else { return }
        defer { umount(folder) }
        let file = try MetricsFile(path: path)
        let text = Metrics(version: "1", provider: "p", startedAt: 0).text(.idle, codeEnd: nil)
        #expect(file.write(text) == nil)
        let rest = open(folder + "/rest", O_WRONLY | O_CREAT, 0o600)
        let zeros = [UInt8](repeating: 0, count: 4096)
        while Glibc.write(rest, zeros, zeros.count) > 0 {}
        close(rest)
        #expect(file.write(text + text) == "No space left on device")
        #expect(self.text() == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["kiosk.prom", "rest"])
    }
}
