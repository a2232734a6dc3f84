/// An error of RFC 6749, 5.2 or RFC 8628, 3.5 with the sentence a developer reads.
struct OAuthError: Error, Equatable, Sendable {
    enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case accessDenied = "access_denied"
        case expiredToken = "expired_token"
        /// RFC 9449, 5 and 8.
        case invalidDPoPProof = "invalid_dpop_proof"
        case useDPoPNonce = "use_dpop_nonce"
        /// TokenIDP's own word, with HTTP 429.
        case rateLimitExceeded = "rate_limit_exceeded"
    }

    let code: Code
    /// Without quotes, backslashes and non-ASCII: RFC 6749, 5.2 forbids them.
    let sentence: String
    /// Seconds, for 429.
    var retryAfter: Int?
    /// The nonce to prove with next time (RFC 9449, 8).
    var dpopNonce: String?

    init(_ code: Code, _ sentence: String, retryAfter: Int? = nil, dpopNonce: String? = nil) {
        (self.code, self.sentence, self.retryAfter, self.dpopNonce) = (code, sentence, retryAfter, dpopNonce)
    }

    /// RFC 6749, 5.2: of a code that nobody here has ever given out.
    static let unknownDeviceCode = OAuthError(.invalidGrant, "This device code is not known here.")
}
