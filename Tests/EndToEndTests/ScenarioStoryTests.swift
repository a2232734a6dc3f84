import Foundation
import TerminalTesting
import Testing

@Suite("The simulator's scenarios, met by the kiosk", .inTurns)
struct ScenarioStoryTests {
    /// What a scenario must come to: the exit code and the last thing of note in the log, or the last answer to a poll.
    static let outcomes: [(scenario: String, end: Int32, last: String)] = [
        ("bad-signature", 7, "the id_token cannot be believed"),
        ("certificate-expired", 5, "no codes could be had"),
        ("certificate-other-name", 5, "no codes could be had"),
        ("certificate-unknown-authority", 5, "no codes could be had"),
        ("client-withdrawn", 6, "unauthorized_client"),
        ("clock-ahead", 0, "tokens"),
        ("clock-behind", 0, "tokens"),
        ("denied", 3, "denied"),
        ("drip", 0, "tokens"),
        ("escape-sequences", 7, "the server was not understood"),
        ("escapes-in-errors", 6, "invalid_client"),
        ("expired-at-once", 4, "expired"),
        ("foreign-complete-uri", 0, "tokens"),
        ("html-502", 0, "tokens"),
        ("insecure-verification-uri", 7, "the server was not understood"),
        ("no-id-token", 0, "tokens"),
        ("no-keys", 0, "the id_token could not be checked"),
        ("no-user-code", 7, "the server was not understood"),
        ("numbers-as-text", 0, "tokens"),
        ("reset", 0, "tokens"),
        ("short-lived", 0, "tokens"),
        ("slow-down-once", 0, "tokens"),
        ("stale-id-token", 7, "the id_token cannot be believed"),
        ("tokens-cut-off", 8, "approved, but the answer was lost; start again"),
        ("unknown-error", 6, "out_of_cheese"),
        ("wrong-audience", 7, "the id_token cannot be believed"),
        ("wrong-issuer", 7, "the id_token cannot be believed"),
        ("wrong-issuer-in-discovery", 7, "the server was not understood"),
    ]

    @Test("each ends as it should, in words and by the exit code; nothing of it reaches the terminal raw")
    func all() async throws {
        let met = try await withThrowingTaskGroup(of: (String, Int32?, String, String).self) { group in
            var results: [String: (end: Int32?, last: String, raw: String)] = [:]
            // Four at a time: most of the time is spent waiting for the next poll.
            for (number, outcome) in Self.outcomes.enumerated() {
                if number >= 4, let done = try await group.next() { results[done.0] = (done.1, done.2, done.3) }
                group.addTask { try await Self.meet(outcome.scenario) }
            }
            for try await done in group { results[done.0] = (done.1, done.2, done.3) }
            return results
        }
        for outcome in Self.outcomes {
            let result = try #require(met[outcome.scenario])
            #expect(result.end == outcome.end, "\(outcome.scenario): \(result)")
            #expect(result.last == outcome.last, "\(outcome.scenario): \(result)")
            #expect(!result.raw.contains("\u{1B}") && !result.raw.contains("\u{07}"), "\(outcome.scenario)")
        }
    }

    /// One sign-in with the scenario on; whoever shows a code is approved.
    private static func meet(_ scenario: String) async throws -> (String, Int32?, String, String) {
        let simulator = try await Simulator(more: ["--scenario", scenario])
        let kiosk = try PipedKiosk(
            "login",
            simulator.discoveryOptions + ["--plain", "--scope", "openid profile", "--give-up-after", "3"])
        try await eventually(within: 15) {
            try kiosk.process.end() != nil || !kiosk.eventLog.events("codes_shown").isEmpty
        }
        if kiosk.process.end() == nil, let newest = try await JSON(simulator.act("list", "--json"))[0] {
            // Where the code on the screen is not the server's own, the server's list has it.
            _ = try? await simulator.act("approve", newest["user_code"]?.string ?? "")
        }
        let end = try await kiosk.process.wait(45)
        let lines = try kiosk.eventLog.lines()
        let notable = lines.compactMap { line -> String? in
            switch line["event"]?.string {
            case "poll": line["answer"]?.string
            case "failed", "warning": line["reason"]?.string
            case "refused": line["error"]?.string
            default: nil
            }
        }
        guard case .exit(let code) = end else { return (scenario, nil, "\(end)", "") }
        return (scenario, code, notable.last ?? "-", kiosk.process.errors() + kiosk.eventLog.text)
    }

