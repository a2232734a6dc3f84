@testable import DeviceFlow

/// Drives one sign-in by hand: feeds events, steps time from one deadline to the next, and checks on the way
/// that waking early or twice changes nothing.
struct SignInDriver {
    var signIn: SignIn
    private(set) var now = Moment(.seconds(1000))
    private(set) var effects: [Effect] = []
    private(set) var wokeForNothing = 0

    static let endpoints = Endpoints(
        deviceAuthorization: "https://idp.example/device_authorization", token: "https://idp.example/token",
        revocation: "https://idp.example/revoke")

    init(_ rules: SignIn.Rules = .init(), endpoints: Endpoints? = SignInDriver.endpoints) {
        signIn = SignIn(rules: rules, endpoints: endpoints)
    }

    /// A sign-in whose codes have just arrived, `latency` after they were asked for.
    static func waiting(
        _ codes: Codes = .example(), rules: SignIn.Rules = .init(), latency: Duration = .zero
    ) -> SignInDriver {
        var driver = SignInDriver(rules)
        driver.feed(.started(seed: 7))
        driver.advance(by: latency)
        driver.codes(.codes(codes))
        return driver
    }

    mutating func feed(_ event: Event) { effects += signIn.handle(event, at: now) }

    /// Answers the request that is on its way.
    mutating func codes(_ answer: CodesAnswer) { feed(.codesReplied(answer, to: lastRequest)) }
    mutating func metadata(_ answer: MetadataAnswer) { feed(.metadataReplied(answer, to: lastRequest)) }
    mutating func token(_ answer: TokenAnswer, status: Int? = 400) {
        feed(.tokenReplied(answer, status: status, to: lastRequest))
    }

    /// Lets time pass, stopping at each deadline of the machine on the way.
    mutating func advance(by duration: Duration) {
        let end = now + duration
        while let deadline = signIn.deadline, deadline <= end {
            now = max(now, deadline)
            let before = signIn
            feed(.timePassed)
            if signIn == before {
                wokeForNothing += 1
                break
            }
        }
        now = end
        feed(.timePassed)
    }

    /// Goes to the next deadline and answers the poll that is due there.
    /// - Returns: how long after the last reply the poll was sent; nil when none came before the end.
    mutating func pollAndAnswer(_ answer: TokenAnswer, latency: Duration = .zero) -> Duration? {
        let begun = now
        guard let deadline = signIn.deadline else { return nil }
        advance(by: deadline - now)
        guard case .polling = signIn.state else { return nil }
        let waited = now - begun
        advance(by: latency)
        token(answer)
        return waited
    }

    var lastRequest: RequestID {
        effects.reversed().lazy.compactMap { effect -> RequestID? in
            if case .send(let intent, let id, _) = effect, !intent.isRevocation { id } else { nil }
        }.first ?? RequestID(0)
    }

    /// What was sent, in order.
    var sent: [Intent] {
        effects.compactMap { if case .send(let intent, _, _) = $0 { intent } else { nil } }
    }
    var polls: Int { sent.count { if case .poll = $0 { true } else { false } } }
    var revocations: Int { sent.count { $0.isRevocation } }
    var timeouts: [Duration] {
        effects.compactMap { if case .send(_, _, let timeout) = $0 { timeout } else { nil } }
    }
    var abandoned: [RequestID] {
        effects.compactMap { if case .abandon(let id) = $0 { id } else { nil } }
    }
    var outcome: Outcome? { if case .ended(let outcome) = signIn.state { outcome } else { nil } }
}

extension Intent {
    var isRevocation: Bool { if case .revoke = self { true } else { false } }
}

extension Codes {
    static func example(
        lifetime: Duration = .seconds(600), interval: Duration? = .seconds(5), complete: String? = nil
    ) -> Codes {
        guard let userCode = UserCode("WDJB-MJHT"),
            let uri = try? VerificationURI("https://idp.example/device")
        else { preconditionFailure("the example can be shown") }
        return Codes(
            deviceCode: Secret("D-1"), userCode: userCode, verificationURI: uri,
            completeURI: complete.flatMap { try? VerificationURI($0) }, lifetime: lifetime, interval: interval)
    }
}

extension TokenSet {
    static let example = TokenSet(
        members: ["access_token": .string("AT-1"), "refresh_token": .string("RT-1")], identity: nil)
}

extension TokenAnswer {
    static let timeout = TokenAnswer.trouble(.timeout, retryAfter: nil, mayHaveHeldTokens: false)
    static let cutOff = TokenAnswer.trouble(.unreadable(status: 200), retryAfter: nil, mayHaveHeldTokens: true)
}
