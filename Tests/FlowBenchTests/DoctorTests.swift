import DeviceFlow
import FlowBench
import KioskScreen
import Testing

@Suite("What the doctor says of the machine")
struct DoctorTests {
    // MARK: The lines

    @Test("lines stand in columns, go on below their own words, and have no colours unless asked")
    func columns() {
        let finding = Finding(.tls, .problem, "the certificate has expired", remedy: "have it renewed on the server")
        #expect(
            FindingLayout(columns: 50, isColoured: false).lines(finding) == [
                "problem  TLS            the certificate has",
                "                        expired",
                "                        -> have it renewed on the",
                "                           server",
            ])
        #expect(
            FindingLayout(columns: nil, isColoured: true).lines(finding) == [
                "\u{1B}[1;31mproblem  \u{1B}[0mTLS            the certificate has expired",
                "                        -> have it renewed on the server",
            ])
    }

    @Test("no line is wider than its window, whatever stands in it", arguments: [1, 9, 20, 43, 44, 60, 200])
    func narrow(columns: Int) {
        let finding = Finding(
            .configuration, .note, "https://idp.example/a/very/long/address/without/any/blank 漢字漢字漢字漢字漢字漢字",
            remedy: String(repeating: "x", count: 90))
        let lines = FindingLayout(columns: max(columns, 10), isColoured: false).lines(finding)
        #expect(lines.allSatisfy { TextWidth.of($0) <= max(columns, 22) }, "\(lines)")
        let letters = lines.joined().filter { !$0.isWhitespace }
        #expect(letters.contains("address/without") && letters.contains(String(repeating: "x", count: 90)))
    }

    @Test("what a server or an operator has put into words reaches nobody's terminal raw")
    func escapes() {
        let finding = Finding(.client, .problem, "a\u{1B}[2Jb\u{7}", remedy: "c\u{202E}d")
        #expect(finding.seen == "ab" && finding.remedy == "cd")
    }

    @Test("the summary counts, and the JSON says the same")
    func summary() {
        var diagnosis = Diagnosis()
        #expect(diagnosis.summary == "No problem." && !diagnosis.hasProblem)
        diagnosis.add(Finding(.clock, .note, "n"))
        diagnosis.add(Finding(.tls, .problem, "p", remedy: "r"))
        #expect(diagnosis.summary == "1 problem, 1 note." && diagnosis.hasProblem)
        #expect(
            diagnosis.json.line
                == #"{"findings":[{"area":"clock","remedy":null,"seen":"n","verdict":"note"},"#
                + #"{"area":"TLS","remedy":"r","seen":"p","verdict":"problem"}],"notes":1,"problems":1}"#)
    }

    // MARK: The terminal

    private func terminal(
        isThere: Bool = true, term: String = "xterm-256color", isDescribed: Bool = true, rows: Int = 24,
        columns: Int = 80, abilities: Abilities = Abilities(), fontWasAsked: Bool = false, plainBy: String? = nil
    ) -> TerminalFacts {
        TerminalFacts(
            isThere: isThere, term: term, isDescribed: isDescribed, size: Frame.Size(rows: rows, columns: columns),
            abilities: abilities, fontWasAsked: fontWasAsked, plainBy: plainBy)
    }

    @Test("a good terminal is ok, but for the font, which only eyes can judge")
    func goodTerminal() {
        let findings = terminal().findings
        #expect(findings.map(\.verdict) == [.ok, .ok, .ok, .note])
        #expect(findings.last?.seen.contains("\u{2584}\u{2588}") == true)
        let console = terminal(term: "linux", abilities: Abilities(colors: 8, isConsole: true), fontWasAsked: true)
        #expect(console.findings.allSatisfy { $0.verdict == .ok }, "\(console.findings)")
    }

    @Test("what keeps a screen away is a problem, with what to do; lines that were asked for are none")
    func badTerminals() {
        let bad: [(TerminalFacts, String)] = [
            (terminal(term: ""), "TERM is not set"), (terminal(term: "dumb"), "dumb"),
            (terminal(term: "nonsuch", isDescribed: false), "TERM=nonsuch"),
            (terminal(rows: 9), "80x9"), (terminal(columns: 39), "39x24"),
        ]
        for (facts, words) in bad {
            let problems = facts.findings.filter { $0.verdict == .problem }
            #expect(problems.count == 1 && problems[0].seen.contains(words), "\(words): \(facts.findings)")
            #expect(problems.allSatisfy { $0.remedy != nil })
        }
        #expect(terminal(isThere: false, plainBy: "--plain").findings.map(\.verdict) == [.ok])
        // From a pipe, a timer or another machine the rest can be looked at all the same.
        let none = terminal(isThere: false).findings
        #expect(none.map(\.verdict) == [.note] && none[0].seen.contains("/dev/tty") && none[0].remedy != nil)
    }

    @Test("without colours, UTF-8 or half blocks it works, and that is said")
    func poorTerminals() {
        let poor = [
            terminal(abilities: Abilities(colors: 0)), terminal(abilities: Abilities(utf8: false, halfBlocks: false)),
            terminal(
                term: "linux", abilities: Abilities(colors: 8, halfBlocks: false, isConsole: true), fontWasAsked: true),
        ]
        for facts in poor {
            #expect(facts.findings.contains { $0.verdict == .note && $0.remedy != nil }, "\(facts.findings)")
            #expect(!facts.findings.contains { $0.verdict == .problem })
        }
    }

    @Test(
        "what people will see is found by drawing it",
        arguments: [
            (10, 40, QRRendering.automatic, Finding.Verdict.note, "the QR has no room"),
            (24, 80, .automatic, .ok, "half blocks"), (67, 240, .automatic, .ok, "full blocks"),
            (24, 80, .off, .ok, "--qr off"), (5, 20, .automatic, .problem, "no room"),
        ])
    func screens(rows: Int, columns: Int, qr: QRRendering, verdict: Finding.Verdict, words: String) {
        let finding = ScreenFit.finding(
            Sample.pending.scene(title: nil), isReal: false, size: Frame.Size(rows: rows, columns: columns),
            abilities: Abilities(), style: ViewStyle(qrRendering: qr))
        #expect(finding.verdict == verdict && finding.seen.contains(words), "\(finding)")
        if verdict == .note { #expect(finding.remedy?.contains("80x24") == true, "\(finding)") }
    }

    // MARK: Locale and clock

    @Test("a locale that is not installed, or not in UTF-8, and a language that cannot be read are told")
    func locales() {
        func facts(
            _ name: String, isInstalled: Bool = true, characters: String = "UTF-8", writesUTF8: Bool = true,
            isReadable: Bool = true
        ) -> [Finding] {
            LocaleFacts(
                variable: .init("LANG", name), isInstalled: isInstalled, characters: characters, writesUTF8: writesUTF8,
                language: "ja", isReadable: isReadable
            ).findings
        }
        #expect(facts("ja_JP.UTF-8").map(\.verdict) == [.ok, .ok])
        let missing = facts("xx_XX.UTF-8", isInstalled: false, characters: "")[0]
        #expect(missing.verdict == .note && missing.seen.contains("LANG=xx_XX.UTF-8 is not installed"), "\(missing)")
        let latin = facts("de_DE", characters: "ISO-8859-1", writesUTF8: false)[0]
        #expect(latin.verdict == .note && latin.seen.contains("ISO-8859-1"), "\(latin)")
        let unread = facts("ja_JP.UTF-8", isReadable: false)[1]
        #expect(unread.verdict == .note && unread.seen.contains("English"), "\(unread)")
    }

    @Test("a clock before this program, one that nobody keeps, and sleep are told")
    func clocks() {
        let now = 1_790_000_000.0
        #expect(ClockFacts(wall: now, slept: .zero, isKept: true).findings.map(\.verdict) == [.ok])
        #expect(ClockFacts(wall: now, slept: .zero, isKept: nil).findings.map(\.verdict) == [.ok])
        let unkept = ClockFacts(wall: now, slept: .seconds(7200), isKept: false).findings
        #expect(unkept.map(\.verdict) == [.note, .note])
        #expect(unkept[1].seen.contains("slept 2 hours"), "\(unkept)")
        let reset = ClockFacts(wall: 12, slept: .zero, isKept: false).findings
        #expect(reset.map(\.verdict) == [.problem])
        #expect(reset[0].seen.contains("1970-01-01 00:00:12 UTC"), "\(reset)")
    }

    @Test(
        "the server's clock beside ours: half a minute is nothing, five minutes are a problem",
        arguments: [
            (29.0, Finding.Verdict.ok, "the same time"), (-31, .note, "31 seconds behind"),
            (301, .problem, "5 minutes ahead"), (-86_400, .problem, "24 hours behind"),
        ])
    func serverClocks(ahead: Double, verdict: Finding.Verdict, words: String) {
        let finding = ClockFacts.finding(serverDate: 1_790_000_000 + ahead, arrived: 1_790_000_000, host: "idp.example")
        #expect(finding.verdict == verdict && finding.seen.contains(words), "\(finding)")
        #expect(ClockFacts.finding(serverDate: nil, arrived: 0, host: "idp.example").verdict == .skipped)
    }

    // MARK: Where things go

    @Test(
        "the first word of a command is found as the shell finds it",
        arguments: [
            ("deliver --to x", CommandWord.program("deliver")),
            ("  A=1 B='x y' /opt/deliver|cat", .program("/opt/deliver")),
            ("'my program' x", .program("my program")), ("\"a b\"c;d", .program("a bc")),
            ("cat>tokens", .program("cat")),
            ("exec deliver", .builtIn("exec")), ("if true; then :; fi", .builtIn("if")), ("$DELIVER x", .unclear),
            ("(deliver)", .unclear), ("", .unclear), ("'open", .unclear), ("\"$X\" y", .unclear), ("a=b", .unclear),
        ])
    func commands(command: String, word: CommandWord) {
        #expect(CommandWord(command) == word)
    }

    @Test("each place for the tokens, good and bad")
    func handover() {
        func file(_ state: PlaceFacts.State, _ fileSystem: String? = "ext4", isFull: Bool = false) -> Finding {
            HandoverFacts.file(PlaceFacts(path: "/run/t", state: state, fileSystem: fileSystem, isFull: isFull)).finding
        }
        #expect(file(.new).verdict == .ok)
        #expect(file(.exists(mode: 0o600, isOurs: true)).verdict == .ok)
        #expect(file(.exists(mode: 0o644, isOurs: true)).seen.contains("644"))
        #expect(file(.exists(mode: 0o600, isOurs: false)).verdict == .note)
        #expect(file(.new, "tmpfs").verdict == .note)
        #expect(file(.new, isFull: true).verdict == .problem)
        #expect(file(.cannot("/run: Permission denied")).seen.contains("Permission denied"))
        #expect(HandoverFacts.nowhere.finding.verdict == .ok)
        #expect(HandoverFacts.descriptor(3, isTerminal: false, reason: nil).finding.verdict == .ok)
        #expect(HandoverFacts.descriptor(3, isTerminal: true, reason: nil).finding.verdict == .note)
        #expect(HandoverFacts.descriptor(3, isTerminal: false, reason: "is not open").finding.verdict == .problem)
        #expect(HandoverFacts.command(.program("deliver"), program: "/bin/deliver").finding.verdict == .ok)
        #expect(HandoverFacts.command(.program("deliver"), program: nil).finding.verdict == .problem)
        #expect(HandoverFacts.command(.unclear, program: nil).finding.verdict == .note)
    }

    @Test("an event log that can be made, is there, or cannot be written")
    func log() {
        #expect(PlaceFacts(path: "/l", state: .new).log.verdict == .ok)
        #expect(PlaceFacts(path: "/l", state: .exists(mode: 0o600, isOurs: true)).log.seen.contains("appended"))
        #expect(PlaceFacts(path: "/m.prom", state: .new).metrics.verdict == .ok)
        #expect(PlaceFacts(path: "/m.txt", state: .new).metrics.verdict == .note)
        #expect(PlaceFacts(path: "/m.prom", state: .new, isFull: true).metrics.verdict == .problem)
        #expect(PlaceFacts(path: "/m.prom", state: .cannot("/: read-only")).metrics.verdict == .problem)
        let notYet = PlaceFacts(path: "/run/kiosk/m.prom", state: .comesWithService(folder: "/run/kiosk")).metrics
        #expect(notYet.verdict == .note && notYet.seen == "/run/kiosk is not there yet")
        let refused = PlaceFacts(path: "/x/l", state: .cannot("/x: No such file or directory")).log
        #expect(refused.verdict == .problem && refused.remedy?.contains("mkdir") == true)
    }

    @Test("a locked screen without an operator's menu is noted; a PIN that cannot be used is told under configuration")
    func lock() {
        let none = LockFacts(pinFile: nil, isGood: false).finding
        #expect(none.verdict == .note && none.remedy?.contains("kiosk pin") == true)
        #expect(LockFacts(pinFile: "/p", isGood: true).finding.verdict == .ok)
        #expect(LockFacts(pinFile: "/p", isGood: true).finding.seen.contains("Ctrl-O three times"))
        #expect(LockFacts(pinFile: "/p", isGood: false).finding.verdict == .skipped)
    }
}
