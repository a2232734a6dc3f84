import FoundationEssentials
import Testing

@testable import DeviceFlow

/// Every profile that is shipped: what it sends, and that it can be read in words.
@Suite struct ProviderTests {
    /// A client of a profile, with `SET` for every setting that must be given.
    static func client(_ name: String) throws -> (Client, Endpoints) {
        let provider = try #require(Provider.named(name))
        let settings = provider.settings.mapValues { $0.standard ?? "SET" }
        let issuer = provider.issuer(settings) ?? "https://idp.example"
        var client = Client(
            provider: provider, clientID: "ID", clientSecret: Secret("S"), scope: "a b", deviceName: "TV",
            issuer: issuer,
            userAgent: "kiosk/test")
        client.settings = settings
        let endpoints =
            provider.fixedEndpoints(settings, issuer: issuer)
            ?? Endpoints(
                deviceAuthorization: "https://idp.example/codes", token: "https://idp.example/token", issuer: issuer)
        return (client, endpoints)
    }

    static let keys = SignInKeys(codeVerifier: Secret("V"), codeChallenge: "C", nonce: "N")

    static func poll(_ client: Client, _ endpoints: Endpoints) -> HTTPRequest {
        var redemption = Redemption(deviceCode: Secret("D"))
        for (parameter, member) in client.provider.tokenRequest.echoes { redemption.echoes[parameter] = Secret(member) }
        if client.provider.usesPKCE { redemption.codeVerifier = keys.codeVerifier }
        return client.request(for: .poll(endpoints, redemption))
    }

    /// "POST https://… a=b", with the client's secret where it stands: `Basic` for the header.
    static func line(_ request: HTTPRequest) -> String {
        let isBasic = request.headers.contains { $0.name == "Authorization" && $0.value.revealed == "Basic SUQ6Uw==" }
        return [request.method, request.url, request.body?.revealed ?? "", isBasic ? "Basic" : ""]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    static let deviceGrant = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=D"

    @Test(
        "what is a server's own is sent as that server wants it",
        arguments: [
            (
                "amazon",
                "POST https://api.amazon.com/auth/o2/create/codepair client_id=ID&scope=a+b&response_type=device_code Basic",
                "POST https://api.amazon.com/auth/o2/token grant_type=device_code&device_code=D&user_code=user_code Basic"
            ),
            (
                "aws-sso-oidc",
                #"POST https://oidc.SET.amazonaws.com/device_authorization {"clientId":"ID","clientSecret":"S","startUrl":"SET"}"#,
                #"POST https://oidc.SET.amazonaws.com/token {"clientId":"ID","clientSecret":"S","deviceCode":"D","grantType":"urn:ietf:params:oauth:grant-type:device_code"}"#
            ),
            (
                "baidu",
                "GET https://openapi.baidu.com/oauth/2.0/device/code?client_id=ID&scope=a%2Cb&response_type=device_code",
                "POST https://openapi.baidu.com/oauth/2.0/token grant_type=device_token&code=D&client_id=ID&client_secret=S"
            ),
            (
                "dex",
                "POST https://idp.example/device/code client_id=ID&scope=a+b&code_challenge=C&code_challenge_method=S256 Basic",
                "POST https://idp.example/token \(deviceGrant)&client_id=ID&code_verifier=V Basic"
            ),
            (
                "discord", "POST https://discord.com/api/v10/oauth2/device/authorize scope=a+b Basic",
                "POST https://discord.com/api/v10/oauth2/token \(deviceGrant) Basic"
            ),
            (
                "facebook", "POST https://graph.facebook.com/SET/device/login access_token=ID&scope=a%2Cb",
                "POST https://graph.facebook.com/SET/device/login_status code=D&access_token=ID"
            ),
            (
                "github", "POST https://github.com/login/device/code client_id=ID&scope=a+b",
                "POST https://github.com/login/oauth/access_token \(deviceGrant)&client_id=ID"
            ),
            (
                "google", "POST https://oauth2.googleapis.com/device/code client_id=ID&scope=a+b",
                "POST https://oauth2.googleapis.com/token \(deviceGrant)&client_id=ID&client_secret=S"
            ),
            (
                "huawei",
                "POST https://oauth-login.cloud.huawei.com/oauth2/v3/device/code client_id=ID&scope=a+b&client_secret=S",
                "POST https://oauth-login.cloud.huawei.com/oauth2/v3/token grant_type=device_code&code=D&client_id=ID&client_secret=S"
            ),
            (
                "keycloak",
                "POST https://SET/realms/SET/protocol/openid-connect/auth/device client_id=ID&scope=a+b&code_challenge=C&code_challenge_method=S256&nonce=N Basic",
                "POST https://SET/realms/SET/protocol/openid-connect/token \(deviceGrant)&client_id=ID&code_verifier=V Basic"
            ),
            (
                "microsoft",
                "POST https://login.microsoftonline.com/common/oauth2/v2.0/devicecode client_id=ID&scope=a+b Basic",
                "POST https://login.microsoftonline.com/common/oauth2/v2.0/token \(deviceGrant)&client_id=ID Basic"
            ),
            (
                "tokenidp",
                #"POST https://idp.example/device_authorization {"client_id":"ID","device_metadata":"TV","scope":"a b"} Basic"#,
                #"POST https://idp.example/token {"clientId":"ID","deviceCode":"D","grantType":"device_code"} Basic"#
            ),
            (
                "trakt", #"POST https://auth.trakt.tv/oauth/device/code {"client_id":"ID"}"#,
                #"POST https://auth.trakt.tv/oauth/device/token {"client_id":"ID","client_secret":"S","code":"D"}"#
            ),
            (
                "twitch", "POST https://id.twitch.tv/oauth2/device client_id=ID&scopes=a+b Basic",
                "POST https://id.twitch.tv/oauth2/token \(deviceGrant)&client_id=ID Basic"
            ),
            (
                "yandex",
                "POST https://oauth.yandex.ru/device/code client_id=ID&scope=a+b&device_name=TV&device_id=SET",
                "POST https://oauth.yandex.ru/token grant_type=device_code&code=D&client_id=ID&client_secret=S"
            ),
        ])
    func requests(name: String, codes: String, poll: String) throws {
        let (client, endpoints) = try Self.client(name)
        #expect(Self.line(client.request(for: .codes(endpoints), keys: Self.keys)) == codes)
        #expect(Self.line(Self.poll(client, endpoints)) == poll)
    }

    @Test("a multipart form has each parameter in a part, none of which holds the boundary")
    func multipart() throws {
        let (client, endpoints) = try Self.client("salesforce")
        let request = Self.poll(client, endpoints)
        #expect(request.header("Content-Type") == ["multipart/form-data; boundary=kiosk-form-data"])
        let body = try #require(request.body?.revealed)
        #expect(
            body.hasPrefix("--kiosk-form-data\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\ndevice\r\n")
        )
        #expect(body.hasSuffix("\r\n--kiosk-form-data--\r\n"))
        #expect(client.request(for: .codes(endpoints)).url == request.url, "one address for both")
    }

