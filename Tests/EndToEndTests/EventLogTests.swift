import Foundation
import TerminalTesting
import Testing

@Suite("The event log", .inTurns)
struct EventLogTests {
    @Test("each line has its time and the members the contract names")
    func members() async throws {
        let server = try await ScriptedServer(token: [.pending, .error("slow_down"), .pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on", "--auto-renew", "0"])
        try await kiosk.event("interval_changed")
        kiosk.session.resize(rows: 30, columns: 100)
        try await kiosk.event("resized")
        kiosk.terminal.send("r")
        try await kiosk.event("key")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))

        let lines = try kiosk.eventLog.lines()
        var last = 0.0
        for line in lines {
            let time = try #require(line["t"]?.number)
            #expect(time >= last, "time goes forward")
            #expect(abs((time * 1000).rounded() - time * 1000) < 1e-6, "to the millisecond")
            last = time
        }
        let started = try #require(lines.first)
        #expect(started["event"] == "started")
        for member in ["time", "version", "size", "term", "lang", "provider"] {
            #expect(started[member] != nil, "\(member)")
        }
        let date = try #require(started["time"]?.string)
        #expect(
            try Date.ISO8601FormatStyle(includingFractionalSeconds: date.contains(".")).parse(date)
                < .now.addingTimeInterval(1))
        let shown = try #require(try kiosk.eventLog.events("codes_shown").first)
        #expect(shown["user_code"] == "WDJB-MJHT")
        #expect(shown["verification_uri"]?.string == server.origin + "/device")
        #expect(shown["verification_uri_complete"]?.string == server.origin + "/device?user_code=WDJB-MJHT")
        #expect(shown["expires_in"]?.number == 60)
        #expect(shown["interval"]?.number == 1)
        let polls = try kiosk.eventLog.events("poll")
        #expect(polls.prefix(2).map { $0["answer"]?.string } == ["pending", "slow_down"])
        #expect(polls.prefix(2).map { $0["n"]?.number } == [1, 2])
        #expect(polls[0]["status"]?.number == 400)
        for poll in polls {
            #expect((poll["waited"]?.number ?? 0) >= 1)
            #expect((poll["latency"]?.number ?? -1) >= 0)
        }
        #expect(lines.last?["event"] == "stopped")
        #expect(lines.last?["exit"]?.number == 0)
    }

    @Test("it is appended to and made 0600, whoever could read it before")
    func permissions() async throws {
        let server = try await ScriptedServer(token: [.error("access_denied")])
        let folder = try TemporaryFolder()
        let file = try folder.file("log", "{\"t\":0,\"event\":\"earlier\"}\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let result = try await run([product("kiosk"), "login"] + server.options + ["--event-log", file])
        #expect(result.end == .exit(3))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let names = try JSON.lines(of: String(contentsOfFile: file, encoding: .utf8)).compactMap { $0["event"]?.string }
        #expect(names.first == "earlier")
        #expect(names.last == "stopped")
    }

    @Test("with - it goes to standard error in login, and standard output stays the tokens' own")
    func standardError() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let result = try await run([product("kiosk"), "login"] + server.options + ["--event-log", "-"])
        #expect(result.end == .exit(0))
        #expect(try JSON(result.output)["access_token"] != nil)
        let events = result.errors.split(separator: "\n").compactMap { try? JSON($0)["event"]?.string }
        #expect(events.first == "started")
        #expect(events.last == "stopped")
    }

    @Test("no secret is in it, on the screen, or on standard error, in a story with all of them")
    func secrets() async throws {
        let server = try await ScriptedServer(token: [.pending, .tokens.cut(after: 60), .tokens])
        let folder = try TemporaryFolder()
        let options = server.options + ["--client-secret-file", try folder.file("secret", Secrets.clientSecret + "\n")]
        let kiosk = try Kiosk("login", options)
        try await kiosk.code()
        let commandLine = try String(contentsOfFile: "/proc/\(kiosk.terminal.pid)/cmdline", encoding: .utf8)
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        #expect(
            try kiosk.eventLog.answers() == ["pending", "transient", "tokens"]
                || kiosk.eventLog.answers() == ["pending", "dropped", "tokens"])
        #expect(kiosk.output.contains(Secrets.accessToken))
        for secret in Secrets.all {
            #expect(!kiosk.eventLog.text.contains(secret))
            #expect(!String(decoding: kiosk.session.drawn, as: UTF8.self).contains(secret))
            #expect(!commandLine.contains(secret))
        }
        let piped = try PipedKiosk("login", options)
        #expect(try await piped.process.wait() == .exit(0))
        for secret in Secrets.all { #expect(!piped.process.errors().contains(secret)) }
    }
}
