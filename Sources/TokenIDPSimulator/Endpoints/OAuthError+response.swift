import Foundation
import HTTPTypes
import Hummingbird

extension OAuthError {
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
                rfcResponse
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

    /// Written by hand: it is the answer to nearly every poll, and nothing in it has to be escaped.
    private var rfcResponse: Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: #"{"error":"\#(code.rawValue)","error_description":"\#(sentence)"}"#)))
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