    @Test("a client is registered first where the server makes it, and what it made is used")
    func registration() throws {
        var (client, endpoints) = try Self.client("aws-sso-oidc")
        client.clientID = ""
        #expect(
            Self.line(client.request(for: .register(endpoints)))
                == #"POST https://oidc.SET.amazonaws.com/client/register {"clientName":"TV","clientType":"public"}"#)
        let body = #"{"clientId":"made","clientSecret":"for-us","clientSecretExpiresAt":1787003600}"#
        let reply = HTTPReply(status: 200, body: Array(body.utf8), receivedAt: 1_787_000_000)
        let answer = client.registrationAnswer(.replied(reply))
        #expect(answer == .client(clientID: "made", secret: Secret("for-us"), lifetime: .seconds(3600)))

        var driver = SignInDriver(endpoints: endpoints)
        driver.feed(.started(seed: 1))
        #expect(driver.sent == [.register(endpoints)])
        driver.feed(.registrationReplied(answer, to: driver.lastRequest))
        guard case .codes(let used)? = driver.sent.last else {
            Issue.record("\(driver.sent)")
            return
        }
        #expect(client.request(for: .codes(used)).body?.revealed.contains(#""clientId":"made""#) == true)

        // The same client serves until its time is over.
        var next = SignInDriver(endpoints: driver.signIn.foundEndpoints)
        next.feed(.started(seed: 2))
        #expect(next.sent == [.codes(used)])
        var late = SignInDriver(endpoints: driver.signIn.foundEndpoints)
        late.advance(by: .seconds(3700))
        late.feed(.started(seed: 3))
        guard case .register? = late.sent.first else {
            Issue.record("\(late.sent)")
            return
        }
    }

    @Test(
        "every profile: addresses are https, no placeholder is left, the device code is sent, its words are whole",
        arguments: Provider.names)
    func sound(name: String) throws {
        let (client, endpoints) = try Self.client(name)
        let requests = [client.request(for: .codes(endpoints), keys: Self.keys), Self.poll(client, endpoints)]
        for request in requests {
            #expect(Endpoints.isAllowed(request.url), "\(request.url)")
            #expect(!request.url.contains("{") && request.body?.revealed.contains("{SET") != true)
            let accept = request.header("Accept")
            #expect(accept.count == 1 && request.header("User-Agent").count == 1)
        }
        #expect(requests[1].body?.revealed.contains("D") == true || requests[1].url.contains("=D"))
        let words = client.provider.inWords()
        #expect(words.first == "\(client.provider.title) (\(name))")
        for heading in [
            "To start it", "The request for codes", "Each poll", "What its answers mean", "What the person sees",
            "Where this comes from",
        ] {
            #expect(words.contains(heading), "\(heading)")
        }
        #expect(words.allSatisfy { $0.count <= 130 }, "\(words.filter { $0.count > 130 })")
        #expect(client.provider.verified != nil && client.provider.source != nil)
    }

