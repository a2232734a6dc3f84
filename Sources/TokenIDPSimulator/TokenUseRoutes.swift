import Foundation
import HTTPTypes
import Hummingbird

extension Simulator {
    /// POST /revoke (RFC 7009): a device gives back tokens that came too late.
    func addRevocationRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/revoke") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            guard let token = parameters["token"] else { throw OAuthError(.invalidRequest, "token is missing.") }
            // The hint is not needed: the two kinds cannot be confused, and unknown hints are ignored (RFC 7009, 2.1).
            let fingerprint = Secrets.fingerprint(of: await signingKey.accessTokenClaims(of: token)?.jti ?? token)
            // RFC 7009, 2.2: a token nobody knows is as good as revoked.
            guard let issued = try await store.token(fingerprint) else { return Response(status: .ok) }
            guard issued.clientID == application.clientID else {
                throw OAuthError(.invalidGrant, "This token was given to another client.")
            }
            try await store.revokeFamily(issued.family, at: now())
            return Response(status: .ok)
        }
    }

    /// POST /introspect (RFC 7662): a resource server asks whether a token still holds. Public clients cannot prove who
    /// asks, so they are told about their own tokens only; a client with a secret is taken for a resource server.
    func addIntrospectionRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/introspect") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            guard let token = parameters["token"] else { throw OAuthError(.invalidRequest, "token is missing.") }
            let claims = await signingKey.accessTokenClaims(of: token)
            guard let issued = try await store.token(Secrets.fingerprint(of: claims?.jti ?? token)),
                issued.isLive(at: now()), issued.usedAt == nil,
                application.secret != nil || issued.clientID == application.clientID
                // RFC 7662, 2.2: nothing more is said about a token that does not hold.
            else { return Response.json(["active": false]) }
            return Response.json(Introspection(issued, issuer: issuer, issuedAt: claims?.iat))
        }
    }

    /// RFC 7662, 2.2. Times are seconds since 1970.
    private struct Introspection: Encodable {
        let active = true
        let clientID: String
        let username: String
        let sub: String
        let scope: String
        let iss: String
        let exp: Int
        let iat: Int?
        let tokenType: String?

        init(_ issued: IssuedToken, issuer: String, issuedAt: Int?) {
            (clientID, username, sub, scope) = (issued.clientID, issued.username, issued.username, issued.scope)
            (iss, exp, iat) = (issuer, Int(issued.expiresAt.timeIntervalSince1970), issuedAt)
            tokenType = issued.kind == .access ? "Bearer" : nil
        }

        enum CodingKeys: String, CodingKey {
            case active, username, sub, scope, iss, exp, iat
            case clientID = "client_id"
            case tokenType = "token_type"
        }
    }

    /// GET and POST /userinfo (OpenID Connect Core, 5.3).
    func addUserInfoRoute(to router: Router<SimulatorRequestContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/userinfo", method: method) { request, _ in
                guard let token = request.bearerToken else {
                    return Self.challenge(.unauthorized, nil)
                }
                guard let claims = await signingKey.accessTokenClaims(of: token), claims.iss == issuer,
                    let issued = try await store.token(Secrets.fingerprint(of: claims.jti)),
                    issued.kind == .access, issued.isLive(at: now()), let person = directory.person(claims.sub)
                else { return Self.challenge(.unauthorized, "invalid_token") }
                let scope = claims.scope.split(separator: " ").map(String.init)
                guard scope.contains("openid") else { return Self.challenge(.forbidden, "insufficient_scope") }
                return Response.json(UserInfo(sub: claims.sub, about: PersonClaims(person, scope: scope)))
            }
        }
    }

    /// RFC 6750, 3.
    private static func challenge(_ status: HTTPResponse.Status, _ error: String?) -> Response {
        let detail = error.map { #", error="\#($0)""# } ?? ""
        return Response(status: status, headers: [.wwwAuthenticate: #"Bearer realm="tokenidp-sim"\#(detail)"#])
    }

    private struct UserInfo: Encodable {
        let sub: String
        let about: PersonClaims

        enum CodingKeys: CodingKey { case sub }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(sub, forKey: .sub)
            try about.encode(to: encoder)
        }
    }
}

extension Request {
    /// The token of an `Authorization: Bearer` header (RFC 6750, 2.1).
    var bearerToken: String? {
        let parts = (headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
