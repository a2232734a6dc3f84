import Glibc
import KioskScreen

/// Keys for the plain screen, from lines of standard input: an empty line is Enter, else its first character, or all of
/// them where it begins with keys that were pressed with Ctrl.
///
/// The terminal stays as it is, so that a screen reader hears what is typed.
final class LineKeys {
    let descriptor: Int32
    /// Nothing more will come.
    private(set) var isOver = false
    private var line: [UInt8] = []

    init(descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

    /// What has been typed; to be called when the descriptor is readable.
    ///
    /// - Parameter wholeLines: each character is a key, and its end is Enter.
    func keys(wholeLines: Bool = false) -> [Key] {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else {
            isOver = count == 0 ? !isTerminal : errno != EINTR && errno != EAGAIN
            return []
        }
        var keys: [Key] = []
        for byte in bytes[..<count] {
            if byte == UInt8(ascii: "\n") {
                let text = String(decoding: line, as: UTF8.self)
                let controls = text.prefix(while: Self.isControl)
                if wholeLines {
                    keys += text.map { .character($0) } + [.enter]
                } else if !controls.isEmpty {
                    keys += controls.compactMap(Self.control)
                } else {
                    keys.append(text.first.map { .character($0) } ?? .enter)
                }
                line = []
            } else if line.count < 256 {
                line.append(byte)
            }
        }
        return keys
    }

    /// Its Ctrl-D is an end that nobody means: more can be typed after it, until it hangs up.
    private var isTerminal: Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return isatty(descriptor) == 1 && poll(&state, 1, 0) == 0
    }

    private static func isControl(_ character: Character) -> Bool { control(character) != nil }

    private static func control(_ character: Character) -> Key? {
        guard let byte = character.asciiValue, (1...26).contains(byte) else { return nil }
        return .control(Character(Unicode.Scalar(byte + 96)))
    }
}
