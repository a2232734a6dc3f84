/// Where lines end: sentences between words, addresses after their punctuation, codes after a dash.
enum TextWrap {
    /// A sentence in lines of at most `columns`, broken at blanks; a word longer than a line is broken where
    /// the line ends, and so is text without blanks in a wide script. Lines come out of about one length.
    static func words(_ text: String, columns: Int) -> [String] {
        let words = text.split(separator: " ").map { (text: String($0), width: TextWidth.of($0)) }
        let lines = fill(words, columns: columns)
        guard lines.count > 1 else { return lines }
        var low = max(1, words.map(\.width).max() ?? 1)
        // A word that had to be broken fills its lines anyhow.
        guard low < columns else { return lines }
        var high = columns
        while low < high {
            let middle = (low + high) / 2
            if count(words.map(\.width), columns: middle) == lines.count { high = middle } else { low = middle + 1 }
        }
        return fill(words, columns: high)
    }

    /// How many lines words of these widths take, none wider than a line.
    private static func count(_ widths: [Int], columns: Int) -> Int {
        var lines = 0
        var width = 0
        for next in widths where next > 0 {
            if width > 0, width + 1 + next <= columns {
                width += 1 + next
            } else {
                lines += 1
                width = next
            }
        }
        return lines
    }

    private static func fill(_ words: [(text: String, width: Int)], columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        var width = 0
        for word in words {
            if width > 0, width + 1 + word.width <= columns {
                line += " " + word.text
                width += 1 + word.width
                continue
            }
            if width > 0 { lines.append(line) }
            var pieces = word.width <= columns ? [word.text] : cells(word.text, columns: columns)
            line = pieces.popLast() ?? ""
            width = TextWidth.of(line)
            lines += pieces
        }
        return width > 0 ? lines + [line] : lines
    }

    /// An address whole, in lines that end after one of `/?&=.-`. Only a piece that is longer than a whole line
    /// is broken inside: an address is never shortened.
    static func address(_ text: String, columns: Int) -> [String] {
        fill(pieces(of: text, after: "/?&=.-"), columns: columns, breakingLongPieces: true) ?? []
    }

    /// A code in lines that end after a dash, or nil when a part between dashes is longer than a line.
    static func code(_ text: String, columns: Int) -> [String]? {
        fill(pieces(of: text, after: "-"), columns: columns, breakingLongPieces: false)
    }

    /// The text cut after each of the marks; "://" and runs of marks stay together.
    static func pieces(of text: String, after marks: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var ended = false
        for character in text {
            let isMark = marks.contains(character)
            if ended, !isMark {
                pieces.append(piece)
                piece = ""
            }
            piece.append(character)
            ended = isMark
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private static func fill(_ pieces: [String], columns: Int, breakingLongPieces: Bool) -> [String]? {
        guard columns > 0 else { return nil }
        var lines: [String] = []
        var line = ""
        for piece in pieces {
            if TextWidth.of(line) + TextWidth.of(piece) <= columns {
                line += piece
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = piece
            if TextWidth.of(piece) > columns {
                guard breakingLongPieces else { return nil }
                var parts = cells(piece, columns: columns)
                line = parts.popLast() ?? ""
                lines += parts
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// Cut where the columns end. A wide character in a single column has a line of its own and is not drawn.
    private static func cells(_ text: some StringProtocol, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for character in text {
            let characterWidth = TextWidth.of(character)
            if width + characterWidth > columns, !line.isEmpty {
                lines.append(line)
                line = ""
                width = 0
            }
            line.append(character)
            width += characterWidth
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
