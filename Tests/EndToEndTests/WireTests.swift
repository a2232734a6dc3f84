import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("What the server gets to see", .inTurns)
struct WireTests {
    @Test("the two requests of RFC 8628, over one TLS handshake and never sooner than the interval")
    func requests() async throws {
        let server = try await ScriptedServer(token: [.pending, .pending, .tokens])
        let result = try await run([product("kiosk"), "login"] + server.options + ["--scope", "openid profile é"])
        #expect(result.end == .exit(0), "\(result.errors)")
        let codes = try server.requests(to: "/device_authorization")
        #expect(codes.count == 1)
        #expect(form(codes[0]) == ["client_id=screen", "scope=openid+profile+%C3%A9"])
        let polls = try server.requests(to: "/token")
        #expect(polls.count == 3)
        let grantType = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
        for poll in polls {
            #expect(form(poll) == ["client_id=screen", "device_code=\(Secrets.deviceCode)", grantType])
        }
        for request in codes + polls {
            #expect(request["method"] == "POST")
            let headers = try #require(request["headers"])
            #expect(headers["content-type"] == "application/x-www-form-urlencoded", "exactly: some servers compare it")
            #expect(headers["accept"] == "application/json")
            #expect(headers["user-agent"]?.string?.hasPrefix("kiosk/") == true)
            #expect(headers["authorization"] == nil)
            #expect(headers["expect"] == nil)
        }
        #expect(try server.count("handshake") == 1)
        let times = try (codes + polls).map { try #require($0["t"]?.number) }
        for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= 1) }
        #expect(try server.pauses(at: "/token").allSatisfy { (1..<3).contains($0) })
    }

    @Test("no scope: no scope parameter, for one without a value means nothing")
    func noScope() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        #expect(try await run([product("kiosk"), "login"] + server.options).end == .exit(0))
        #expect(try server.requests(to: "/device_authorization").first.map(form) == ["client_id=screen"])
    }

    @Test("the margin is put on top of the interval")
    func margin() async throws {
        let server = try await ScriptedServer(token: [.pending, .tokens])
        let options = server.options.map { $0 == "0" ? "0.5" : $0 }
        #expect(try await run([product("kiosk"), "login"] + options).end == .exit(0))
        #expect(try server.pauses(at: "/token").allSatisfy { $0 >= 1.5 })
    }

    @Test(
        "an interval of none, nothing or less means five seconds; one in a string is read",
        arguments: [(nil, 5), (0, 5), (-3, 5), ("2", 2)] as [(JSON?, Double)])
    func interval(sent: JSON?, meant: Double) async throws {
        let server = try await ScriptedServer(codes: [.codes(expiresIn: "60", interval: sent)], token: [.tokens])
        #expect(try await run([product("kiosk"), "login"] + server.options).end == .exit(0))
        let codes = try #require(server.requests(to: "/device_authorization").first?["t"]?.number)
        let poll = try #require(server.requests(to: "/token").first?["t"]?.number)
        #expect((meant..<meant + 2).contains(poll - codes), "\(poll - codes)")
    }

    @Test("a client secret goes by Basic to both endpoints and never into a body")
    func secret() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let folder = try TemporaryFolder()
        let secret = try folder.file("secret", Secrets.clientSecret + "\n")
        let result = try await run(
            [product("kiosk"), "login"] + server.options + ["--client-secret-file", secret])
        #expect(result.end == .exit(0), "\(result.errors)")
        let basic = "Basic " + Data("screen:\(Secrets.clientSecret)".utf8).base64EncodedString()
        for path in ["/device_authorization", "/token"] {
            let request = try #require(server.requests(to: path).first)
            #expect(request["headers"]?["authorization"]?.string == basic)
            #expect(request["body"]?.string?.contains(Secrets.clientSecret) == false)
        }
    }

    @Test("one request for codes at a time, however impatient the person is, and none after success")
    func oneAtATime() async throws {
        let server = try await ScriptedServer(codes: [.codes().delayed(1.5)], token: [.tokens])
        let kiosk = try Kiosk("login", server.options + ["--greet", "2.5"])
        try await kiosk.event("codes_requested")
        for size in [30, 24, 40] { kiosk.session.resize(rows: size, columns: 80) }
        kiosk.terminal.send("n nn\r\r ")
        try await kiosk.event("approved")
        #expect(await kiosk.session.see("You are signed in"), "\(kiosk.state)")
        #expect(await eventually { kiosk.output.hasSuffix("\n") }, "tokens come before the greeting")
        #expect(kiosk.terminal.end() == nil)
        #expect(try await kiosk.end() == .exit(0))
        #expect(try server.requests(to: "/device_authorization").count == 1)
        #expect(try server.requests(to: "/token").count == 1, "the device code is never sent again")
    }

    @Test("a server that ends every connection is served too")
    func noKeepAlive() async throws {
        let server = try await ScriptedServer(
            codes: [.codes().closing()], token: [Answer.pending.closing(), Answer.tokens.closing()])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(0), "\(result.errors)")
        #expect(try server.count("handshake") == 3)
    }

    @Test("a slow reply, byte by byte, is waited for")
    func drip() async throws {
        let server = try await ScriptedServer(token: [Answer.tokens.dripping(0.005)])
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(0), "\(result.errors)")
    }

    @Test("discovery: a document that names another issuer is not used")
    func otherIssuer() async throws {
        let document = Answer(json: [
            "issuer": "https://elsewhere.example", "device_authorization_endpoint": "{origin}/device_authorization",
            "token_endpoint": "{origin}/token",
        ])
        let server = try await ScriptedServer([
            "/.well-known/openid-configuration": [document], "/.well-known/oauth-authorization-server": [document],
            "/device_authorization": [.codes()], "/token": [.tokens],
        ])
        let result = try await run([
            product("kiosk"), "login", "--issuer", server.origin, "--client-id", "screen", "--cacert",
            Certificates.authority,
        ])
        #expect(result.end == .exit(7), "\(result.errors)")
        #expect(try server.requests(to: "/device_authorization").isEmpty)
    }

    @Test("all unknown members of the token response are kept, and its names are the standard's")
    func members() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let result = try await run([product("kiosk"), "login"] + server.options)
        let tokens = try JSON(result.output)
        #expect(tokens["unknown_member"] == ["kept": true])
        #expect(tokens["refresh_token"]?.string == Secrets.refreshToken)
        #expect(tokens["expires_in"]?.number == 3600)
    }

    @Test("nobody reads the tokens: exit code 8")
    func nobodyReads() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let kiosk = try Kiosk("login", server.options)
        kiosk.terminal.closeOutput()
        #expect(try await kiosk.end() == .exit(8), "\(kiosk.state)")
        #expect(kiosk.isTerminalRestored)
    }

    @Test("proxy variables are not for loopback")
    func proxy() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let nowhere = "http://127.0.0.1:9"
        let environment = testEnvironment(adding: [
            "https_proxy": nowhere, "HTTPS_PROXY": nowhere, "ALL_PROXY": nowhere,
        ])
        let result = try await run([product("kiosk"), "login"] + server.options, environment: environment)
        #expect(result.end == .exit(0), "\(result.errors)")
    }

    @Test("for other hosts a proxy is used, and it learns their names only")
    func proxied() async throws {
        let proxy = try await ScriptedServer(["sso.example:443": [Answer(status: 502, body: "")]], certificate: nil)
        let folder = try TemporaryFolder()
        let secret = try folder.file("secret", Secrets.clientSecret)
        let result = try await run(
            [
                product("kiosk"), "login", "--device-endpoint", "https://sso.example/d", "--token-endpoint",
                "https://sso.example/t", "--client-id", "screen", "--client-secret-file", secret, "--give-up-after",
                "1",
            ], environment: testEnvironment(adding: ["https_proxy": proxy.origin]))
        #expect(result.end == .exit(5), "\(result.errors)")
        let request = try #require(proxy.requests(to: "sso.example:443").first)
        #expect(request["method"] == "CONNECT")
        #expect(request["body"] == "")
        #expect(request["headers"]?["authorization"] == nil)
    }

    /// The parameters of a request's body, sorted; repeated ones would be seen.
    private func form(_ request: JSON) -> [String] {
        (request["body"]?.string ?? "").split(separator: "&").map(String.init).sorted()
    }
}
