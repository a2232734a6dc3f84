import DeviceFlow
import KioskScreen

/// What a reply must have meant, by what the log says after it.
struct Answers {
    let record: RecordedRun.Record
    /// The records that follow.
    let after: [RecordedRun.Record]

    /// - Returns: nil when the record is not what a reply to this can have led to.
    func event(to intent: Intent, _ id: RequestID) -> Event? {
        switch intent {
        case .metadata: metadata.map { .metadataReplied($0, to: id) }
        case .register: registration.map { .registrationReplied($0, to: id) }
        case .codes: codes.map { .codesReplied($0, to: id) }
        case .poll: poll.map { .tokenReplied($0, status: members["status"]?.integer, to: id) }
        case .keys: identity(isAboutName: false).map { .identityReplied($0, to: id) }
        case .userinfo: identity(isAboutName: true).map { .identityReplied($0, to: id) }
        case .refresh: refresh.map { .refreshReplied($0, to: id) }
        case .revoke: nil
        }
    }

    private var members: [String: JSONValue] { record.event.members }
    private func text(_ name: String) -> String? { members[name]?.string }
    private func duration(_ name: String) -> Duration? {
        (members[name]?.numeric).flatMap { Duration.clamped(seconds: $0) }
    }

    private var metadata: MetadataAnswer? {
        switch record.event.name {
        case "discovered":
            guard let device = text("device_authorization_endpoint"), let token = text("token_endpoint") else {
                return nil
            }
            return .endpoints(
                Endpoints(
                    deviceAuthorization: device, token: token, revocation: text("revocation_endpoint"),
                    userinfo: text("userinfo_endpoint"), keys: text("jwks_uri")))
        case "retrying": return .trouble(trouble, retryAfter: duration("in"))
        case "failed": return failure.map { .nonsense($0) } ?? certificate.map { .trouble($0, retryAfter: nil) }
        default: return nil
        }
    }

    private var registration: RegistrationAnswer? {
        switch record.event.name {
        case "registered": .client(clientID: "replayed", secret: nil, lifetime: nil)
        case "retrying": .trouble(trouble, retryAfter: duration("in"))
        case "refused": .refused(OAuthError(code: text("error") ?? ""))
        case "failed": failure.map { .nonsense($0) }
        default: nil
        }
    }

    private var codes: CodesAnswer? {
        switch record.event.name {
        case "codes_shown":
            guard let code = text("user_code").flatMap({ UserCode($0) }), let lifetime = duration("expires_in"),
                let address = text("verification_uri").flatMap({ try? VerificationURI($0) })
            else { return nil }
            var complete = text("verification_uri_complete").flatMap { try? VerificationURI($0) }
            if let elsewhere = after.first?.event, elsewhere.name == "warning",
                let host = elsewhere.members["host"]?.string
            {
                complete = try? VerificationURI("https://\(host)/")
            }
            return .codes(
                Codes(
                    deviceCode: Secret("replayed"), userCode: code, verificationURI: address, completeURI: complete,
                    lifetime: lifetime, interval: duration("interval")))
        case "retrying": return .trouble(trouble, retryAfter: duration("in"))
        case "refused": return .refused(OAuthError(code: text("error") ?? ""))
        case "failed": return failure.map { .nonsense($0) } ?? certificate.map { .trouble($0, retryAfter: nil) }
        default: return nil
        }
    }

    private var poll: TokenAnswer? {
        guard record.event.name == "poll", let answer = text("answer").flatMap(PollAnswer.init) else { return nil }
        let following = after.first?.event
        switch answer {
        case .pending: return .pending
        case .slowDown:
            let told = following?.name == "interval_changed" ? following?.members["to"]?.numeric : nil
            return .slowDown(
                interval: told.flatMap { Duration.clamped(seconds: $0) }, retryAfter: duration("retry_after"))
        case .denied: return .denied
        case .expired: return .expired
        case .refused:
            guard following?.name == "refused" else { return .refused(OAuthError(code: "invalid_grant")) }
            return .refused(OAuthError(code: following?.members["error"]?.string ?? ""))
        case .tokens:
            if let problem = following.flatMap(Self.identityProblem) { return .untrusted(Replay.tokens([:]), problem) }
            return .tokens(tokens)
        case .transient, .timeout, .dropped, .dns, .tls:
            if answer == .transient, following?.name == "poll" { return .proofNonce("replayed") }
            let told = following?.name == "retrying" ? following.flatMap(Self.trouble) : nil
            return .trouble(
                told ?? Self.trouble(named: answer.rawValue), retryAfter: duration("retry_after"),
                mayHaveHeldTokens: isLost && (members["status"]?.integer).map { (200...299).contains($0) } == true)
        }
    }

