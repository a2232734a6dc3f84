import Foundation
import HTTPTypes
import Hummingbird

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

    var status: HTTPResponse.Status {
        switch code {
        case .invalidClient: .unauthorized
        case .rateLimitExceeded: .tooManyRequests
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType, .unsupportedResponseType,
            .invalidScope,
            .authorizationPending, .slowDown, .accessDenied, .expiredToken, .invalidDPoPProof, .useDPoPNonce:
            .badRequest
        }
    }

    func response(in dialect: Dialect) -> Response {
        var response =
            switch (code, dialect) {
            // TokenIDP counts requests before it looks at them, so this one is the same to everybody.
            case (.rateLimitExceeded, _), (_, .rfc):
                Response.json(RFCBody(error: code.rawValue, errorDescription: sentence), status: status)
            case (_, .guide): Response.json(GuideBody(self), status: status)
            case (_, .source): sourceResponse
            }
        if code == .invalidClient {
            // RFC 6749, 5.2 for Basic; and no 401 without a challenge (RFC 9110, 15.5.2).
            response.headers[.wwwAuthenticate] = #"Basic realm="tokenidp-sim", charset="UTF-8""#
        }
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        if let dpopNonce { response.headers[.dpopNonce] = dpopNonce }
        return response
    }

    private struct RFCBody: Encodable {
        let error: String
        let errorDescription: String

        enum CodingKeys: String, CodingKey {
            case error
            case errorDescription = "error_description"
        }
    }

    private struct GuideBody: Encodable {
        struct Inner: Encodable {
            let code: String
            let correlationId: String
            let userId = 0
            let error: String

            enum CodingKeys: CodingKey { case code, correlationId, userId, error }
        }

        let isSuccess = false
        let error: Inner

        init(_ error: OAuthError) {
            self.error = Inner(
                code: error.code.rawValue, correlationId: UUID().uuidString.lowercased(), error: error.sentence)
        }

        enum CodingKeys: CodingKey { case isSuccess, error }
    }
}

extension Response {
    /// A JSON answer. Members keep a fixed order and slashes stay readable, so that two answers can be compared.
    static func json(_ body: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(body) else { return Response(status: .internalServerError) }
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }
}
