import Testing

@testable import DeviceFlow

/// Discovery, and its issuer rule.
@Suite struct MetadataTests {
    static func answer(
        _ members: [String: JSONValue], issuer: String = "https://idp.example/tenant", provider: String = "rfc8628"
    ) throws -> MetadataAnswer {
        var client = try RequestRuleTests.client(provider)
        client.issuer = issuer
        let reply = HTTPReply(status: 200, body: Array(JSONValue.object(members).line.utf8), receivedAt: 0)
        return Metadata.answer(.replied(reply), client: client)
    }

    static let document: [String: JSONValue] = [
        "issuer": .string("https://idp.example/tenant"),
        "device_authorization_endpoint": .string("https://idp.example/device_authorization"),
        "token_endpoint": .string("https://idp.example/token"),
        "revocation_endpoint": .string("https://idp.example/revoke"),
    ]

    @Test(
        "C33: RFC 8414 puts its part between host and path, OpenID Connect behind",
        arguments: [
            (
                "https://a.example", "https://a.example/.well-known/oauth-authorization-server",
                "https://a.example/.well-known/openid-configuration"
            ),
            (
                "https://a.example/", "https://a.example/.well-known/oauth-authorization-server",
                "https://a.example/.well-known/openid-configuration"
            ),
            (
                "https://a.example:8443/t/x", "https://a.example:8443/.well-known/oauth-authorization-server/t/x",
                "https://a.example:8443/t/x/.well-known/openid-configuration"
            ),
        ])
    func addresses(issuer: String, first: String, second: String) {
        #expect(Metadata.address(of: issuer, attempt: 0) == first)
        #expect(Metadata.address(of: issuer, attempt: 1) == second)
    }

    @Test("the endpoints are what the document says")
    func endpoints() throws {
        var expected = SignInDriver.endpoints
        expected.issuer = "https://idp.example/tenant"
        #expect(try Self.answer(Self.document) == .endpoints(expected))
    }

    @Test(
        "C34: a document of another issuer must not be used, not even one that differs by a slash",
        arguments: [
            "https://idp.example/tenant/", "https://idp.example", "https://IDP.example/tenant", "https://evil.example",
        ])
    func issuer(other: String) throws {
        guard case .nonsense = try Self.answer(Self.document, issuer: other) else {
            Issue.record("used for \(other)")
            return
        }
    }

    @Test("C3: an endpoint without TLS is no endpoint", arguments: ["device_authorization_endpoint", "token_endpoint"])
    func plainHTTP(member: String) throws {
        var document = Self.document
        document[member] = .string("http://idp.example/x")
        guard case .nonsense = try Self.answer(document) else {
            Issue.record("\(member) over plain http was accepted")
            return
        }
    }

    @Test("C36: an absent list of methods means Basic; a list without it means the body")
    func methods() throws {
        var document = Self.document
        document["token_endpoint_auth_methods_supported"] = .array([.string("client_secret_post"), .string("none")])
        guard case .endpoints(let endpoints) = try Self.answer(document) else {
            Issue.record("no endpoints")
            return
        }
        #expect(endpoints.secretInBody)
    }

    @Test("TokenIDP's documented metadata lacks the device endpoint: the profile knows its path")
    func template() throws {
        var document = Self.document
        document["device_authorization_endpoint"] = nil
        guard case .endpoints(let endpoints) = try Self.answer(document, provider: "tokenidp") else {
            Issue.record("no endpoints")
            return
        }
        #expect(endpoints.deviceAuthorization == "https://idp.example/tenant/device_authorization")
        guard case .nonsense = try Self.answer(document) else {
            Issue.record("guessed for a server of unknown make")
            return
        }
    }

    @Test("nothing at the address, rubbish, or trouble are told apart")
    func others() throws {
        let client = try RequestRuleTests.client()
        func read(_ status: Int, _ body: String) -> MetadataAnswer {
            Metadata.answer(.replied(HTTPReply(status: status, body: Array(body.utf8), receivedAt: 0)), client: client)
        }
        #expect(read(404, "") == .absent(status: 404))
        #expect(read(200, "<html>") == .absent(status: 200))
        #expect(read(503, "") == .trouble(.server(status: 503), retryAfter: nil))
        #expect(read(429, "") == .trouble(.tooManyRequests, retryAfter: nil))
        #expect(Metadata.answer(.failed(.dns, wasSent: false), client: client) == .trouble(.dns, retryAfter: nil))
    }
}
