import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("Person after person", .inTurns)
struct RunTests {
    @Test("a key begins, the approval is greeted, and the next person gets a new code")
    func personAfterPerson() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("run", simulator.discoveryOptions + ["--greet", "1"])
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        #expect(try kiosk.eventLog.events("codes_requested").isEmpty, "nothing is asked for before somebody asks")
        kiosk.terminal.send(" ")
        let first = try await kiosk.code()
        try await simulator.act("approve", first)
        #expect(await kiosk.session.see("Alice Example"), "\(kiosk.state)")
        #expect(!kiosk.screen.shows(first), "a used code is not on the screen")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        let second = try await kiosk.code(2)
        #expect(second != first)
        try await simulator.act("deny", second)
        #expect(await kiosk.session.see("was declined"), "\(kiosk.state)")
        #expect(!kiosk.screen.shows(second))
        kiosk.terminal.send(" ")
        try await kiosk.event("codes_shown", 3)
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
        let names = try kiosk.eventLog.names()
        #expect(names.count { $0 == "approved" } == 1)
        #expect(names.count { $0 == "denied" } == 1)
    }

    @Test("an expired code says so in words and waits for a key")
    func expired() async throws {
        let server = try await ScriptedServer(
            codes: [.codes(userCode: "AAAA-1111", expiresIn: 2), .codes(userCode: "BBBB-2222")], token: [.pending])
        let kiosk = try Kiosk("run", server.options)
        #expect(await kiosk.session.see("Press any key to sign in"))
        kiosk.terminal.send(" ")
        try await kiosk.code()
        #expect(await kiosk.session.see("Time ran out"), "\(kiosk.state)")
        #expect(!kiosk.screen.shows("AAAA-1111"), "a dead code is never on the screen")
        #expect(try server.requests(to: "/device_authorization").count == 1)
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(await kiosk.session.see("Ignore the earlier code"), "\(kiosk.state)")
    }

    @Test("--always-on begins at once and renews as often as --auto-renew says, then waits for a key")
    func alwaysOn() async throws {
        let codes = (1...4).map { Answer.codes(userCode: "CODE-\($0)\($0)\($0)\($0)", expiresIn: 2) }
        let server = try await ScriptedServer(codes: codes, token: [.pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on", "--auto-renew", "2"])
        #expect(try await kiosk.code(1) == "CODE-1111")
        #expect(try await kiosk.code(2) == "CODE-2222")
        #expect(!kiosk.screen.shows("CODE-1111"))
        #expect(try await kiosk.code(3) == "CODE-3333")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        #expect(try server.requests(to: "/device_authorization").count == 3)
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(4) == "CODE-4444")
    }

    @Test("the tokens of run are nobody's: nothing of them is on standard output, and they are taken back")
    func tokens() async throws {
        let metadata = Answer(json: [
            "issuer": "{origin}", "device_authorization_endpoint": "{origin}/device_authorization",
            "token_endpoint": "{origin}/token", "revocation_endpoint": "{origin}/revoke",
            "grant_types_supported": ["urn:ietf:params:oauth:grant-type:device_code"],
        ])
        let server = try await ScriptedServer([
            "/.well-known/openid-configuration": [metadata], "/.well-known/oauth-authorization-server": [metadata],
            "/device_authorization": [.codes()], "/token": [.tokens], "/revoke": [Answer(status: 200, body: "")],
        ])
        let kiosk = try Kiosk(
            "run",
            [
                "--issuer", server.origin, "--client-id", "screen", "--cacert", Certificates.authority, "--poll-margin",
                "0",
                "--greet", "0.5",
            ])
        #expect(await kiosk.session.see("Press any key to sign in"))
        kiosk.terminal.send(" ")
        #expect(await kiosk.session.see("You are signed in"), "\(kiosk.state)")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        #expect(try await eventually { try !server.requests(to: "/revoke").isEmpty })
        #expect(
            try server.requests(to: "/revoke").contains { $0["body"]?.string?.contains(Secrets.refreshToken) == true })
        #expect(!String(decoding: kiosk.session.drawn, as: UTF8.self).contains(Secrets.accessToken))
    }
}
