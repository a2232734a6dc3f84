/// Discovery: where the server is asked, out of its own document. (RFC 8414; OpenID Connect Discovery 1.0)
enum Metadata {
    /// The `attempt`th address to look at: RFC 8414 puts its part between host and path, OpenID Connect
    /// behind the issuer; first the one, and only when it fails the other. (RFC 8414, 5)
    static func address(of issuer: String, attempt: Int) -> String {
        let issuer = issuer.last == "/" ? String(issuer.dropLast()) : issuer
        guard attempt == 0 else { return issuer + "/.well-known/openid-configuration" }
        var slashes = 0
        let origin = issuer.prefix { character in
            if character == "/" { slashes += 1 }
            return slashes < 3
        }
        return origin + "/.well-known/oauth-authorization-server" + issuer[origin.endIndex...]
    }

    static func answer(_ outcome: HTTPOutcome, client: Client) -> MetadataAnswer {
        let reply: HTTPReply
        switch outcome {
        case .failed(let trouble, _): return .trouble(trouble, retryAfter: nil)
        case .replied(let received): reply = received
        }
        let retryAfter = reply.retryAfter
        if reply.status == 429 { return .trouble(.tooManyRequests, retryAfter: retryAfter) }
        if reply.status >= 500 { return .trouble(.server(status: reply.status), retryAfter: retryAfter) }
        guard reply.status == 200, let document = JSONValue(parsing: reply.body), case .object = document else {
            // A profile that knows the server's paths does without the document.
            let known = client.issuer.flatMap { client.provider.fixedEndpoints(client.settings, issuer: $0) }
            return known.map(MetadataAnswer.endpoints) ?? .absent(status: reply.status)
        }
        return read(document, client: client)
    }

    private static func read(_ document: JSONValue, client: Client) -> MetadataAnswer {
        // RFC 8414, 3.3: identical, or the document MUST NOT be used.
        guard let issuer = document["issuer"]?.string, issuer == client.issuer else {
            return .nonsense(
                "the metadata is of another issuer: " + plain(document["issuer"]?.string ?? "none", limit: 100)
                    + ", not \(plain(client.issuer ?? "", limit: 100))")
        }
        let provider = client.provider
        func endpoint(_ member: String, _ name: Provider.Endpoint) -> String? {
            let told = document[member]?.string.flatMap { Endpoints.isAllowed($0) ? $0 : nil }
            return provider.url(provider.overrides[name], client.settings, issuer: issuer) ?? told
                ?? provider.url(provider.endpoints[name], client.settings, issuer: issuer)
        }
        guard let device = endpoint("device_authorization_endpoint", .deviceAuthorization) else {
            return .nonsense("the metadata has no device_authorization_endpoint that can be used")
        }
        guard let token = endpoint("token_endpoint", .token) else {
            return .nonsense("the metadata has no token_endpoint that can be used")
        }
        var methods: [String]?
        if case .array(let told)? = document["token_endpoint_auth_methods_supported"] {
            methods = told.compactMap(\.string)
        }
        return .endpoints(
            Endpoints(
                deviceAuthorization: device, token: token, revocation: endpoint("revocation_endpoint", .revocation),
                userinfo: provider.identity.asksUserinfo ? endpoint("userinfo_endpoint", .userinfo) : nil,
                keys: endpoint("jwks_uri", .jwks),
                registration: provider.url(provider.endpoints[.registration], client.settings, issuer: issuer),
                issuer: issuer,
                // RFC 8414, 2: client_secret_basic is what an absent list means.
                secretInBody: methods.map { !$0.contains("client_secret_basic") && $0.contains("client_secret_post") }
                    ?? false))
    }
}

extension MetadataAnswer {
    /// The same, where endpoints belong to the client that found them.
    func found(by edition: Int) -> MetadataAnswer {
        guard case .endpoints(var found) = self else { return self }
        found.edition = edition
        return .endpoints(found)
    }
}
