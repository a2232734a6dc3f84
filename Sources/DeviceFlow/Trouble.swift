/// What went wrong with one request without the server having said anything final: the sign-in goes on.
public enum Trouble: Hashable, Sendable {
    /// No reply within the request's time-out.
    case timeout
    /// Refused, reset, closed early or cut off on the way.
    case dropped
    /// The host's name could not be looked up.
    case dns
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
    }
}

extension Trouble {
    /// How the event log names it.
    public var inOneWord: String {
        switch self {
        case .timeout: "timeout"
        case .dropped: "dropped"
        case .dns: "dns"
        case .certificate: "tls"
        case .server(let status): "server_error_\(status)"
        case .tooManyRequests: "too_many_requests"
        case .unreadable(let status): "unreadable_\(status)"
        }
    }
}
