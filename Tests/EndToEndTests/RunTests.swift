import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("Person after person", .inTurns)
struct RunTests {
    @Test("a key begins, the approval is greeted, and the next person gets a new code")
    func personAfterPerson() async throws {
        let simulator = try await Simulator()
        let kiosk = try Kiosk("run", simulator.discoveryOptions + ["--greet", "4"])
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        #expect(try kiosk.eventLog.events("codes_requested").isEmpty, "nothing is asked for before somebody asks")
        kiosk.terminal.send(" ")
        let first = try await kiosk.code()
        try await simulator.act("approve", first)
        #expect(await kiosk.sees("Alice Example", without: first), "\(kiosk.state)")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        let second = try await kiosk.code(2)
        #expect(second != first)
        try await simulator.act("deny", second)
        #expect(await kiosk.sees("was declined", without: second), "\(kiosk.state)")
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
        #expect(await kiosk.sees("Time ran out", without: "AAAA-1111"), "\(kiosk.state)")
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
        #expect(await kiosk.sees("CODE-2222", without: "CODE-1111"), "\(kiosk.state)")
        #expect(try await kiosk.code(3) == "CODE-3333")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        #expect(try server.requests(to: "/device_authorization").count == 3)
        kiosk.terminal.send(" ")
        #expect(try await kiosk.code(4) == "CODE-4444")
    }

    @Test("--always-on goes on by itself after somebody has signed in")
    func alwaysOnAfterApproval() async throws {
        let server = try await ScriptedServer(
            codes: [.codes(userCode: "AAAA-1111"), .codes(userCode: "BBBB-2222")], token: [.tokens, .pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on", "--greet", "0.3"])
        try await kiosk.code(1)
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(!kiosk.screen.text.contains("Ignore the earlier code"), "it was used, not replaced")
    }

    @Test("N brings a new code: the screen says that the earlier one is void, and it is never asked for again")
    func newCode() async throws {
        let server = try await ScriptedServer(
            codes: [
                .codes(userCode: "AAAA-1111", deviceCode: "first"), .codes(userCode: "BBBB-2222", deviceCode: "second"),
            ], token: [.pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on"])
        try await kiosk.code(1)
        // Not in the first seconds of a code's life.
        try await eventually(within: 15) {
            kiosk.session.update()
            if try kiosk.eventLog.events("poll").count >= 5 { kiosk.terminal.send("n") }
            return try kiosk.eventLog.events("codes_shown").count == 2
        }
        #expect(try await kiosk.code(2) == "BBBB-2222")
        #expect(await kiosk.sees("Ignore the earlier code", without: "AAAA-1111"), "\(kiosk.state)")
        let polls = try kiosk.eventLog.events("poll").count
        #expect(try await eventually { try kiosk.eventLog.events("poll").count >= polls + 2 })
        let asked = try server.requests(to: "/token").map { $0["body"]?.string?.contains("device_code=first") == true }
        #expect(asked == asked.sorted { $0 && !$1 }, "first, then second: \(asked)")
        #expect(asked.last == false)
    }

    @Test("a sign-in called off goes back to idle, and its code is never asked for again")
    func calledOff() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("run", server.options)
        #expect(await kiosk.session.see("Press any key to sign in"))
        kiosk.terminal.send(" ")
        let code = try await kiosk.code()
        kiosk.terminal.send("\u{1b}")
        #expect(await kiosk.sees("Press any key to sign in", without: code), "\(kiosk.state)")
        let polls = try server.requests(to: "/token").count
        #expect(await kiosk.session.see(within: 2.5) { _ in false } == false)
        #expect(try server.requests(to: "/token").count == polls)
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
