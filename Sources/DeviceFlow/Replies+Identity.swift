/// What the server says about the person who signed in, and whether it can be believed.
extension Client {
    /// What can be said of an id_token before the server's keys are there: its claims. It came straight from the
    /// token endpoint over TLS, which may stand in for its signature. (OpenID Connect Core, 3.1.3.7, 6)
    ///
    /// - Returns: nil identity where there is no id_token, or where it does not matter as no issuer is known.
    func claims(
        of tokens: TokenSet, _ endpoints: Endpoints, nonce: String?, now: Double, cryptography: Cryptography = .none
    ) -> IdentityAnswer {
        guard let compact = tokens.idToken else { return .known(nil) }
        guard let token = IDToken(compact.revealed) else {
            return endpoints.issuer == nil ? .known(nil) : .untrusted(.unreadable)
        }
        let problem = token.problem(
            IDToken.Expected(
                clientID: id(endpoints), issuer: endpoints.issuer, otherIssuers: provider.identity.issuers,
                nonce: nonce,
                accessToken: tokens.accessToken, now: now),
            hash: cryptography.hash)
        guard let problem else { return .known(token.identity) }
        return endpoints.issuer == nil ? .known(nil) : .untrusted(problem)
    }

    /// The reply with the server's keys: claims and signature.
    func keysAnswer(
        _ outcome: HTTPOutcome, _ tokens: TokenSet, _ endpoints: Endpoints, _ cryptography: Cryptography
    ) -> IdentityAnswer {
        let reply: HTTPReply
        switch outcome {
        case .failed(let trouble, _): return .trouble(trouble)
        case .replied(let received): reply = received
        }
        guard reply.status == 200, let document = ReplyBody(reply, provider.reading)?["keys"],
            case .array(let keys) = document
        else {
            return .trouble(reply.status >= 500 ? .server(status: reply.status) : .unreadable(status: reply.status))
        }
        guard let compact = tokens.idToken, let token = IDToken(compact.revealed) else {
            return .untrusted(.unreadable)
        }
        guard let kind = Self.keyKind(token.signed.algorithm) else { return .untrusted(.algorithm) }
        let fitting = keys.filter { $0["kty"]?.string == kind && $0["use"]?.string != "enc" }
        // A server that numbers its keys in two ways (TokenIDP) still has to have signed with one of them.
        let named = fitting.filter { token.keyID != nil && $0["kid"]?.string == token.keyID }
        let candidates = named.isEmpty ? fitting : named
        guard !candidates.isEmpty else { return .untrusted(.unknownKey) }
        guard candidates.contains(where: { cryptography.verifies(token.signed, $0) }) else {
            return .untrusted(named.isEmpty ? .unknownKey : .signature)
        }
        return claims(of: tokens, endpoints, nonce: tokens.nonce, now: reply.sentAt, cryptography: cryptography)
    }

    /// OpenID Connect Core, 5.3: its values count only for the same subject. (5.3.2)
    func userinfoAnswer(_ outcome: HTTPOutcome, _ tokens: TokenSet) -> IdentityAnswer {
        guard case .replied(let reply) = outcome else {
            if case .failed(let trouble, _) = outcome { return .trouble(trouble) }
            return .known(tokens.identity)
        }
        guard reply.status == 200, let claims = JSONValue(parsing: reply.body), let subject = claims["sub"]?.string,
            tokens.identity.map({ $0.subject == plain(subject, limit: 255) }) ?? false
        else { return .known(tokens.identity) }
        return .known(TokenSet.Identity(subject: subject, claims: claims))
    }

    private static func keyKind(_ algorithm: String) -> String? {
        switch algorithm {
        case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512": "RSA"
        case "ES256", "ES384", "ES512": "EC"
        case "EdDSA", "Ed25519": "OKP"
        default: nil
        }
    }
}

extension Client {
    /// A client of its own. (RFC 7591, 3.2.1, under the names the profile knows)
    func registrationAnswer(_ outcome: HTTPOutcome) -> RegistrationAnswer {
        let reply: HTTPReply
        switch outcome {
        case .failed(let trouble, _): return .trouble(trouble, retryAfter: nil)
        case .replied(let received): reply = received
        }
        let body = ReplyBody(reply, provider.reading)
        guard let body, (200...299).contains(reply.status), !body.isError else {
            if reply.status >= 500 { return .trouble(.server(status: reply.status), retryAfter: reply.retryAfter) }
            if reply.status == 429 { return .trouble(.tooManyRequests, retryAfter: reply.retryAfter) }
            guard let body else { return .trouble(.unreadable(status: reply.status), retryAfter: reply.retryAfter) }
            return .refused(OAuthError(code: body.errorCode ?? "status \(reply.status)"))
        }
        guard let clientID = body["client_id"]?.string, !clientID.isEmpty else {
            return .nonsense("client_id is missing in the registration")
        }
        let end = body["client_secret_expires_at"]?.numeric.flatMap { $0 > reply.sentAt ? $0 - reply.sentAt : nil }
        return .client(
            clientID: clientID, secret: body["client_secret"]?.string.map { Secret($0) },
            lifetime: end.flatMap { Duration.clamped(seconds: $0) })
    }
}
