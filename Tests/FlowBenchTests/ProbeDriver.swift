import DeviceFlow
import FlowTrace
import Testing

@testable import FlowBench

/// Drives a probe against a `VirtualServer`, in virtual time.
struct ProbeDriver {
    var probe: Probe
    var server: VirtualServer
    private(set) var now = Moment(.seconds(1000))
    /// When requests were sent.
    private(set) var sent: [Moment] = []
    private(set) var told: [String] = []
    private(set) var wokeForNothing = 0
    private var effects: [Probe.Effect] = []

    static let issuer = "http://127.0.0.1:8080"

    init(_ server: VirtualServer = VirtualServer(), _ change: (inout Probe.Settings) -> Void = { _ in }) {
        let client = Client(
            provider: Provider.named("rfc8628")!, clientID: "screen", issuer: Self.issuer, userAgent: "test")
        var settings = Probe.Settings(client: client)
        settings.hands = .simulator
        settings.pace = .milliseconds(200)
        change(&settings)
        probe = Probe(settings)
        self.server = server
    }

    /// - Parameter person: acts when the tester is told to; nil: nobody does.
    /// - Returns: the report at the end.
    mutating func run(person: ((inout VirtualServer, String) -> Void)? = nil, until: Moment? = nil) -> ProbeReport {
        effects = probe.handle(.started, at: now)
        while true {
            while !effects.isEmpty {
                switch effects.removeFirst() {
                case .send(let asked, let number): send(asked, number)
                case .hand(let act, let code):
                    let answer = server.hands.isEmpty ? .done : server.hands.removeFirst()
                    if answer == .done { server.decide(code, act) }
                    effects += probe.handle(.handed(answer), at: now)
                case .tell(let line):
                    told.append(line)
                    person?(&server, line)
                case .finish: return ProbeReport(probe, target: "the server")
                }
            }
            guard let deadline = probe.deadline else { fatalError("it waits for nothing") }
            if let until, deadline > until {
                effects = probe.handle(.cancelled, at: until)
                continue
            }
            // Waking halfway changes nothing.
            let halfway = now + (max(deadline, now) - now) / 2
            if halfway < deadline, !probe.handle(.timePassed, at: halfway).isEmpty { Issue.record("it acted early") }
            now = max(now, deadline)
            effects = probe.handle(.timePassed, at: now)
            if effects.isEmpty, probe.deadline.map({ $0 <= now }) ?? true {
                wokeForNothing += 1
                fatalError("a deadline that was due changed nothing")
            }
        }
    }

    private mutating func send(_ asked: Probe.Asked, _ number: Int) {
        let (request, purpose): (HTTPRequest, Exchange.Purpose) =
            switch asked {
            case .client(let client, let intent): (client.request(for: intent), Exchange.Purpose(intent))
            case .page(let url): (HTTPRequest(method: "GET", url: url), .verificationPage)
            }
        let sentAt = now
        sent.append(now)
        now = now + server.latency / 2
        let (reply, fields) = server.answer(request, at: now)
        now = now + server.latency / 2
        let exchange = Exchange(
            id: RequestID(number), purpose: purpose, request: request, sentAt: sentAt, endedAt: now, wallClock: 0,
            outcome: reply.map(HTTPOutcome.replied) ?? .failed(server.trouble, wasSent: server.trouble == .dropped),
            wire: Wire(fields: fields))
        effects += probe.handle(.ended(exchange), at: now)
    }
}

/// An authorization server as a value: correct, but for what is changed.
struct VirtualServer {
    var latency = Duration.milliseconds(40)
    var interval = Duration.seconds(5)
    var tellsInterval = true
    var lifetime = 600
    /// What it wants to be waited beyond the interval.
    var strictness = Duration.zero
    var throttles = true
    var isDead = false
    /// So many requests it answers; nil: all.
    var requestsLeft: Int?
    /// What a request that it does not answer comes to.
    var trouble = Trouble.dropped
    /// The first answer with tokens is lost.
    var losesTokens = false
    /// What it says to the first acts of its operator.
    var hands: [Probe.HandAnswer] = []
    /// In the place of what it would answer at this path.
    var answers: [String: String] = [:]
    /// Of those.
    var status = 200
    /// In the metadata.
    var tokenEndpoint = ProbeDriver.issuer + "/token"
    /// Put into every error_description.
    var echoesDeviceCode = false
    private var grants: [Grant] = []
    /// When each code was polled, by its device_code.
    private(set) var polls: [String: [Moment]] = [:]

    private struct Grant {
        let device: String
        let user: String
        let expiry: Moment
        var last: Moment?
        var interval: Duration
        var act: Probe.Act?
        var isSpent = false
    }

