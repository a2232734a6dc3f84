import DeviceFlow
import FlowBench
import FlowTrace
import KioskScreen

/// Runs a scenario against a server that is a table of replies, in virtual time.
struct ScenarioDriver {
    /// What is answered, by what it is for; the last one stays. nil: nothing ever.
    var replies: [Exchange.Purpose: [Reply?]] = [
        .metadata: [Reply(Self.metadata)], .deviceAuthorization: [Reply(Self.codes)],
        .token: [Reply(400, #"{"error":"authorization_pending"}"#)], .revocation: [Reply("")],
    ]
    /// What is answered to polls once somebody has approved or denied.
    var tokens = Reply(#"{"access_token":"AT-SECRET","token_type":"Bearer","expires_in":3600}"#)
    private(set) var sent: [(purpose: Exchange.Purpose, at: Duration)] = []
    /// What was done at the server.
    private(set) var deeds: [ScenarioRun.ServerDeed] = []
    private var now = Moment(.seconds(1000))

    struct Reply {
        var status = 200
        var body: String
        var headers: [String: String] = [:]

        init(_ body: String) { self.body = body }
        init(_ status: Int, _ body: String, _ headers: [String: String] = [:]) {
            (self.status, self.body, self.headers) = (status, body, headers)
        }
    }

    static let metadata = """
        {"issuer":"https://idp.example","device_authorization_endpoint":"https://idp.example/device_authorization",
         "token_endpoint":"https://idp.example/token","revocation_endpoint":"https://idp.example/revoke"}
        """
    static let codes = """
        {"device_code":"D-SECRET","user_code":"WDJB-MJHT","verification_uri":"https://idp.example/device",
         "expires_in":60,"interval":5}
        """

    mutating func run(_ scenario: Scenario) -> ScenarioResult {
        let began = now
        var run = ScenarioRun(scenario, issuer: "https://idp.example", at: now)
        var waiting: [(id: RequestID, intent: Intent, until: Moment)] = []
        var isDecided: TokenReply?
        // Far more turns than any scenario here has.
        for _ in 0..<10_000 where !run.isOver {
            guard let next = ([run.nextDue].compactMap { $0 } + waiting.map(\.until)).min() else {
                run.stall(at: now)
                break
            }
            now = max(now, next)
            var demands: [ScenarioRun.Demand] = []
            for late in waiting where late.until <= now {
                waiting.removeAll { $0.id == late.id }
                demands += run.finished(late.id, .failed(.timeout, wasSent: true), at: now)
            }
            demands += run.turn(at: now)
            while !demands.isEmpty {
                switch demands.removeFirst() {
                case .send(let intent, let id, let timeout):
                    let purpose = Exchange.Purpose(intent)
                    sent.append((purpose, now - began))
                    guard let reply = reply(to: purpose, isDecided) else {
                        waiting.append((id, intent, now + timeout))
                        continue
                    }
                    let outcome = HTTPOutcome.replied(
                        HTTPReply(
                            status: reply.status, headers: reply.headers, body: Array(reply.body.utf8), receivedAt: 0))
                    demands += run.finished(id, outcome, at: now)
                case .abandon(let id): waiting.removeAll { $0.id == id }
                case .act(let deed, let isRefused):
                    deeds.append(deed)
                    if case .approve = deed { isDecided = .approved }
                    if case .deny = deed { isDecided = .denied }
                    run.serverDid(deed, true, "done", isRefused: isRefused)
                case .suspend(let time): now = now + time
                case .moveDeviceClock: break
                }
            }
        }
        return run.result(took: .milliseconds(5))
    }

    private enum TokenReply { case approved, denied }

    private mutating func reply(to purpose: Exchange.Purpose, _ decided: TokenReply?) -> Reply? {
        switch (purpose, decided) {
        case (.token, .approved): return tokens
        case (.token, .denied): return Reply(400, #"{"error":"access_denied"}"#)
        case (_, _):
            let list = replies[purpose] ?? [Reply(404, "")]
            if list.count > 1 { replies[purpose]?.removeFirst() }
            return list.first ?? nil
        }
    }
}