    @Test(
        "a field that does not exist is refused where it stands",
        arguments: [
            (#"{"name":"x","grantTyp":"device"}"#, "grantTyp"),
            (#"{"name":"x","tokenRequest":{"grant_type":"device"}}"#, "tokenRequest.grant_type"),
            (#"{"name":"x","answers":[{"means":"denied","kode":"x"}]}"#, "answers[0].kode"),
            (#"{"name":"x","extends":"nobody"}"#, "extends"),
            (#"{"name":"x","endpoints":{"poll":"/p"}}"#, "endpoints.poll"),
            (#"{"name":"x","issuer":"https://{tenant}.example"}"#, "issuer"),
            (#"{"name":"x","settings":{"tenant":{}}}"#, "settings.tenant.means"),
            (#"{"name":"x","tokenRequest":{"headers":{"X":"a\nb"}}}"#, "tokenRequest.headers.X"),
            (#"{"name":"x","pkce":"yes"}"#, "pkce"), (#"{"name":"x","minimumInterval":"5"}"#, "minimumInterval"),
        ])
    func mistakes(file: String, member: String) {
        do throws(Provider.Problem) {
            _ = try Provider(file: Array(file.utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.member == member)
        }
    }

    @Test("the schema that editors read knows the same fields as the reader")
    func schema() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = try Data(contentsOf: URL(filePath: "/\(folder)/Assets/guides/provider.schema.json"))
        let schema = try #require(JSONValue(parsing: Array(data)))
        func fields(_ path: String) -> Set<String>? {
            if case .object(let members)? = schema.value(at: path) { Set(members.keys) } else { nil }
        }
        #expect(fields("properties") == Set(Provider.fields + ["$schema"]))
        #expect(fields("$defs.request.properties") == Set(Provider.RequestShape.fields))
        #expect(fields("$defs.answer.properties") == Set(Provider.Answer.fields))
        #expect(
            schema.value(at: "$defs.answer.properties.means.enum")?.strings.map(Set.init)
                == Set(Provider.Answer.Meaning.allCases.map(\.rawValue)))
    }

    @Test("a profile says what is missing, and what a reply without it gets")
    func defaults() throws {
        let file = """
            {"name": "x", "defaults": {"interval": 7, "expires_in": 300}, "minimumInterval": 6,
             "completeURI": "{verification_uri}?code={user_code}", "expiresInUnit": "minutes",
             "scope": {"replySeparator": ","}}
            """
        let client = Client(provider: try Provider(file: Array(file.utf8)), clientID: "ID", userAgent: "kiosk/test")
        func codes(_ more: String) -> Codes? {
            let body = #"{"device_code":"D","user_code":"A B","verification_uri":"https://a.example/d"\#(more)}"#
            let reply = HTTPReply(status: 200, body: Array(body.utf8), receivedAt: 0)
            guard case .codes(let codes) = client.codesAnswer(.replied(reply)) else { return nil }
            return codes
        }
        #expect(codes("")?.interval == .seconds(7) && codes("")?.lifetime == .seconds(300))
        #expect(codes(#","interval":1,"expires_in":60"#)?.interval == .seconds(6))
        #expect(codes("")?.completeURI?.text == "https://a.example/d?code=A+B")
        let body = #"{"access_token":"A","expires_in":60,"scope":"a,b"}"#
        let reply = HTTPReply(status: 200, body: Array(body.utf8), receivedAt: 0)
        guard case .tokens(let tokens) = client.tokenAnswer(.replied(reply), SignInDriver.endpoints) else {
            Issue.record("no tokens")
            return
        }
        #expect(tokens.expiresIn == 3600 && tokens.scope == "a b")
    }

    @Test("C42: a nonce for the proof is answered at once, once, and counts as no poll too early")
    func proofNonce() {
        var driver = SignInDriver.waiting()
        driver.advance(by: .seconds(6))
        driver.token(.proofNonce("n1"))
        #expect(driver.polls == 2)
        guard case .poll(_, let redemption)? = driver.sent.last else {
            Issue.record("\(driver.sent)")
            return
        }
        #expect(redemption.proofNonce == "n1")
        driver.token(.proofNonce("n2"))
        #expect(driver.polls == 2, "a server that asks for ever is asked no more often than it allows")
        driver.advance(by: .seconds(60))
        driver.token(.pending)
        #expect(driver.outcome == nil)
    }
}
