import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("However it ends, the terminal is as it was", .inTurns)
struct EndingTests {
    @Test("login called off by a key: exit code 130", arguments: ["q", "\u{3}", "\u{1b}"])
    func keys(key: String) async throws {
        let (kiosk, server) = try await pending("login")
        kiosk.terminal.send(key)
        #expect(try await kiosk.end() == .exit(130), "\(kiosk.state)")
        try expectClean(kiosk, exit: 130)
        withExtendedLifetime(server) {}
    }

    @Test("login called off by a signal: exit code 130", arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGINT])
    func signals(signal: Int32) async throws {
        let (kiosk, server) = try await pending("login")
        kiosk.terminal.signal(signal)
        #expect(try await kiosk.end() == .exit(130), "\(kiosk.state)")
        try expectClean(kiosk, exit: 130)
        withExtendedLifetime(server) {}
    }

    @Test("run asked to stop: exit code 0", arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGINT])
    func runSignals(signal: Int32) async throws {
        let (kiosk, server) = try await pending("run")
        kiosk.terminal.signal(signal)
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        try expectClean(kiosk, exit: 0)
        withExtendedLifetime(server) {}
    }

    @Test("run left by a key from the idle screen: exit code 0", arguments: ["q", "\u{3}"])
    func runKeys(key: String) async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("run", server.options)
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(key)
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        try expectClean(kiosk, exit: 0)
    }

    @Test(
        "a crash restores the terminal, then is the crash it was, without a core",
        arguments: [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP], ["xterm-256color", "vt100"])
    func crashes(signal: Int32, term: String) async throws {
        let folder = try TemporaryFolder()
        let (kiosk, server) = try await pending("login", term: term, launcher: Cores.launcher(in: folder))
        kiosk.terminal.signal(signal)
        #expect(try await kiosk.end() == .signal(signal, dumpedCore: false))
        #expect(kiosk.isTerminalRestored, "\(kiosk.terminal.settings()) \(kiosk.terminal.settingsBefore)")
        #expect(!kiosk.screen.text.contains("Press space to interact"), "no questions to the visitor")
        withExtendedLifetime(server) {}
    }

    @Test("the terminal taken away: the process ends by itself", arguments: ["login", "run"])
    func hangUp(command: String) async throws {
        let (kiosk, server) = try await pending(command)
        kiosk.terminal.hangUp()
        #expect(try await kiosk.end(within: 5) == .exit(command == "login" ? 130 : 0))
        #expect(try kiosk.eventLog.names().last == "stopped")
        withExtendedLifetime(server) {}
    }

    @Test(
        "a server that hangs holds nobody up",
        arguments: [("login", "q", 130), ("run", "\u{3}", 0)] as [(String, String, Int32)])
    func whileHanging(command: String, key: String, code: Int32) async throws {
        let server = try await ScriptedServer(codes: [.hang], token: [.pending])
        let kiosk = try Kiosk(command, server.options + (command == "run" ? ["--always-on"] : []))
        try await kiosk.event("codes_requested")
        #expect(try await eventually { try server.count("request") == 1 })
        kiosk.terminal.send(key)
        #expect(try await kiosk.end(within: 2) == .exit(code), "\(kiosk.state)")
        try expectClean(kiosk, exit: Double(code))
    }

    @Test("after success too", arguments: ["xterm-256color", "tmux-256color", "linux", "vt100"])
    func success(term: String) async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let kiosk = try Kiosk("login", server.options, term: term)
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        try expectClean(kiosk, exit: 0)
    }

    /// A kiosk with a code on its screen.
    private func pending(
        _ command: String, term: String = "xterm-256color", launcher: [String] = []
    ) async throws -> (Kiosk, ScriptedServer) {
        let server = try await ScriptedServer(token: [.pending])
        let options = server.options + (command == "run" ? ["--always-on"] : [])
        let kiosk = try Kiosk(command, options, term: term, launcher: launcher)
        try await kiosk.code()
        #expect(kiosk.terminal.settings() != kiosk.terminal.settingsBefore, "a screen takes keys without echo")
        return (kiosk, server)
    }

    private func expectClean(
        _ kiosk: Kiosk, exit: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(kiosk.isTerminalRestored, "\(kiosk.state)", sourceLocation: sourceLocation)
        #expect(try kiosk.eventLog.lines().last?["event"] == "stopped", sourceLocation: sourceLocation)
        #expect(try kiosk.eventLog.lines().last?["exit"]?.number == exit, sourceLocation: sourceLocation)
    }
}
