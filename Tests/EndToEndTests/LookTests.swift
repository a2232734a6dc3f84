import Foundation
import TerminalTesting
import Testing

@Suite("How the operator wants it to look", .inTurns)
struct LookTests {
    private func gallery(
        _ options: [String], term: String = "xterm-256color", environment: [String: String] = [:], rows: Int = 24,
        columns: Int = 80
    ) throws -> TerminalSession {
        try TerminalSession(
            [product("kiosk"), "gallery"] + options, environment: testEnvironment(term: term, adding: environment),
            rows: rows, columns: columns)
    }

    @Test("the gallery shows every screen without a network, and gives the terminal back")
    func gallery() async throws {
        let session = try gallery(["--title", "Lobby East"])
        #expect(await session.see("home 80x23 living-room en auto 256"), "\(session.screen.text)")
        #expect(session.screen.text.contains("Lobby East"))
        let states = try await HelpTests.help(["gallery", "--help"]).split(separator: "\n").drop { $0 != "States:" }
            .dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(states.count > 20)
        for state in states.dropFirst() {
            session.terminal.send("\u{1B}OC")
            #expect(await session.see(" \(state) 80x23"), "\(session.screen.text)")
        }
        session.terminal.send("q")
        #expect(await session.end() == .exit(0))
        #expect(!session.screen.isOnAlternateScreen && session.screen.isCursorVisible)
        #expect(session.terminal.settings() == session.terminal.settingsBefore)
    }

    @Test("the QR of each theme, drawing and depth decodes as the terminal shows it")
    func scans() async throws {
        let session = try gallery(["--state", "pending", "--bare"], rows: 45, columns: 160)
        let text = "https://idp.example/device?user_code=WDJB-MJHT"
        for key in ["", "r", "r", "c", "t", "t", "c", "t", "c"] {
            session.terminal.send(key)
            #expect(await session.see { $0.qrCodes() == [text] }, "after \(key): \(session.screen.text)")
        }
        session.terminal.send("q")
        #expect(await session.end() == .exit(0))
    }

    @Test("the language is that of the locale, and --lang beats it")
    func languages() async throws {
        let german = ["LANG": "C.UTF-8", "LC_MESSAGES": "de_AT.UTF-8"]
        #expect(try await rendered(["idle"], german).contains("Kein Handy dabei?"))
        #expect(try await rendered(["idle", "--lang", "fr"], german).contains("Pas de téléphone"))
        #expect(try await rendered(["idle"], ["LC_ALL": "xx_YY.UTF-8"]).contains("Your phone"))
        #expect(try await rendered(["idle", "--format", "ansi", "--lang", "ar"], [:]).hasPrefix("\u{1B}[8l"))
    }

    @Test("a language that the terminal cannot write is replaced by English, a Latin one loses its marks")
    func unreadable() async throws {
        for (lang, seen) in [
            ("ja", "Press any key to sign in"), ("de", "Anmelden mit beliebiger Taste"), ("fr", "Pas de telephone"),
        ] {
            let session = try gallery(
                ["--state", "idle", "--lang", lang], term: "vt100", environment: ["LANG": "C", "LC_ALL": "C"])
            #expect(await session.see(seen), "\(lang): \(session.screen.text)")
            #expect(session.drawn.allSatisfy { $0 < 0x80 })
        }
    }

    @Test("a terminal that turns Arabic around by itself is asked not to, until the end")
    func explicit() async throws {
        let session = try gallery(["--state", "idle", "--lang", "ar"])
        #expect(await session.see { $0.text.contains("\u{FE8E}") }, "\(session.screen.text)")
        #expect(String(decoding: session.drawn, as: UTF8.self).contains("\u{1B}[8l"))
        session.terminal.send("q")
        #expect(await session.end() == .exit(0))
        #expect(String(decoding: session.drawn, as: UTF8.self).contains("\u{1B}[8h"))
    }

