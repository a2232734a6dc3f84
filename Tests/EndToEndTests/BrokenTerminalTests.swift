import Foundation
import TerminalTesting
import Testing

@Suite("A terminal that breaks", .inTurns)
struct BrokenTerminalTests {
    @Test("Scroll Lock while a code waits: the polls go on, the tokens arrive, and the program can end")
    func stopped() async throws {
        let server = try await ScriptedServer(token: [.pending, .pending, .tokens])
        let kiosk = try Kiosk("login", server.options)
        try await kiosk.code()
        kiosk.terminal.stop()
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        #expect(try JSON(kiosk.output)["access_token"]?.string == Secrets.accessToken)
    }

    @Test("Scroll Lock until a code has died: what stands there afterwards is the living one")
    func noStaleCode() async throws {
        let server = try await ScriptedServer(
            codes: [.codes(userCode: "WDJB-MJHT", expiresIn: 4), .codes(userCode: "KQRS-TVWX", expiresIn: 60)],
            token: [.pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on"])
        try await kiosk.code()
        kiosk.terminal.stop()
        try await kiosk.event("codes_shown", 2)
        #expect(!kiosk.screen.shows("KQRS-TVWX"))
        kiosk.terminal.goOn()
        #expect(
            await kiosk.session.see { $0.shows("KQRS-TVWX") && !$0.shows("WDJB-MJHT") }, "\(kiosk.state)")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
        #expect(kiosk.isTerminalRestored)
    }

    @Test("what another program has written over the screen goes with Ctrl-L, which a console does by itself")
    func writtenOver() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("login", server.options, term: "linux")
        let code = try await kiosk.code()
        kiosk.terminal.scribble("\u{1B}[5;3Hnfs: server not responding")
        #expect(await kiosk.session.see("not responding"))
        kiosk.terminal.send("\u{0C}")
        #expect(
            await kiosk.session.see { !$0.text.contains("not responding") && $0.shows(code) }, "\(kiosk.state)")
    }

    @Test("a screen that is unplugged has no size, or one cell; plugged in again it shows what it did")
    func noSize() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on"])
        let code = try await kiosk.code()
        for (number, size) in [(0, 0), (1, 1), (0, 80), (24, 80)].enumerated() {
            kiosk.terminal.resize(rows: size.0, columns: size.1)
            try await kiosk.event("resized", number + 1)
        }
        kiosk.terminal.send("\u{0C}")
        #expect(await kiosk.session.see { $0.shows(code) }, "\(kiosk.state)")
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
    }
}
