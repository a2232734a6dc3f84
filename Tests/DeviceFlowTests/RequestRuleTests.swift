import Testing

@testable import DeviceFlow

/// What goes over the wire, by the numbers of the client checklist (C…).
@Suite struct RequestRuleTests {
    static func client(
        _ provider: String = "rfc8628", secret: String? = nil, scope: String? = "openid profile",
        deviceName: String? = nil
    ) throws -> Client {
        Client(
            provider: try #require(Provider.named(provider)), clientID: "tv app",
            clientSecret: secret.map { Secret($0) },
            scope: scope, deviceName: deviceName, issuer: "https://idp.example/tenant", userAgent: "kiosk/test")
    }
    static let endpoints = SignInDriver.endpoints

    @Test("C1, C2: the request for codes is a POSTed form with client_id and scope, a blank as +")
    func codesRequest() throws {
        let request = try Self.client().request(for: .codes(Self.endpoints))
        #expect(request.method == "POST")
        #expect(request.url == "https://idp.example/device_authorization")
        #expect(request.header("Content-Type") == ["application/x-www-form-urlencoded"])
        #expect(request.header("Accept") == ["application/json"])
        #expect(request.header("User-Agent") == ["kiosk/test"])
        #expect(request.body?.revealed == "client_id=tv+app&scope=openid+profile")
    }

    @Test("C1: anything but letters, digits and -._* is %XX of its UTF-8")
    func formEncoding() {
        #expect(FormEncoding.encode([("ü&", "a b~/%\n")]) == "%C3%BC%26=a+b%7E%2F%25%0A")
        #expect(FormEncoding.decode(Array("a=b+c&d=%C3%BC&e=".utf8)) == ["a": "b c", "d": "ü", "e": ""])
        #expect(FormEncoding.decode(Array("<html>".utf8)) == nil)
        #expect(FormEncoding.decode(Array("a=%C3".utf8)) == nil)
    }

    @Test("C4: no parameter twice, none without a value", arguments: ["rfc8628", "tokenidp"])
    func noEmptyParameters(provider: String) throws {
        let client = try Self.client(provider, scope: "", deviceName: "")
        #expect(client.request(for: .codes(Self.endpoints)).parameters(provider) == ["client_id": "tv app"])
    }

    @Test("C5, C15, C31: a secret goes by Basic at both endpoints, id and secret form-encoded")
    func basic() throws {
        let client = try Self.client(secret: "s e:c")
        for intent in [Intent.codes(Self.endpoints), .poll(Self.endpoints, Redemption(deviceCode: Secret("D")))] {
            let request = client.request(for: intent)
            #expect(request.header("Authorization") == ["Basic " + Base64.encode(Array("tv+app:s+e%3Ac".utf8))])
            #expect(request.body?.revealed.contains("client_secret") == false)
        }
    }

    @Test("C5: where the server takes secrets in the body only, it goes there")
    func secretInBody() throws {
        var endpoints = Self.endpoints
        endpoints.secretInBody = true
        let request = try Self.client(secret: "s").request(for: .codes(endpoints))
        #expect(request.header("Authorization").isEmpty)
        #expect(request.parameters("rfc8628")["client_secret"] == "s")
    }

    @Test("C14: the poll carries grant_type's URN, the device code and client_id")
    func pollRequest() throws {
        let request = try Self.client().request(for: .poll(Self.endpoints, Redemption(deviceCode: Secret("D/1"))))
        #expect(request.method == "POST")
        #expect(request.url == "https://idp.example/token")
        #expect(
            request.parameters("rfc8628") == [
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "D/1",
                "client_id": "tv app",
            ])
    }

    @Test("TokenIDP is asked in JSON, as its guide shows")
    func tokenIDP() throws {
        let client = try Self.client("tokenidp", scope: "openid", deviceName: "living-room-tv")
        let codes = client.request(for: .codes(Self.endpoints))
        #expect(codes.header("Content-Type") == ["application/json"])
        #expect(
            codes.body?.revealed
                == #"{"client_id":"tv app","device_metadata":"living-room-tv","scope":"openid"}"#)
        let poll = client.request(for: .poll(Self.endpoints, Redemption(deviceCode: Secret("D"))))
        #expect(
            poll.body?.revealed == #"{"clientId":"tv app","deviceCode":"D","grantType":"device_code"}"#)
    }

    @Test("a server that knows no device names is told none")
    func noDeviceName() throws {
        let request = try Self.client(deviceName: "Lobby").request(for: .codes(Self.endpoints))
        #expect(request.body?.revealed.contains("Lobby") == false)
    }

    @Test("C21, C25: metadata, codes, polls and revocations are all that is ever sent; nothing opens a browser")
    func allRequests() throws {
        let client = try Self.client()
        let intents: [Intent] = [
            .metadata(attempt: 0), .codes(Self.endpoints), .poll(Self.endpoints, Redemption(deviceCode: Secret("D"))),
            .revoke(Self.endpoints, token: Secret("T"), hint: "access_token"),
        ]
        #expect(
            intents.map { client.request(for: $0) }.map { "\($0.method) \($0.url)" } == [
                "GET https://idp.example/.well-known/oauth-authorization-server/tenant",
                "POST https://idp.example/device_authorization", "POST https://idp.example/token",
                "POST https://idp.example/revoke",
            ])
    }

    @Test("C23: without a secret given, none is sent: the kiosk is a public client")
    func publicClient() throws {
        let request = try Self.client().request(for: .poll(Self.endpoints, Redemption(deviceCode: Secret("D"))))
        #expect(request.header("Authorization").isEmpty)
        #expect(request.parameters("rfc8628")["client_secret"] == nil)
    }

    @Test("C10: nothing that prints a request, an intent or tokens shows a secret")
    func secretsPrintAsDots() throws {
        let client = try Self.client(secret: "hunter2")
        let intent = Intent.poll(Self.endpoints, Redemption(deviceCode: Secret("D-SECRET")))
        var dumped = "\(intent) \(client) \(client.request(for: intent)) \(TokenSet.example)"
        dump(intent, to: &dumped)
        dump(client, to: &dumped)
        dump(client.request(for: intent), to: &dumped)
        dump(TokenSet.example, to: &dumped)
        for secret in ["D-SECRET", "hunter2", "AT-1", "RT-1"] { #expect(!dumped.contains(secret)) }
    }
}

extension HTTPRequest {
    func header(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value.revealed) }

    func parameters(_ provider: String) -> [String: String] {
        let bytes = Array((body?.revealed ?? "").utf8)
        guard provider == "tokenidp" else { return FormEncoding.decode(bytes) ?? [:] }
        guard case .object(let members)? = JSONValue(parsing: bytes) else { return [:] }
        return members.compactMapValues(\.string)
    }
}