    @Test("NO_COLOR: greys only, and the QR still black on white")
    func noColour() async throws {
        let session = try gallery(
            ["--state", "pending", "--bare"], environment: ["NO_COLOR": "1"], rows: 45, columns: 160)
        #expect(
            await session.see { $0.qrCodes() == ["https://idp.example/device?user_code=WDJB-MJHT"] },
            "\(session.screen.text)")
        for row in 0..<45 {
            for column in 0..<160 {
                let cell = session.screen[row, column]
                for colour in [cell.fore, cell.back] where colour.red != colour.blue {
                    Issue.record("\(colour) at \(row), \(column)")
                }
            }
        }
    }

    @Test("a terminal of direct colours gets the theme's own, and a QR that decodes")
    func direct() async throws {
        let folder = try TemporaryFolder()
        let colour = #"%?%p1%{8}%<%t38%e8\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m"#
        let entry = try folder.file(
            "direct.ti",
            """
            direct|direct colours by ISO 8613-6, RGB, colors#0x1000000, pairs#0x7FFF, ccc@, initc@,
            \tsetaf=\\E[3\(colour.replacing("38%e", with: "%p1%d%e")), setab=\\E[4\(colour.replacing("38%e", with: "%p1%d%e")),
            \tuse=xterm-256color,

            """)
        let made = try await run(["/usr/bin/tic", "-x", "-o", folder.path, entry])
        #expect(made.end == .exit(0), "\(made.errors)")
        let session = try gallery(
            ["--state", "pending", "--bare"], term: "direct", environment: ["TERMINFO": folder.path], rows: 45,
            columns: 160)
        #expect(
            await session.see { $0.qrCodes() == ["https://idp.example/device?user_code=WDJB-MJHT"] },
            "\(session.screen.text)")
        #expect(session.screen[0, 0].back == Emulator.Colour(red: 0x10, green: 0x14, blue: 0x1B))
    }

    @Test("files of the operator's own: theme, language and logo")
    func own() async throws {
        let folder = try TemporaryFolder()
        func asset(_ name: String) throws -> String {
            try String(contentsOfFile: repositoryFolder + "/Assets/" + name, encoding: .utf8)
        }
        let theme = try folder.file(
            "mine.json", asset("themes/living-room.json").replacing("#10141B", with: "#123456"))
        let words = try folder.file("words.json", asset("locales/en.json").replacing("Sign in\"", with: "Come in\""))
        let logo = try folder.file("logo", "  /\\_/\\\n ( o.o )\n")
        let svg = try await rendered(
            ["idle", "--format", "svg", "--theme", theme, "--lang", words, "--logo", logo], [:])
        #expect(svg.contains("#123456") && svg.contains("o.o"))
        let text = try await rendered(["pending", "--lang", words], [:])
        #expect(text.contains("Come in"))
    }

    @Test(
        "what cannot be used is told in words that say what to do",
        arguments: [
            (["--theme", "pink"], "living-room"), (["--lang", "xx"], "pt-BR"),
            (["--theme", "./none.json"], "cannot be read"),
            (["--logo", "/dev/null"], "nothing to see"), (["--qr", "round"], "half"), (["--size", "80xax24"], "80x24"),
            (["--colors", "7"], "256"),
        ])
    func slips(options: [String], told: String) async throws {
        let result = try await run([product("kiosk"), "render", "idle"] + options)
        #expect(result.end == .exit(64) || result.end == .exit(78))
        #expect(result.errors.contains(told), "\(result.errors)")
        #expect(result.output == "")
    }

    @Test("a file of another form says what is missing in it")
    func badFiles() async throws {
        let folder = try TemporaryFolder()
        let theme = try folder.file("t.json", #"{"name": "x", "roles": {}}"#)
        let words = try folder.file("w.json", #"{"locale": "x", "language": "x", "reviewed": false, "sentences": {}}"#)
        let home = try folder.file("h.json", #"{"tiles": [{"opens": "door"}]}"#)
        for (words, told) in [
            (["render", "idle", "--theme", theme], "background"), (["render", "idle", "--lang", words], "idle.body"),
            (["run", "--issuer", "https://a.example", "--client-id", "x", "--home", home], "tiles[0].opens"),
        ] {
            let result = try await run([product("kiosk")] + words)
            #expect(result.end == .exit(64), "\(result.errors)")
            #expect(result.errors.contains(told), "\(result.errors)")
        }
    }

    private func rendered(_ words: [String], _ environment: [String: String]) async throws -> String {
        let result = try await run(
            [product("kiosk"), "render"] + words, environment: testEnvironment(adding: environment))
        #expect(result.end == .exit(0), "\(result.errors)")
        return result.output
    }
}
