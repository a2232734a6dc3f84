import DeviceFlow
import FlowTrace
import Testing

@testable import FlowBench

@Suite("The probe's judgement of one answer")
struct ProbeJudgeTests {
    static func seen(
        _ status: Int, _ body: String, type: String = "application/json", fields: [(String, String)] = [],
        authorization: String? = nil, provider: String = "rfc8628"
    ) -> Probe.Seen {
        let request = HTTPRequest(
            method: "POST", url: "https://idp.example/token",
            headers: authorization.map { [.init("Authorization", $0)] } ?? [])
        let reply = HTTPReply(status: status, headers: ["content-type": type], body: Array(body.utf8), receivedAt: 0)
        let exchange = Exchange(
            id: RequestID(3), purpose: .token, request: request, sentAt: Moment(.zero), endedAt: Moment(.zero),
            wallClock: 0, outcome: .replied(reply), wire: Wire(fields: fields.map { .init($0.0, $0.1) }))
        return Probe.Seen(
            exchange, Client(provider: Provider.named(provider)!, clientID: "screen", userAgent: "test"))!
    }

    @Test(
        "how many codes there could be is estimated from those that were seen",
        arguments: [
            (["WDJB-MJHT", "BCDF-GHJK", "LMNP-QRST"], "8 consonants, 34 bits at most"),
            (["019-450-730", "123-456-789"], "9 digits, 29 bits at most"),
            (["7351", "9042"], "4 digits, 13 bits at most"),
            (["A1NWZ9", "B0EIOU"], "6 capital letters and digits, 31 bits at most"),
            (["TV-BCDF", "TV-GHJK", "TV-LMNP", "TV-QRST"], "4 consonants, 17 bits at most"),
            (["00ffab12"], "8 hexadecimal digits, 32 bits at most"),
            (["ABab"], "4 letters, 22 bits at most"),
        ])
    func strength(codes: [String], words: String) {
        #expect(Probe.CodeStrength(codes).words == words)
    }

    @Test(
        "letters that people confuse are named",
        arguments: [
            (["WDJB-MJHT"], nil), (["0194-5073"], nil), (["B2C3-D4F5"], nil),
            (["B0C1-D2F3"], "they hold 0, 1 among other letters"),
            (["H4tw5qet4VSJAML0"], "they have 16 characters"),
            (["WDJB-mjht"], "they mix capital and small letters"),
            (["WORD-CODE"], "they hold vowels (E, O), so that words may come up by chance"),
        ] as [([String], String?)])
    func letters(codes: [String], words: String?) {
        #expect(Probe.hardLetters(codes) == words)
    }

