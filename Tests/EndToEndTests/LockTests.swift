import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("A locked screen", .inTurns)
struct LockTests {
    private static let pin = "739158"
    private static let chord = "\u{0F}\u{0F}\u{0F}"

    /// A folder with the file of `--operator-pin-file`, made as its reader is told to.
    private static func pinFile() async throws -> (folder: TemporaryFolder, path: String) {
        let folder = try TemporaryFolder()
        let path = try folder.file("operator.pin")
        let made = try await run(["/bin/sh", "-c", "umask 077; echo \(pin) | '\(product("kiosk"))' pin >'\(path)'"])
        #expect(made.end == .exit(0), "\(made.errors)")
        return (folder, path)
    }

    private static func locked(_ options: [String], _ pinFile: String, hasHome: Bool = false) throws -> Kiosk {
        try Kiosk("run", options + ["--locked", "--operator-pin-file", pinFile], hasHome: hasHome)
    }

    private static func open(_ kiosk: Kiosk) async {
        kiosk.terminal.send(chord)
        #expect(await kiosk.session.see("Type the PIN"), "\(kiosk.state)")
        kiosk.terminal.send(pin + "\r")
        #expect(await kiosk.session.see("1 Status"), "\(kiosk.state)")
    }

    @Test("no key ends it; the operator sees how it does, tests the network while it polls, and quits with 9")
    func story() async throws {
        let simulator = try await Simulator()
        let (folder, file) = try await Self.pinFile()
        let kiosk = try Self.locked(simulator.discoveryOptions + ["--always-on"], file)
        let code = try await kiosk.code()
        #expect(!kiosk.screen.text.contains("Quit"), "\(kiosk.state)")
        kiosk.terminal.send("qQi\u{03}\u{1C}\u{1A}\u{04}")
        kiosk.terminal.signal(SIGINT)
        kiosk.terminal.signal(SIGQUIT)
        kiosk.terminal.signal(SIGTSTP)
        try await kiosk.event("poll")
        #expect(kiosk.terminal.end() == nil && kiosk.screen.shows(code), "\(kiosk.state)")
        await Self.open(kiosk)
        #expect(!kiosk.screen.shows(code))
        kiosk.terminal.send("1")
        #expect(await kiosk.session.see("Codes shown: 1. Sign-ins: 0."), "\(kiosk.state)")
        #expect(kiosk.screen.text.contains("State: WAITING") && kiosk.screen.text.contains("Server: localhost"))
        kiosk.terminal.send("\u{7F}2")
        let tested = try await kiosk.event("network_tested", within: 20)
        #expect(await kiosk.session.see("TLSv1.3"), "\(kiosk.state)")
        #expect(kiosk.screen.text.contains("ok clock"), "\(kiosk.state)")
        guard case .array(let findings)? = tested["findings"] else { throw TestingFailure("\(tested)") }
        #expect(!findings.isEmpty && findings.allSatisfy { $0["verdict"] != "problem" }, "\(findings)")
        #expect(try await JSON(simulator.act("list", "--json"))[1] == nil, "the test has asked for no code")
        let polls = try kiosk.eventLog.events("poll").count
        try await kiosk.event("poll", polls + 1)
        // Back twice, and the same code is still good.
        kiosk.terminal.send("\u{7F}\u{7F}")
        #expect(await kiosk.session.see { $0.shows(code) }, "\(kiosk.state)")
        await Self.open(kiosk)
        kiosk.terminal.send("5")
        #expect(try await kiosk.end() == .exit(9))
        #expect(kiosk.isTerminalRestored)
        #expect(try kiosk.eventLog.events("operator").compactMap { $0["act"]?.string } == ["open", "open", "quit"])
        #expect(!kiosk.eventLog.text.contains(Self.pin))
        _ = folder
    }

