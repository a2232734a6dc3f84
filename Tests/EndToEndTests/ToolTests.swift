import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("The tools the stories are told with")
struct ToolTests {
    @Test("a program on the pseudo-terminal draws, is read, and its exit code arrives")
    func drawing() async throws {
        let session = try shell(#"printf '\033[2J\033[3;5HHe\033[1mllo\033[0m'; read answer; exit 7"#)
        #expect(await session.see("Hello"))
        #expect(session.screen.line(2) == "    Hello")
        #expect(session.screen[2, 5].bold == false)
        #expect(session.screen[2, 6].bold)
        session.terminal.send("yes\n")
        #expect(await session.end() == .exit(7))
    }

    @Test("/dev/tty is this terminal even where standard output is a pipe")
    func outputOnPipe() async throws {
        let session = try shell("echo drawn >/dev/tty; echo '{}'; exit 0", standardOutput: .pipe)
        #expect(await session.see("drawn"))
        #expect(await session.end() == .exit(0))
        #expect(session.terminal.standardOutput() == "{}\n")
        #expect(!session.screen.text.contains("{}"))
    }

    @Test("without a terminal /dev/tty cannot be opened")
    func noTerminal() async throws {
        let result = try await run(["/bin/sh", "-c", "echo out; echo err >&2; : </dev/tty && exit 1; exit 5"])
        #expect(result.end != .exit(1))
        #expect(result.output == "out\n")
        #expect(result.errors.hasPrefix("err\n"))
    }

    @Test("a resize reaches the program as SIGWINCH and the new size can be asked")
    func resizing() async throws {
        let session = try shell("trap 'stty size' WINCH; echo ready; while :; do sleep 0.02; done")
        #expect(await session.see("ready"))
        session.resize(rows: 10, columns: 40)
        #expect(await session.see("10 40"))
    }

    @Test("death by a signal is told apart from an exit code")
    func deathBySignal() async throws {
        let session = try shell("echo ready; kill -TERM $$")
        #expect(await session.end() == .signal(SIGTERM, dumpedCore: false))
        let piped = try PipedProcess(["/bin/sleep", "60"], environment: testEnvironment())
        piped.signal(SIGHUP)
        #expect(try await piped.wait() == .signal(SIGHUP, dumpedCore: false))
    }

    @Test("where the kernel writes cores, one is told apart", .enabled(if: Cores.isPossible))
    func core() async throws {
        let folder = try TemporaryFolder()
        let session = try TerminalSession(Cores.launcher(in: folder) + ["/bin/sh", "-c", "kill -SEGV $$"])
        #expect(await session.end() == .signal(SIGSEGV, dumpedCore: true))
    }

    @Test("taking the terminal away hangs up")
    func hangUp() async throws {
        let session = try shell("echo ready; sleep 60")
        #expect(await session.see("ready"))
        session.terminal.hangUp()
        #expect(await session.end() != nil)
    }

    @Test("a program that goes on past the limit is an error")
    func limit() async throws {
        await #expect(throws: TestingFailure.self) { try await run(["/bin/sleep", "infinity"], within: 0.1) }
    }

    @Test("settings, alternate screen, cursor, title and bell are seen")
    func properties() async throws {
        let session = try shell(
            #"stty -echo; printf '\033[?1049h\033[?25l\033]2;title\007\007ready'; read x; stty echo; "#
                + #"printf '\033[?25h\033[?1049l'; read x"#)
        #expect(session.terminal.settingsBefore.isOrdinary)
        #expect(await session.see("ready"))
        #expect(session.screen.isOnAlternateScreen)
        #expect(!session.screen.isCursorVisible)
        #expect(session.screen.title == "title")
        #expect(session.screen.bells == 1)
        #expect(session.terminal.settings() != session.terminal.settingsBefore)
        session.terminal.send("\n")
        #expect(await session.see { !$0.isOnAlternateScreen && $0.isCursorVisible })
        #expect(session.terminal.settings() == session.terminal.settingsBefore)
    }

    @Test("direct colours are shown as sent, also when a sequence is split over two reads")
    func directColours() {
        let emulator = Emulator(rows: 2, columns: 10)
        emulator.feed(Array("\u{1b}[38:2::10:20:30;48:".utf8))
        emulator.feed(Array("2::40:50:60mx\u{1b}[7my 8:2::".utf8))
        #expect(emulator[0, 0].fore == Emulator.Colour(red: 10, green: 20, blue: 30))
        #expect(emulator[0, 0].back == Emulator.Colour(red: 40, green: 50, blue: 60))
        #expect(emulator[0, 1].fore == Emulator.Colour(red: 40, green: 50, blue: 60))
        #expect(emulator.line(0) == "xy 8:2::", "text is left alone")
    }

    @Test("a QR code drawn with half blocks is read off the screen, and none off an empty one")
    func reading() throws {
        let emulator = Emulator(rows: 40, columns: 80)
        #expect(emulator.qrCodes() == [])
        let rows = try String(contentsOfFile: fixture("qr.txt"), encoding: .utf8).split(separator: "\n")
        emulator.feed(Array(("\u{1b}[30;107m" + rows.joined(separator: "\r\n")).utf8))
        #expect(emulator.qrCodes() == ["https://example.com/device?user_code=WDJB-MJHT"])
    }

    private func shell(
        _ script: String, standardOutput: PseudoTerminal.Output = .terminal
    ) throws -> TerminalSession {
        try TerminalSession(["/bin/sh", "-c", script], standardOutput: standardOutput)
    }
}

/// Starts a program in a place and with limits in which the kernel would write a core when it crashes.
enum Cores {
    static func launcher(in folder: TemporaryFolder) -> [String] {
        ["/bin/sh", "-c", #"cd "$0" && ulimit -c "$(ulimit -H -c)" && exec "$@""#, folder.path]
    }

    /// The hard limit lets it, and cores are files.
    static var isPossible: Bool {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        let pattern = (try? String(contentsOfFile: "/proc/sys/kernel/core_pattern", encoding: .utf8)) ?? "|"
        return limit.rlim_max > 1 << 20 && !pattern.hasPrefix("|") && !pattern.hasPrefix("/")
    }
}
