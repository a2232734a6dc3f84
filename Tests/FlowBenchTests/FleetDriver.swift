@testable import DeviceFlow
@testable import FlowBench

/// A fleet in virtual time before a server that keeps a watch on every device's polls, as a real one would.
struct FleetDriver {
    var fleet: Fleet
    private(set) var now = Moment(.seconds(1000))
    /// From a request to its reply.
    var latency = Duration.milliseconds(20)
    /// What the server answers to the n-th poll of a code.
    var answer: (_ code: Int, _ poll: Int) -> TokenAnswer = { _, _ in .pending }
    var codesAnswer: ((Codes) -> CodesAnswer) = { .codes($0) }
    var interval = Duration.seconds(5)
    var lifetime = Duration.seconds(600)

    private(set) var codesRequests: [Moment] = []
    private(set) var polls = 0
    private(set) var earlyPolls = 0
    private(set) var mostAtOnce = 0
    private(set) var decisions: [(at: Moment, decision: FleetDecision)] = []
    private var onTheirWay = Queue<(at: Moment, id: RequestID, event: Event?)>()
    private var watch: [Watch] = []
    private var approved: Set<String> = []
    private var denied: Set<String> = []

    /// What the server knows of a code.
    private struct Watch {
        var last: Moment
        var interval: Duration
        var polls = 0
    }

    init(_ plan: Fleet.Plan) {
        fleet = Fleet(plan, endpoints: Self.endpoints, seed: 7, at: now)
    }

    static let endpoints = Endpoints(
        deviceAuthorization: "https://idp.example/device_authorization", token: "https://idp.example/token")

    /// Goes from one thing that happens to the next, for so long or to the fleet's end.
    mutating func advance(by duration: Duration) {
        let end = now + duration
        turn()
        while !fleet.isOver {
            let (reply, deadline) = (onTheirWay.first?.at ?? end, fleet.deadline ?? end)
            let next = min(reply, deadline)
            guard next < end else { break }
            now = max(now, next)
            while let first = onTheirWay.first, first.at <= now {
                _ = onTheirWay.takeFirst()
                send(fleet.take(first.event, for: first.id, at: now))
            }
            turn()
        }
        now = fleet.isOver ? now : end
    }

    private mutating func turn() {
        send(fleet.turn(at: now))
        for decision in fleet.decisions(at: now) {
            decisions.append((now, decision))
            if decision.approves { approved.insert(decision.userCode) } else { denied.insert(decision.userCode) }
            fleet.decided(decision, done: true, at: now)
        }
        mostAtOnce = max(mostAtOnce, fleet.inFlight)
    }

    private mutating func send(_ effects: [Effect]) {
        for effect in effects {
            guard case .send(let intent, let id, _) = effect else { continue }
            onTheirWay.append((now + latency, id, event(for: intent, id)))
        }
    }

    private mutating func event(for intent: Intent, _ id: RequestID) -> Event? {
        switch intent {
        case .codes:
            codesRequests.append(now)
            let number = watch.count
            watch.append(Watch(last: now, interval: interval))
            return .codesReplied(codesAnswer(codes(number)), to: id)
        case .poll(_, let redemption):
            polls += 1
            guard let number = Int(redemption.deviceCode.revealed) else { return nil }
            if now - watch[number].last < watch[number].interval { earlyPolls += 1 }
            watch[number].last = now
            watch[number].polls += 1
            let userCode = Self.userCode(number)
            let answer: TokenAnswer =
                approved.contains(userCode)
                ? .tokens(TokenSet(members: ["access_token": "AT"], identity: nil))
                : denied.contains(userCode) ? .denied : answer(number, watch[number].polls)
            if case .slowDown = answer { watch[number].interval += .seconds(5) }
            return .tokenReplied(answer, status: 400, to: id)
        case .metadata, .register, .refresh, .revoke, .keys, .userinfo: return nil
        }
    }

    private func codes(_ number: Int) -> Codes {
        guard let userCode = UserCode(Self.userCode(number)), let uri = Self.uri else {
            preconditionFailure("the example can be shown")
        }
        return Codes(
            deviceCode: Secret(String(number)), userCode: userCode, verificationURI: uri, lifetime: lifetime,
            interval: interval)
    }

    static func userCode(_ number: Int) -> String { "CODE-\(number)" }
    private static let uri = try? VerificationURI("https://idp.example/device")
}

extension TokenAnswer {
    static let noAnswer = TokenAnswer.trouble(.timeout, retryAfter: nil, mayHaveHeldTokens: false)
}
