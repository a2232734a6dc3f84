/// A frame for other eyes than a terminal's: as text, with escapes, or as a picture.
public enum FrameExport {
    /// The characters, and the pixels of letters and QR as blocks: what is light on the screen is a block here.
    /// Blanks at the end of a line are not written.
    public static func text(_ frame: Frame) -> String {
        var out = ""
        for row in 0..<frame.size.rows {
            var line = ""
            for column in 0..<frame.size.columns {
                let cell = frame[row, column]
                guard let character = cell.text else { continue }
                let top = isPixel(cell.ink.back)
                let bottom = character == "\u{2584}" ? isPixel(cell.ink.fore) : top
                if character != " ", character != "\u{2584}" {
                    line.append(character)
                } else {
                    line.append(top ? (bottom ? "\u{2588}" : "\u{2580}") : (bottom ? "\u{2584}" : " "))
                }
            }
            while line.last == " " { line.removeLast() }
            out += line + "\n"
        }
        return out
    }

    private static func isPixel(_ role: Ink.Role) -> Bool {
        switch role {
        case .background, .bar, .card, .chosen, .qrDark: false
        case .text, .quiet, .heading, .accent, .attention, .code, .onChosen, .dim, .qrLight: true
        }
    }

    /// With SGR escapes, for `cat`: each line is whole in itself and ends in the terminal's own colours.
    /// - Parameter colors: How many the terminal has, as in `Abilities.colors`.
    public static func ansi(_ frame: Frame, theme: Theme, colors: Int) -> String {
        // A terminal that turns right-to-left text around by itself is asked not to. (ECMA-48, BDSM)
        let isOrdered = frame.cells.contains(where: \.isRightToLeft)
        var out = isOrdered ? "\u{1B}[8l" : ""
        for row in 0..<frame.size.rows {
            var current: Ink?
            for column in 0..<frame.size.columns {
                let cell = frame[row, column]
                guard let character = cell.text else { continue }
                if cell.ink != current {
                    out += escape(theme.paint(cell.ink, colors: colors))
                    current = cell.ink
                }
                out.append(character)
            }
            out += "\u{1B}[0m\n"
        }
        return out + (isOrdered ? "\u{1B}[8h" : "")
    }

    private static func escape(_ paint: Paint) -> String {
        var codes = ["0"]
        if paint.bold { codes.append("1") }
        if paint.underline { codes.append("4") }
        if paint.reverse { codes.append("7") }
        codes += code(paint.foreground, base: 30)
        codes += code(paint.background, base: 40)
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }

    private static func code(_ color: Paint.Color, base: Int) -> [String] {
        switch color {
        case .terminal: []
        case .palette(let index) where index < 8: ["\(base + index)"]
        case .palette(let index) where index < 16: ["\(base + 60 + index - 8)"]
        case .palette(let index): ["\(base + 8)", "5", "\(index)"]
        case .rgb(let value): ["\(base + 8)", "2", "\(value >> 16 & 255)", "\(value >> 8 & 255)", "\(value & 255)"]
        }
    }
}
