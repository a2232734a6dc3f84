import Foundation
import HTTPTypes
import Hummingbird

/// How a request was written, and so how it is answered: each dialect gets its own shape back.
public enum Dialect: Sendable {
    /// Forms and RFC 6749 members.
    case rfc
    /// JSON and the envelope of TokenIDP's guide.
    case tokenIDP
}

/// An error of RFC 6749, 5.2 or RFC 8628, 3.5 with the sentence a developer reads.
struct OAuthError: Error, Equatable, Sendable {
    enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case invalidScope = "invalid_scope"
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case accessDenied = "access_denied"
        case expiredToken = "expired_token"
        /// TokenIDP's own word, with HTTP 429.
        case rateLimitExceeded = "rate_limit_exceeded"
    }

    let code: Code
    /// Without quotes, backslashes and non-ASCII: RFC 6749, 5.2 forbids them.
    let sentence: String
    /// Seconds, for 429.
    var retryAfter: Int?

    init(_ code: Code, _ sentence: String, retryAfter: Int? = nil) {
        self.code = code
        self.sentence = sentence
        self.retryAfter = retryAfter
    }

    var status: HTTPResponse.Status {
        switch code {
        case .invalidClient: .unauthorized
        case .rateLimitExceeded: .tooManyRequests
        case .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType, .invalidScope,
            .authorizationPending, .slowDown, .accessDenied, .expiredToken:
            .badRequest
        }
    }

    func response(in dialect: Dialect) -> Response {
        var response =
            switch dialect {
            case .rfc: Response.json(RFCBody(error: code.rawValue, errorDescription: sentence), status: status)
            case .tokenIDP: Response.json(GuideBody(self), status: status)
            }
        if code == .invalidClient {
            // RFC 6749, 5.2 for Basic; and no 401 without a challenge (RFC 9110, 15.5.2).
            response.headers[.wwwAuthenticate] = #"Basic realm="tokenidp-sim", charset="UTF-8""#
        }
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
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
