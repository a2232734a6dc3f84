import Foundation
import TerminalTesting
import Testing

@Suite("The television around the sign-in", .inTurns)
struct HomeStoryTests {
    private static func options(_ server: ScriptedServer) -> [String] {
        SessionTests.options(server) + ["--greet", "0"]
    }

    @Test("from the home screen to a code, back, to the person's own home, and signed out: all with a remote")
    func remote() async throws {
        let server = try await SessionTests.server(token: [
            .pending,
            Answer(json: [
                "access_token": "AT", "refresh_token": "RT", "expires_in": 3600, "scope": "openid email tv:play",
            ]),
        ])
        let kiosk = try Kiosk("run", Self.options(server) + ["--bell"], hasHome: true)
        #expect(await kiosk.session.see("[ Sign in ]"), "\(kiosk.state)")
        #expect(kiosk.screen.text.contains("Nobody is signed in"))
        #expect(try kiosk.eventLog.events("codes_requested").isEmpty)
        kiosk.terminal.send("\r")
        try await kiosk.code()
        kiosk.terminal.send("\u{7F}")
        #expect(await kiosk.session.see("[ Sign in ]"), "\(kiosk.state)")
        // Right, to what wants a sign-in.
        kiosk.terminal.send("\u{1B}OC")
        #expect(await kiosk.session.see("[ Films ]"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        #expect(await kiosk.session.see("Your films would be here"), "\(kiosk.state)")
        #expect(kiosk.screen.bells == 1)
        kiosk.terminal.send("\u{7F}")
        #expect(
            await kiosk.session.see {
                $0.text.contains("You are signed in") && $0.text.contains("60 minutes left")
                    && $0.text.contains("who you are, your e-mail address, tv:play")
            }, "\(kiosk.state)")
        kiosk.terminal.send("\u{1B}OD")
        #expect(await kiosk.session.see("[ Sign out ]"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        #expect(await kiosk.session.see("Nobody is signed in"), "\(kiosk.state)")
        try await kiosk.event("signed_out")
        #expect(await eventually { (try? server.requests(to: "/revoke").count) == 2 })
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
        #expect(kiosk.isTerminalRestored)
    }

    @Test("whoever presses no key is signed out, after a warning")
    func idle() async throws {
        let server = try await SessionTests.server(token: [SessionTests.tokens("AT", "RT")])
        let kiosk = try Kiosk(
            "run", Self.options(server) + ["--idle-limit", "2"], hasHome: true)
        #expect(await kiosk.session.see("[ Sign in ]"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        #expect(await kiosk.session.see("Still there? Signing out in"), "\(kiosk.state)")
        let event = try await kiosk.event("signed_out")
        #expect(event["reason"] == "for want of keys")
        #expect(await kiosk.session.see("Nobody is signed in"), "\(kiosk.state)")
        #expect(await eventually { (try? server.requests(to: "/revoke").count) == 2 })
    }

    @Test("an operator's own tiles, in the language of the moment")
    func own() async throws {
        let folder = try TemporaryFolder()
        let home = try folder.file(
            "home.json",
            """
            {"tiles": [{"opens": "sign-in"}, {"opens": "page", "label": {"en": "Timetable", "de": "Fahrplan"},
              "text": {"en": "Platform 2", "de": "Gleis 2"}}]}
            """)
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("run", server.options + ["--home", home], hasHome: true)
        #expect(await kiosk.session.see("Timetable"), "\(kiosk.state)")
        // English, then Arabic, then German.
        kiosk.terminal.send("ll")
        #expect(await kiosk.session.see("Fahrplan"), "\(kiosk.state)")
        #expect(kiosk.screen.text.contains("[ Anmelden ]"))
        kiosk.terminal.send("\u{1B}OC\r")
        #expect(await kiosk.session.see("Gleis 2"), "\(kiosk.state)")
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }
}
