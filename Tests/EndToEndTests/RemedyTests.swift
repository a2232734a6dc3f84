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
        // Not faster than the key n: it may take more than one.
        #expect(
            try await eventually(within: 15) {
                kiosk.session.update()
                kiosk.terminal.signal(SIGUSR1)
                return try kiosk.eventLog.events("codes_shown").count == 2
            })
        kiosk.terminal.signal(SIGHUP)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("SIGUSR2 signs out whoever is signed in: their tokens are revoked and their name is gone")
    func signsOut() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("run", simulator.discoveryOptions + ["--greet", "0"], hasHome: true)
        #expect(await kiosk.session.see("Enter"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        try await simulator.act("approve", try await kiosk.code())
        #expect(await kiosk.session.see("Alice"), "\(kiosk.state)")
        kiosk.terminal.signal(SIGUSR2)
        #expect(await kiosk.session.see { !$0.text.contains("Alice") }, "\(kiosk.state)")
        #expect(try await kiosk.event("signed_out")["reason"] == "by a signal")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("a new configuration in mid sign-in: the title is new at once, the approval counts, the next goes elsewhere")
    func reloadWhileWaiting() async throws {
        let before = try await ScriptedServer(token: [.pending, .pending, .pending, .tokens])
        let after = try await ScriptedServer(codes: [.codes(userCode: "BBBB-2222")], token: [.pending])
        let folder = try TemporaryFolder()
        func write(_ server: ScriptedServer, title: String, client: String) throws {
            _ = try folder.file(
                "kiosk.conf",
                """
                KIOSK_DEVICE_ENDPOINT=\(server.origin)/device_authorization
                KIOSK_TOKEN_ENDPOINT=\(server.origin)/token
                KIOSK_CLIENT_ID=\(client)
                KIOSK_CACERT=\(Certificates.authority)
                KIOSK_POLL_MARGIN=0
                KIOSK_TITLE=\(title)
                KIOSK_GREET=1

                """)
        }
        try write(before, title: "Old hall", client: "old-client")
        let manager = try NotifySocket(folder.file("notify"))
        let kiosk = try Kiosk(
            "run", ["--config", folder.path + "/kiosk.conf"], environment: ["NOTIFY_SOCKET": manager.address])
        #expect(await kiosk.session.see("Old hall"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        try await kiosk.code()
        try write(after, title: "New hall", client: "new-client")
        kiosk.terminal.signal(reloadSignal)
        #expect(await kiosk.session.see("New hall"), "\(kiosk.state)")
        #expect(try await kiosk.event("reloaded")["waits"] == true)
        #expect(await kiosk.session.see { $0.shows("WDJB-MJHT") }, "the code still stands there")
        #expect(await eventually { manager.count("READY=1") == 2 })
        let told = manager.all().joined()
        #expect(told.contains("RELOADING=1") && told.contains { $0.hasPrefix("MONOTONIC_USEC=") })
        try await kiosk.event("approved")
        #expect(try after.requests(to: "/token").isEmpty && after.requests(to: "/device_authorization").isEmpty)
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(try await eventually { try !after.requests(to: "/token").isEmpty })
        let bodies = try after.requests(to: "/token").compactMap { $0["body"]?.string }
        #expect(bodies.allSatisfy { $0.contains("new-client") && !$0.contains("old-client") })
        let earlier = try before.requests(to: "/token").compactMap { $0["body"]?.string }
        #expect(earlier.allSatisfy { $0.contains("old-client") })
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test("tokens of the server before are revoked there, by the client that was given them")
    func revokedWhereMade() async throws {
        func server(_ name: String) async throws -> ScriptedServer {
            try await ScriptedServer([
                "/.well-known/oauth-authorization-server": [.metadata],
                "/device_authorization": [.codes(userCode: name)], "/token": [.tokens], "/revoke": [.init(json: [:])],
            ])
        }
        let (before, after) = (try await server("AAAA-1111"), try await server("BBBB-2222"))
        let folder = try TemporaryFolder()
        func write(_ server: ScriptedServer, client: String) throws {
            _ = try folder.file("secret-of-\(client)", client + "-secret\n")
            _ = try folder.file(
                "kiosk.conf",
                """
                KIOSK_ISSUER=\(server.origin)
                KIOSK_CLIENT_ID=\(client)
                KIOSK_CLIENT_SECRET_FILE=\(folder.path)/secret-of-\(client)
                KIOSK_CACERT=\(Certificates.authority)
                KIOSK_POLL_MARGIN=0
                KIOSK_GREET=3600

                """)
        }
        try write(before, client: "old-client")
        let kiosk = try Kiosk("run", ["--config", folder.path + "/kiosk.conf"])
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.signal(SIGUSR1)
        #expect(await kiosk.session.see("You are signed in"), "\(kiosk.state)")
        try write(after, client: "new-client")
        kiosk.terminal.signal(reloadSignal)
        try await kiosk.event("reloaded")
        #expect(try after.requests(to: "/device_authorization").isEmpty)
        kiosk.terminal.send(" ")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(try await eventually { try !before.requests(to: "/revoke").isEmpty })
        #expect(try after.requests(to: "/revoke").isEmpty)
        let told = try (before.requests(to: "/revoke") + before.requests(to: "/token")).map { "\($0)" }.joined()
        #expect(!told.contains("new-client"))
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
