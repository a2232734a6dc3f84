/// What a reply means: the only place that reads what came from outside. Nothing here traps, and what is not
/// understood is never taken for a yes.
extension Client {
    func codesAnswer(_ outcome: HTTPOutcome, keys: SignInKeys? = nil) -> CodesAnswer {
        let reply: HTTPReply
        switch outcome {
        case .failed(let trouble, _): return .trouble(trouble, retryAfter: nil)
        case .replied(let received): reply = received
        }
        let body = ReplyBody(reply, provider.reading)
        if let body, (200...299).contains(reply.status), !body.isError { return codes(body, keys) }
        switch meaning(of: reply, body, at: .codes) {
        case .refused(let error): return .refused(error)
        case .trouble(let trouble): return .trouble(trouble, retryAfter: reply.retryAfter)
        // Nothing is pending before there are codes: a server that says so has said no.
        case .pending, .slowDown, .denied, .expired:
            return .refused(OAuthError(code: body?.errorCode ?? "status \(reply.status)"))
        }
    }

    func tokenAnswer(_ outcome: HTTPOutcome, _ endpoints: Endpoints, nonce: String? = nil) -> TokenAnswer {
        let reply: HTTPReply
        switch outcome {
        // An answer that was lost whole may have been the one with the tokens.
        case .failed(let trouble, let wasSent):
            return .trouble(trouble, retryAfter: nil, mayHaveHeldTokens: wasSent)
        case .replied(let received): reply = received
        }
        let body = ReplyBody(reply, provider.reading)
        if let nonce = reply.headers["dpop-nonce"], body?.errorCode == "use_dpop_nonce", usesProof {
            return .proofNonce(nonce)
        }
        let isSuccess = (200...299).contains(reply.status)
        if let body, isSuccess, !body.isError {
            if let tokens = tokens(body, reply, nonce: nonce) {
                return believed(tokens, endpoints, now: reply.sentAt)
            }
            return .trouble(.unreadable(status: reply.status), retryAfter: nil, mayHaveHeldTokens: false)
        }
        switch meaning(of: reply, body, at: .token) {
        case .pending: return .pending
        case .slowDown:
            let told = body?["interval"]?.numeric.flatMap { Duration.clamped(seconds: $0.rounded(.up)) }
            return .slowDown(interval: told, retryAfter: reply.retryAfter)
        case .denied: return .denied
        case .expired: return .expired
        case .refused(let error): return .refused(error)
        case .trouble(let trouble):
            let wasCutOff = body == nil && (!reply.isWhole || reply.body.first == UInt8(ascii: "{"))
            return .trouble(trouble, retryAfter: reply.retryAfter, mayHaveHeldTokens: isSuccess && wasCutOff)
        }
    }

    func revocationAnswer(_ outcome: HTTPOutcome) -> RevocationAnswer {
        let reply: HTTPReply
        switch outcome {
        case .failed(let trouble, _): return .trouble(trouble, retryAfter: nil)
        case .replied(let received): reply = received
        }
        let body = ReplyBody(reply, provider.reading)
        // RFC 7009, 2.2: a token that is not known is none that is left to revoke, and the body says nothing.
        if (200...299).contains(reply.status), body?.isError != true { return .done }
        switch meaning(of: reply, body, at: .token) {
        case .refused(let error): return .refused(error)
        case .trouble(.unreadable(let status)): return .refused(OAuthError(code: "status \(status)"))
        case .trouble(let trouble): return .trouble(trouble, retryAfter: reply.retryAfter)
        case .pending, .slowDown, .denied, .expired:
            return .refused(OAuthError(code: body?.errorCode ?? "status \(reply.status)"))
        }
    }

    // MARK: Success

    private func codes(_ body: ReplyBody, _ keys: SignInKeys?) -> CodesAnswer {
        guard let deviceCode = body["device_code"]?.string, !deviceCode.isEmpty else {
            return .nonsense("device_code is missing")
        }
        guard let sent = body["user_code"]?.string else { return .nonsense("user_code is missing") }
        guard let userCode = UserCode(sent) else { return .nonsense("user_code cannot be shown") }
        guard let uri = body["verification_uri"]?.string else { return .nonsense("verification_uri is missing") }
        let told = body["expires_in"].map(\.numeric) ?? provider.reading.standardLifetime.map(Double.init)
        guard let seconds = told ?? nil, seconds >= 1 else {
            return .nonsense("expires_in is missing or not a time")
        }
        var redemption = Redemption(deviceCode: Secret(deviceCode))
        redemption.codeVerifier = provider.usesPKCE ? keys?.codeVerifier : nil
        redemption.nonce = provider.identity.sendsNonce ? keys?.nonce : nil
        for (parameter, member) in provider.tokenRequest.echoes {
            redemption.echoes[parameter] = body[member]?.string.map { Secret($0) }
        }
        do throws(VerificationURI.Problem) {
            let address = try VerificationURI(uri)
            let completeText = body["verification_uri_complete"]?.string ?? completeURI(address, userCode)
            let complete: VerificationURI? = if let completeText { try VerificationURI(completeText) } else { nil }
            return .codes(
                Codes(
                    redemption: redemption, userCode: userCode, verificationURI: address, completeURI: complete,
                    // A fraction is dropped, as the code must not outlive its time; an interval is rounded up.
                    lifetime: .clamped(seconds: seconds.rounded(.down)) ?? Codes.longestLifetime,
                    interval: interval(body)))
        } catch {
            return .nonsense("verification_uri cannot be shown: \(error.inWords)")
        }
    }

