/// Lines of Arabic or Hebrew on a terminal that puts every character where it is told to.
///
/// Terminals do not agree on who turns such text around, so this program does it and asks the terminal not to
/// (`Terminal`): a line comes in as it is read and leaves as it stands in the cells, from left to right.
///
/// Runs of words are turned whole. That is less than Unicode's bidirectional algorithm (UAX #9) and all that sentences with
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
        // Neighbours of one direction run together; a word without letters goes with the line.
        var runs: [(direction: Direction, words: [String])] = []
        for word in words {
            let direction = direction(of: word) ?? base
            if runs.last?.direction == direction {
                runs[runs.count - 1].words.append(word)
            } else {
                runs.append((direction, [word]))
            }
        }
        let turned = runs.map { turn($0.words.joined(separator: " "), $0.direction, in: base) }
        return (base == .right ? turned.reversed() : turned).joined(separator: " ")
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

    /// A run as it stands. Marks around one of the other direction belong to the line.
    private static func turn(_ run: String, _ direction: Direction, in base: Direction) -> String {
        if direction == base { return base == .left ? run : mirrored(run) }
        let lead = run.prefix { opening.contains($0) }
        let rest = run.dropFirst(lead.count)
        let body = String(rest.reversed().drop { closing.contains($0) }.reversed())
        let tail = String(rest.dropFirst(body.count))
        if base == .right { return mirrored(tail) + body + mirrored(String(lead)) }
        return lead + mirrored(body) + tail
    }

    private static func mirrored(_ text: String) -> String { String(text.reversed().map { mirrors[$0] ?? $0 }) }

    private static let opening: Set<Character> = ["(", "[", "\u{AB}", "\""]
    private static let closing: Set<Character> = [
        ")", "]", "\u{BB}", "\"", ".", ",", ":", ";", "!", "?", "\u{60C}", "\u{61B}", "\u{61F}",
    ]
    private static let mirrors: [Character: Character] = [
        "(": ")", ")": "(", "[": "]", "]": "[", "\u{AB}": "\u{BB}", "\u{BB}": "\u{AB}", "<": ">", ">": "<",
    ]

    /// Hebrew, Arabic, Syriac, Thaana and the scripts beside them, and Arabic's shaped forms.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x660...0x669, 0x6F0...0x6F9: false  // digits run from the left
        case 0x60C, 0x61B, 0x61F: false  // marks go with the line
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }
}

extension Frame.Cell {
    /// Its character is written from right to left.
    var isRightToLeft: Bool { text.map { RightToLeft.isIn(String($0)) } ?? false }
}
