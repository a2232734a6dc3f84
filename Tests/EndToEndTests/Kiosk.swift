import Foundation
import Glibc
import TerminalTesting
import Testing

/// `kiosk` on a terminal of its own, and what it logs.
///
/// In `login` standard output is a pipe, as in `TOKENS=$(kiosk login …)`; in `run` it is the terminal.
final class Kiosk {
    let session: TerminalSession
    let eventLog: EventLog
    /// A home of its own stands in no log.
    private let home: [String]

    /// - Parameters:
    ///   - launcher: a program and its arguments that starts the kiosk in its own place.
    ///   - hasHome: whether `run` begins with the home screen instead of the idle one.
    init(
        _ command: String = "login", _ options: [String], term: String = "xterm-256color",
        environment: [String: String] = [:], rows: Int = 24, columns: Int = 80, launcher: [String] = [],
        hasHome: Bool = false
    ) throws {
        eventLog = try EventLog()
        home = options.firstIndex(of: "--home").map { Array(options[$0...($0 + 1)]) } ?? []
        let options = options + (command == "run" && !hasHome ? ["--no-home"] : [])
        session = try TerminalSession(
            launcher + [product("kiosk"), command] + options + ["--event-log", eventLog.file],
            environment: testEnvironment(term: term, adding: environment), rows: rows, columns: columns,
            standardOutput: command == "login" ? .pipe : .terminal)
    }

    var terminal: PseudoTerminal { session.terminal }
    var screen: Emulator { session.screen }

    /// Waits for a line of the event log.
    ///
    /// - Parameter number: which of that name, from 1.
    /// - Throws: `TestingFailure` with the log and the screen when it does not come in time.
    @discardableResult
    func event(_ name: String, _ number: Int = 1, within seconds: Double = 10) async throws -> JSON {
        var found: [JSON] = []
        try await eventually(within: seconds) {
            session.update()
            found = try eventLog.events(name)
            return found.count >= number
        }
        guard found.count >= number else { throw TestingFailure("no \(name) \(number); \(state)") }
        return found[number - 1]
    }

    /// Waits for the end; `TestingFailure` when it does not come in time.
    ///
    /// What it has logged must lead `kiosk replay` the same way.
    @discardableResult
    func end(within seconds: Double = 15) async throws -> ProcessEnd {
        guard let end = await session.end(within: seconds) else { throw TestingFailure("still running; \(state)") }
        if try eventLog.names().last == "stopped" {
            let replay = try await run([product("kiosk"), "replay", eventLog.file, "--check"] + home)
            #expect(replay.end == .exit(0), "\(replay.errors)\n\(eventLog.text)")
        }
        return end
    }

    /// Waits until the code stands on the screen.
    ///
    /// - Returns: the code as logged.
    @discardableResult
    func code(_ number: Int = 1) async throws -> String {
        let shown = try await event("codes_shown", number)
        guard let code = shown["user_code"]?.string else { throw TestingFailure("no user_code in \(shown)") }
        guard await session.see({ $0.shows(code) }) else { throw TestingFailure("no code on the screen; \(state)") }
        return code
    }

    /// The words stand on the screen and an earlier code does not, in one and the same picture.
    func sees(_ words: String, without code: String) async -> Bool {
        await session.see { $0.text.contains(words) && !$0.shows(code) }
    }

    /// Nothing of the kiosk is left: settings as before, the shell's own screen, a cursor.
    var isTerminalRestored: Bool {
        session.update()
        return terminal.settings() == terminal.settingsBefore && !screen.isOnAlternateScreen && screen.isCursorVisible
    }

    /// What it has written to standard output.
    var output: String { terminal.standardOutput() }

    /// For messages of failed tests.
    var state: String {
        let end = terminal.end().map(String.init(describing:)) ?? "none"
        return "end: \(end); log:\n\(eventLog.text); screen:\n\(screen.text)"
    }
}

/// `kiosk` without any terminal: plain lines on pipes.
final class PipedKiosk {
    let process: PipedProcess
    let eventLog: EventLog

    init(_ command: String = "login", _ options: [String], environment: [String: String] = [:]) throws {
        eventLog = try EventLog()
        process = try PipedProcess(
            [product("kiosk"), command] + options + ["--event-log", eventLog.file],
            environment: testEnvironment(adding: environment))
    }

    /// Waits for a line of the event log.
    @discardableResult
    func event(_ name: String, within seconds: Double = 10) async throws -> JSON {
        var found: JSON?
        try await eventually(within: seconds) {
            found = try eventLog.events(name).first
            return found != nil
        }
        guard let found else { throw TestingFailure("no \(name); errors: \(process.errors())") }
        return found
    }
}

/// The event log of one kiosk, read while it is written.
final class EventLog {
    let file: String
    private let folder: TemporaryFolder
    private var known = (text: "", lines: [JSON]())

    init() throws {
        folder = try TemporaryFolder()
        file = try folder.file("events")
    }

    var text: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }
    /// All events so far; read again only when there are more.
    func lines() throws -> [JSON] {
        let text = text
        if text != known.text { known = (text, try JSON.lines(of: text)) }
        return known.lines
    }
    /// The names of all events so far, in order.
    func names() throws -> [String] { try lines().compactMap { $0["event"]?.string } }
    /// The events of one name so far.
    func events(_ name: String) throws -> [JSON] { try lines().filter { $0["event"]?.string == name } }
    /// The answers of the polls so far.
    func answers() throws -> [String] { try events("poll").compactMap { $0["answer"]?.string } }
}
