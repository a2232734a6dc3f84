import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("Remedies from afar", .inTurns)
struct RemedyTests {
    @Test("SIGUSR1 brings a code to an idle screen, SIGUSR2 the idle screen back, and its code is asked for no more")
    func codeAndIdle() async throws {
        let server = try await ScriptedServer(
            codes: [.codes(userCode: "AAAA-1111"), .codes(userCode: "BBBB-2222")], token: [.pending])
        let kiosk = try Kiosk("run", server.options)
        #expect(await kiosk.session.see("Press any key to sign in"))
        kiosk.terminal.signal(SIGUSR1)
        #expect(try await kiosk.code() == "AAAA-1111")
        kiosk.terminal.signal(SIGUSR2)
        #expect(await kiosk.sees("Press any key to sign in", without: "AAAA-1111"), "\(kiosk.state)")
        let polls = try server.requests(to: "/token").count
        #expect(await kiosk.session.see(within: 2.5) { _ in false } == false)
        #expect(try server.requests(to: "/token").count == polls)
        // Not faster than the key n: once those seconds are over, one is enough.
        kiosk.terminal.signal(SIGUSR1)
        _ = await kiosk.session.see(within: 4) { _ in false }
        if try kiosk.eventLog.events("codes_shown").count == 1 { kiosk.terminal.signal(SIGUSR1) }
        #expect(try await kiosk.code(2) == "BBBB-2222")
        kiosk.terminal.signal(SIGHUP)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("SIGUSR2 signs out whoever is signed in: their tokens are revoked and their name is gone")
    func signsOut() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("run", simulator.discoveryOptions + ["--greet", "0"], hasHome: true)
        #expect(await kiosk.session.see("[ Sign in ]"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        try await simulator.act("approve", try await kiosk.code())
        #expect(await kiosk.session.see("Alice"), "\(kiosk.state)")
        kiosk.terminal.signal(SIGUSR2)
        #expect(await kiosk.session.see { !$0.text.contains("Alice") }, "\(kiosk.state)")
        #expect(try await kiosk.event("signed_out")["reason"] == "by a signal")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }

    /// Writes a configuration: a server in so many lines, then what is common.
    static func write(_ lines: [String], to file: String) throws {
        let text = (lines + ["KIOSK_POLL_MARGIN=0", ""]).joined(separator: "\n")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test("a new configuration in mid sign-in: the title is new at once, the approval counts, the next goes elsewhere")
    func reloadWhileWaiting() async throws {
        let before = try await Simulator()
        let after = try await ScriptedServer(codes: [.codes(userCode: "BBBB-2222")], token: [.pending])
        let folder = try TemporaryFolder()
        let file = try folder.file("kiosk.conf")
        try Self.write(
            [
                "KIOSK_ISSUER=\(before.text("issuer"))", "KIOSK_CLIENT_ID=tokenidp-tv-app",
                "KIOSK_CACERT=\(before.text("ca"))", "KIOSK_TITLE=Old hall", "KIOSK_GREET=1",
            ], to: file)
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Kiosk("run", ["--config", file], environment: ["NOTIFY_SOCKET": manager.address])
        #expect(await kiosk.session.see("Old hall"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        let code = try await kiosk.code()
        try Self.write(
            [
                "KIOSK_DEVICE_ENDPOINT=\(after.origin)/device_authorization",
                "KIOSK_TOKEN_ENDPOINT=\(after.origin)/token", "KIOSK_CLIENT_ID=new-client",
                "KIOSK_CACERT=\(Certificates.authority)", "KIOSK_TITLE=New hall", "KIOSK_GREET=1",
            ], to: file)
        kiosk.terminal.signal(reloadSignal)
        #expect(await kiosk.session.see("New hall"), "\(kiosk.state)")
        #expect(try await kiosk.event("reloaded")["waits"] == true)
        #expect(await kiosk.session.see { $0.shows(code) }, "the code still stands there")
        #expect(await eventually { manager.count("READY=1") == 2 })
        let told = manager.all().joined()
        #expect(told.contains("RELOADING=1") && told.contains { $0.hasPrefix("MONOTONIC_USEC=") })
        try await before.act("approve", code)
        #expect(await kiosk.session.see("Alice Example"), "\(kiosk.state)")
        #expect(try after.requests(to: "/token").isEmpty && after.requests(to: "/device_authorization").isEmpty)
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(try await eventually { try !after.requests(to: "/token").isEmpty })
        let bodies = try after.requests(to: "/token").compactMap { $0["body"]?.string }
        #expect(bodies.allSatisfy { $0.contains("new-client") && !$0.contains("tokenidp-tv-app") })
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("tokens of the server before are revoked there, by the client that was given them")
    func revokedWhereMade() async throws {
        func server(_ name: String, _ token: Answer) async throws -> ScriptedServer {
            try await ScriptedServer([
                "/.well-known/oauth-authorization-server": [.metadata],
                "/device_authorization": [.codes(userCode: name)], "/token": [token], "/revoke": [.init(json: [:])],
            ])
        }
        let before = try await server("AAAA-1111", .tokens)
        let after = try await server("BBBB-2222", .pending)
        let folder = try TemporaryFolder()
        let file = try folder.file("kiosk.conf")
        func write(_ server: ScriptedServer, _ client: String) throws {
            let secret = try folder.file("secret-of-\(client)", "secret\n")
            try Self.write(
                [
                    "KIOSK_ISSUER=\(server.origin)", "KIOSK_CLIENT_ID=\(client)", "KIOSK_CLIENT_SECRET_FILE=\(secret)",
                    "KIOSK_CACERT=\(Certificates.authority)", "KIOSK_GREET=3600",
                ], to: file)
        }
        try write(before, "old-client")
        let kiosk = try Kiosk("run", ["--config", file])
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.signal(SIGUSR1)
        #expect(await kiosk.session.see("You are signed in"), "\(kiosk.state)")
        try write(after, "new-client")
        kiosk.terminal.signal(reloadSignal)
        #expect(try await kiosk.event("reloaded")["waits"] == true)
        kiosk.terminal.send(" ")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(try await eventually { try !before.requests(to: "/revoke").isEmpty })
        #expect(try after.requests(to: "/revoke").isEmpty)
        // RFC 6749, 2.3.1.
        let basic = "Basic " + Data("old-client:secret".utf8).base64EncodedString()
        let revoked = try before.requests(to: "/revoke")
        #expect(revoked.allSatisfy { $0["headers"]?["authorization"]?.string == basic }, "\(revoked)")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("a configuration that is wrong changes nothing and is told in words; the next right one counts")
    func wrongConfiguration() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let folder = try TemporaryFolder()
        let file = try folder.file("kiosk.conf", "KIOSK_TITLE=Hall\n")
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Kiosk(
            "run", server.options + ["--config", file], environment: ["NOTIFY_SOCKET": manager.address])
        #expect(await kiosk.session.see("Hall"), "\(kiosk.state)")
        _ = try folder.file("kiosk.conf", "KIOSK_TITEL=Library\n")
        kiosk.terminal.signal(reloadSignal)
        let warning = try await kiosk.event("warning")
        #expect(warning["reason"] == "the new configuration cannot be used")
        #expect(warning["detail"]?.string?.contains("line 1: expected KIOSK_...=value") == true, "\(warning)")
        #expect(await eventually { manager.status?.contains("; the new configuration cannot be used: ") == true })
        #expect(kiosk.screen.text.contains("Hall"))
        _ = try folder.file("kiosk.conf", "KIOSK_TITLE=Library\nKIOSK_LANG=de\nKIOSK_PLAIN=1\n")
        kiosk.terminal.signal(reloadSignal)
        #expect(await kiosk.session.see("Library"), "\(kiosk.state)")
        #expect(await kiosk.session.see("Kein Handy dabei"), "\(kiosk.state)")
        #expect(try await kiosk.event("reloaded")["needs_restart"] == ["plain"])
        #expect(await eventually { manager.status == "idle, waiting for somebody" })
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }
}
