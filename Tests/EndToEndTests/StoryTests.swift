import Foundation
import TerminalTesting
import Testing

@Suite("Stories of one sign-in, kiosk and tokenidp-sim as processes over HTTPS", .inTurns)
struct StoryTests {
    @Test("approved on the phone: the tokens are one line of JSON on standard output and nothing else is")
    func approved() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("login", simulator.options)
        try await simulator.act("approve", kiosk.code())
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        let lines = kiosk.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines.last == "", "one line with its end: \(kiosk.output)")
        let tokens = try JSON(lines[0])
        #expect(tokens["access_token"]?.string?.isEmpty == false)
        #expect(tokens["token_type"]?.string?.lowercased() == "bearer")
        #expect((tokens["expires_in"]?.number ?? 0) > 0)
        #expect(kiosk.isTerminalRestored)
        try expectStory(kiosk.eventLog, ends: ["approved", "handed_over", "stopped"], exit: 0)
        #expect(try kiosk.eventLog.answers().last == "tokens")
    }

    @Test(
        "the same with all addresses found by discovery and TokenIDP's own dialect", arguments: ["rfc8628", "tokenidp"])
    func discovered(provider: String) async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk(
            "login", simulator.discoveryOptions + ["--provider", provider, "--device-name", "lobby-1"])
        let code = try await kiosk.code()
        let listed = try await simulator.act("list", "--json")
        #expect(
            listed.contains("lobby-1") == (provider == "tokenidp"),
            "where the provider knows the device's name: \(listed)")
        try await simulator.act("approve", code)
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        let tokens = try JSON(kiosk.output)
        #expect(tokens["access_token"]?.string?.isEmpty == false, "RFC 6749's names whatever the dialect")
        #expect(tokens["token_type"]?.string != nil)
        #expect((tokens["expires_in"]?.number ?? 0) > 0)
    }

    @Test(
        "the person is greeted by the name in the id_token, once the server's keys have proved it; the next one is not")
    func greeted() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("run", simulator.discoveryOptions + ["--always-on", "--scope", "openid profile"])
        try await simulator.act("approve", kiosk.code(), "--as", "alice")
        #expect(await kiosk.session.see("Welcome, Alice Example."), "\(kiosk.state)")
        #expect(try kiosk.eventLog.events("approved").first?["subject"]?.string?.isEmpty == false)
        #expect(try kiosk.eventLog.events("warning").isEmpty, "\(kiosk.eventLog.text)")
        kiosk.terminal.send(" ")
        try await kiosk.code(2)
        #expect(!kiosk.screen.text.contains("Alice"))
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("TOKENS=$(kiosk login …) works in a shell")
    func inShell() async throws {
        let simulator = try await Simulator()
        let script = #"TOKENS=$("$@"); code=$?; echo "ended with $code, ${#TOKENS} characters, ${TOKENS%%:*}""#
        let log = try EventLog()
        let shell = try TerminalSession(
            ["/bin/sh", "-c", script, "sh", product("kiosk"), "login"] + simulator.options
                + ["--event-log", log.file])
        #expect(try await eventually { try !log.events("codes_shown").isEmpty })
        let code = try #require(log.events("codes_shown").first?["user_code"]?.string)
        #expect(await shell.see { $0.shows(code) })
        try await simulator.act("approve", code)
        #expect(await shell.see("ended with 0, "), "\(shell.screen.text)")
        #expect(!shell.screen.text.contains("ended with 0, 0 characters"))
        #expect(!shell.screen.isOnAlternateScreen)
        #expect(await shell.end() == .exit(0))
    }

    @Test("declined on the phone: exit code 3, no tokens")
    func denied() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("login", simulator.options)
        try await simulator.act("deny", kiosk.code())
        #expect(try await kiosk.end() == .exit(3), "\(kiosk.state)")
        #expect(kiosk.output == "")
        try expectStory(kiosk.eventLog, ends: ["denied", "stopped"], exit: 3)
    }

    @Test("nobody comes: exit code 4 when the code has died")
    func expired() async throws {
        let simulator = try await Simulator(codeLifetime: 3)
        let kiosk = try Kiosk("login", simulator.options)
        try await kiosk.code()
        #expect(try await kiosk.end() == .exit(4), "\(kiosk.state)")
        #expect(kiosk.output == "")
        try expectStory(kiosk.eventLog, ends: ["expired", "stopped"], exit: 4)
        let times = try kiosk.eventLog.lines().compactMap { $0["t"]?.number }
        let life = try #require(times.last) - times[1]
        #expect((3.0..<5).contains(life), "the deadline counts from the request: \(life)")
    }

    @Test("the server dies right after the approval and comes back: the approval survives")
    func outage() async throws {
        let simulator = try await Simulator(interval: 2)
        let kiosk = try Kiosk("login", simulator.options)
        let code = try await kiosk.code()
        try await kiosk.event("poll")
        try await simulator.act("approve", code)
        try await simulator.kill()
        try await kiosk.event("retrying")
        #expect(await kiosk.session.see(code), "the code stays while there is no connection")
        try await simulator.startAgain()
        #expect(try await kiosk.end(within: 20) == .exit(0), "\(kiosk.state)")
        #expect(try kiosk.eventLog.answers().contains("dropped"))
        #expect(try JSON(kiosk.output)["access_token"] != nil)
    }

    @Test("the server is restarted in mid-flow and the code is approved at the new one")
    func restart() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("login", simulator.options)
        let code = try await kiosk.code()
        try await simulator.kill()
        try await simulator.startAgain()
        try await simulator.act("approve", code)
        #expect(try await kiosk.end(within: 20) == .exit(0), "\(kiosk.state)")
    }

    @Test("no server at all: exit code 5 once the time to give up has come")
    func noServer() async throws {
        let simulator = try await Simulator()
        try await simulator.kill()
        let kiosk = try Kiosk("login", simulator.options + ["--give-up-after", "2"])
        try await kiosk.event("retrying")
        #expect(try await kiosk.end() == .exit(5), "\(kiosk.state)")
        #expect(kiosk.isTerminalRestored)
        #expect(try kiosk.eventLog.lines().last?["exit"]?.number == 5)
    }

    @Test(
        "a client the server does not know, and one that may not use this grant: exit code 6",
        arguments: [("nobody", "invalid_client"), ("orders-worker", "unauthorized_client")])
    func refused(client: String, error: String) async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        var options = try simulator.options.map { $0 == "tokenidp-tv-app" ? client : $0 }
        if client == "orders-worker" {
            options += ["--client-secret-file", try folder.file("secret", "orders-worker-secret\n")]
        }
        let kiosk = try Kiosk("login", options)
        #expect(try await kiosk.end() == .exit(6), "\(kiosk.state)")
        #expect(kiosk.eventLog.text.contains(error))
        #expect(try kiosk.eventLog.names().suffix(2) == ["refused", "stopped"])
    }

    @Test("a confidential client signs in with its secret, which is seen nowhere")
    func confidential() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let secret = try folder.file("secret", "lobby-kiosk-secret\n")
        let options = try simulator.options.map { $0 == "tokenidp-tv-app" ? "lobby-kiosk" : $0 }
        let kiosk = try Kiosk("login", options + ["--client-secret-file", secret])
        try await simulator.act("approve", kiosk.code())
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        #expect(!kiosk.eventLog.text.contains("lobby-kiosk-secret"))
        #expect(!String(decoding: kiosk.session.drawn, as: UTF8.self).contains("lobby-kiosk-secret"))
    }

    @Test("without a terminal the same story is told in plain lines on standard error")
    func plain() async throws {
        let simulator = try await Simulator()
        let kiosk = try PipedKiosk("login", simulator.options)
        let shown = try await kiosk.event("codes_shown")
        let code = try #require(shown["user_code"]?.string)
        let spelledOut = code.map(String.init).joined(separator: " ")
        #expect(await eventually { kiosk.process.errors().contains(spelledOut) }, "\(kiosk.process.errors())")
        try await simulator.act("approve", code)
        #expect(try await kiosk.process.wait() == .exit(0))
        #expect(try JSON(kiosk.process.output())["access_token"] != nil)
        #expect(!kiosk.process.errors().contains("\u{1b}"), "no escapes: \(kiosk.process.errors())")
        let uri = try #require(shown["verification_uri"]?.string)
        #expect(kiosk.process.errors().contains(uri))
    }

    /// The log tells the story in order, from `started` to `stopped`, with the exit code.
    private func expectStory(
        _ log: EventLog, ends: [String], exit: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let names = try log.names()
        #expect(
            names.starts(with: ["started", "codes_requested", "codes_shown"]), "\(names)",
            sourceLocation: sourceLocation)
        #expect(names.suffix(ends.count) == ends[...], "\(names)", sourceLocation: sourceLocation)
        #expect(try log.lines().last?["exit"]?.number == exit, sourceLocation: sourceLocation)
    }
}
