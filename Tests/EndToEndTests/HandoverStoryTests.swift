import Foundation
import TerminalTesting
import Testing

@Suite("Tokens reach the program that needs them, and nobody else", .inTurns)
struct HandoverStoryTests {
    @Test("--token-file: the file has them, standard output has nothing")
    func file() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let folder = try TemporaryFolder()
        let path = try folder.file("tokens", "old")
        let result = try await run([product("kiosk"), "login"] + server.options + ["--plain", "--token-file", path])
        #expect(result.end == .exit(0), "\(result.errors)")
        #expect(result.output == "")
        #expect(try JSON(String(contentsOfFile: path, encoding: .utf8))["access_token"]?.string == Secrets.accessToken)
    }

    @Test(
        "a place that cannot take them is said before a code is asked for: exit code 8",
        arguments: [
            ["--token-file", "/nonexistent/folder/tokens"], ["--token-fd", "77"],
        ])
    func noPlace(options: [String]) async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let result = try await run([product("kiosk"), "login"] + server.options + ["--plain"] + options)
        #expect(result.end == .exit(8), "\(result.errors)")
        #expect(try server.requests(to: "/device_authorization").isEmpty)
    }

    @Test(
        "--on-approved: its exit code decides; tokens it does not take are revoked",
        arguments: [(0, Int32(0)), (3, Int32(8))])
    func command(code: Int, exit: Int32) async throws {
        let server = try await ScriptedServer([
            "/.well-known/oauth-authorization-server": [.metadata], "/device_authorization": [.codes()],
            "/token": [.tokens], "/revoke": [.init(json: [:])],
        ])
        let folder = try TemporaryFolder()
        let path = try folder.file("got")
        let result = try await run([
            product("kiosk"), "login", "--issuer", server.origin, "--client-id", "screen", "--poll-margin", "0",
            "--cacert", Certificates.authority, "--plain", "--on-approved", "cat >'\(path)'; exit \(code)",
        ])
        #expect(result.end == .exit(exit), "\(result.errors)")
        #expect(result.output == "")
        #expect(try JSON(String(contentsOfFile: path, encoding: .utf8))["access_token"]?.string == Secrets.accessToken)
        #expect(try server.requests(to: "/revoke").isEmpty == (code == 0))
    }

    @Test("run: a command that fails is tried again by a key, the tokens are kept meanwhile and then belong to it")
    func retry() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let folder = try TemporaryFolder()
        let mark = try folder.file("tried")
        let kiosk = try Kiosk(
            "run",
            server.options + [
                "--always-on", "--greet", "30", "--on-approved", "test -e '\(mark)' || { : >'\(mark)'; exit 1; }",
            ])
        #expect(await kiosk.session.see("did not take the sign-in"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        #expect(await kiosk.session.see("You are signed in on this screen"), "\(kiosk.state)")
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
        #expect(try server.requests(to: "/token").count == 1, "after success the device code is never sent again")
    }

    @Test("an id_token that nobody has signed ends in words and exit code 7, and the tokens are revoked")
    func untrusted() async throws {
        let parts = [#"{"alg":"none"}"#, #"{"iss":"x","sub":"s","aud":"screen","exp":4000000000}"#, ""]
        let token = parts.map { Data($0.utf8).base64EncodedString().filter { $0 != "=" } }.joined(separator: ".")
        let server = try await ScriptedServer([
            "/.well-known/oauth-authorization-server": [.metadata], "/device_authorization": [.codes()],
            "/token": [.init(json: ["access_token": .string(Secrets.accessToken), "id_token": .string(token)])],
            "/jwks": [.init(json: ["keys": []])], "/revoke": [.init(json: [:])],
        ])
        let kiosk = try Kiosk(
            "login",
            [
                "--issuer", server.origin, "--client-id", "screen", "--poll-margin", "0", "--cacert",
                Certificates.authority,
            ])
        #expect(try await kiosk.end() == .exit(7), "\(kiosk.state)")
        #expect(kiosk.output == "")
        let failed = try #require(kiosk.eventLog.events("failed").last)
        #expect(failed["detail"] == "id_token_algorithm")
        #expect(try server.requests(to: "/revoke").count == 1)
    }

    @Test("--dpop: each poll proves the key; a nonce the server asks for is in the next proof, at once")
    func proof() async throws {
        let nonce = Answer.error("use_dpop_nonce").with(header: "DPoP-Nonce", "nonce-1")
        let server = try await ScriptedServer(token: [nonce, .pending, .tokens])
        let result = try await run([product("kiosk"), "login"] + server.options + ["--plain", "--dpop"])
        #expect(result.end == .exit(0), "\(result.errors)")
        let polls = try server.requests(to: "/token")
        let proofs = try polls.map { try Self.claims(of: $0["headers"]?["dpop"]?.string) }
        #expect(proofs.map { $0["nonce"]?.string } == [nil, "nonce-1", "nonce-1"])
        #expect(proofs.allSatisfy { $0["htu"]?.string == server.origin + "/token" && $0["htm"] == "POST" })
        #expect(Set(proofs.compactMap { $0["jti"]?.string }).count == 3)
    }

    @Test("--private-key: the client signs who it is at both endpoints, anew each time")
    func privateKey() async throws {
        let server = try await ScriptedServer(token: [.pending, .tokens])
        let folder = try TemporaryFolder()
        let key = try folder.file("key.pem")
        let made = try await run(["/usr/bin/openssl", "genpkey", "-algorithm", "ED25519", "-out", key])
        #expect(made.end == .exit(0), "\(made.errors)")
        let result = try await run([product("kiosk"), "login"] + server.options + ["--plain", "--private-key", key])
        #expect(result.end == .exit(0), "\(result.errors)")
        let requests = try server.requests(to: "/device_authorization") + server.requests(to: "/token")
        let claims = try requests.map { request in
            let form = request["body"]?.string ?? ""
            #expect(
                form.contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"))
            let assertion = form.split(separator: "&").first { $0.hasPrefix("client_assertion=") }
            return try Self.claims(of: assertion.map { String($0.dropFirst("client_assertion=".count)) })
        }
        #expect(claims.count == 3)
        #expect(claims.allSatisfy { $0["iss"] == "screen" && $0["sub"] == "screen" })
        #expect(claims.allSatisfy { $0["aud"]?.string == server.origin + "/token" })
        #expect(Set(claims.compactMap { $0["jti"]?.string }).count == 3)
    }

    @Test("--client-cert: the client shows it in every handshake and still names itself; without it there is no way in")
    func certificate() async throws {
        let server = try await ScriptedServer(
            ["/device_authorization": [.codes()], "/token": [.tokens]], wantsClients: true)
        let options = [product("kiosk"), "login"] + server.options + ["--plain", "--give-up-after", "2"]
        let result = try await run(
            options + ["--client-cert", Certificates.client, "--client-key", Certificates.clientKey])
        #expect(result.end == .exit(0), "\(result.errors)")
        let handshakes = try server.journal().filter { $0["event"] == "handshake" }
        #expect(!handshakes.isEmpty && handshakes.allSatisfy { $0["client"] == "client" })
        #expect(try server.requests(to: "/token").first?["body"]?.string?.contains("client_id=screen") == true)
        let stranger = try await run(options)
        #expect(stranger.end == .exit(5), "\(stranger.errors)")
        let half = try await run(options + ["--client-cert", Certificates.client])
        #expect(half.end == .exit(64) && half.errors.contains("belong together"), "\(half.errors)")
    }

    /// The claims of a JWT.
    static func claims(of token: String?) throws -> JSON {
        let parts = try #require(token).split(separator: ".")
        var text = String(parts[1]).replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        return try JSON(String(decoding: try #require(Data(base64Encoded: text)), as: UTF8.self))
    }
}

extension Answer {
    /// What discovery finds, all of it on this server.
    static let metadata = Answer(json: [
        "issuer": "{origin}", "device_authorization_endpoint": "{origin}/device_authorization",
        "token_endpoint": "{origin}/token", "revocation_endpoint": "{origin}/revoke", "jwks_uri": "{origin}/jwks",
    ])

    /// The same answer with one more header.
    func with(header name: String, _ value: String) -> Answer {
        var answer = self
        var headers = answer.fields["headers"]?.members ?? [:]
        headers[name] = .string(value)
        answer.fields = .object(answer.fields.members.merging(["headers": .object(headers)]) { $1 })
        return answer
    }
}
