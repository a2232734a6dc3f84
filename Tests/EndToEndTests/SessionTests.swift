import Foundation
import TerminalTesting
import Testing

@Suite("Staying signed in, and signing out", .inTurns)
struct SessionTests {
    static func tokens(_ access: String, _ refresh: String) -> Answer {
        Answer(json: ["access_token": .string(access), "refresh_token": .string(refresh), "expires_in": 7])
    }

    static func server(token: [Answer]) async throws -> ScriptedServer {
        try await ScriptedServer([
            "/.well-known/oauth-authorization-server": [.metadata], "/device_authorization": [.codes()],
            "/token": token,
            "/revoke": [.init(json: [:])],
        ])
    }

    static func options(_ server: ScriptedServer) -> [String] {
        [
            "--issuer", server.origin, "--client-id", "screen", "--poll-margin", "0", "--cacert",
            Certificates.authority,
        ]
    }

    @Test("--keep-signed-in: refreshed tokens are handed over; a key signs out, which revokes the newest ones")
    func kept() async throws {
        let server = try await Self.server(token: [Self.tokens("AT-1", "RT-1"), Self.tokens("AT-2", "RT-2")])
        let folder = try TemporaryFolder()
        let path = try folder.file("tokens")
        let kiosk = try Kiosk(
            "run",
            Self.options(server) + ["--always-on", "--greet", "0", "--keep-signed-in", "--token-file", path])
        #expect(await kiosk.session.see("You stay signed in on this screen"), "\(kiosk.state)")
        try await kiosk.event("refreshed", within: 15)
        #expect(try JSON(String(contentsOfFile: path, encoding: .utf8))["access_token"] == "AT-2")
        let refresh = try #require(try server.requests(to: "/token").dropFirst().first?["body"]?.string)
        #expect(refresh.contains("grant_type=refresh_token") && refresh.contains("refresh_token=RT-1"))
        kiosk.terminal.send("o")
        try await kiosk.event("signed_out")
        #expect(await eventually { (try? server.requests(to: "/revoke").count) == 2 })
        let revoked = try server.requests(to: "/revoke").compactMap { $0["body"]?.string }
        #expect(
            revoked.contains { $0.contains("token=RT-2") } && revoked.contains { $0.contains("token=AT-2") },
            "\(revoked)")
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("a refresh that is refused leads back to the sign-in")
    func over() async throws {
        let server = try await Self.server(token: [
            Self.tokens("AT-1", "RT-1"), .error("invalid_grant"), .pending,
        ])
        let kiosk = try Kiosk("run", Self.options(server) + ["--always-on", "--greet", "0", "--keep-signed-in"])
        let event = try await kiosk.event("signed_out", within: 15)
        #expect(event["reason"] == "invalid_grant")
        try await kiosk.code(2)
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("logout revokes what the token file holds and removes it")
    func logout() async throws {
        let server = try await Self.server(token: [Self.tokens("AT-1", "RT-1")])
        let folder = try TemporaryFolder()
        let path = try folder.file("tokens")
        let options = Self.options(server) + ["--token-file", path]
        let login = try await run([product("kiosk"), "login", "--plain"] + options)
        #expect(login.end == .exit(0), "\(login.errors)")
        let logout = try await run([product("kiosk"), "logout"] + options)
        #expect(logout.end == .exit(0), "\(logout.errors)")
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try server.requests(to: "/revoke").count == 2)
    }

    @Test(
        "logout says what is wrong, and leaves the file",
        arguments: [
            (["--token-file", "/nonexistent"], Int32(78)), ([String](), Int32(64)),
        ])
    func noLogout(options: [String], exit: Int32) async throws {
        let server = try await Self.server(token: [.pending])
        let result = try await run([product("kiosk"), "logout"] + Self.options(server) + options)
        #expect(result.end == .exit(exit), "\(result.errors)")
        #expect(!result.errors.isEmpty)
    }
}
