import Foundation
import TerminalTesting
import Testing

@Suite("Troubles while polling: the person's approval survives", .inTurns)
struct TroubleTests {
    /// What goes wrong once, and how the log names it.
    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: Answer
        var names: Set<String> = ["transient"]
        var status: Double?
    }

    private static let troubles = [
        Trouble(
            testDescription: "502 with HTML", answer: Answer(status: 502, body: "<html>Bad Gateway</html>"), status: 502
        ),
        Trouble(
            testDescription: "200 with HTML", answer: Answer(status: 200, body: "<html>Welcome</html>"), status: 200),
        Trouble(testDescription: "an empty 200", answer: Answer(status: 200, body: ""), status: 200),
        Trouble(testDescription: "500 with JSON", answer: .error("server_error", status: 500), status: 500),
        Trouble(testDescription: "503 without a body", answer: Answer(status: 503, body: ""), status: 503),
        Trouble(
            testDescription: "a redirect, which is not followed",
            answer: Answer(status: 302, body: "", headers: ["Location": "{origin}/elsewhere"]), status: 302),
        Trouble(testDescription: "a body of 300 KiB", answer: Answer(filler: 300 * 1024)),
        Trouble(
            testDescription: "a pending that is cut off", answer: Answer.pending.cut(after: 12),
            names: ["transient", "dropped"]),
        Trouble(testDescription: "a reset", answer: .reset, names: ["dropped"]),
        Trouble(testDescription: "closed without a word", answer: .close, names: ["dropped"]),
    ]

    @Test("once, then the tokens", arguments: troubles)
    func once(trouble: Trouble) async throws {
        let server = try await ScriptedServer(token: [trouble.answer, .tokens])
        let kiosk = try PipedKiosk("login", server.options)
        #expect(try await kiosk.process.wait() == .exit(0), "\(kiosk.process.errors())")
        #expect(try JSON(kiosk.process.output())["access_token"]?.string == Secrets.accessToken)
        let polls = try kiosk.eventLog.events("poll")
        let name = try #require(polls.first?["answer"]?.string)
        #expect(trouble.names.contains(name), "\(name)")
        if let status = trouble.status { #expect(polls[0]["status"]?.number == status) }
        if name == "dropped" { #expect(polls[0]["status"] == .null) }
        let retrying = try #require(try kiosk.eventLog.events("retrying").first)
        #expect((retrying["in"]?.number ?? 0) >= 1, "\(retrying)")
        #expect(retrying["reason"]?.string?.isEmpty == false)
        #expect(try server.requests(to: "/elsewhere").isEmpty)
        #expect(try server.pauses(at: "/token").allSatisfy { $0 >= 1 })
    }

    @Test("429 with Retry-After: not sooner than the server says")
    func retryAfter() async throws {
        let busy = Answer(status: 429, json: ["error": "rate_limit_exceeded"], headers: ["Retry-After": "3"])
        let server = try await ScriptedServer(token: [busy, .tokens])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(0), "\(result.errors)")
        let pause = try #require(server.pauses(at: "/token").first)
        #expect((3..<8).contains(pause), "\(pause)")
    }

    @Test("slow_down: five seconds more, and never an end")
    func slowDown() async throws {
        let server = try await ScriptedServer(token: [.error("slow_down"), .tokens])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(0), "\(result.errors)")
        let pause = try #require(server.pauses(at: "/token").first)
        #expect((6..<9).contains(pause), "\(pause)")
    }

    @Test("a server that hangs: the request ends with the code, exit code 4")
    func hangToTheEnd() async throws {
        let server = try await ScriptedServer(codes: [.codes(expiresIn: 3)], token: [.hang])
        let kiosk = try PipedKiosk("login", server.options)
        let shown = try await kiosk.event("codes_shown")["t"]?.number
        #expect(try await kiosk.process.wait() == .exit(4), "\(kiosk.process.errors())")
        let end = try #require(kiosk.eventLog.lines().last?["t"]?.number)
        #expect(end - (shown ?? 0) < 5)
    }

    @Test("a server that hangs once: given up after ten seconds at most, then the tokens")
    func hangOnce() async throws {
        let server = try await ScriptedServer(codes: [.codes(expiresIn: 120)], token: [.hang, .tokens])
        let kiosk = try PipedKiosk("login", server.options)
        #expect(try await kiosk.process.wait(30) == .exit(0), "\(kiosk.process.errors())")
        let poll = try #require(try kiosk.eventLog.events("poll").first)
        #expect(poll["answer"] == "timeout")
        #expect(poll["status"] == .null)
        #expect((poll["latency"]?.number ?? 99) < 12)
    }

    @Test("tokens that would come after the code has died are never handed over")
    func lateTokens() async throws {
        let server = try await ScriptedServer(codes: [.codes(expiresIn: 3)], token: [.tokens.delayed(2.5)])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(4), "\(result.errors)")
        #expect(result.output == "")
    }

    @Test(
        "the reply with the tokens is cut off and the server has forgotten the code: said in words, exit code 8",
        arguments: [0, 40])
    func answerLost(arrived: Int) async throws {
        let server = try await ScriptedServer(token: [.tokens.cut(after: arrived), .error("invalid_grant")])
        let kiosk = try PipedKiosk("login", server.options)
        #expect(try await kiosk.process.wait() == .exit(8), "\(kiosk.process.errors())")
        #expect(kiosk.process.output() == "")
        #expect(kiosk.process.errors().contains("answer was lost"), "\(kiosk.process.errors())")
        let names = try kiosk.eventLog.names()
        #expect(!names.contains("approved"))
        #expect(names.suffix(2) == ["failed", "stopped"], "\(names)")
        #expect(kiosk.eventLog.text.contains("lost"))
    }

    @Test("the reply with the tokens is cut off and the server answers again: all is well")
    func answerRepeated() async throws {
        let server = try await ScriptedServer(token: [.tokens.cut(after: 40), .tokens])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(0), "\(result.errors)")
        #expect(try JSON(result.output)["access_token"]?.string == Secrets.accessToken)
    }

    @Test("invalid_grant without any lost reply is a refusal: exit code 6")
    func invalidGrant() async throws {
        let server = try await ScriptedServer(token: [.pending, .error("invalid_grant")])
        #expect(try await run([product("kiosk"), "login"] + server.options).end == .exit(6))
    }

    @Test("whatever the network does, the deadline ends in 4")
    func deadline() async throws {
        let server = try await ScriptedServer(
            codes: [.codes(expiresIn: 4)], token: [.pending, .reset, Answer(status: 502, body: "<html>")])
        let result = try await run([product("kiosk"), "login"] + server.options + ["--give-up-after", "1"])
        #expect(result.end == .exit(4), "\(result.errors)")
    }
}