    /// This code's sign-in came to the tokens, and lost them.
    private var isLost: Bool {
        let rest = after.prefix { $0.event.name != "codes_requested" }
        return rest.contains {
            $0.event.members["reason"]?.string?.hasPrefix("approved, but the answer was lost") == true
        }
    }

    private var tokens: TokenSet {
        let rest = after.prefix { $0.event.name != "codes_requested" }
        let approved = rest.first { $0.event.name == "approved" }?.event.members ?? [:]
        var found: [String: JSONValue] = [:]
        for name in ["scope", "expires_in"] { found[name] = approved[name] }
        if approved["refresh_token"]?.bool == true { found["refresh_token"] = "replayed" }
        let step = rest.first?.event.name == "confirming" ? rest.first?.event.members["by"]?.string : nil
        if step == "jwks" { found["id_token"] = "replayed" }
        // Who it was is told by the step that finds it out.
        let subject = approved["subject"]?.string
        let identity = step == "jwks" ? nil : subject.map { Self.identity($0, hasName: step == nil) }
        found["access_token"] = "replayed"
        return TokenSet(members: found, identity: identity)
    }

    /// The log does not say what the person is called: the subject stands there.
    private static func identity(_ subject: String, hasName: Bool) -> TokenSet.Identity {
        TokenSet.Identity(subject: subject, name: hasName ? subject : nil)
    }

    private func identity(isAboutName: Bool) -> IdentityAnswer? {
        switch record.event.name {
        case "approved":
            return .known(text("subject").map { Self.identity($0, hasName: true) })
        case "confirming":
            let subject = after.first { $0.event.name == "approved" }?.event.members["subject"]?.string
            return .known(Self.identity(subject ?? "", hasName: false))
        case "retrying": return .trouble(trouble)
        case "warning": return .trouble(Self.trouble(named: text("detail") ?? ""))
        case "failed": return Self.identityProblem(record.event).map { .untrusted($0) }
        default: return nil
        }
    }

    private var refresh: TokenAnswer? {
        switch record.event.name {
        case "refreshed":
            .tokens(Replay.tokens(members["expires_in"].map { ["expires_in": $0] } ?? [:]))
        case "signed_out": .refused(OAuthError(code: text("reason") ?? ""))
        case "retrying": .trouble(trouble, retryAfter: duration("in"), mayHaveHeldTokens: false)
        default: nil
        }
    }

    // MARK: Reasons

    private var failure: String? {
        text("reason") == "the server was not understood" ? text("detail") : nil
    }

    /// Ends a sign-in at once, where it does.
    private var certificate: Trouble? { text("detail") == "tls" ? Self.certificate(record.event) : nil }

    private static func certificate(_ event: LogEvent) -> Trouble {
        .certificate(event.members["certificate"]?.string.flatMap(Trouble.CertificateProblem.init) ?? .other)
    }

    private static func identityProblem(_ event: LogEvent) -> IdentityProblem? {
        guard event.members["reason"]?.string == "the id_token cannot be believed" else { return nil }
        return event.members["detail"]?.string.flatMap(IdentityProblem.init)
    }

    private var trouble: Trouble { Self.trouble(record.event) ?? .dropped }

    private static func trouble(_ event: LogEvent) -> Trouble? {
        event.members["reason"]?.string.map { $0 == "tls" ? certificate(event) : trouble(named: $0) }
    }

    /// What `Trouble.inOneWord` has made.
    static func trouble(named word: String) -> Trouble {
        let status = word.split(separator: "_").last.flatMap { Int($0) } ?? 0
        return switch word {
        case "timeout": .timeout
        case "dns": .dns
        case "no_network": .noNetwork
        case "portal": .portal
        case "exhausted": .exhausted
        case _ where word.hasPrefix("proxy_"):
            .proxy(Trouble.ProxyProblem(rawValue: String(word.dropFirst(6))) ?? .refused)
        case "tls": .certificate(.other)
        case "too_many_requests": .tooManyRequests
        case _ where word.hasPrefix("server_error"): .server(status: status)
        case _ where word.hasPrefix("unreadable"), "transient": .unreadable(status: status)
        default: .dropped
        }
    }
}
