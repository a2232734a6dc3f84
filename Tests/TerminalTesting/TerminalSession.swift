import Foundation

/// A program on a pseudo-terminal and the emulator that shows it: what a person in front of it sees and does.
public final class TerminalSession {
    public let terminal: PseudoTerminal
    public let screen: Emulator
    /// Every byte the program has drawn, for what no emulator would show.
    public private(set) var drawn: [UInt8] = []

    /// - Parameter environment: the whole of it; `TERM` says what the program believes the terminal to be, while the
    ///   emulator always understands xterm, which the tested entries are near enough to.
    public init(
        _ arguments: [String], environment: [String: String] = testEnvironment(), rows: Int = 24, columns: Int = 80,
        standardOutput: PseudoTerminal.Output = .terminal
    ) throws {
        terminal = try PseudoTerminal(
            arguments, environment: environment, rows: rows, columns: columns, standardOutput: standardOutput)
        screen = Emulator(rows: rows, columns: columns)
    }

    /// Shows what the program has drawn by now.
    ///
    /// - Returns: whether there was anything new.
    @discardableResult
    public func update() -> Bool {
        guard let bytes = terminal.read(), !bytes.isEmpty else { return false }
        drawn += bytes
        screen.feed(bytes)
        let replies = screen.replies()
        if !replies.isEmpty { terminal.send(replies) }
        return true
    }

    /// Watches the screen until the condition holds, the program ends or the limit is reached.
    ///
    /// - Parameters:
    ///   - seconds: the limit.
    ///   - condition: about the screen alone; asked only when something new was drawn, for reading a QR takes time.
    /// - Returns: whether the condition held.
    @discardableResult
    public func see(within seconds: Double = 10, _ condition: (Emulator) throws -> Bool) async rethrows -> Bool {
        update()
        var held = try condition(screen)
        var isOver = held
        try await eventually(within: seconds) {
            if held || isOver { return true }
            // What was drawn before the end is still looked at.
            isOver = terminal.end() != nil
            if update() { held = try condition(screen) }
            return held || isOver
        }
        return held
    }

    /// Watches until the words stand on the screen.
    @discardableResult
    public func see(_ words: String, within seconds: Double = 10) async -> Bool {
        await see(within: seconds) { $0.text.contains(words) }
    }

    public func resize(rows: Int, columns: Int) {
        update()
        screen.resize(rows: rows, columns: columns)
        terminal.resize(rows: rows, columns: columns)
    }

    /// Waits for the program's end and shows the last of what it drew.
    ///
    /// - Returns: nil when it still runs at the limit.
    public func end(within seconds: Double = 10) async -> ProcessEnd? {
        await eventually(within: seconds) {
            update()
            return terminal.end() != nil
        }
        update()
        return terminal.end()
    }
}
