import Foundation
import JWTKit

/// One issue of tokens in its two halves: the rows, which are stored in the transaction that decides, and the signed
/// tokens, which are made from the same names afterwards.
struct TokenIssue: Sendable {
    /// Whom the tokens are about, and what they allow.
    struct Grant: Sendable {
        var username: String
        var scope: [String]
        var authenticatedAt: Date
        var isRefreshable: Bool
    }

    let tenant: Tenant
    let clientID: String
    let time: Date
    let accessLifetime: Int
    let refreshLifetime: Int
    /// The key the tokens are bound to; nil makes bearer tokens.
    let proof: DPoPProof?
    /// Whether a refresh token is bound as well: those of public clients are (RFC 9449, 5).
    let bindsRefreshToken: Bool

    /// What the rows and the tokens have in common.
    struct Names: Sendable {
        let accessTokenID = Secrets.token()
        let refreshToken = Secrets.token()
    }

    /// - Parameter family: the number of the grant they come of; 0 for none.
    func rows(family: Int64, _ grant: Grant, _ names: Names) -> [IssuedToken] {
        func row(_ kind: IssuedToken.Kind, _ secret: String, lifetime: Int, thumbprint: String?) -> IssuedToken {
            IssuedToken(
                fingerprint: Secrets.fingerprint(of: secret), kind: kind, family: family, tenant: tenant.name,
                clientID: clientID, username: grant.username, scope: grant.scope.joined(separator: " "),
                authenticatedAt: grant.authenticatedAt, expiresAt: time.addingTimeInterval(Double(lifetime)),
                keyThumbprint: thumbprint)
        }
        let access = row(.access, names.accessTokenID, lifetime: accessLifetime, thumbprint: proof?.thumbprint)
        guard grant.isRefreshable else { return [access] }
        let bound = bindsRefreshToken ? proof?.thumbprint : nil
        return [access, row(.refresh, names.refreshToken, lifetime: refreshLifetime, thumbprint: bound)]
    }

    /// - Parameters:
    ///   - person: nil where a program gets tokens for itself, so none about a person.
    ///   - trouble: what is wrong with the id_token.
    ///   - clockAhead: seconds that the times in the tokens are ahead.
    func sign(
        _ grant: Grant, _ names: Names, about person: Directory.Person?, with key: SigningKey,
        trouble: Scenario.IDTokenTrouble? = nil, clockAhead: Int = 0
    ) async throws -> TokenAnswer {
        let issuedAt = Int(time.timeIntervalSince1970) + clockAhead
        let accessToken = try await key.sign(
            AccessTokenClaims(
                iss: tenant.issuer, sub: grant.username, aud: tenant.issuer, clientID: clientID,
                scope: grant.scope.joined(separator: " "), jti: names.accessTokenID, iat: issuedAt,
                exp: issuedAt + accessLifetime, cnf: proof.map { .init(jkt: $0.thumbprint) }))
        var idToken: String?
        if grant.scope.contains("openid"), let person, trouble?.absent != true {
            let claims = IDTokenClaims(
                iss: tenant.issuer, sub: grant.username, aud: clientID, iat: issuedAt, exp: issuedAt + accessLifetime,
                authTime: Int(grant.authenticatedAt.timeIntervalSince1970) + clockAhead, accessToken: accessToken,
                about: PersonClaims(person, scope: grant.scope))
            if let trouble {
                idToken = try await trouble.sign(claims, with: key)
            } else {
                idToken = try await key.signIDToken(claims)
            }
        }
        return TokenAnswer(
            accessToken: accessToken, tokenType: proof == nil ? "Bearer" : "DPoP", expiresIn: accessLifetime,
            refreshToken: grant.isRefreshable ? names.refreshToken : nil, idToken: idToken,
            scope: grant.scope.joined(separator: " "), username: grant.username, issuedAt: time)
    }
}

extension Scenario.IDTokenTrouble {
    fileprivate func sign(_ claims: IDTokenClaims, with key: SigningKey) async throws -> String {
        let encoded = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(claims))
        let token = try await key.signIDToken(AnyClaims(value: encoded.replacing(self.claims ?? [:])))
        guard badSignature == true else { return token }
        // Not the very last letter: some of its bits do not count.
        let place = token.index(token.endIndex, offsetBy: -10)
        return token.replacingCharacters(in: place...place, with: token[place] == "A" ? "B" : "A")
    }
}

/// Claims of any kind.
private struct AnyClaims: JWTPayload {
    let value: JSONValue

    init(value: JSONValue) { self.value = value }
    init(from decoder: any Decoder) throws { value = try JSONValue(from: decoder) }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    func verify(using algorithm: some JWTAlgorithm) {}
}
