/// Lines of Arabic or Hebrew on a terminal that puts every character where it is told to.
///
/// Terminals do not agree on who turns such text around, so this program does it and asks the terminal not to
/// (`Terminal`): a line comes in as it is read and leaves as it stands in the cells, from left to right.
///
/// Words are turned whole. That is less than Unicode's bidirectional algorithm (UAX #9) and all that sentences with
/// host names, codes, options and numbers in them need: inside a word nothing but brackets at its ends moves.
enum RightToLeft {
    /// Whether any of it is written from right to left.
    static func isIn(_ text: some StringProtocol) -> Bool {
        // The first right-to-left letter is U+0590, whose UTF-8 begins with 0xD6.
        text.utf8.contains { $0 >= 0xD6 } && text.unicodeScalars.contains(where: isRightToLeft)
    }

    /// The characters from the leftmost cell to the rightmost.
    ///
    /// The line runs from the right unless its first letter is of another script.
    static func visual(_ text: some StringProtocol) -> String {
        let line = String(text)
        guard isIn(line) else { return line }
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let base = words.lazy.compactMap { direction(of: $0) }.first ?? .right
        // Each word runs as its letters do, one without letters as the line does.
        let runs = words.map { (text: $0, direction: direction(of: $0) ?? base) }
        var out: [String] = []
        var group: [String] = []
        func close(_ isAgainstBase: Bool) {
            out += isAgainstBase ? group.reversed() : group
            group = []
        }
        var groupDirection = base
        for run in runs {
            if run.direction != groupDirection {
                close(groupDirection != base)
                groupDirection = run.direction
            }
            group.append(turned(run.text, run.direction, in: base))
        }
        close(groupDirection != base)
        return (base == .right ? out.reversed() : out).joined(separator: " ")
    }

    private enum Direction { case left, right }

    /// nil: nothing in it has a direction of its own.
    private static func direction(of word: String) -> Direction? {
        var found: Direction?
        for scalar in word.unicodeScalars {
            if isRightToLeft(scalar) { return .right }
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { found = .left }
        }
        return found
    }

    /// One word as it stands. Marks around a word of the other direction belong to the line, not to the word.
    private static func turned(_ word: String, _ direction: Direction, in base: Direction) -> String {
        guard base == .right || direction == .right else { return word }
        if direction == .right { return String(word.reversed().map { mirrored[$0] ?? $0 }) }
        let lead = word.prefix { opening.contains($0) }
        let rest = word.dropFirst(lead.count)
        let body = rest.reversed().drop { closing.contains($0) }.reversed()
        let tail = rest.dropFirst(body.count)
        return String(tail.reversed().map { mirrored[$0] ?? $0 }) + String(body)
            + String(lead.reversed().map { mirrored[$0] ?? $0 })
    }

    private static let opening: Set<Character> = ["(", "[", "\u{AB}", "\""]
    private static let closing: Set<Character> = [
        ")", "]", "\u{BB}", "\"", ".", ",", ":", ";", "!", "?", "\u{60C}", "\u{61B}", "\u{61F}",
    ]
    private static let mirrored: [Character: Character] = [
        "(": ")", ")": "(", "[": "]", "]": "[", "\u{AB}": "\u{BB}", "\u{BB}": "\u{AB}", "<": ">", ">": "<",
    ]

    /// Hebrew, Arabic, Syriac, Thaana and the scripts beside them, and Arabic's shaped forms.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x660...0x669, 0x6F0...0x6F9: false  // digits run from the left
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }
}

extension Frame.Cell {
    /// Its character is written from right to left.
    var isRightToLeft: Bool { text.map { RightToLeft.isIn(String($0)) } ?? false }
}
