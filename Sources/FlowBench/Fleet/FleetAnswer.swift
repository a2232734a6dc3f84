import DeviceFlow

/// What a device heard to one request, as far as a fleet counts it.
public enum FleetAnswer: Int, CaseIterable, Sendable {
    /// Codes; also the server's keys, its userinfo, and what else a sign-in asks for on its way.
    case codes, other
    case pending, slowDown, tokens, denied, expired
    /// From here on it is an error.
    case timeout, dropped, dns, tls, serverError, tooManyRequests, unreadable, refused, nonsense, untrusted

    public var isError: Bool { rawValue >= FleetAnswer.timeout.rawValue }

    /// As columns and members are called.
    public var name: String {
        switch self {
        case .codes: "codes"
        case .other: "other"
        case .pending: "pending"
        case .slowDown: "slow_down"
        case .tokens: "tokens"
        case .denied: "denied"
        case .expired: "expired"
        case .timeout: "timeout"
        case .dropped: "dropped"
        case .dns: "dns"
        case .tls: "tls"
        case .serverError: "server_error"
        case .tooManyRequests: "too_many_requests"
        case .unreadable: "unreadable"
        case .refused: "refused"
        case .nonsense: "nonsense"
        case .untrusted: "untrusted"
        }
    }

    init(_ trouble: Trouble) {
        self =
            switch trouble {
            case .timeout: .timeout
            case .dropped, .noNetwork, .proxy, .exhausted: .dropped
            case .dns: .dns
            case .certificate: .tls
            case .server: .serverError
            case .tooManyRequests: .tooManyRequests
            case .unreadable, .portal: .unreadable
            }
    }

    /// - Returns: nil for what is no reply.
    init?(_ event: Event) {
        switch event {
        case .codesReplied(let answer, _):
            switch answer {
            case .codes: self = .codes
            case .refused: self = .refused
            case .trouble(let trouble, _): self.init(trouble)
            case .nonsense: self = .nonsense
            }
        case .tokenReplied(let answer, _, _), .refreshReplied(let answer, _): self.init(answer)
        case .metadataReplied(let answer, _):
            switch answer {
            case .endpoints, .absent: self = .other
            case .trouble(let trouble, _): self.init(trouble)
            case .nonsense: self = .nonsense
            }
        case .registrationReplied(let answer, _):
            switch answer {
            case .client: self = .other
            case .refused: self = .refused
            case .trouble(let trouble, _): self.init(trouble)
            case .nonsense: self = .nonsense
            }
        case .identityReplied(let answer, _):
            switch answer {
            case .known: self = .other
            case .untrusted: self = .untrusted
            case .trouble(let trouble): self.init(trouble)
            }
        case .revocationReplied(let answer, _):
            switch answer {
            case .done: self = .other
            case .refused: self = .refused
            case .trouble(let trouble, _): self.init(trouble)
            }
        case .started, .timePassed, .surroundingsChanged, .cancelled: return nil
        }
    }

    private init(_ answer: TokenAnswer) {
        switch answer {
        case .tokens: self = .tokens
        case .untrusted: self = .untrusted
        case .pending: self = .pending
        case .slowDown: self = .slowDown
        case .denied: self = .denied
        case .expired: self = .expired
        case .refused: self = .refused
        case .proofNonce: self = .other
        case .trouble(let trouble, _, _): self.init(trouble)
        }
    }
}

extension Event {
    /// What tells one error from another of its kind: a status, or the name the server gave it.
    var errorDetail: String? {
        switch self {
        case .codesReplied(.trouble(let trouble, _), _), .tokenReplied(.trouble(let trouble, _, _), _, _):
            switch trouble {
            case .server(let status), .unreadable(let status): "status \(status)"
            case .timeout, .dropped, .dns, .noNetwork, .proxy, .portal, .exhausted, .certificate, .tooManyRequests: nil
            }
        case .codesReplied(.refused(let error), _), .tokenReplied(.refused(let error), _, _): error.code
        case .codesReplied(.nonsense(let reason), _): plain(reason, limit: 60)
        case .codesReplied, .tokenReplied, .metadataReplied, .registrationReplied, .identityReplied, .refreshReplied,
            .revocationReplied, .started, .timePassed, .surroundingsChanged, .cancelled:
            nil
        }
    }
}