    mutating func decide(_ userCode: String, _ act: Probe.Act) {
        for index in grants.indices where grants[index].user == userCode { grants[index].act = act }
    }

    mutating func answer(_ request: HTTPRequest, at now: Moment) -> (HTTPReply?, [Wire.Field]) {
        guard !isDead, requestsLeft != 0 else { return (nil, []) }
        requestsLeft = requestsLeft.map { $0 - 1 }
        let path = String(request.url.dropFirst(ProbeDriver.issuer.count).prefix { $0 != "?" })
        let form = FormEncoding.decode(Array((request.body?.revealed ?? "").utf8)) ?? [:]
        if let fixed = answers[path] { return reply(status, fixed) }
        switch path {
        case "/.well-known/oauth-authorization-server":
            return reply(
                200,
                #"{"issuer":"\#(ProbeDriver.issuer)","token_endpoint":"\#(tokenEndpoint)","device_authorization_endpoint":"\#(ProbeDriver.issuer)/codes","grant_types_supported":["urn:ietf:params:oauth:grant-type:device_code"]}"#
            )
        case "/codes": return codes(form, at: now)
        case "/token" where request.method == "POST": return token(form, at: now)
        case "/device": return reply(200, "<html><input></html>", type: "text/html")
        default: return reply(404, "nothing", type: "text/plain")
        }
    }

    private mutating func codes(_ form: [String: String], at now: Moment) -> (HTTPReply?, [Wire.Field]) {
        guard form["client_id"] == "screen" else { return error("invalid_client", 401) }
        let number = grants.count
        let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
        let user = String((0..<8).map { letters[(number * 7 + $0 * 3 + number * $0) % 20] })
        let hex = (0..<40).map { String((number * 11 + $0 * 7 + number * $0) % 16, radix: 16) }.joined()
        let device = "z\(number)" + hex
        grants.append(Grant(device: device, user: user, expiry: now + .seconds(lifetime), interval: interval))
        let told = tellsInterval ? #","interval":\#(interval.components.seconds)"# : ""
        return reply(
            200,
            #"{"device_code":"\#(device)","user_code":"\#(user)","verification_uri":"\#(ProbeDriver.issuer)/device","expires_in":\#(lifetime)\#(told)}"#
        )
    }

    private mutating func token(_ form: [String: String], at now: Moment) -> (HTTPReply?, [Wire.Field]) {
        guard form["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code" else {
            return error("unsupported_grant_type")
        }
        guard let code = form["device_code"] else { return error("invalid_request") }
        guard let index = grants.firstIndex(where: { $0.device == code }), !grants[index].isSpent else {
            return error("invalid_grant")
        }
        polls[code, default: []].append(now)
        let grant = grants[index]
        let isEarly = grant.last.map { now - $0 < grant.interval + strictness } ?? false
        grants[index].last = now
        let echo = echoesDeviceCode ? "of \(code)" : "x"
        switch grant.act {
        case .approve?:
            grants[index].isSpent = true
            guard !losesTokens else { return (nil, []) }
            return reply(200, #"{"access_token":"access-token-nobody-may-see","token_type":"Bearer","expires_in":60}"#)
        case .deny?: return error("access_denied", 400, echo)
        case nil where now >= grant.expiry: return error("expired_token", 400, echo)
        case nil where isEarly && throttles:
            if strictness == .zero { grants[index].interval += .seconds(5) }
            return error("slow_down", 400, echo)
        case nil: return error("authorization_pending", 400, echo)
        }
    }

    private func error(_ code: String, _ status: Int = 400, _ words: String = "x") -> (HTTPReply?, [Wire.Field]) {
        reply(status, #"{"error":"\#(code)","error_description":"\#(words)"}"#)
    }

    private func reply(
        _ status: Int, _ body: String, type: String = "application/json"
    ) -> (HTTPReply?, [Wire.Field]) {
        (
            HTTPReply(status: status, headers: ["content-type": type], body: Array(body.utf8), receivedAt: 0),
            [.init("Cache-Control", "no-store"), .init("Pragma", "no-cache")]
        )
    }
}

extension ProbeReport {
    /// What was seen of one check, in one sentence.
    func seen(_ check: Probe.Check) -> String {
        entries.first { $0.rule.check == check }?.findings.map(\.seen).joined(separator: "; ") ?? ""
    }
    func verdict(_ check: Probe.Check) -> Probe.Verdict? { entries.first { $0.rule.check == check }?.verdict }
    var broken: [String] { entries(.broken).map(\.rule.check.rawValue) }
    var warnings: [String] { entries(.warning).map(\.rule.check.rawValue) }
}
