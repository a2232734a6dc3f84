import DeviceFlow
import FlowTrace
import KioskScreen
import Testing

@testable import FlowBench

/// A kiosk that keeps them all cannot show that they are looked at, so here they are fed by hand.
@Suite("The rules that hold in every scenario, each broken once")
struct ScenarioRulesTests {
    private static let endpoints = Endpoints(
        deviceAuthorization: "https://idp.example/device_authorization", token: "https://idp.example/token")
    private static let poll = Intent.poll(endpoints, Redemption(deviceCode: Secret("D-SECRET")))

    /// A code for a minute, asked for and shown at 100 s.
    private func showing(lifetime: Int64 = 60) -> ScenarioRules {
        var rules = ScenarioRules()
        rules.sent(.codes(Self.endpoints), at: at(100))
        rules.logged(
            LogEvent(
                "codes_shown",
                ["user_code": "WDJB-MJHT", "expires_in": .integer(lifetime), "interval": .integer(5)]),
            at: at(100))
        return rules
    }

    private func at(_ seconds: Double) -> Moment { Moment(.milliseconds(Int64(seconds * 1000))) }

    private func replied(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> HTTPOutcome {
        .replied(HTTPReply(status: status, headers: headers, body: Array(body.utf8), receivedAt: 0))
    }

    private func code(_ text: String, secondsLeft: Int = 9) throws -> Scene.Content {
        .code(
            Scene.Code(
                userCode: try #require(UserCode(text)), verificationURI: try VerificationURI("https://idp.example/d"),
                qrText: "x", qrIsComplete: false, secondsLeft: secondsLeft))
    }

    @Test("a kiosk that keeps them breaks none")
    func kept() throws {
        var rules = showing()
        rules.sent(Self.poll, at: at(105))
        rules.answered(Self.poll, replied(400, #"{"error":"slow_down"}"#), at: at(105.2))
        rules.saw(try code("WDJB-MJHT"), ["Open the page"], at: at(110))
        rules.sent(Self.poll, at: at(115.2))
        rules.logged(LogEvent("denied"), at: at(115.3))
        rules.close()
        #expect(rules.broken == [])
    }

    @Test("polls: too early, too early after slow_down, before Retry-After, too late, too many, after the end")
    func polls() {
        var early = showing()
        early.sent(Self.poll, at: at(104.9))
        #expect(early.broken == ["poll 1 came after 4.9 s, and the interval is 5 s"])

        var slowed = showing()
        slowed.sent(Self.poll, at: at(105))
        slowed.answered(Self.poll, replied(400, #"{"error":"slow_down"}"#), at: at(105))
        slowed.sent(Self.poll, at: at(114))
        #expect(slowed.broken == ["poll 2 came after 9 s, and the interval is 10 s"])

        var told = showing()
        told.answered(Self.poll, replied(503, "", ["retry-after": "20"]), at: at(106))
        told.sent(Self.poll, at: at(116))
        #expect(told.broken == ["poll 1 came 10 s before the time that Retry-After named"])

        var late = showing()
        late.sent(Self.poll, at: at(160))
        #expect(late.broken == ["poll 1 was sent after the code's end"])

        var many = showing(lifetime: 10)
        for second in [105.0, 105, 105, 105] { many.sent(Self.poll, at: at(second)) }
        #expect(many.broken == ["4 polls, and 3 fit into the code's life"])

        var over = showing()
        over.logged(LogEvent("denied"), at: at(106))
        over.sent(Self.poll, at: at(112))
        #expect(over.broken == ["a poll was sent after the end of the sign-in"])
    }

    @Test("screens: a code after its end, another code, a countdown at nothing, control characters")
    func screens() throws {
        var dead = showing()
        dead.saw(try code("WDJB-MJHT"), [], at: at(161))
        #expect(dead.broken == ["the screen shows the code 1 s after its end"])
        var other = showing()
        other.saw(try code("XXXX-XXXX"), [], at: at(101))
        #expect(other.broken == ["the screen shows a code that is over"])
        var zero = showing()
        zero.saw(try code("WDJB-MJHT", secondsLeft: 0), [], at: at(101))
        #expect(zero.broken == ["the countdown says 0 while the code stands there"])
        var raw = showing()
        raw.saw(.idle, ["a\u{1B}[2J"], at: at(101))
        #expect(raw.broken == ["control characters stand in the screen"])
    }

    @Test("words: a device code or a token in the log or on the screen; control characters in the log")
    func words() {
        var log = showing()
        log.sent(Self.poll, at: at(105))
        log.logged(LogEvent("failed", ["reason": "D-SECRET was not known"]), at: at(106))
        #expect(log.broken == ["a device code or a token stands in the log"])
        var raw = showing()
        raw.logged(LogEvent("refused", ["error": "\u{1B}]0;owned\u{7}"]), at: at(106))
        #expect(raw.broken == ["control characters stand in the log"])
        var turned = showing()
        turned.logged(LogEvent("refused", ["error": "\u{202E}x"]), at: at(106))
        #expect(turned.broken == ["control characters stand in the log"])
    }

    @Test("tokens that are of no use are taken back")
    func revocation() {
        var rules = showing()
        rules.logged(LogEvent("failed", ["reason": "the id_token cannot be believed"]), at: at(106))
        rules.close()
        #expect(rules.broken == ["tokens with an id_token of no worth were not taken back (RFC 7009)"])
        var late = showing()
        late.logged(LogEvent("failed", ["reason": "tokens came too late", "revoked": .bool(true)]), at: at(106))
        late.sent(.revoke(Self.endpoints, token: Secret("AT"), hint: "access_token"), at: at(106))
        late.close()
        #expect(late.broken == [])
    }
}