    @Test("a server that is gone is told as such by the test; restart ends with 10")
    func restart() async throws {
        let simulator = try await Simulator()
        let (folder, file) = try await Self.pinFile()
        let kiosk = try Self.locked(simulator.discoveryOptions, file, hasHome: true)
        #expect(await kiosk.session.see("[ Sign in ]"), "\(kiosk.state)")
        try await simulator.kill()
        await Self.open(kiosk)
        kiosk.terminal.send("2")
        let tested = try await kiosk.event("network_tested", within: 20)
        guard case .array(let findings)? = tested["findings"] else { throw TestingFailure("\(tested)") }
        #expect(
            findings.contains { $0["seen"]?.string?.contains("refuses the connection: nothing listens") == true },
            "\(findings)")
        #expect(await kiosk.session.see("problem connection:"), "\(kiosk.state)")
        kiosk.terminal.send("\u{7F}4")
        #expect(try await kiosk.end() == .exit(10))
        _ = folder
    }

    @Test("three wrong PINs, and the right one is not looked at for half a minute; no digit of any is in the log")
    func wrong() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let (folder, file) = try await Self.pinFile()
        let kiosk = try Self.locked(server.options, file)
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(Self.chord)
        #expect(await kiosk.session.see("Type the PIN"), "\(kiosk.state)")
        for number in 1...3 {
            kiosk.terminal.send("7391\(number)\r")
            let event = try await kiosk.event("operator", number)
            #expect(event["act"] == "wrong_pin" && event["wrong"]?.number == Double(number), "\(event)")
            #expect((event["wait"]?.number == 30) == (number == 3), "\(event)")
        }
        #expect(await kiosk.session.see("Too many wrong PINs"), "\(kiosk.state)")
        kiosk.terminal.send("\u{1B}")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send(Self.chord)
        #expect(await kiosk.session.see("Too many wrong PINs"), "\(kiosk.state)")
        kiosk.terminal.send(Self.pin)
        try await kiosk.event("key", 30)
        kiosk.terminal.send("\r")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        #expect(try kiosk.eventLog.events("codes_requested").isEmpty)
        kiosk.terminal.signal(SIGTERM)
        #expect(try await kiosk.end() == .exit(0))
        let keys = try kiosk.eventLog.events("key").compactMap { $0["key"]?.string }
        #expect(!keys.contains { $0.contains(where: \.isNumber) }, "\(keys)")
        _ = folder
    }

    @Test("as lines: a line of Ctrl-O three times, the PIN that is not shown, numbers")
    func lines() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let (folder, file) = try await Self.pinFile()
        let kiosk = try Self.locked(server.options + ["--plain"], file)
        #expect(await kiosk.session.see("Press Enter to sign in."), "\(kiosk.state)")
        kiosk.terminal.send("\u{03}")
        kiosk.terminal.send(Self.chord + "\n")
        #expect(await kiosk.session.see("Type the PIN"), "\(kiosk.state)")
        #expect(!kiosk.terminal.settings().isOrdinary)
        kiosk.terminal.send("739159\n")
        #expect(await kiosk.session.see("That was not the PIN."), "\(kiosk.state)")
        kiosk.terminal.send(Self.pin + "\n")
        #expect(await kiosk.session.see("5 Back to the visitors' screen"), "\(kiosk.state)")
        #expect(kiosk.terminal.settings().isOrdinary)
        #expect(!kiosk.screen.text.contains("73915"))
        kiosk.terminal.send("1\n")
        #expect(await kiosk.session.see("State: READY"), "\(kiosk.state)")
        kiosk.terminal.send("\n")
        try await kiosk.event("key", 19)
        kiosk.terminal.send("4\n")
        #expect(try await kiosk.end() == .exit(9))
        #expect(!kiosk.eventLog.text.contains(Self.pin) && !kiosk.eventLog.text.contains("739159"))
        _ = folder
    }

    @Test("ten thousand bytes that no keyboard sends: it goes on, locked, and its screen is its own")
    func rubbish() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let (folder, file) = try await Self.pinFile()
        let kiosk = try Self.locked(server.options, file)
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        var random = Rubbish(state: 8628)
        for round in 1...50 {
            kiosk.terminal.send(random.bytes(200))
            // By the time it hears of its window it has read what came before.
            kiosk.session.resize(rows: 24 + round % 2, columns: 80)
            try await kiosk.event("resized", round)
            #expect(kiosk.terminal.end() == nil, "\(round)")
        }
        // Whatever sequence the rubbish has begun is over with this; the language may be any by now.
        kiosk.terminal.send("~")
        kiosk.terminal.send(Self.chord)
        #expect(
            await kiosk.session.see { screen in
                (0..<24).contains { screen.line($0).split(separator: " ") == ["_"] }
            }, "\(kiosk.state)")
        kiosk.terminal.send(Self.pin + "\r")
        try await kiosk.event("operator")
        kiosk.terminal.send("6")
        #expect(
            await kiosk.session.see { screen in
                !(0..<24).contains { screen.line($0).contains("> 1") || screen.line($0).contains("1 <") }
            }, "\(kiosk.state)")
        let text = kiosk.screen.text
        #expect(!text.contains("Timeline") && !text.contains("Quit") && !kiosk.screen.line(23).isEmpty, "\(text)")
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0xFFFD }, "\(text)")
        #expect(try kiosk.eventLog.events("operator").count == 1, "only the operator's own chord was one")
        let keys = try kiosk.eventLog.events("key").count
        #expect(keys > 500, "what is no UTF-8 is no key: \(keys)")
        let asked = try kiosk.eventLog.events("codes_requested")
        let last = try kiosk.eventLog.lines().last?["t"]?.number ?? 0
        #expect(Double(asked.count) <= 1 + last / 5, "\(asked.count) codes in \(last) s")
        kiosk.terminal.signal(SIGHUP)
        #expect(try await kiosk.end() == .exit(0))
        #expect(kiosk.isTerminalRestored)
        _ = folder
    }

    @Test(
        "what would open it to whoever stands there is refused in words",
        arguments: [
            (["--locked", "--demo"], "for a presenter"),
            (["--locked", "--record", "/tmp/never", "--record-secrets"], "not for a file"),
            (["--operator-pin-file", "/dev/null"], "give --locked too"),
            (["--locked", "--operator-pin-file", "/nonexistent/pin"], "No such file"),
            (["--locked", "--operator-pin-file", "/etc/passwd"], "open to others"),
        ])
    func refused(options: [String], words: String) async throws {
        let result = try await run(
            [product("kiosk"), "run", "--issuer", "https://idp.invalid", "--client-id", "x"] + options)
        #expect(result.end == .exit(64) || result.end == .exit(78), "\(result)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test("kiosk pin asks twice and shows nothing, and takes no PIN that people try first")
    func command() async throws {
        func session() throws -> TerminalSession {
            try TerminalSession([product("kiosk"), "pin"], columns: 120, standardOutput: .pipe)
        }
        let good = try session()
        #expect(await good.see("PIN for the operator's menu:"))
        good.terminal.send(Self.pin + "\n")
        #expect(await good.see("The same again:"))
        good.terminal.send(Self.pin + "\n")
        #expect(await good.end() == .exit(0))
        #expect(!good.screen.text.contains("7391"))
        #expect(good.terminal.standardOutput().hasPrefix("$scrypt$"))
        #expect(good.terminal.settings() == good.terminal.settingsBefore)
        let called = try session()
        #expect(await called.see("PIN for the operator's menu:"))
        called.terminal.send("7391\u{03}")
        #expect(await called.end() == .exit(64))
        #expect(called.terminal.settings() == called.terminal.settingsBefore, "the terminal is not left mute")
        let other = try session()
        #expect(await other.see("PIN for the operator's menu:"))
        other.terminal.send(Self.pin + "\n")
        #expect(await other.see("The same again:"))
        other.terminal.send("739159\n")
        #expect(await other.end() == .exit(64))
        #expect(other.screen.text.contains("not the same") && other.terminal.standardOutput() == "")
        let short = try await run(["/bin/sh", "-c", "echo 1234 | '\(product("kiosk"))' pin"])
        #expect(short.end == .exit(64) && short.errors.contains("6 digits or more"), "\(short)")
    }
}

/// What no keyboard sends, the same in every run: bytes of all kinds, and sequences that terminals know.
private struct Rubbish {
    var state: UInt64

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    private static let sequences = [
        "\u{1B}[", "\u{1B}O", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[M !!", "\u{1B}[<0;1;1M", "\u{1B}]0;x\u{7}",
        "\u{1B}P+r\u{1B}\\", "\u{1B}[?1;2c", "\u{1B}[24;80R", "\u{1B}[I", "\u{1B}[99999999A", "é漢👩", "\u{1B}[3;5~",
    ]

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if below(8) == 0 {
                bytes += Array(Self.sequences[below(Self.sequences.count)].utf8)
            } else {
                bytes.append(UInt8(below(256)))
            }
        }
        return bytes
    }
}