@Suite("Troubles on the way to the codes", .inTurns)
struct NoCodesTests {
    @Test("a reply that cannot be understood is asked for three times, then exit code 7")
    func threeTries() async throws {
        let server = try await ScriptedServer(
            codes: [Answer(status: 200, body: "<html>hello</html>")], token: [.pending])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(7), "\(result.errors)")
        #expect(try server.requests(to: "/device_authorization").count == 3)
    }

    @Test(
        "JSON without a required member is nonsense at once",
        arguments: ["device_code", "user_code", "verification_uri", "expires_in"])
    func missing(member: String) async throws {
        var answer = Answer.codes()
        answer.fields = .object(
            answer.fields.members.merging([
                "json": .object(answer.fields["json"]?.members.filter { $0.key != member } ?? [:])
            ]) { $1 })
        let server = try await ScriptedServer(codes: [answer], token: [.pending])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(7), "\(result.errors)")
        #expect(try server.requests(to: "/device_authorization").count == 1)
    }

    @Test("a server that is unwell at first gives the codes in the end")
    func unwell() async throws {
        let server = try await ScriptedServer(
            codes: [Answer(status: 503, body: ""), .reset, .codes()], token: [.tokens])
        let kiosk = try PipedKiosk("login", server.options)
        #expect(try await kiosk.process.wait() == .exit(0), "\(kiosk.process.errors())")
        #expect(try kiosk.eventLog.events("retrying").count == 2)
    }

    @Test("a server that never answers: exit code 5 when the time to give up has come")
    func hang() async throws {
        let server = try await ScriptedServer(codes: [.hang], token: [.pending])
        let kiosk = try PipedKiosk("login", server.options + ["--give-up-after", "2"])
        #expect(try await kiosk.process.wait() == .exit(5), "\(kiosk.process.errors())")
        let end = try #require(kiosk.eventLog.lines().last?["t"]?.number)
        #expect((2..<5).contains(end))
    }

    @Test("an error the server will repeat for ever: exit code 6 at once")
    func refused() async throws {
        let server = try await ScriptedServer(codes: [.error("invalid_client", status: 401)], token: [.pending])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(6), "\(result.errors)")
        #expect(result.errors.contains("invalid_client"))
        #expect(try server.requests(to: "/device_authorization").count == 1)
    }
}
