import Hummingbird

extension Simulator {
    /// OpenID Connect Discovery, RFC 8414 and the key set.
    func addDiscovery(to router: Router<SimulatorRequestContext>) {
        for document in ["openid-configuration", "oauth-authorization-server"] {
            router.get(RouterPath("/.well-known/\(document)")) { _, context in
                try await answer(Asking(place: .discovery), context) { _ in Response.json(Metadata(self)) }
            }
        }
        router.get("/.well-known/jwks.json") { _, context in
            try await answer(Asking(place: .jwks), context) { _ in
                let set = Response.json(["keys": try signingKeys.published(at: now())])
                // The published source puts its JSON into a string of JSON.
                return settings.dialect == .source ? try await set.quoted() : set
            }
        }
        router.get("/authorize") { _, _ in
            OAuthError(.unsupportedResponseType, "Only the device grant is served here.").response(in: .rfc)
        }
    }

    /// RFC 8414, 2 with the member of RFC 8628, 4. Clients that were written for OpenID Connect want an authorization
    /// endpoint and its response types, which have to be there and may not be empty (RFC 8414, 2 and 3.2); so there is an
    /// endpoint that says that it serves nothing, and the response type that gives nothing.
    private struct Metadata: Encodable, Sendable {
        let issuer: String
        let authorizationEndpoint: String
        let deviceAuthorizationEndpoint: String
        let tokenEndpoint: String
        let revocationEndpoint: String
        let introspectionEndpoint: String
        let userinfoEndpoint: String
        let jwksURI: String
        let scopesSupported: [String]
        // The URN is the registered name; TokenIDP's own documents say `device_code`.
        let grantTypesSupported = [Simulator.deviceCodeGrant, "device_code", "refresh_token", "client_credentials"]
        let codeChallengeMethodsSupported = ["S256", "plain"]
        let dpopSigningAlgValuesSupported = DPoPProof.algorithms
        let tokenEndpointAuthMethodsSupported = ["client_secret_basic", "client_secret_post", "none"]
        let introspectionEndpointAuthMethodsSupported = ["client_secret_basic", "client_secret_post", "none"]
        let revocationEndpointAuthMethodsSupported = ["client_secret_basic", "client_secret_post", "none"]
        let responseTypesSupported = ["none"]
        let subjectTypesSupported = ["public"]
        let idTokenSigningAlgValuesSupported = ["ES256"]
        let claimsSupported = [
            "iss", "sub", "aud", "iat", "exp", "auth_time", "at_hash", "name", "given_name", "family_name",
            "preferred_username", "email", "email_verified", "phone_number",
        ]
        let uiLocalesSupported = ["en"]

        init(_ simulator: Simulator) {
            issuer = simulator.issuer
            authorizationEndpoint = "\(issuer)/authorize"
            deviceAuthorizationEndpoint = "\(issuer)/device_authorization"
            tokenEndpoint = "\(issuer)/token"
            revocationEndpoint = "\(issuer)/revoke"
            introspectionEndpoint = "\(issuer)/introspect"
            userinfoEndpoint = "\(issuer)/userinfo"
            jwksURI = "\(issuer)/.well-known/jwks.json"
            scopesSupported = simulator.directory.scopeWords.keys.sorted()
        }

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case codeChallengeMethodsSupported = "code_challenge_methods_supported"
            case dpopSigningAlgValuesSupported = "dpop_signing_alg_values_supported"
            case deviceAuthorizationEndpoint = "device_authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case revocationEndpoint = "revocation_endpoint"
            case introspectionEndpoint = "introspection_endpoint"
            case userinfoEndpoint = "userinfo_endpoint"
            case jwksURI = "jwks_uri"
            case scopesSupported = "scopes_supported"
            case grantTypesSupported = "grant_types_supported"
            case tokenEndpointAuthMethodsSupported = "token_endpoint_auth_methods_supported"
            case introspectionEndpointAuthMethodsSupported = "introspection_endpoint_auth_methods_supported"
            case revocationEndpointAuthMethodsSupported = "revocation_endpoint_auth_methods_supported"
            case responseTypesSupported = "response_types_supported"
            case subjectTypesSupported = "subject_types_supported"
            case idTokenSigningAlgValuesSupported = "id_token_signing_alg_values_supported"
            case claimsSupported = "claims_supported"
            case uiLocalesSupported = "ui_locales_supported"
        }
    }
}