    /// What the profile makes of the address and the code, where the server sends no complete address.
    private func completeURI(_ address: VerificationURI, _ userCode: UserCode) -> String? {
        provider.reading.completeURI?.filled { name in
            switch name {
            case "verification_uri": address.text
            case "user_code": FormEncoding.escape(userCode.text)
            default: nil
            }
        }
    }

    /// nil: neither the server nor the profile tells one.
    private func interval(_ body: ReplyBody) -> Duration? {
        let told = body["interval"]?.numeric.flatMap { Duration.clamped(seconds: $0.rounded(.up)) }
        let standard = provider.reading.standardInterval.map { Duration.seconds($0) }
        let asked = told.flatMap { $0 > .zero ? $0 : nil } ?? standard
        guard let least = provider.reading.leastInterval else { return asked }
        return max(asked ?? Codes.defaultInterval, .seconds(least))
    }

    /// Where the server's keys are known they are asked for next; else the claims alone decide.
    private func believed(_ tokens: TokenSet, _ endpoints: Endpoints, now: Double) -> TokenAnswer {
        guard endpoints.keys == nil else { return .tokens(tokens) }
        switch claims(of: tokens, endpoints, nonce: tokens.nonce, now: now) {
        case .known(let identity):
            var tokens = tokens
            tokens.identity = identity
            return .tokens(tokens)
        case .untrusted(let problem): return .untrusted(tokens, problem)
        case .trouble: return .tokens(tokens)
        }
    }

    private func tokens(_ body: ReplyBody, _ reply: HTTPReply, nonce: String?) -> TokenSet? {
        guard let access = body["access_token"]?.string, !access.isEmpty else { return nil }
        var members = body.underRFCNames
        if case .array(let scopes)? = members["scope"] {
            members["scope"] = .string(scopes.compactMap(\.string).joined(separator: " "))
        } else if let scope = members["scope"]?.string, provider.scope.replySeparator != " " {
            members["scope"] = .string(scope.split(separator: provider.scope.replySeparator).joined(separator: " "))
        }
        let now = reply.sentAt
        if let text = members["expires_at"]?.string, let end = HTTPDate.timestamp(text), end > now {
            // An absolute time needs no guess at the unit of expires_in.
            members["expires_in"] = Duration.clamped(seconds: end - now).map { .integer($0.components.seconds) }
        } else if let seconds = members["expires_in"]?.numeric {
            let whole = Duration.clamped(seconds: seconds * Double(provider.reading.secondsPerUnit))
            members["expires_in"] = whole.map { .integer($0.components.seconds) }
        }
        var tokens = TokenSet(members: members, identity: nil)
        tokens.nonce = nonce
        return tokens
    }

    // MARK: Errors

    private enum Meaning {
        case pending, slowDown, denied, expired
        case refused(OAuthError)
        case trouble(Trouble)
    }

    private func meaning(of reply: HTTPReply, _ body: ReplyBody?, at endpoint: Provider.Answer.Endpoint) -> Meaning {
        let code = body?.errorCode
        let row = provider.reading.answers.first { row in
            (row.endpoint == nil || row.endpoint == endpoint) && (row.status == nil || row.status == reply.status)
                && (row.code == nil || row.code == code)
                && (row.subcode == nil || row.subcode == body?.errorSubcode)
                && (row.text == nil || row.text == body?.errorText)
        }
        switch row?.means {
        case .pending, .cannotTell: return .pending
        case .slowDown: return .slowDown
        case .denied: return .denied
        case .expired: return .expired
        case .tooManyRequests: return .trouble(.tooManyRequests)
        case .unwell: return .trouble(.server(status: reply.status))
        case .refused: return .refused(OAuthError(code: row?.named ?? code ?? "status \(reply.status)"))
        case nil: break
        }
        // RFC 6585, 6: no origin server says so.
        if reply.status == 511 { return .trouble(.portal) }
        if reply.status >= 500 { return .trouble(.server(status: reply.status)) }
        if reply.status == 429 { return .trouble(.tooManyRequests) }
        // RFC 8628, 3.5: any other error code is final.
        if let code { return .refused(OAuthError(code: code, hasDescription: body?.errorText != nil)) }
        if let body, body.isError { return .refused(OAuthError(code: "status \(reply.status)", hasDescription: true)) }
        return .trouble(.unreadable(status: reply.status))
    }
}

extension HTTPReply {
    /// Retry-After, in seconds or as a date; nil when absent or in the past. (RFC 9110, 10.2.3)
    var retryAfter: Duration? {
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = Double(text) { return seconds > 0 ? .clamped(seconds: seconds) : nil }
        guard let date = HTTPDate.seconds(text), date > sentAt else { return nil }
        return .clamped(seconds: date - sentAt)
    }

    /// What the server says of the time, in seconds since 1970; nil where it says nothing. (RFC 9110, 6.6.1)
    public var date: Double? { headers["date"].flatMap(HTTPDate.seconds) }

    /// When the server says it sent this, in seconds since 1970: two of its own times can be compared whatever
    /// the clock on this side shows.
    public var sentAt: Double { date ?? receivedAt }
}

extension Duration {
    /// - Returns: nil for what is no number; otherwise within bounds that cannot overflow.
    public static func clamped(seconds: Double) -> Duration? {
        guard seconds.isFinite else { return nil }
        let longest = 10.0 * 365 * 86_400
        return .milliseconds(Int64(max(-longest, min(seconds, longest)) * 1000))
    }
}
