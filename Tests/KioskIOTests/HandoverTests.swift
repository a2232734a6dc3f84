import CLinux
import DeviceFlow
import Foundation
import Glibc
import TerminalTesting
import Testing

@testable import KioskIO

@Suite("Handing the tokens over")
struct HandoverTests {
    let folder: TemporaryFolder
    static let line = "{\"access_token\":\"AT\"}\n"
    static let now = Moment(.seconds(100))

    init() throws { folder = try TemporaryFolder() }

    func path(_ name: String) -> String { folder.path + "/" + name }

    static func tokens() throws -> TokenSet {
        try #require(TokenSet(handedOver: Array(#"{"access_token":"AT"}"#.utf8)))
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    @Test(
        "to a descriptor: one line; one that is full says so, one that is closed is refused before a code is asked for")
    func descriptor() throws {
        let out = kiosk_open(path("out"), O_WRONLY | O_CREAT, 0o600)
        let full = kiosk_open("/dev/full", O_WRONLY, 0)
        defer { close(full) }
        #expect(try Handover(.descriptor(out)).deliver(Self.tokens(), at: Self.now) == true)
        #expect(try Handover(.descriptor(full)).deliver(Self.tokens(), at: Self.now) == false)
        close(out)
        #expect(try text("out") == Self.line)
        #expect(throws: Handover.Failure.self) { try Handover(.descriptor(999)) }
        let reading = kiosk_open("/dev/null", O_RDONLY, 0)
        defer { close(reading) }
        #expect(throws: Handover.Failure.self) { try Handover(.descriptor(reading)) }
    }

    @Test("to a file: its owner's alone, whole, in place of what was there")
    func file() throws {
        try "older\n".write(toFile: path("tokens"), atomically: false, encoding: .utf8)
        chmod(path("tokens"), 0o644)
        #expect(try Handover(.file(path("tokens"))).deliver(Self.tokens(), at: Self.now) == true)
        #expect(try text("tokens") == Self.line)
        let mode = try FileManager.default.attributesOfItem(atPath: path("tokens"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["tokens"])
    }

    @Test(
        "a file that cannot be is refused before a code is asked for", arguments: ["missing/tokens", "folder", "link"])
    func noFile(name: String) throws {
        try FileManager.default.createDirectory(atPath: path("folder"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "/dev/null")
        #expect(throws: Handover.Failure.self) { try Handover(.file(path(name))) }
    }

    /// Waits until the command has ended, or until `now` is past its time.
    func result(of handover: Handover, at now: Moment = HandoverTests.now) throws -> Bool {
        while true {
            if let arrived = handover.result(at: now) { return arrived }
            var ended = pollfd(fd: try #require(handover.descriptor), events: Int16(POLLIN), revents: 0)
            #expect(poll(&ended, 1, 10_000) == 1)
        }
    }

    @Test(
        "to a command: the line on its standard input; its end tells, and why",
        arguments: [
            ("exit 0", nil), ("exit 3", "the command ended with 3"),
            ("kill -TERM $$", "the command was ended by signal 15"),
        ] as [(String, String?)])
    func command(end: String, obstacle: String?) throws {
        let handover = try Handover(.command("cat >'\(path("got"))'; \(end)", limit: .seconds(30)))
        #expect(try handover.deliver(Self.tokens(), at: Self.now) == nil)
        #expect(handover.deadline == Self.now + .seconds(30))
        #expect(try result(of: handover) == (obstacle == nil))
        #expect(handover.obstacle == obstacle)
        #expect(try text("got") == Self.line)
        #expect(handover.descriptor == nil)
    }

    @Test("a command that does not read its input is no failure of its own")
    func deaf() throws {
        let handover = try Handover(.command("exec 0<&-; exit 0", limit: .seconds(30)))
        #expect(try handover.deliver(Self.tokens(), at: Self.now) == nil)
        #expect(try result(of: handover))
    }

    @Test("a command that takes too long is ended, with what it has started")
    func slow() throws {
        let handover = try Handover(.command("sleep 1000 & echo $! >'\(path("pid"))'; sleep 1000", limit: .seconds(5)))
        #expect(try handover.deliver(Self.tokens(), at: Self.now) == nil)
        var started = ""
        while started.isEmpty { started = (try? text("pid")) ?? "" }
        #expect(handover.result(at: Self.now + .seconds(4)) == nil)
        #expect(handover.result(at: Self.now + .seconds(5)) == false)
        #expect(handover.obstacle == "the command took too long and was ended")
        let child = try #require(pid_t(started.trimmingCharacters(in: .whitespacesAndNewlines)))
        // The signal was sent before; only its going away takes a moment.
        while kill(child, 0) == 0, try !isZombie(child) { sched_yield() }
    }

    @Test("newer tokens end a command that is still at older ones, and are not mistaken for them")
    func newer() throws {
        let handover = try Handover(
            .command(
                "[ -e '\(path("pid"))' ] && exit 0; echo $$ >'\(path("pid"))'; sleep 1000", limit: .seconds(30)))
        #expect(try handover.deliver(Self.tokens(), at: Self.now) == nil)
        var started = ""
        while !started.hasSuffix("\n") { started = (try? text("pid")) ?? "" }
        #expect(try handover.deliver(Self.tokens(), at: Self.now + .seconds(9)) == nil)
        let older = try #require(pid_t(started.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(older, 0) == -1, "it is gone, and nothing of it is left to wait for")
        #expect(handover.deadline == Self.now + .seconds(39))
        #expect(try result(of: handover))
    }

    func isZombie(_ process: pid_t) throws -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.contains(") Z ")
    }

    @Test("a command inherits none of our descriptors, and signals as they are by default")
    func clean() throws {
        let secret = kiosk_open("/dev/zero", O_RDONLY, 0)
        defer { close(secret) }
        let handover = try Handover(
            .command(
                "ls /proc/$$/fd >'\(path("fds"))'; exec grep SigBlk /proc/self/status >'\(path("mask"))'",
                limit: .seconds(30))
        )
        #expect(try handover.deliver(Self.tokens(), at: Self.now) == nil)
        #expect(try result(of: handover))
        #expect(!(try text("fds").split(separator: "\n").contains("\(secret)")))
        #expect(try text("mask").contains("0000000000000000"))
    }
}
