import DeviceFlow

/// Somebody who stays signed in, after the greeting.
extension KioskModel {
    mutating func keep(_ signIn: SignIn, _ tokens: TokenSet, at now: Moment) -> [KioskEffect] {
        guard let endpoints = signIn.foundEndpoints else { preconditionFailure("tokens came from known endpoints") }
        let session = KeptSession(
            tokens, endpoints, renews: settings.keepsSignedIn, since: tokensCame ?? now, firstRequest: nextRequest)
        phase = .signedIn(signIn, session)
        touched = now
        arriveHome()
        return []
    }

    /// Lets the session hear something, and follows what becomes of it.
    mutating func session(
        at now: Moment, _ hear: (inout KeptSession) -> ([Effect], KeptSession.Change)
    ) -> [KioskEffect] {
        guard case .signedIn(var signIn, var session) = phase else { return [] }
        session.countOn(from: nextRequest)
        let (effects, change) = hear(&session)
        nextRequest = max(nextRequest, session.nextRequest)
        phase = .signedIn(signIn, session)
        let own = remember(signIn, effects)
        switch change {
        case .none:
            return own
        case .renewed(let tokens):
            return own + (settings.handsOver ? [.handOver(tokens)] : []) + [.log(.refreshed(tokens))]
        case .over(let reason, let unwanted):
            // What was handed over and is not renewed here belongs to whoever has it.
            let isOurs = settings.keepsSignedIn || !settings.handsOver
            let requests = isOurs ? unwanted.map { revoke($0, &signIn) } ?? [] : []
            // Nothing of it is good any more; the next sign-in makes all things new.
            phase = .idle
            makeFresh()
            let said = KioskEffect.log(LogEvent("signed_out", ["reason": .string(plain(reason, limit: 64))]))
            return own + remember(signIn, requests) + [said] + (settings.alwaysOn ? begin(at: now) : [])
        }
    }

    /// Takes tokens back by the way they came.
    func revoke(_ tokens: TokenSet, _ signIn: inout SignIn) -> [Effect] {
        signIn.countOn(from: nextRequest)
        return signIn.revoke(tokens)
    }

    /// By a key, or for want of keys: the tokens are taken back before the next person comes. (RFC 7009)
    mutating func signOut(_ reason: String = "by a key", revoking: Bool = true, at now: Moment) -> [KioskEffect] {
        var (signIn, tokens): (SignIn, TokenSet)
        switch phase {
        case .signedIn(let whose, let session): (signIn, tokens) = (whose, session.tokens)
        case .greeting(let whose, let greeted, _): (signIn, tokens) = (whose, greeted)
        case .idle, .signingIn, .asking, .handingOver, .notHandedOver, .ended, .stopped: return []
        }
        let requests = revoking ? revoke(tokens, &signIn) : []
        phase = .idle
        renewals = 0
        signedOutAt = now
        makeFresh()
        let effects = remember(signIn, requests) + [.log(LogEvent("signed_out", ["reason": .string(reason)]))]
        return settings.alwaysOn ? effects + begin(at: now) : effects
    }

    /// Nothing of the last person is left on the screen, not even their language.
    mutating func makeFresh() {
        clearHome()
        wording = ownWording
    }
}
