import DeviceFlow

/// Somebody who stays signed in, after the greeting.
extension KioskModel {
    mutating func keep(_ signIn: SignIn, _ tokens: TokenSet, at now: Moment) -> [KioskEffect] {
        guard let endpoints = signIn.foundEndpoints else { preconditionFailure("tokens came from known endpoints") }
        phase = .signedIn(signIn, KeptSession(tokens, endpoints, at: now, firstRequest: nextRequest))
        return []
    }

    /// Lets the session hear something, and follows what becomes of it.
    mutating func session(
        at now: Moment, _ hear: (inout KeptSession) -> ([Effect], KeptSession.Change)
    ) -> [KioskEffect] {
        guard case .signedIn(var signIn, var session) = phase else { return [] }
        let (effects, change) = hear(&session)
        nextRequest = max(nextRequest, session.nextRequest)
        phase = .signedIn(signIn, session)
        let own = remember(signIn, effects)
        switch change {
        case .none:
            return own
        case .renewed(let tokens):
            return own + (settings.handsOver ? [.handOver(tokens)] : []) + [.log(LogEvent("refreshed"))]
        case .over(let reason, let unwanted):
            let requests = unwanted.map { signIn.revoke($0, after: nextRequest) } ?? []
            // Nothing of it is good any more; the next sign-in makes all things new.
            phase = .idle
            let said = KioskEffect.log(LogEvent("signed_out", ["reason": .string(plain(reason, limit: 64))]))
            return own + remember(signIn, requests) + [said] + (settings.alwaysOn ? begin(at: now) : [])
        }
    }

    /// By a key: the tokens are taken back before the next person comes. (RFC 7009)
    mutating func signOut(at now: Moment) -> [KioskEffect] {
        guard case .signedIn(var signIn, let session) = phase else { return [] }
        let requests = signIn.revoke(session.tokens, after: nextRequest)
        phase = .idle
        renewals = 0
        let effects = remember(signIn, requests) + [.log(LogEvent("signed_out", ["reason": "by a key"]))]
        return settings.alwaysOn ? effects + begin(at: now) : effects
    }
}
