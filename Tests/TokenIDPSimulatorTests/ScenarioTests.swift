import Foundation
import HTTPTypes
import JWTKit
import Testing

@testable import TokenIDPSimulator

@Suite("Trouble on demand")
struct ScenarioTests {
    @Test("every file of Assets/scenarios is read, says what happens and what is expected, and does something")
    func all() {
        #expect(Scenario.all.count == EmbeddedScenarios.names.count)
        for scenario in Scenario.all {
            #expect(!scenario.title.isEmpty && scenario.expect.hasSuffix("."), "\(scenario.name)")
            let acts = Scenario.Place.allCases.compactMap { scenario.act(at: $0) }
            #expect(!acts.isEmpty || scenario.clock != nil || scenario.certificate != nil, "\(scenario.name)")
        }
    }

    @Test("a misspelt name in a scenario's file is named")
    func misspelt() {
        let file = #"{"title":"t","expect":"e.","token":{"delivery":{"reset_affter":1}}}"#
        let problem = #expect(throws: ConfigurationProblem.self) { try Scenario.read(Data(file.utf8)) }
        #expect(
            problem?.description
                == "token.delivery.reset_affter is not known; known here: drip, hang, reset_after")
    }

    @Test("the guide lists them all, in their own words")
    func guide() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let guide = try String(contentsOf: root.appending(path: "Assets/guides/simulator.md"), encoding: .utf8)
        for scenario in Scenario.all {
            #expect(
                guide.contains("| `\(scenario.name)` | \(scenario.title) | \(scenario.expect) |"), "\(scenario.name)")
        }
    }

    /// A story with a scenario on for everybody.
    static func story(
        _ name: String, _ story: @escaping @Sendable (RouteClient) async throws -> Void
    ) async throws {
        try await SimulatorDriver { $0.firstTrouble = Trouble(scenario: name) }.run(story)
    }

    @Test(
        "an outcome whatever was decided",
        arguments: [
            ("pending-forever", "authorization_pending"), ("denied", "access_denied"),
            ("expired-at-once", "expired_token"), ("slow-down-storm", "slow_down"),
        ])
    func outcomes(name: String, error: String) async throws {
        try await Self.story(name) { route in
            let codes = try await route.codes()
            try await route.approve(codes)
            for poll in 1...3 {
                #expect(try await route.poll(codes).error == error, "poll \(poll)")
                route.driver.advance(by: name == "pending-forever" ? 1000 : 100)
            }
        }
    }

    @Test("a storm of slow_down makes the interval grow, as it would in earnest")
    func storm() async throws {
        try await Self.story("slow-down-storm") { route in
            let codes = try await route.codes()
            for _ in 0..<3 { _ = try await route.poll(codes) }
            let list = try await route.admin("/admin/grants")
            #expect(list.text.contains(#""interval":20"#), "\(list.text)")
        }
    }

    @Test("an outage that ends: so many polls of each code, and the approval is not lost")
    func outage() async throws {
        try await Self.story("html-502") { route in
            let (one, other) = try await (route.codes(), route.codes())
            try await route.approve(one)
            for _ in 0..<3 {
                let answer = try await route.poll(one)
                #expect(answer.status == .badGateway && answer.headers[.contentType] == "text/html")
            }
            #expect(
                try await route.poll(one).has("access_token"), "what was not done does not count against the device")
            let troubled = try route.driver.audit().filter { $0["event"] == "troubled" }
            #expect(troubled.map { $0["reason"] } == Array(repeating: "html-502 at token", count: 3))
            // Counted for the client, as a code is only looked up where a trouble is for codes.
            #expect(try await route.poll(other).error == "authorization_pending")
        }
    }

    @Test("tokens whose id_token is not to be believed, or is not there")
    func idTokens() async throws {
        func idToken(_ name: String) async throws -> String? {
            let kept = Kept()
            try await Self.story(name) { route in
                let tokens = try await route.tokens()
                await kept.set(tokens.answer["id_token"], try await route.get("/.well-known/jwks.json").text)
            }
            guard let (token, keys) = await kept.value, let token else { return nil }
            let verifier = try await JWTKeyCollection().add(jwksJSON: keys)
            let holds = (try? await verifier.verify(token, as: Claims.self)) != nil
            let claims = try DefaultJWTParser().parse(Array(token.utf8), as: Claims.self).payload
            return "\(holds ? "signed" : "forged") for \(claims.aud) by \(claims.iss)"
        }
        let good = "signed for tokenidp-tv-app by https://localhost:5001"
        #expect(try await idToken("slow-down-once") == nil, "the first poll gets no tokens")
        #expect(try await idToken("no-interval") == good)
        #expect(try await idToken("no-id-token") == nil)
        #expect(try await idToken("bad-signature") == "forged for tokenidp-tv-app by https://localhost:5001")
        #expect(try await idToken("wrong-audience") == "signed for another-client by https://localhost:5001")
        #expect(try await idToken("wrong-issuer") == "signed for tokenidp-tv-app by https://idp.invalid")
    }

    @Test("members are replaced and taken away, strings get company, answers grow")
    func answers() async throws {
        try await Self.story("no-interval") { route in
            let answer = try await route.codes().answer
            #expect(!answer.has("interval"))
        }
        try await Self.story("numbers-as-text") { route in
            let answer = try await route.codes().answer
            #expect(answer["expires_in"] == "600")
        }
        try await Self.story("insecure-verification-uri") { route in
            let answer = try await route.codes().answer
            #expect(answer["verification_uri"] == "http://idp.invalid/device")
            #expect(!answer.has("verification_uri_complete"))
        }
        try await Self.story("escape-sequences") { route in
            let answer = try await route.codes().answer
            #expect(answer["verification_uri"]?.hasPrefix("\u{1B}[31m") == true)
        }
        try await Self.story("huge-answer") { route in
            let answer = try await route.tokens().answer
            #expect(answer.text.utf8.count > 300 * 1024)
        }
    }

    @Test("the clock that everybody sees: Date, and the times in the tokens")
    func clock() async throws {
        try await Self.story("clock-ahead") { route in
            let answer = try await route.tokens().answer
            #expect(answer.headers[.date] == "Sat, 16 Jan 2027 08:00:00 GMT")
            let claims = try DefaultJWTParser().parse(
                Array(try answer.required("id_token").utf8), as: Claims.self
            ).payload
            #expect(claims.iat == 1_800_000_000 + 86_400)
            #expect(try await route.get("/healthz").headers[.date] == "Sat, 16 Jan 2027 08:00:00 GMT")
        }
        try await SimulatorDriver().run { route in
            let answer = try await route.get("/healthz")
            #expect(answer.headers[.date] == "Fri, 15 Jan 2027 08:00:00 GMT")
        }
    }

    @Test("for one client, for codes that begin with some letters, for all: the narrower one wins")
    func whom() async throws {
        try await SimulatorDriver().run { route in
            func put(_ json: String) async throws {
                #expect(try await route.admin("/admin/scenario", json).status == .ok)
            }
            let (one, other) = try await (route.codes(), route.codes())
            try await put(#"{"scenario":"pending-forever"}"#)
            try await put(#"{"scenario":"denied","client":"tokenidp-tv-app"}"#)
            try await put(#"{"scenario":"expired-at-once","user_code":"\#(one.user)"}"#)
            #expect(try await route.poll(one).error == "expired_token")
            #expect(try await route.poll(other).error == "access_denied")
            let replaced = try await route.admin(
                "/admin/scenario", #"{"scenario":"hang","client":"tokenidp-tv-app"}"#)
            #expect(replaced["message"] == "hang is on for client tokenidp-tv-app, instead of denied.")
            let why = try await route.admin("/admin/why", #"{"user_code":"\#(one.user)"}"#)
            #expect(why["message"]?.hasSuffix("Scenario expired-at-once is on for its polls.") == true)
            let nobody = try await route.admin("/admin/scenario", #"{"user_code":"AEIO"}"#)
            #expect(nobody["message"] == "Nothing was on for codes AEIO.", "what is on for all stays on")
            try await put(#"{"client":"tokenidp-tv-app"}"#)
            route.driver.advance(by: 10)
            #expect(try await route.poll(other).error == "authorization_pending")
            try await route.approve(other)
            route.driver.advance(by: 10)
            #expect(try await route.poll(other).error == "authorization_pending")
            try await put("{}")
            route.driver.advance(by: 10)
            #expect(try await route.poll(other).has("access_token"))
            #expect(try await route.admin("/admin/troubles").text == "[]")
        }
    }

    @Test(
        "one that can hit nobody is refused in words",
        arguments: [
            (#"{"scenario":"nonsense"}"#, "There is no scenario nonsense"),
            (#"{"scenario":"denied","client":"nobody"}"#, "There is no client nobody"),
            (#"{"scenario":"denied","user_code":"AEIO"}"#, "AEIO begins no code"),
            (#"{"scenario":"short-lived","user_code":"B"}"#, "Short-lived cannot be for a code"),
            (#"{"scenario":"no-keys","client":"tokenidp-tv-app"}"#, "No-keys cannot be for a client"),
            (#"{"scenaro":"denied"}"#, "scenaro is not known"),
            (#"{"scenario":"certificate-expired","client":"tokenidp-tv-app"}"#, "Certificate-expired is for all"),
        ])
    func refused(json: String, words: String) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.admin("/admin/scenario", json)
            #expect(answer.status == .badRequest)
            #expect(answer["message"]?.hasPrefix(words) == true, "\(answer.text)")
        }
    }

    private struct Claims: JWTPayload {
        var iss: String
        var aud: String
        var iat: Int
        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private actor Kept {
        private(set) var value: (String?, String)?
        func set(_ token: String?, _ keys: String) { value = (token, keys) }
    }
}
