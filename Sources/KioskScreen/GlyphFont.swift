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

        /// Outside of the glyph nothing is set.
        func isSet(row: Int, column: Int) -> Bool {
            rows.indices.contains(row) && (0..<width).contains(column)
                && rows[row] >> UInt16(width - 1 - column) & 1 != 0
        }
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
        try reader.take(text)
        guard !reader.glyphs.isEmpty else { throw .noGlyphs }
        height = reader.height
        var glyphs: [UInt32: Glyph] = [:]
        glyphs.reserveCapacity(reader.glyphs.count)
        for (name, glyph) in reader.glyphs {
            let scalars = name.unicodeScalars
            guard let scalar = name == "blank" ? " " : scalars.first, name == "blank" || scalars.count == 1
            else { throw .badGlyph(name) }
            glyphs[scalar.value] = glyph
        }
        self.glyphs = glyphs
    }

    /// Pictures of any name from a text of the same form, by their names.
    static func pictures(text: [UInt8]) throws(Problem) -> [String: Glyph] {
        var reader = Reader(isNarrow: false)
        try reader.take(text)
        return Dictionary(reader.glyphs) { first, _ in first }
    }

    /// Line after line of a font file.
    private struct Reader {
        let isNarrow: Bool
        var glyphs: [(String, Glyph)] = []
        var height = 0
        private var name: String?
        private var width = 0
        private var rows: [UInt16] = []
        private static let mark = Array("glyph ".utf8)

        init(isNarrow: Bool) {
            self.isNarrow = isNarrow
            glyphs.reserveCapacity(80)
        }

        mutating func take(_ text: [UInt8]) throws(Problem) {
            var start = 0
            while start < text.count {
                let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
                if end > start, text[start] != UInt8(ascii: ";") { try take(text, start, end) }
                start = end + 1
            }
            try close()
        }

        private mutating func take(_ text: [UInt8], _ start: Int, _ end: Int) throws(Problem) {
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

        private mutating func close() throws(Problem) {
            guard var name else { return }
            if height == 0 { height = rows.count }
            if name.hasSuffix(" narrow") {
                guard isNarrow else { return }
                name.removeLast(" narrow".count)
            }
            guard rows.count == height, height > 0 else { throw .badGlyph(name) }
            glyphs.append((name, Glyph(width: width, rows: rows)))
        }
    }

    subscript(character: Character) -> Glyph? {
        let scalars = character.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        // French keeps its marks with a blank that does not break.
        return glyphs[scalar == "\u{A0}" ? 0x20 : scalar.value]
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
    static let large = compiledIn("letters-5x7.txt")
    /// The same with the letters and marks that headings need and codes do not: read when a heading is drawn.
    static let headings = large.flatMap { large in
        compiledIn("letters-5x7-accents.txt").map { GlyphFont(large, adding: $0) }
    }
    /// 3 by 5 pixels: for codes that do not fit in the large letters.
    static let small = compiledIn("letters-3x5.txt")
    /// The same with the widest letters pressed together: the last way to draw a long code large.
    static let narrow = compiledIn("letters-3x5.txt", isNarrow: true)

    private static func compiledIn(_ name: String, isNarrow: Bool = false) -> GlyphFont? {
        EmbeddedGlyphs.bytes(name).flatMap { try? GlyphFont(text: $0, isNarrow: isNarrow) }
    }

    private init(_ font: GlyphFont, adding other: GlyphFont) {
        height = font.height
        glyphs = font.glyphs.merging(other.glyphs) { own, _ in own }
    }
}
