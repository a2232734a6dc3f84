import Foundation
import HTTPTypes
import Hummingbird

extension Simulator {
    /// POST /revoke (RFC 7009): a device gives back tokens that came too late.
    func addRevocationRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/revoke") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            let asking = Asking(
                place: .revoke, client: application.clientID, dialect: dialect(of: parameters, from: application))
            return try await answer(asking, context) { _ in
                guard let token = parameters["token"] else {
                    throw OAuthError(.invalidRequest, "token is missing.")
                }
                // The hint is not needed: the two kinds cannot be confused, and unknown hints are ignored (RFC 7009,
                // 2.1). A token nobody knows is as good as revoked (2.2).
                guard let issued = try await issued(token) else { return Response(status: .ok) }
                guard issued.clientID == application.clientID else {
                    throw OAuthError(.invalidGrant, "This token was given to another client.")
                }
                // What a program got for itself has no family.
                if issued.family == 0 {
                    try await store.revoke(issued.fingerprint, at: now())
                } else {
                    try await store.revokeFamily(issued.family, at: now())
                }
                audit(.revoked) { ($0.clientID, $0.username) = (issued.clientID, issued.username) }
                return Response(status: .ok)
            }
        }
    }

    /// What stands behind a token of this tenant, whichever kind it is.
    private func issued(_ token: String) async throws -> IssuedToken? {
        let claims = await signingKeys.accessTokenClaims(of: token, at: now())
        let issued = try await store.token(Secrets.fingerprint(of: claims?.jti ?? token))
        return issued?.tenant == tenant.name ? issued : nil
    }

    /// POST /introspect (RFC 7662): a resource server asks whether a token still holds. Public clients cannot prove who
    /// asks, so they are told about their own tokens only; a client with a secret is taken for a resource server.
    func addIntrospectionRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/introspect") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            guard let token = parameters["token"] else { throw OAuthError(.invalidRequest, "token is missing.") }
            guard let issued = try await issued(token), issued.isLive(at: now()), issued.usedAt == nil,
                application.secret != nil || issued.clientID == application.clientID
                // RFC 7662, 2.2: nothing more is said about a token that does not hold.
            else { return Response.json(["active": false]) }
            return Response.json(Introspection(issued, issuer: issuer))
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
        let tokenType: String?
        let cnf: AccessTokenClaims.Confirmation?

        init(_ issued: IssuedToken, issuer: String) {
            (clientID, username, sub, scope) = (issued.clientID, issued.username, issued.username, issued.scope)
            (iss, exp) = (issuer, Int(issued.expiresAt.timeIntervalSince1970))
            // RFC 9449, 6.2.
            cnf = issued.keyThumbprint.map { .init(jkt: $0) }
            tokenType = issued.kind == .access ? (cnf == nil ? "Bearer" : "DPoP") : nil
        }

        enum CodingKeys: String, CodingKey {
            case active, username, sub, scope, iss, exp, cnf
            case clientID = "client_id"
            case tokenType = "token_type"
        }
    }

    /// GET and POST /userinfo (OpenID Connect Core, 5.3).
    func addUserInfoRoute(to router: Router<SimulatorRequestContext>) {
        for method in [HTTPRequest.Method.get, .post] {
            router.on("/userinfo", method: method) { request, context in
                guard let (scheme, token) = request.accessToken else { return Self.challenge(.unauthorized, nil) }
                guard let claims = await signingKeys.accessTokenClaims(of: token, at: now()), claims.iss == issuer,
                    let issued = try await store.token(Secrets.fingerprint(of: claims.jti)),
                    issued.kind == .access, issued.isLive(at: now()),
                    let person = directory.person(claims.sub, at: tenant)
                else { return Self.challenge(.unauthorized, "invalid_token") }
                if let refusal = try await refusal(of: request, by: scheme, token, bound: issued.keyThumbprint) {
                    return refusal
                }
                let code = troubles.asksForCodes ? try await store.grant(id: issued.family)?.grant.userCode : nil
                return try await answer(Asking(place: .userinfo, client: issued.clientID, code: code), context) { _ in
                    let scope = claims.scope.split(separator: " ").map(String.init)
                    guard scope.contains("openid") else { return Self.challenge(.forbidden, "insufficient_scope") }
                    return Response.json(UserInfo(sub: claims.sub, about: PersonClaims(person, scope: scope)))
                }
            }
        }
    }

    /// Why a token that holds is not enough: it is bound to a key, and whoever shows it has to prove to hold that key
    /// (RFC 9449, 7.1), or the other way round.
    private func refusal(
        of request: Request, by scheme: String, _ token: String, bound thumbprint: String?
    ) async throws -> Response? {
        guard let thumbprint else { return scheme == "bearer" ? nil : Self.challenge(.unauthorized, "invalid_token") }
        let algorithms = DPoPProof.algorithms.joined(separator: " ")
        do {
            let proof = try await DPoPProof.of(
                request, url: "\(issuer)/userinfo", accessToken: token, under: dpop, at: now())
            if scheme == "dpop", proof?.thumbprint == thumbprint { return nil }
            return Self.challenge(.unauthorized, "invalid_token", scheme: "DPoP", #", algs="\#(algorithms)""#)
        } catch let error as OAuthError {
            var response = Self.challenge(
                .unauthorized, error.code.rawValue, scheme: "DPoP", #", algs="\#(algorithms)""#)
            if let nonce = error.dpopNonce { response.headers[.dpopNonce] = nonce }
            return response
        }
    }

    /// RFC 6750, 3; RFC 9449, 7.1.
    private static func challenge(
        _ status: HTTPResponse.Status, _ error: String?, scheme: String = "Bearer", _ more: String = ""
    ) -> Response {
        let detail = error.map { #", error="\#($0)""# } ?? ""
        return Response(
            status: status, headers: [.wwwAuthenticate: #"\#(scheme) realm="tokenidp-sim"\#(detail)\#(more)"#])
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
    /// The scheme, in small letters, and the token of an Authorization header (RFC 6750, 2.1; RFC 9449, 7.1).
    var accessToken: (scheme: String, token: String)? {
        let parts = (headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["bearer", "dpop"].contains(parts[0].lowercased()) else { return nil }
        return (parts[0].lowercased(), String(parts[1]))
    }

    var bearerToken: String? {
        guard let (scheme, token) = accessToken, scheme == "bearer" else { return nil }
        return token
    }
}
