import Foundation
import HTTPTypes
import Hummingbird

extension RequestParameters {
    /// Larger bodies are refused with 413.
    static let largestBody = 32 * 1024

    /// The dialect a request asks to be answered in, known even when its body cannot be read.
    static func dialect(of request: Request) -> Dialect {
        mediaType(of: request) == "application/json" ? .guide : .rfc
    }

    /// - Throws: `OAuthError` when the body is not what its media type says, or names a parameter twice.
    static func read(_ request: Request) async throws -> RequestParameters {
        let body = try await request.body.collect(upTo: largestBody)
        switch mediaType(of: request) {
        case "application/x-www-form-urlencoded": return try RequestParameters(form: String(buffer: body))
        case "application/json": return try RequestParameters(json: Data(body.readableBytesView))
        default:
            throw OAuthError(
                .invalidRequest, "Send application/x-www-form-urlencoded (RFC 8628) or application/json (TokenIDP).")
        }
    }

    private static func mediaType(of request: Request) -> String {
        let header = request.headers[.contentType] ?? ""
        if header == "application/x-www-form-urlencoded" { return header }
        return header.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }
}
