import Foundation
import Glibc

/// A program on a pseudo-terminal of its own, as its controlling terminal, so that `/dev/tty` is this one.
///
/// What it draws comes from `read()`; standard output can be a pipe beside it, as in `TOKENS=$(kiosk login)`.
public final class PseudoTerminal {
    private let child: Child
    private var master: Int32
    private var output: Int32?
    private var collected: [UInt8] = []
    /// The path of the program's end.
    private let name: String
    /// As they were before the program could change them.
    public let settingsBefore: TerminalSettings

    public enum Output: Sendable { case terminal, pipe }

    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: the whole of it; nothing is inherited.
    ///   - standardOutput: where descriptor 1 goes; 0 and 2 are the terminal.
    public init(
        _ arguments: [String], environment: [String: String], rows: Int = 24, columns: Int = 80,
        standardOutput: Output = .terminal
    ) throws {
        (child, master, output, settingsBefore, name) = try withDescriptorLock {
            var (master, slave): (Int32, Int32) = (-1, -1)
            var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
            var name = [CChar](repeating: 0, count: 128)
            guard openpty(&master, &slave, &name, nil, &size) == 0 else {
                throw TestingFailure("openpty", errno: errno)
            }
            defer { close(slave) }
            for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            var sources = [Child.Source.path(text(name), flags: O_RDWR), .descriptor(slave), .descriptor(slave)]
            let pipe = standardOutput == .pipe ? try makePipe() : nil
            if let pipe { sources[1] = .descriptor(pipe.writing) }
            defer { if let pipe { close(pipe.writing) } }
            do {
                let settings = TerminalSettings(of: master)
                let child = try Child(arguments, environment: environment, standard: sources)
                return (child, master, pipe?.reading, settings, text(name))
            } catch {
                close(master)
                if let pipe { close(pipe.reading) }
                throw error
            }
        }
    }
    deinit {
        hangUp()
        if let output { close(output) }
    }

    /// What the program has written to the terminal since the last call; nil when it has closed the terminal.
    public func read() -> [UInt8]? { master < 0 ? nil : readAvailable(master) }

    /// Everything that has come to standard output so far; empty where that is the terminal.
    public func standardOutput() -> String {
        if let output {
            if let bytes = readAvailable(output) { collected += bytes } else { closeOutput() }
        }
        return String(decoding: collected, as: UTF8.self)
    }

    /// Closes the reading end of standard output, so that the program's next write to it fails.
    public func closeOutput() {
        if let output { close(output) }
        output = nil
    }

    /// Types.
    public func send(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }
    public func send(_ text: String) { send(Array(text.utf8)) }

    /// The kernel tells the program by SIGWINCH.
    public func resize(rows: Int, columns: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// As Scroll Lock does: the terminal takes nothing from the program until `goOn`.
    public func stop() { onTheOtherSide { tcflow($0, TCOOFF) } }
    public func goOn() { onTheOtherSide { tcflow($0, TCOON) } }

    /// Another writes over the screen, as the kernel does on a console.
    public func scribble(_ words: String) {
        onTheOtherSide { side in Array(words.utf8).withUnsafeBytes { Int32(write(side, $0.baseAddress, $0.count)) } }
    }

    private func onTheOtherSide(_ deed: (Int32) -> Int32) {
        let side = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        _ = deed(side)
        close(side)
    }

    /// The terminal's settings as the program has left them: flags and control characters.
    public func settings() -> TerminalSettings { TerminalSettings(of: master) }

    /// Fills the way to whoever watches, as a terminal that does not read any more: what the program draws next waits
    /// until `read` has taken something. The filling is of bytes that show nothing.
    public func clog() throws {
        let slave = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw TestingFailure("open \(name)", errno: errno) }
        defer { close(slave) }
        let nothing = [UInt8](repeating: 0, count: 512)
        for count in [nothing.count, 1] { while write(slave, nothing, count) > 0 {} }
    }

    /// Takes the terminal away, as a closed window or a dropped line would.
    public func hangUp() {
        if master >= 0 { close(master) }
        master = -1
    }

    public var pid: pid_t { child.pid }
    public func signal(_ signal: Int32) { child.signal(signal) }
    /// How the program ended; nil while it runs.
    public func end() -> ProcessEnd? { child.end() }
}

/// What `tcgetattr` says, comparable.
public struct TerminalSettings: Equatable, Sendable {
    public let input: UInt32, output: UInt32, control: UInt32, local: UInt32
    public let characters: [UInt8]

    init(of descriptor: Int32) {
        var settings = termios()
        tcgetattr(descriptor, &settings)
        (input, output) = (settings.c_iflag, settings.c_oflag)
        (control, local) = (settings.c_cflag, settings.c_lflag)
        characters = withUnsafeBytes(of: settings.c_cc) { Array($0) }
    }

    /// Keys are shown as they are typed and lines can be edited: what a shell's user expects.
    public var isOrdinary: Bool { local & UInt32(ECHO | ICANON | ISIG) == UInt32(ECHO | ICANON | ISIG) }
}