    @Test("a trouble comes and goes while a person waits: put on, called off, and the sign-in goes on")
    func comeAndGo() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("login", simulator.discoveryOptions)
        let code = try await kiosk.code()
        try await kiosk.event("poll")
        #expect(try await simulator.act("scenario", "maintenance", "--code", code).contains("is on for codes \(code)"))
        try await kiosk.event("retrying")
        #expect(try await simulator.act("scenario").contains("maintenance"))
        try await simulator.act("scenario", "none", "--code", code)
        try await simulator.act("approve", code)
        #expect(try await kiosk.end(within: 30) == .exit(0))
    }

    @Test(
        "with a certificate that does not hold the operator's commands still get through",
        arguments: ["expired", "not-yet-valid", "other-name", "unknown-authority"])
    func certificates(kind: String) async throws {
        let simulator = try await Simulator(more: ["--scenario", "certificate-\(kind)"])
        let refused = try await run(
            [product("kiosk"), "login", "--plain", "--give-up-after", "1"] + simulator.discoveryOptions)
        #expect(refused.end == .exit(5))
        #expect(try await simulator.act("scenario", "none") == "Called off for all.\n")
        let kiosk = try PipedKiosk("login", simulator.discoveryOptions + ["--plain"])
        try await simulator.act("approve", kiosk.event("codes_shown")["user_code"]?.string ?? "")
        #expect(try await kiosk.process.wait(20) == .exit(0), "\(kiosk.process.errors())")
    }

    @Test("at a tenant by host, with tokens bound to a key: the issuer, the pages' address and the proofs are its own")
    func tenant() async throws {
        let simulator = try await Simulator()
        let issuer = try #require(simulator.addresses["tenants"]?["globex"]?.string)
        #expect(issuer.hasPrefix("https://globex.localhost:"))
        let kiosk = try PipedKiosk(
            "login",
            [
                "--issuer", issuer, "--cacert", simulator.text("ca"), "--client-id", "tokenidp-tv-app", "--plain",
                "--scope", "openid profile", "--poll-margin", "0", "--dpop",
            ])
        let shown = try await kiosk.event("codes_shown")
        #expect(shown["verification_uri"]?.string == issuer + "/device")
        try await simulator.act("approve", shown["user_code"]?.string ?? "", "--as", "bob")
        #expect(try await kiosk.process.wait(20) == .exit(0), "\(kiosk.process.errors())")
        let tokens = try JSON(kiosk.process.output())
        #expect(tokens["token_type"]?.string == "DPoP")
        #expect(kiosk.process.errors().contains("Welcome, Bob Example."), "\(kiosk.process.errors())")
        let list = try await JSON(simulator.act("list", "--json"))
        #expect(list[0]?["tenant"]?.string == "globex")
    }

    @Test("the key is changed while a person waits, and the id_token is believed all the same")
    func keyRotation() async throws {
        let simulator = try await Simulator()
        let kiosk = try PipedKiosk("login", simulator.discoveryOptions + ["--plain", "--scope", "openid profile"])
        let code = try await kiosk.event("codes_shown")["user_code"]?.string ?? ""
        try await simulator.act("rotate-key")
        try await simulator.act("approve", code)
        #expect(try await kiosk.process.wait(20) == .exit(0), "\(kiosk.process.errors())")
        #expect(kiosk.process.errors().contains("Welcome, Alice Example."))
    }

    @Test("in each of its dialects the profile tokenidp signs in", arguments: ["rfc", "guide", "source"])
    func dialects(name: String) async throws {
        let simulator = try await Simulator(more: ["--dialect", name])
        let kiosk = try PipedKiosk(
            "login",
            simulator.discoveryOptions + ["--plain", "--scope", "openid profile", "--provider", "tokenidp"])
        let code = try await kiosk.event("codes_shown")["user_code"]?.string ?? ""
        try await kiosk.event("poll")
        try await simulator.act("approve", code)
        #expect(try await kiosk.process.wait(40) == .exit(0), "\(kiosk.process.errors()) \(kiosk.eventLog.text)")
        #expect(try JSON(kiosk.process.output())["token_type"]?.string == "Bearer")
    }
}
