import CLinux
import Glibc

/// What a person types without its being shown.
public enum HiddenInput {
    /// Lines that are typed on a terminal are shown there, or not.
    ///
    /// - Parameter descriptor: anything but a terminal is left alone.
    public static func show(_ isShown: Bool, on descriptor: Int32) {
        var modes = termios()
        guard tcgetattr(descriptor, &modes) == 0 else { return }
        if isShown { modes.c_lflag |= tcflag_t(ECHO) } else { modes.c_lflag &= ~tcflag_t(ECHO) }
        // What was typed ahead is kept.
        tcsetattr(descriptor, TCSADRAIN, &modes)
    }

    /// Asks on the controlling terminal.
    ///
    /// - Returns: nil when there is none, or nobody answers.
    public static func ask(_ question: String) -> String? {
        let terminal = kiosk_open("/dev/tty", O_RDWR | O_CLOEXEC, 0)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        var modes = before
        // Ctrl-C would end this program and leave the terminal mute: it ends the line instead.
        modes.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &modes.c_cc) { $0[Int(VEOL)] = callsOff }
        tcsetattr(terminal, TCSADRAIN, &modes)
        defer { tcsetattr(terminal, TCSADRAIN, &before) }
        _ = writeAll(question, to: terminal)
        let line = readLine(from: terminal)
        _ = writeAll("\n", to: terminal)
        return line
    }

    /// Ctrl-C.
    private static let callsOff: UInt8 = 3

    /// One line, and no byte after it.
    ///
    /// - Returns: nil at the end, and at a Ctrl-C; what is longer than a kibibyte is no line.
    public static func readLine(from descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count <= 1024 {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            if count == 1, byte == callsOff { return nil }
            if count == 1, byte != UInt8(ascii: "\n") {
                bytes.append(byte)
                continue
            }
            return count < 1 && bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
        return nil
    }
}
