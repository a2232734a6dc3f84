/// What went wrong with one request without the server having said anything final: the sign-in goes on.
public enum Trouble: Hashable, Sendable {
    /// No reply within the request's time-out.
    case timeout
    /// Refused, reset, closed early or cut off on the way.
    case dropped
    /// The host's name could not be looked up.
    case dns
    /// This computer has no address in any network, or no way out of it.
    case noNetwork
    /// What stands between this network and the server's does not let the request through.
    case proxy(ProxyProblem)
    /// The network wants a sign-in of its own before it lets anything through. (RFC 6585, 6)
    case portal
    /// This computer has no memory or no descriptors left for the request.
    case exhausted
    /// The certificate does not hold, or the connection could not be made secure.
    case certificate(CertificateProblem)
    /// The server answered 5xx, or said itself that it is unwell.
    case server(status: Int)
    /// The server asked for fewer requests (429, or an error that says so).
    case tooManyRequests
    /// An answer came, but it is not one: HTML, an empty or cut-off body, a redirect, a body over 256 KiB.
    case unreadable(status: Int)

    /// Why a certificate was not accepted, as far as TLS tells.
    public enum CertificateProblem: String, Hashable, Sendable {
        case unknownIssuer = "unknown_issuer"
        case wrongHost = "wrong_host"
        case expired
        case notYetValid = "not_yet_valid"
        case other

        /// The clock of this computer decides whether it holds.
        public var isAboutTime: Bool { self == .expired || self == .notYetValid }
    }

    /// What a proxy did with the wish to be connected to the server. (RFC 9110, 9.3.6)
    public enum ProxyProblem: String, CaseIterable, Hashable, Sendable {
        /// Its name cannot be looked up, or nobody answers there.
        case unreachable
        /// 407: it wants a password, or another one.
        case password
        /// It says no.
        case refused
    }

    /// The reason may lie on this side of the server, and be gone with another network or another time.
    public var isOfSurroundings: Bool {
        switch self {
        case .timeout, .dropped, .dns, .noNetwork, .proxy, .portal, .exhausted, .certificate: true
        case .server, .tooManyRequests, .unreadable: false
        }
    }

    /// The clock of this computer may be what is wrong.
    public var isAboutTime: Bool { if case .certificate(let problem) = self { problem.isAboutTime } else { false } }
}

extension Trouble {
    /// How the event log names it.
    public var inOneWord: String {
        switch self {
        case .timeout: "timeout"
        case .dropped: "dropped"
        case .dns: "dns"
        case .noNetwork: "no_network"
        case .proxy(let problem): "proxy_\(problem.rawValue)"
        case .portal: "portal"
        case .exhausted: "exhausted"
        case .certificate: "tls"
        case .server(let status): "server_error_\(status)"
        case .tooManyRequests: "too_many_requests"
        case .unreadable(let status): "unreadable_\(status)"
        }
    }
}