    @Test(
        "an error may hold plain characters only",
        arguments: [
            (#"{"error":"x","error_description":"All is well!"}"#, nil),
            (#"{"error":"x","error_description":"a \"word\""}"#, "put a quotation mark into error_description"),
            (#"{"error":"x","error_description":"a \\ b"}"#, "put a backslash into error_description"),
            (#"{"error":"x\u001b[2J"}"#, "put a control character (U+001B) into error"),
            (
                #"{"error":"x","error_description":"Größe"}"#,
                "put a character beyond ASCII (U+00F6) into error_description"
            ),
        ] as [(String, String?)])
    func characters(body: String, words: String?) {
        let finding = Probe.Judge.characters(Self.seen(400, body))
        #expect(finding?.verdict == (words == nil ? .kept : .broken))
        if let words { #expect(finding?.seen == words) }
    }

    @Test("an answer that is no error is not judged as one")
    func noError() { #expect(Probe.Judge.characters(Self.seen(200, #"{"access_token":"ä"}"#)) == nil) }

    @Test("who used the Authorization header is told 401, and how to do better")
    func challenge() {
        let body = #"{"error":"invalid_client"}"#
        func verdict(_ status: Int, _ fields: [(String, String)], _ authorization: String?) -> Probe.Verdict {
            Probe.Judge.status(Self.seen(status, body, fields: fields, authorization: authorization)).verdict
        }
        #expect(verdict(401, [("WWW-Authenticate", "Basic realm=x")], "Basic YTpi") == .kept)
        #expect(verdict(401, [("Date", "x")], "Basic YTpi") == .broken)
        #expect(verdict(400, [("Date", "x")], "Basic YTpi") == .broken)
        #expect(verdict(400, [("Date", "x")], nil) == .kept)
        #expect(verdict(403, [("Date", "x")], nil) == .broken)
    }

    @Test(
        "an error that a client understands as well is a warning, a success is a fault",
        arguments: [
            (400, #"{"error":"invalid_grant"}"#, Probe.Verdict.kept),
            (400, #"{"error":"expired_token"}"#, .warning), (400, #"{"error":"server_error"}"#, .broken),
            (200, #"{"error":"invalid_grant"}"#, .broken), (404, "<html>", .broken),
        ])
    func refusals(status: Int, body: String, verdict: Probe.Verdict) {
        let findings = Probe.Judge.refusal(
            .wrongCode, Self.seen(status, body), of: "x", expected: "invalid_grant", bearable: ["expired_token"],
            understood: nil, hasDialect: false)
        #expect(findings.first?.verdict == verdict)
    }

    @Test("an error that the profile understands is no fault; a crash is one under any profile")
    func refusalsInDialect() {
        func verdict(_ status: Int, _ body: String, understood: String?) -> Probe.Verdict? {
            Probe.Judge.refusal(
                .grantType, Self.seen(status, body, provider: "tokenidp"), of: "x", expected: "unsupported_grant_type",
                bearable: [], understood: understood, hasDialect: true
            ).first?.verdict
        }
        let body = #"{"message":"The requested grant_type is not supported."}"#
        #expect(verdict(400, body, understood: "unsupported_grant_type") == .kept)
        #expect(verdict(400, body, understood: nil) == .warning)
        #expect(verdict(400, #"{"error":"out_of_cheese"}"#, understood: "out_of_cheese") == .broken)
        #expect(verdict(500, "<html>", understood: nil) == .broken)
    }

    @Test("tokens must not be stored, and old caches are told so too")
    func storing() {
        func verdict(_ fields: [(String, String)]) -> Probe.Verdict? {
            Probe.Judge.noStore(Self.seen(200, "{}", fields: fields)).first?.verdict
        }
        #expect(verdict([("cache-control", "private, No-Store"), ("pragma", "no-cache")]) == .kept)
        #expect(verdict([("Cache-Control", "no-store")]) == .warning)
        #expect(verdict([("Cache-Control", "no-cache"), ("Pragma", "no-cache")]) == .broken)
    }

    @Test("tokens without a type, or with a life in words, are named")
    func tokens() {
        let wrong = Probe.Judge.success(Self.seen(200, #"{"access_token":"x","expires_in":"1h"}"#), hasDialect: false)
        #expect(wrong.verdict == .broken)
        #expect(wrong.seen == "after the approval token_type is missing or no text, expires_in is no number")
        let short = Probe.Judge.success(
            Self.seen(200, #"{"access_token":"x","token_type":"Bearer"}"#), hasDialect: false)
        #expect(short.verdict == .warning)
    }

    @Test("what a profile says is different is no fault, under the RFC it is")
    func dialect() {
        let body = #"{"deviceCode":"x","userCode":"BCDF","verificationUri":"https://a.example","expiresIn":600}"#
        #expect(Probe.Judge.members(Self.seen(200, body), hasDialect: false).verdict == .broken)
        #expect(Probe.Judge.members(Self.seen(200, body, provider: "aws-sso-oidc"), hasDialect: true).verdict == .kept)
    }

    @Test("metadata: well formed, of the right issuer, with the grant; an absent list of grants is a warning")
    func metadata() {
        func announced(_ text: String) -> Probe.Verdict? {
            Probe.Judge.announcement([(JSONValue(parsing: Array(text.utf8))!, 1)]).first?.verdict
        }
        let endpoint = #""device_authorization_endpoint":"https://idp.example/d""#
        #expect(announced("{}") == .broken)
        #expect(announced("{\(endpoint)}") == .warning)
        #expect(announced(#"{\#(endpoint),"grant_types_supported":["refresh_token"]}"#) == .broken)
        let urn = "urn:ietf:params:oauth:grant-type:device_code"
        #expect(announced(#"{\#(endpoint),"grant_types_supported":["\#(urn)"]}"#) == .kept)
        let (findings, _) = Probe.Judge.metadata(
            Self.seen(200, #"{"issuer":"https://idp.example/","x":[]}"#), issuer: "https://idp.example")
        #expect(findings.map(\.check) == [.metadata, .issuer] && findings.allSatisfy { $0.verdict == .broken })
        #expect(findings[0].seen == "sent empty lists: x")
        #expect(Probe.Judge.metadata(Self.seen(404, ""), issuer: "x").0.isEmpty, "the other address may have it")
    }

    @Test("a certificate that ends soon is a warning, one that does not hold is a fault")
    func certificates() {
        func finding(_ end: Double, _ outcome: HTTPOutcome) -> Probe.Finding? {
            let own = TLSFacts.Certificate(subject: "a", issuer: "b", notBefore: 0, notAfter: end)
            let tls = TLSFacts(version: "TLSv1.3", cipher: "x", certificates: [own])
            let exchange = Exchange(
                id: RequestID(1), purpose: .metadata, request: HTTPRequest(method: "GET", url: "https://a.example"),
                sentAt: Moment(.zero), endedAt: Moment(.zero), wallClock: 1_000_000, outcome: outcome,
                wire: Wire(tls: tls))
            return Probe.Judge.connection(exchange).first
        }
        let well = HTTPOutcome.replied(HTTPReply(status: 200, body: [], receivedAt: 0))
        #expect(finding(1_000_000 + 86_400 * 90, well)?.verdict == .kept)
        #expect(finding(1_000_000 + 86_400 * 3, well)?.verdict == .warning)
        #expect(finding(0, .failed(.certificate(.expired), wasSent: false))?.verdict == .broken)
        #expect(finding(0, .failed(.certificate(.unknownIssuer), wasSent: false)) == nil, "the tester may trust it")
    }

    @Test("a poll that comes long after the interval acquits nobody")
    func carefulPolls() {
        func finding(_ interval: Duration, _ waits: Duration...) -> Probe.Finding? {
            Probe.Judge.carefulPolls(waits.map { Probe.CarefulPoll(waited: $0, interval: interval, request: 7) })
        }
        #expect(finding(.seconds(1)) == nil)
        let late = finding(.seconds(1), .milliseconds(2020), .milliseconds(2040))
        #expect(late?.verdict == .notChecked)
        #expect(
            late?.seen
                == "the soonest poll came 2 s after the last answer, the interval is 1 s: a smaller --pace would tell")
        #expect(finding(.seconds(1), .milliseconds(1301))?.verdict == .notChecked)
        #expect(finding(.seconds(1), .milliseconds(1300), .seconds(9))?.verdict == .kept)
        #expect(finding(.seconds(10), .seconds(11))?.verdict == .kept, "a tenth of it")
        let alike = finding(.seconds(2), .milliseconds(2030), .milliseconds(2040))
        #expect(alike?.seen == "2 polls about 2 s after the last answer, none throttled")
    }
}
