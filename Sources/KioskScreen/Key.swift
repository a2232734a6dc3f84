/// A key as the model understands it; `Keyboard` reads them from the terminal.
public enum Key: Hashable, Sendable {
    case character(Character)
    case enter, backspace, escape, tab
    case up, down, left, right
    /// Ctrl and a letter, lower case.
    case control(Character)
    /// Any other key, by its terminfo name, for the log.
    case other(String)

    /// Ends the program whatever stands on the screen, unless that is locked.
    var quits: Bool { [.control("c"), .character("q"), .character("Q")].contains(self) }

    /// What an event log calls by this name.
    public init(named name: String) {
        let known: [Key] = [.enter, .backspace, .escape, .tab, .up, .down, .left, .right, .character(" ")]
        if let key = known.first(where: { $0.name == name }) {
            self = key
        } else if name.hasPrefix("ctrl-"), let letter = name.last, name.count == 6 {
            self = .control(letter)
        } else if let character = name.first, name.count == 1 {
            self = .character(character)
        } else {
            self = .other(name)
        }
    }

    /// The name the event log writes.
    public var name: String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .enter: "enter"
        case .backspace: "backspace"
        case .escape: "escape"
        case .tab: "tab"
        case .up: "up"
        case .down: "down"
        case .left: "left"
        case .right: "right"
        case .control(let letter): "ctrl-\(letter)"
        case .other(let name): name
        }
    }
}
