import Foundation
import TerminalTesting
import Testing

@Suite("What stands on the screen while a code lives", .inTurns)
struct ScreenTests {
    /// foot, kitty and one that nobody knows are not among Debian's usual descriptions: they are taken for xterm's.
    private static let terminals = [
        "xterm-256color", "tmux-256color", "linux", "vt100", "xterm", "xterm-direct", "screen", "screen-256color",
        "foot", "xterm-kitty", "no-such-terminal",
    ]
    private static let sizes = [(10, 40), (24, 80), (45, 160)]

    @Test("the code, the address and a QR that reads exactly as the complete address", arguments: terminals, sizes)
    func pending(term: String, size: (rows: Int, columns: Int)) async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("login", server.options, term: term, rows: size.rows, columns: size.columns)
        let shown = try await kiosk.event("codes_shown")
        let uri = try #require(shown["verification_uri"]?.string)
        #expect(await kiosk.session.see { $0.shows("WDJB-MJHT") && $0.shows(address: uri) }, "\(kiosk.state)")
        // 10 rows have no room for a QR; where there is no half block it needs more than 24.
        if size.rows >= 45 || size.rows == 24 && !["linux", "vt100"].contains(term) {
            let complete = try #require(shown["verification_uri_complete"]?.string)
            #expect(await kiosk.session.see { $0.qrCodes() == [complete] }, "\(kiosk.state)")
        }
        if size.columns == 160 {
            #expect(await kiosk.session.see { $0.showsInBigLetters("WDJB-MJHT") }, "\(kiosk.state)")
        }
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(130))
        #expect(kiosk.isTerminalRestored)
        // Also where the terminal has no second screen to go back from.
        #expect(!kiosk.screen.text.contains("WDJB-MJHT"), "\(kiosk.state)")
    }

    @Test("every resize is followed, down to the smallest window and up again")
    func resizing() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("login", server.options)
        let complete = server.origin + "/device?user_code=WDJB-MJHT"
        #expect(await kiosk.session.see { $0.qrCodes() == [complete] && $0.shows("WDJB-MJHT") }, "\(kiosk.state)")
        kiosk.session.resize(rows: 10, columns: 40)
        #expect(
            await kiosk.session.see {
                $0.shows("WDJB-MJHT") && $0.shows(address: server.origin + "/device") && $0.qrCodes() == []
            }, "the QR goes first; \(kiosk.state)")
        kiosk.session.resize(rows: 45, columns: 160)
        #expect(
            await kiosk.session.see { $0.qrCodes() == [complete] && $0.showsInBigLetters("WDJB-MJHT") },
            "\(kiosk.state)")
        kiosk.session.resize(rows: 24, columns: 80)
        #expect(await kiosk.session.see { $0.qrCodes() == [complete] && $0.shows("WDJB-MJHT") }, "\(kiosk.state)")
        let resized = try kiosk.eventLog.events("resized").count
        #expect(resized == 3)
    }

    @Test("a code that others' lines have scrolled away goes with its sign-in, and they with it")
    func scrolledByOthers() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk("run", server.options)
        #expect(await kiosk.session.see("Press any key"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        #expect(await kiosk.session.see { $0.text.contains("WDJB-MJHT") }, "\(kiosk.state)")
        kiosk.screen.feed(Array("\u{1B}[24;1H\n\n\n\r[ 4711.08] usb 1-1: new device".utf8))
        #expect(kiosk.screen.text.contains("WDJB-MJHT") && kiosk.screen.text.contains("usb 1-1"), "\(kiosk.state)")
        kiosk.terminal.send("\u{1B}")
        #expect(
            await kiosk.session.see {
                $0.text.contains("Press any key") && !$0.text.contains("WDJB-MJHT") && !$0.text.contains("usb 1-1")
            }, "\(kiosk.state)")
    }

    @Test("a window that is too small says so and shows no part of the code or the address")
    func tooSmall() async throws {
        let code = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        let path = "/device/" + String(repeating: "long/", count: 20)
        let server = try await ScriptedServer(
            codes: [.codes(userCode: code, uri: "{origin}" + path, complete: nil)], token: [.pending])
        let kiosk = try Kiosk("login", server.options, rows: 10, columns: 40)
        #expect(
            await kiosk.session.see {
                $0.text.contains("Make the window larger") && !$0.text.contains("ABCDEF") && !$0.text.contains("long")
            }, "\(kiosk.state)")
        kiosk.session.resize(rows: 45, columns: 160)
        #expect(await kiosk.session.see { $0.shows(code) && $0.shows(address: server.origin + path) }, "\(kiosk.state)")
    }

    @Test(
        "the C locale and a terminal of eight or no colours get the code and a QR all the same",
        arguments: ["xterm-256color", "xterm", "linux", "vt100"])
    func plainLocale(term: String) async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try Kiosk(
            "login", server.options, term: term, environment: ["LANG": "C", "LC_ALL": "C"], rows: 45, columns: 160)
        let complete = server.origin + "/device?user_code=WDJB-MJHT"
        #expect(
            await kiosk.session.see { $0.shows("WDJB-MJHT") && $0.qrCodes() == [complete] }, "\(kiosk.state)")
        if term == "vt100" { #expect(kiosk.session.drawn.allSatisfy { $0 < 0x80 }, "a terminal older than UTF-8") }
    }

    @Test("the countdown goes down by itself")
    func countdown() async throws {
        let server = try await ScriptedServer(codes: [.codes(expiresIn: 59)], token: [.pending])
        let kiosk = try Kiosk("login", server.options)
        var seen: [Int] = []
        await kiosk.session.see {
            if let left = $0.text.firstMatch(of: /0:(\d\d)/).flatMap({ Int($0.output.1) }), left != seen.last {
                seen.append(left)
            }
            return seen.count >= 4
        }
        #expect(seen.count >= 4 && seen == seen.sorted(by: >), "\(seen)")
    }

    @Test("the code is shown exactly as sent", arguments: ["wdjb.mjht", "WD_JB 123", "019-450-730", "0O1lI5S8B"])
    func exactly(code: String) async throws {
        let server = try await ScriptedServer(codes: [.codes(userCode: code)], token: [.pending])
        let kiosk = try Kiosk("login", server.options, rows: 45, columns: 160)
        #expect(await kiosk.session.see { $0.showsInBigLetters(code) }, "\(kiosk.state)")
        #expect(await kiosk.session.see(code), "also as ordinary text, for copying")
        #expect(await kiosk.session.see("opens on this computer only"), "a loopback address helps no phone")
    }

    @Test("without a complete address the QR holds the plain one")
    func plainAddress() async throws {
        let server = try await ScriptedServer(codes: [.codes(complete: nil)], token: [.pending])
        let kiosk = try Kiosk("login", server.options)
        #expect(await kiosk.session.see { $0.qrCodes() == [server.origin + "/device"] }, "\(kiosk.state)")
    }

    @Test("connection trouble is said in words and apart from waiting, and the code stays")
    func trouble() async throws {
        let server = try await ScriptedServer(token: [.pending, .pending, .reset, .reset, .pending])
        let kiosk = try Kiosk("login", server.options)
        let code = try await kiosk.code()
        #expect(
            await kiosk.session.see { $0.text.contains("WAITING") && !$0.text.contains("RETRYING") }, "\(kiosk.state)")
        try await kiosk.event("retrying")
        #expect(
            await kiosk.session.see { $0.text.contains("connection") || $0.text.contains("RETRYING") },
            "\(kiosk.state)")
        #expect(kiosk.screen.shows(code))
    }
}

extension Emulator {
    /// The whole address stands on the screen; it may go on below its beginning, as often as needed.
    func shows(address: String) -> Bool {
        let cells = (0..<rows).map { row in (0..<columns).map { self[row, $0].text } }
        func goesOn(_ rest: Substring, row: Int, column: Int) -> Bool {
            guard row < rows else { return false }
            let count = zip(rest, cells[row][column...]).prefix { String($0) == $1 }.count
            if count == rest.count { return true }
            return count > 0 && goesOn(rest.dropFirst(count), row: row + 1, column: column)
        }
        return (0..<rows).contains { row in
            (0..<columns).contains { goesOn(address[...], row: row, column: $0) }
        }
    }
}
