import Foundation
import Hummingbird

extension OAuthError {
    /// The published source loses most of what an error says: what the device flow ends or waits with is not caught
    /// and comes out as a 500 of its framework.
    var sourceResponse: Response {
        switch code {
        case .authorizationPending, .slowDown, .accessDenied, .expiredToken: Self.unhandled
        case .invalidGrant where self == .unknownDeviceCode:
            Response.json(SourceRefusal(value: .init(errorCode: code.rawValue, error: sentence)))
        case .invalidGrant: Self.unhandled
        default:
            Response.json(SourceError(error: .init(error: sentence)), status: status)
        }
    }

    /// What its device endpoint says to every mistake, too.
    static var unhandled: Response {
        Response.json(
            UnhandledError(error: .init(correlationID: UUID().uuidString.lowercased())),
            status: .internalServerError)
    }
}

/// Outside all is well, inside not.
private struct SourceRefusal: Encodable {
    struct Value: Encodable {
        let isSuccess = false
        let errorCode: String
        let error: String

        enum CodingKeys: CodingKey { case isSuccess, errorCode, error }
    }

    let isSuccess = true
    let value: Value

    enum CodingKeys: CodingKey { case isSuccess, value }
}

private struct SourceError: Encodable {
    struct Inner: Encodable {
        let code = ""
        let correlationId = ""
        let userId = 0
        let error: String

        enum CodingKeys: CodingKey { case code, correlationId, userId, error }
    }

    let isSuccess = false
    let error: Inner

    enum CodingKeys: CodingKey { case isSuccess, error }
}

private struct UnhandledError: Encodable {
    struct Inner: Encodable {
        let code = ""
        let correlationID: String
        let userID = 0
        let error = "An error has occurred, please contact support."

        enum CodingKeys: String, CodingKey {
            case code = "Code"
            case correlationID = "CorrelationId"
            case userID = "UserId"
            case error = "Error"
        }
    }

    let isSuccess = false
    let error: Inner

    enum CodingKeys: String, CodingKey {
        case isSuccess = "IsSuccess"
        case error = "Error"
    }
}
