import KioskScreen

/// What there is to draw on, and what can be known of it without drawing.
public struct TerminalFacts: Equatable, Sendable {
    /// /dev/tty can be opened.
    public var isThere: Bool
    /// TERM; empty where it is not set.
    public var term: String
    /// It has a description here. (terminfo)
    public var isDescribed: Bool
    public var placesCursor: Bool
    /// nil: it does not say.
    public var size: Frame.Size?
    public var abilities: Abilities
    /// The font was asked; any other than the Linux console's can only be believed.
    public var fontWasAsked: Bool
    /// Why lines are wanted instead of a screen, in the operator's words: "--plain"; nil: they are not.
    public var plainBy: String?
    /// NO_COLOR is set and not empty.
    public var noColor: Bool
    public var theme: String

    public init(
        isThere: Bool, term: String, isDescribed: Bool = true, placesCursor: Bool = true, size: Frame.Size?,
        abilities: Abilities, fontWasAsked: Bool = false, plainBy: String? = nil, noColor: Bool = false,
        theme: String = "living-room"
    ) {
        self.isThere = isThere
        self.term = term
        self.isDescribed = isDescribed
        self.placesCursor = placesCursor
        self.size = size
        self.abilities = abilities
        self.fontWasAsked = fontWasAsked
        self.plainBy = plainBy
        self.noColor = noColor
        self.theme = theme
    }

    /// There will be a screen, not lines, and it has room.
    public var drawsScreen: Bool {
        plainBy == nil && isThere && placesCursor && !Self.saysLines(term) && (size.map(Self.hasRoom) ?? false)
    }

    private static func hasRoom(_ size: Frame.Size) -> Bool { size.columns >= 40 && size.rows >= 10 }

    private static func saysLines(_ term: String) -> Bool { term.isEmpty || term == "dumb" }

    public var findings: [Finding] {
        if let plainBy { return [area.ok("lines instead of a screen, as \(plainBy) asks for")] }
        guard isThere else {
            return [
                area.note(
                    "there is none to look at here (/dev/tty cannot be opened); kiosk would write lines instead of a "
                        + "screen",
                    "look once more on the terminal that people will see; a service needs TTYPath=/dev/tty1 and "
                        + "StandardInput=tty; over ssh give -t; --plain if lines are what you want")
            ]
        }
        if Self.saysLines(term) {
            return [
                area.problem(
                    term.isEmpty
                        ? "TERM is not set, so kiosk would write lines instead of a screen"
                        : "TERM=dumb stands for a terminal that only writes lines",
                    "set TERM to what the terminal is: linux on a console, xterm-256color in most windows; --plain if "
                        + "lines are what you want")
            ]
        }
        return [description, window, colours] + (abilities.utf8 ? [font] : [noUTF8])
    }

    private var area: Finding.Area { .terminal }

    private var description: Finding {
        guard isDescribed else {
            return area.problem(
                "this machine has no description of TERM=\(term); kiosk would guess that it is like xterm-256color",
                "install the descriptions (Debian: ncurses-term), or set TERM to what the terminal is: linux on a "
                    + "console, xterm-256color in most windows")
        }
        guard placesCursor else {
            return area.problem(
                "TERM=\(term) cannot place a cursor, so kiosk would write lines instead of a screen",
                "set TERM to what the terminal is: linux on a console, xterm-256color in most windows")
        }
        return area.ok("TERM=\(term)" + (abilities.isConsole ? ", the Linux console" : ""))
    }

    private var window: Finding {
        guard let size else {
            return area.problem(
                "the terminal does not tell its size", "tell it, as in: stty rows 30 cols 100; a serial line never does"
            )
        }
        let words = "\(size.columns)x\(size.rows) characters"
        guard Self.hasRoom(size) else {
            return area.problem(
                "\(words): less than the 40x10 that a screen needs",
                "a larger window or a smaller font (on a console: setfont)")
        }
        return area.ok(words)
    }

    private var colours: Finding {
        let asked = noColor && theme == "monochrome" ? ", none of which is used, as NO_COLOR is set" : ""
        switch abilities.colors {
        case ..<8:
            return area.note(
                "no colours: the QR can be drawn in full blocks only, black and white by reversing them",
                "if the terminal has colours, set TERM to what it is")
        case (1 << 24)...:
            return area.ok("direct colours, theme \(theme)\(asked)")
        default:
            return area.ok("\(abilities.colors) colours, theme \(theme)\(asked)")
        }
    }

    private var noUTF8: Finding {
        area.note(
            "this terminal is written to in ASCII, without UTF-8: letters lose their marks, other scripts are English",
            "set LANG=C.UTF-8 (or any locale in UTF-8) and a TERM that is not of the vt family")
    }

    private var font: Finding {
        if fontWasAsked {
            return abilities.halfBlocks
                ? area.ok("the font has half blocks")
                : area.note(
                    "the console's font has no half blocks (U+2584): the QR needs twice the room, or is left out",
                    "load a font that has them: setfont Uni2-Terminus16 (Debian: console-setup)")
        }
        if abilities.isConsole {
            return area.note(
                "a console far away cannot be asked for its font: half blocks are not used",
                "if this is the console itself, run doctor as a user who may open it (/dev/tty)")
        }
        return area.note(
            "the font cannot be asked, so look: the left block must be the lower half of the right one, of one width, "
                + "touching it: \u{2584}\u{2588}",
            "if it is not so, choose another font, or give --qr full")
    }
}
