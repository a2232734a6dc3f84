import Foundation
import Glibc
import TerminalTesting
import Testing

/// A bystander may have finished first, with an account of their own. (RFC 8628, 5.5)
@Suite("Is this you?", .inTurns)
struct QuestionStoryTests {
    private static func options(_ simulator: Simulator) throws -> [String] {
        try simulator.discoveryOptions + ["--scope", "openid profile offline_access", "--confirm"]
    }

    /// Waits for the question and until keys answer it, and presses one.
    private static func answer(_ kiosk: Kiosk, _ key: String) async throws {
        #expect(
            await kiosk.session.see {
                $0.text.contains("Signed in as Alice Example.") && $0.text.contains("Enter Yes")
            }, "\(kiosk.state)")
        #expect(try kiosk.eventLog.events("handed_over").isEmpty)
        kiosk.terminal.send(key)
    }

    @Test("run: no revokes the tokens and hands nothing over; the next sign-in is confirmed and handed over")
    func noThenYes() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let path = try folder.file("tokens")
        let kiosk = try Kiosk("run", Self.options(simulator) + ["--token-file", path, "--greet", "60"])
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        try await simulator.act("approve", kiosk.code(), "--as", "alice")
        try await Self.answer(kiosk, "n")
        #expect(
            await kiosk.session.see {
                $0.text.contains("You said that it was not you. Nobody is signed in.") && !$0.text.contains("Alice")
            }, "\(kiosk.state)")
        #expect(!FileManager.default.fileExists(atPath: path))
        let answered = try await kiosk.event("answered")
        #expect(answered["yes"] == false && answered["by"] == "key")
        kiosk.terminal.send(" ")
        try await simulator.act("approve", kiosk.code(2), "--as", "alice")
        try await Self.answer(kiosk, "\r")
        #expect(await kiosk.session.see("Welcome, Alice Example."), "\(kiosk.state)")
        try await kiosk.event("handed_over")
        #expect(FileManager.default.fileExists(atPath: path))
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
        #expect(try kiosk.eventLog.events("asked").count == 2)
    }

    @Test(
        "login: no ends with exit code 3 and writes nothing; yes writes the tokens",
        arguments: [("n", Int32(3)), ("y", 0)])
    func login(key: String, exit: Int32) async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("login", Self.options(simulator))
        try await simulator.act("approve", kiosk.code(), "--as", "alice")
        try await Self.answer(kiosk, key)
        #expect(try await kiosk.end() == .exit(exit), "\(kiosk.state)")
        #expect(kiosk.output.isEmpty == (exit != 0))
        if exit != 0 { #expect(await kiosk.session.see("Nobody is signed in."), "\(kiosk.state)") }
    }

    @Test("tokens that would end before anybody has answered end the question: as a no")
    func nobody() async throws {
        let server = try await SessionTests.server(token: [
            Answer(json: ["access_token": "AT", "expires_in": 2])
        ])
        let kiosk = try Kiosk("run", SessionTests.options(server) + ["--always-on", "--confirm"])
        #expect(await kiosk.session.see("The server did not say who."), "\(kiosk.state)")
        #expect(await kiosk.session.see("Without an answer nobody is signed in"), "\(kiosk.state)")
        let answered = try await kiosk.event("answered")
        #expect(answered["by"] == "time")
        #expect(await kiosk.session.see("Nobody answered"), "\(kiosk.state)")
        #expect(await eventually { (try? server.requests(to: "/revoke").count) == 1 })
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("a signal, and a terminal that is gone, revoke the tokens while it asks", arguments: [true, false])
    func stopped(bySignal: Bool) async throws {
        let server = try await SessionTests.server(token: [SessionTests.tokens("AT", "RT")])
        let kiosk = try Kiosk("run", SessionTests.options(server) + ["--always-on", "--confirm"])
        #expect(await kiosk.session.see("The server did not say who."), "\(kiosk.state)")
        if bySignal { kiosk.terminal.signal(SIGTERM) } else { kiosk.terminal.hangUp() }
        #expect(try await kiosk.end() == .exit(0))
        #expect(try server.requests(to: "/revoke").count == 2)
        #expect(try kiosk.eventLog.events("answered").first?["by"] == "stop")
    }

    @Test(
        "--plain asks in words and reads a line",
        arguments: [("y\n", "You are signed in on this screen."), ("no\n", "You said that it was not you")])
    func plain(line: String, says: String) async throws {
        let server = try await SessionTests.server(token: [SessionTests.tokens("AT", "RT")])
        let kiosk = try Kiosk("run", SessionTests.options(server) + ["--always-on", "--confirm", "--plain"])
        #expect(await kiosk.session.see("Type y for yes or n for no, then press Enter."), "\(kiosk.state)")
        // A line that comes at once was meant for something else.
        let asked = try #require(try await kiosk.event("asked")["t"]?.number)
        try await eventually {
            kiosk.terminal.send(line)
            return try kiosk.eventLog.events("answered").first != nil
        }
        let answered = try await kiosk.event("answered")
        #expect(try #require(answered["t"]?.number) >= asked + 0.499)
        #expect(answered["yes"] == (line.hasPrefix("y") ? true : false))
        #expect(
            await eventually {
                kiosk.session.update()
                return String(decoding: kiosk.session.drawn, as: UTF8.self).contains(says)
            }, "\(kiosk.state)")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("login --plain asks nobody who cannot answer: it says so before a code is asked for")
    func cannotAnswer() async throws {
        let server = try await SessionTests.server(token: [SessionTests.tokens("AT", "RT")])
        let result = try await run(
            [product("kiosk"), "login", "--plain", "--confirm"] + SessionTests.options(server))
        #expect(result.end == .exit(64) && result.output == "")
        #expect(result.errors.contains("leave one of them out"), "\(result.errors)")
        #expect(try server.journal().isEmpty)
    }

    @Test("without a home too, whoever stays signed in and presses no key is warned and signed out")
    func idle() async throws {
        let server = try await SessionTests.server(token: [SessionTests.tokens("AT", "RT")])
        let kiosk = try Kiosk(
            "run",
            SessionTests.options(server) + [
                "--always-on", "--greet", "0", "--keep-signed-in", "--idle-limit", "2",
            ])
        #expect(await kiosk.session.see("Still there? Signing out in"), "\(kiosk.state)")
        #expect(try await kiosk.event("signed_out")["reason"] == "for want of keys")
        try await kiosk.code(2)
        #expect(try server.requests(to: "/revoke").count == 2)
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("a sign-out is on its way to the server before another screen is on its way to the terminal")
    func revokedBeforeDrawn() async throws {
        let server = try await SessionTests.server(token: [SessionTests.tokens("AT", "RT")])
        let kiosk = try Kiosk(
            "run", SessionTests.options(server) + ["--always-on", "--greet", "0", "--keep-signed-in", "--no-inspector"])
        #expect(await kiosk.session.see("You stay signed in on this screen"), "\(kiosk.state)")
        // From here on nobody looks: what is drawn waits.
        try kiosk.terminal.clog()
        kiosk.terminal.send("o")
        #expect(await eventually { (try? server.requests(to: "/revoke").isEmpty) == false })
        #expect(try !kiosk.eventLog.events("signed_out").isEmpty)
        #expect(kiosk.screen.text.contains("You stay signed in on this screen"), "the last that was seen")
        try await kiosk.code(2)
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }
}
