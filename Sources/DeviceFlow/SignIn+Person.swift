/// From the tokens to the person they were given for.
extension SignIn {
    mutating func confirm(_ tokens: TokenSet, _ endpoints: Endpoints) -> [Effect] {
        let step: Intent
        if tokens.idToken != nil, tokens.identity == nil, endpoints.keys != nil {
            step = .keys(endpoints, tokens)
        } else if let identity = tokens.identity, identity.name == nil, endpoints.userinfo != nil {
            step = .userinfo(endpoints, tokens)
        } else {
            return finish(.approved(tokens))
        }
        return confirm(Confirmation(tokens: tokens, endpoints: endpoints, step: step))
    }

    mutating func confirm(_ confirmation: Confirmation) -> [Effect] {
        lastRequest += 1
        var confirmation = confirmation
        confirmation.request = RequestID(lastRequest)
        confirmation.nextTry = nil
        state = .confirming(confirmation)
        return [
            .note(.confirming(confirmation.asksFor)),
            .send(confirmation.step, RequestID(lastRequest), timeout: .seconds(5)),
        ]
    }

    mutating func identity(
        _ answer: IdentityAnswer, _ confirmation: Confirmation, at now: Moment
    ) -> [Effect] {
        var confirmation = confirmation
        let isAboutName = if case .userinfo = confirmation.step { true } else { false }
        switch answer {
        case .known(let identity):
            confirmation.tokens.identity = identity
            return isAboutName
                ? finish(.approved(confirmation.tokens)) : confirm(confirmation.tokens, confirmation.endpoints)
        case .untrusted(let problem):
            return revoke(confirmation.tokens) + finish(.untrusted(problem))
        case .trouble where isAboutName:
            return finish(.approved(confirmation.tokens))
        case .trouble(let trouble):
            confirmation.failures += 1
            // The tokens came straight from the token endpoint over TLS: they count, but nobody is greeted by name.
            guard confirmation.failures < 3 else {
                return [.note(.identityUnchecked(trouble))] + finish(.approved(confirmation.tokens))
            }
            confirmation.request = nil
            let wait = Duration.seconds(confirmation.failures)
            confirmation.nextTry = now + wait
            state = .confirming(confirmation)
            return [.note(.retrying(trouble, in: wait))]
        }
    }
}

extension SignIn.Confirmation {
    /// What is asked now.
    public var asksFor: ConfirmingStep { if case .userinfo = step { .userinfo } else { .jwks } }
}
