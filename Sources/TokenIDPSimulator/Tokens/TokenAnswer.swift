import Foundation
import Hummingbird

/// A token response before it takes the shape of a dialect. Lifetimes are in seconds.
struct TokenAnswer: Sendable {
    var accessToken: String
    var tokenType: String
    var expiresIn: Int
    var refreshToken: String?
    var idToken: String?
    var scope: String
    var username: String
    var issuedAt: Date

    func response(in dialect: Dialect) -> Response {
        switch dialect {
        case .rfc: Response.json(RFCTokens(self))
        case .guide: Response.json(GuideTokens(self))
        case .source: Response.json(SourceTokens(self))
        }
    }
}

/// RFC 6749, 5.1.
private struct RFCTokens: Encodable {
    let accessToken: String
    let tokenType: String
    let expiresIn: Int
    let refreshToken: String?
    let idToken: String?
    let scope: String

    init(_ answer: TokenAnswer) {
        (accessToken, tokenType, expiresIn) = (answer.accessToken, answer.tokenType, answer.expiresIn)
        (refreshToken, idToken, scope) = (answer.refreshToken, answer.idToken, answer.scope)
    }

    enum CodingKeys: String, CodingKey {
        case scope
        case accessToken = "access_token"
        case tokenType = "token_type"
        case expiresIn = "expires_in"
        case refreshToken = "refresh_token"
        case idToken = "id_token"
    }
}

/// As the guide's examples show it.
private struct GuideTokens: Encodable {
    struct Inner: Encodable {
        let accessToken: String
        let tokenType: String
        let expiresIn: Int
        let refreshToken: String?
        let idToken: String?
        let scope: String

        enum CodingKeys: CodingKey { case accessToken, tokenType, expiresIn, refreshToken, idToken, scope }
    }

    let isSuccess = true
    let data: Inner

    init(_ answer: TokenAnswer) {
        data = Inner(
            accessToken: answer.accessToken, tokenType: answer.tokenType, expiresIn: answer.expiresIn,
            refreshToken: answer.refreshToken, idToken: answer.idToken, scope: answer.scope)
    }

    enum CodingKeys: CodingKey { case isSuccess, data }
}

/// As the published source writes it: no scope, and a lifetime in minutes beside the true end.
private struct SourceTokens: Encodable {
    struct Inner: Encodable {
        let accessToken: String
        let tokenType: String
        let expiresIn: Int
        let expireAt: String
        let refreshToken: String?
        let idToken: String?
        let isSuccess = true
        let userId: String

        enum CodingKeys: String, CodingKey {
            case expireAt, isSuccess, userId
            case accessToken = "access_token"
            case tokenType = "token_type"
            case expiresIn = "expires_in"
            case refreshToken = "refresh_token"
            case idToken = "id_token"
        }
    }

    let isSuccess = true
    let value: Inner

    init(_ answer: TokenAnswer) {
        value = Inner(
            accessToken: answer.accessToken, tokenType: answer.tokenType, expiresIn: answer.expiresIn / 60,
            expireAt: answer.issuedAt.addingTimeInterval(Double(answer.expiresIn)).formatted(.iso8601),
            refreshToken: answer.refreshToken, idToken: answer.idToken, userId: answer.username)
    }

    enum CodingKeys: CodingKey { case isSuccess, value }
}
