import DeviceFlow
import FlowTrace
import KioskScreen

/// What is sent, what becomes of it on its way, and where tokens go.
extension World {
    mutating func send(_ intent: Intent, _ id: RequestID, _ timeout: Duration) {
        witness.sent(intent, id, at: now)
        let request = client.request(for: intent)
        inFlight[id] = (intent, request, now)
        let latency = chance.seconds(0.005...0.4)
        let there = now + latency
        let outcome: HTTPOutcome
        var arrives = latency * 2
        func answer(isLost: Bool) -> HTTPReply {
            server.answer(intent, request, isLost: isLost, at: there, &chance)
        }
        func intercepted(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> HTTPOutcome {
            .replied(
                HTTPReply(
                    status: status, headers: headers, body: Array(body.utf8),
                    receivedAt: Server.epoch + now.sinceStart.inSeconds))
        }
        switch weather.fate(at: now, &chance) {
        case nil: outcome = .replied(answer(isLost: false))
        case .dropped: outcome = .failed(.dropped, wasSent: false)
        case .dns: outcome = .failed(.dns, wasSent: false)
        case .certificate: outcome = .failed(.certificate(.expired), wasSent: false)
        case .timeout:
            if chance.once(in: 2) { lose(intent, answer(isLost: true)) }
            outcome = .failed(.timeout, wasSent: true)
            arrives = timeout
        case .unwell: outcome = intercepted(503, "", ["retry-after": "\(Int.random(in: 0...90, using: &chance))"])
        case .tooMany: outcome = intercepted(429, "")
        case .page: outcome = intercepted(200, "<html>Sign in to the lobby's network</html>")
        case .answersLost:
            lose(intent, answer(isLost: true))
            outcome = .failed(.dropped, wasSent: true)
        case .cutOff:
            var reply = answer(isLost: true)
            lose(intent, reply)
            reply.body = Array(reply.body.prefix(reply.body.count / 2))
            reply.isWhole = false
            outcome = .replied(reply)
        }
        plan(.replied(id, outcome), in: arrives)
    }

    mutating func lose(_ intent: Intent, _ reply: HTTPReply) {
        if case .poll = intent, reply.status == 200 { witness.tokenReplyWasLost() }
    }

    mutating func arrived(_ id: RequestID, _ outcome: HTTPOutcome) {
        guard let (intent, request, sentAt) = inFlight.removeValue(forKey: id) else { return }
        feed(
            .exchanged(
                Exchange(
                    id: id, purpose: Exchange.Purpose(intent), request: request, sentAt: sentAt, endedAt: now,
                    wallClock: Server.epoch + sentAt.sinceStart.inSeconds, outcome: outcome, wire: nil)))
        codesSentAt = sentAt
        if case .replied(let reply) = outcome, reply.isWhole, case .poll = intent {
            server.delivered(reply)
            if let grant = server.grant(polledBy: request) { witness.heard(grant) }
        }
        feed(.signIn(client.event(for: outcome, to: intent, id, cryptography: Self.cryptography)))
    }

    /// Any signature of the server's is a good one: whose it is, is judged by other tests.
    private static let cryptography = Cryptography(verifies: { _, _ in true }, hash: { _, _ in [] })

    mutating func handOver(_ tokens: TokenSet) {
        witness.handsOver(tokens.identity?.name, at: now)
        let arrives = !kiosk.settings.handsOver || !chance.once(in: 12)
        if arrives, kiosk.settings.handsOver { server.handedOver(tokens) }
        guard kiosk.settings.handsOver else { return feed(.handedOver(true)) }
        plan(.handedOver(arrives), in: chance.seconds(0...3))
    }
}
