/// Letters as pixels, read from a text file of pixel art (Assets/glyphs).
struct GlyphFont: Sendable {
    /// Pixel rows of every glyph.
    let height: Int
    /// By their only scalar: a quicker key than a character.
    private let glyphs: [UInt32: Glyph]

    struct Glyph: Equatable, Sendable {
        let width: Int
        /// One number a row; the leftmost pixel is the highest of `width` bits.
        let rows: [UInt16]

        func isSet(row: Int, column: Int) -> Bool { rows[row] >> UInt16(width - 1 - column) & 1 != 0 }
    }

    /// What is wrong with a font file.
    enum Problem: Error, Equatable {
        case noGlyphs
        /// Rows of different length or number, or a pixel that is neither `#` nor `.`.
        case badGlyph(String)
    }

    /// - Parameters:
    ///   - text: Lines `glyph X` (or `glyph blank`), each followed by its rows of `#` and `.`; a line that begins
    ///     with `;` is a comment.
    ///   - isNarrow: Whether glyphs marked `narrow` stand in for the ordinary ones.
    init(text: [UInt8], isNarrow: Bool = false) throws(Problem) {
        var reader = Reader(isNarrow: isNarrow)
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            if end > start, text[start] != UInt8(ascii: ";") { try reader.take(text, start, end) }
            start = end + 1
        }
        try reader.close()
        guard !reader.glyphs.isEmpty else { throw .noGlyphs }
        height = reader.height
        glyphs = reader.glyphs
    }

    /// Line after line of a font file.
    private struct Reader {
        let isNarrow: Bool
        var glyphs: [UInt32: Glyph] = [:]
        var height = 0
        private var name: String?
        private var width = 0
        private var rows: [UInt16] = []
        private static let mark = Array("glyph ".utf8)

        init(isNarrow: Bool) {
            self.isNarrow = isNarrow
            glyphs.reserveCapacity(80)
        }

        mutating func take(_ text: [UInt8], _ start: Int, _ end: Int) throws(Problem) {
            if text[start] == UInt8(ascii: "g"), text[start..<end].starts(with: Self.mark) {
                try close()
                name = String(decoding: text[start + Self.mark.count..<end], as: UTF8.self)
                width = 0
                rows.removeAll(keepingCapacity: true)
                return
            }
            if width == 0 { width = end - start }
            guard end - start == width, width <= 16 else { throw .badGlyph(name ?? "") }
            var row: UInt16 = 0
            for index in start..<end {
                guard text[index] == UInt8(ascii: "#") || text[index] == UInt8(ascii: ".") else {
                    throw .badGlyph(name ?? "")
                }
                row = row << 1 | (text[index] == UInt8(ascii: "#") ? 1 : 0)
            }
            rows.append(row)
        }

        mutating func close() throws(Problem) {
            guard var name else { return }
            if height == 0 { height = rows.count }
            if name.hasSuffix(" narrow") {
                guard isNarrow else { return }
                name.removeLast(" narrow".count)
            }
            let scalars = name.unicodeScalars
            guard let scalar = name == "blank" ? " " : scalars.first, name == "blank" || scalars.count == 1,
                rows.count == height, height > 0
            else { throw .badGlyph(name) }
            glyphs[scalar.value] = Glyph(width: width, rows: rows)
        }
    }

    subscript(character: Character) -> Glyph? {
        let scalars = character.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        return glyphs[scalar.value]
    }

    /// Every character the font can draw.
    var characters: [Character] { glyphs.keys.compactMap { Unicode.Scalar($0).map(Character.init) }.sorted() }

    /// Pixel columns of a text with `gap` pixels between letters; nil when a letter is missing.
    func width(of text: String, gap: Int) -> Int? {
        var width = -gap
        for character in text {
            guard let glyph = self[character] else { return nil }
            width += glyph.width + gap
        }
        return max(0, width)
    }

    /// 5 by 7 pixels: what is read across a room.
    static let large = try? GlyphFont(text: PackageResources.letters_5x7_txt)
    /// 3 by 5 pixels: for codes that do not fit in the large letters.
    static let small = try? GlyphFont(text: PackageResources.letters_3x5_txt)
    /// The same with the widest letters pressed together: the last way to draw a long code large.
    static let narrow = try? GlyphFont(text: PackageResources.letters_3x5_txt, isNarrow: true)
}
