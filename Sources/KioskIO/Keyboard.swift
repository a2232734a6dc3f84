import CNcurses
import Glibc
import KioskScreen

/// Turns what the terminal sends into keys.
struct Keyboard {
    let terminal: Terminal

    /// Every key that waits, oldest first; empty when there is none.
    func keys() -> [Key] {
        var keys: [Key] = []
        var code: wint_t = 0
        while true {
            switch wget_wch(terminal.window, &code) {
            case OK: keys.append(character(code))
            // The window's new size comes by a signal, and this after it.
            case KEY_CODE_YES where Int32(code) == KEY_RESIZE: break
            case KEY_CODE_YES: keys.append(named(Int32(code)))
            default: return keys
            }
        }
    }

    private func character(_ code: wint_t) -> Key {
        switch code {
        case 10, 13: .enter
        case 9: .tab
        case 27: .escape
        case 8, 127: .backspace
        case 1...26: .control(Character(Unicode.Scalar(UInt8(code) + 96)))
        default: Unicode.Scalar(code).map { .character(Character($0)) } ?? .other("unknown")
        }
    }

    private func named(_ code: Int32) -> Key {
        switch code {
        case KEY_ENTER: .enter
        case KEY_BACKSPACE: .backspace
        case KEY_UP: .up
        case KEY_DOWN: .down
        case KEY_LEFT: .left
        case KEY_RIGHT: .right
        default: .other(keyname(code).map { String(cString: $0).lowercased() } ?? "unknown")
        }
    }
}
