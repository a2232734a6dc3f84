import Foundation
import Hummingbird

extension Simulator {
    static let deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code"

    /// POST /token: the device grant (RFC 8628, 3.4 and 3.5) and refresh (RFC 6749, 6).
    func addTokenRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/token") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            let response: TokenResponse
            switch parameters["grant_type"] {
            case Self.deviceCodeGrant, "device_code":
                response = try await redeemDeviceCode(parameters, for: application)
            case "refresh_token":
                response = try await refresh(parameters, for: application)
            case nil:
                throw OAuthError(.invalidRequest, "grant_type is missing.")
            case .some:
                throw OAuthError(.unsupportedGrantType, "Only device_code and refresh_token are served here.")
            }
            switch parameters.dialect {
            case .rfc: return Response.json(RFCTokenBody(response))
            case .tokenIDP: return Response.json(GuideTokenBody(response))
            }
        }
    }

    private func redeemDeviceCode(
        _ parameters: RequestParameters, for application: Directory.Application
    ) async throws -> TokenResponse {
        guard application.grants.contains(.deviceCode) else {
            throw OAuthError(.unauthorizedClient, "The device grant is not enabled for this client.")
        }
        guard let deviceCode = parameters["device_code"] else {
            throw OAuthError(.invalidRequest, "device_code is missing.")
        }
        let time = now()
        let issue = issue(for: application, at: time)
        let result = try await store.poll(deviceCode: deviceCode, by: application.clientID, at: time) {
            stored, approval in
            issue.rows(
                family: stored.id, username: approval.username, scope: stored.grant.scope,
                authenticatedAt: approval.authenticatedAt, refreshable: stored.grant.scope.contains("offline_access"))
        }
        guard case .answered(let answer, let stored) = result else {
            throw OAuthError(.invalidGrant, "This device code is not known here.")
        }
        switch answer {
        case .authorizationPending: throw OAuthError(.authorizationPending, "Authorization is still pending.")
        case .slowDown: throw OAuthError(.slowDown, "Polling too quickly.")
        case .accessDenied: throw OAuthError(.accessDenied, "The end-user denied the request.")
        case .expiredToken: throw OAuthError(.expiredToken, "The device code has expired.")
        case .redeemedBefore: throw OAuthError(.invalidGrant, "This device code was used before.")
        case .tokens(let approval):
            return try await issue.sign(
                username: approval.username, scope: stored.grant.scope, authenticatedAt: approval.authenticatedAt,
                refreshable: stored.grant.scope.contains("offline_access"), with: self)
        }
    }

    private func refresh(
        _ parameters: RequestParameters, for application: Directory.Application
    ) async throws -> TokenResponse {
        guard application.grants.contains(.refreshToken) else {
            throw OAuthError(.unauthorizedClient, "The refresh grant is not enabled for this client.")
        }
        guard let refreshToken = parameters["refresh_token"] else {
            throw OAuthError(.invalidRequest, "refresh_token is missing.")
        }
        let asked = parameters["scope"].map { $0.split(separator: " ").map(String.init) }
        if let asked, let known = try await store.token(Secrets.fingerprint(of: refreshToken)),
            !Set(asked).isSubset(of: known.scope.split(separator: " ").map(String.init))
        {
            throw OAuthError(.invalidScope, "A refresh may not widen the scope.")  // RFC 6749, 6.
        }
        let time = now()
        let issue = issue(for: application, at: time)
        let result = try await store.rotate(refreshToken: refreshToken, by: application.clientID, at: time) { used in
            issue.rows(
                family: used.family, username: used.username, scope: used.scope.split(separator: " ").map(String.init),
                authenticatedAt: used.authenticatedAt, refreshable: true)
        }
        guard case .rotated(let used) = result else {
            throw OAuthError(.invalidGrant, "This refresh token is not valid.")
        }
        return try await issue.sign(
            username: used.username, scope: asked ?? used.scope.split(separator: " ").map(String.init),
            authenticatedAt: used.authenticatedAt, refreshable: true, with: self)
    }

    private func issue(for application: Directory.Application, at time: Date) -> TokenIssue {
        TokenIssue(
            clientID: application.clientID, time: time, accessLifetime: directory.accessTokenLifetime,
            refreshLifetime: directory.refreshTokenLifetime)
    }

    private struct RFCTokenBody: Encodable {
        let accessToken: String
        let tokenType = "Bearer"
        let expiresIn: Int
        let refreshToken: String?
        let idToken: String?
        let scope: String

        init(_ response: TokenResponse) {
            (accessToken, expiresIn) = (response.accessToken, response.expiresIn)
            (refreshToken, idToken, scope) = (response.refreshToken, response.idToken, response.scope)
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

    private struct GuideTokenBody: Encodable {
        struct Inner: Encodable {
            let accessToken: String
            let tokenType = "Bearer"
            let expiresIn: Int
            let refreshToken: String?
            let idToken: String?
            let scope: String

            enum CodingKeys: CodingKey { case accessToken, tokenType, expiresIn, refreshToken, idToken, scope }
        }

        let isSuccess = true
        let data: Inner

        init(_ response: TokenResponse) {
            data = Inner(
                accessToken: response.accessToken, expiresIn: response.expiresIn, refreshToken: response.refreshToken,
                idToken: response.idToken, scope: response.scope)
        }

        enum CodingKeys: CodingKey { case isSuccess, data }
    }
}

/// One issue of tokens in its two halves: the rows, which are stored in the transaction that decides, and the signed
/// tokens, which are made from the same names afterwards.
private struct TokenIssue: Sendable {
    let clientID: String
    let time: Date
    let accessLifetime: Int
    let refreshLifetime: Int
    let accessTokenID = Secrets.token()
    let refreshToken = Secrets.token()

    func rows(
        family: Int64, username: String, scope: [String], authenticatedAt: Date, refreshable: Bool
    ) -> [IssuedToken] {
        func row(_ kind: IssuedToken.Kind, _ secret: String, lifetime: Int) -> IssuedToken {
            IssuedToken(
                fingerprint: Secrets.fingerprint(of: secret), kind: kind, family: family, clientID: clientID,
                username: username, scope: scope.joined(separator: " "), authenticatedAt: authenticatedAt,
                expiresAt: time.addingTimeInterval(Double(lifetime)))
        }
        let access = row(.access, accessTokenID, lifetime: accessLifetime)
        return refreshable ? [access, row(.refresh, refreshToken, lifetime: refreshLifetime)] : [access]
    }

    func sign(
        username: String, scope: [String], authenticatedAt: Date, refreshable: Bool, with simulator: Simulator
    ) async throws -> TokenResponse {
        let issuedAt = Int(time.timeIntervalSince1970)
        let accessToken = try await simulator.signingKey.sign(
            AccessTokenClaims(
                iss: simulator.issuer, sub: username, aud: simulator.issuer, clientID: clientID,
                scope: scope.joined(separator: " "), jti: accessTokenID, iat: issuedAt, exp: issuedAt + accessLifetime))
        var idToken: String?
        if scope.contains("openid"), let person = simulator.directory.person(username) {
            idToken = try await simulator.signingKey.sign(
                IDTokenClaims(
                    iss: simulator.issuer, sub: username, aud: clientID, iat: issuedAt, exp: issuedAt + accessLifetime,
                    authTime: Int(authenticatedAt.timeIntervalSince1970), accessToken: accessToken,
                    about: PersonClaims(person, scope: scope)))
        }
        return TokenResponse(
            accessToken: accessToken, expiresIn: accessLifetime, refreshToken: refreshable ? refreshToken : nil,
            idToken: idToken, scope: scope.joined(separator: " "))
    }
}
