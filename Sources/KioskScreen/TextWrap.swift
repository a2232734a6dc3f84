/// Where lines end: sentences between words, addresses after their punctuation, codes after a dash.
enum TextWrap {
    /// A sentence in lines of at most `columns`, broken at blanks, and in Chinese and Japanese between any two
    /// characters that may be parted; a word longer than a line is broken where the line ends. Lines come out of
    /// about one length.
    static func words(_ text: String, columns: Int) -> [String] {
        let words = text.split(separator: " ").flatMap(self.parts)
        let lines = fill(words, columns: columns)
        guard lines.count > 1 else { return lines }
        var low = max(1, words.map(\.width).max() ?? 1)
        // A word that had to be broken fills its lines anyhow.
        guard low < columns else { return lines }
        var high = columns
        while low < high {
            let middle = (low + high) / 2
            if count(words, columns: middle) == lines.count { high = middle } else { low = middle + 1 }
        }
        return fill(words, columns: high)
    }

    /// A text on one line: what does not fit is left out, and dots stand for it.
    static func cut(_ text: String, columns: Int) -> String {
        guard TextWidth.of(text) > columns else { return text }
        let kept = fill(text.split(separator: " ").flatMap(parts), columns: columns - 3).first ?? ""
        guard TextWidth.of(kept) + 3 <= columns else { return String("...".prefix(max(0, columns))) }
        return String(kept.reversed().drop { closing.contains($0) || $0 == " " }.reversed()) + "..."
    }

    /// What stays on one line.
    private struct Word {
        var text: String
        var width: Int
        /// Columns between it and the word before on the same line.
        var gap: Int
    }

    /// A word that has no blanks in it, in the parts that may be parted.
    private static func parts(_ word: Substring) -> [Word] {
        let width = TextWidth.of(word)
        guard width > word.count else { return [Word(text: String(word), width: width, gap: 1)] }
        let isJapanese = word.contains(where: isKana)
        var parts: [Word] = []
        var before: Character?
        for character in word {
            let width = TextWidth.of(character)
            if let last = parts.last, let before, !mayBreak(between: before, and: character, isJapanese) {
                parts[parts.count - 1] = Word(
                    text: last.text + String(character), width: last.width + width, gap: last.gap)
            } else {
                parts.append(Word(text: String(character), width: width, gap: parts.isEmpty ? 1 : 0))
            }
            before = character
        }
        return parts
    }

    /// Neither before a closing mark nor after an opening one. In Chinese between any two wide characters; in Japanese
    /// after a mark, and where hiragana, which ends a phrase, is followed by something else.
    private static func mayBreak(between a: Character, and b: Character, _ isJapanese: Bool) -> Bool {
        if closing.contains(b) || opening.contains(a) { return false }
        if closing.contains(a) || opening.contains(b) { return true }
        if isJapanese { return isHiragana(a) && !isHiragana(b) }
        return TextWidth.of(a) == 2 || TextWidth.of(b) == 2
    }

    private static func isHiragana(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { (0x3041...0x309F).contains($0.value) } ?? false
    }

    private static func isKana(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { (0x3041...0x30FF).contains($0.value) } ?? false
    }

    private static let opening: Set<Character> = ["（", "「", "『", "《", "“", "("]
    private static let closing: Set<Character> = [
        "、", "。", "，", "．", "？", "！", "：", "；", "）", "」", "』", "》", "”", "・", "ー", "ッ", "ャ", "ュ", "ョ", "っ", "ゃ", "ゅ",
        "ょ", ".", ",", "?", "!", ":", ")",
    ]

    /// How many lines words take, none wider than a line.
    private static func count(_ words: [Word], columns: Int) -> Int {
        var lines = 0
        var width = 0
        for next in words where next.width > 0 {
            if width > 0, width + next.gap + next.width <= columns {
                width += next.gap + next.width
            } else {
                lines += 1
                width = next.width
            }
        }
        return lines
    }

    private static func fill(_ words: [Word], columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        var width = 0
        for word in words {
            if width > 0, width + word.gap + word.width <= columns {
                line += (word.gap > 0 ? " " : "") + word.text
                width += word.gap + word.width
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
                // A closing mark takes the character before it along, and an opening one goes with what follows.
                var along = ""
                if closing.contains(character), line.count > 1 { along = String(line.removeLast()) }
                while let last = line.last, opening.contains(last), line.count > 1 {
                    along = String(line.removeLast()) + along
                }
                lines.append(line)
                line = along
                width = TextWidth.of(line)
            }
            line.append(character)
            width += characterWidth
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
