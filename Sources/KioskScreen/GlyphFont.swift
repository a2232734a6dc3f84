/// Letters as pixels, read from a text file of pixel art (Assets/glyphs).
struct GlyphFont: Sendable {
    /// Pixel rows of every glyph.
    let height: Int
    private let glyphs: [Character: Glyph]

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
    init(text: some Collection<UInt8>, isNarrow: Bool = false) throws(Problem) {
        var glyphs: [Character: Glyph] = [:]
        var height = 0
        var name: String?
        var width = 0
        var rows: [UInt16] = []
        func close() throws(Problem) {
            guard var name else { return }
            if height == 0 { height = rows.count }
            if name.hasSuffix(" narrow") {
                guard isNarrow else { return }
                name.removeLast(" narrow".count)
            }
            guard let character = name == "blank" ? " " : name.first, name == "blank" || name.count == 1,
                rows.count == height, height > 0
            else { throw .badGlyph(name) }
            glyphs[character] = Glyph(width: width, rows: rows)
        }
        let mark = Array("glyph ".utf8)
        for line in text.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: ";") {
            if line.starts(with: mark) {
                try close()
                name = String(decoding: line.dropFirst(mark.count), as: UTF8.self)
                width = 0
                rows = []
                continue
            }
            if width == 0 { width = line.count }
            var row: UInt16 = 0
            for byte in line {
                guard byte == UInt8(ascii: "#") || byte == UInt8(ascii: ".") else { throw .badGlyph(name ?? "") }
                row = row << 1 | (byte == UInt8(ascii: "#") ? 1 : 0)
            }
            guard line.count == width, width <= 16 else { throw .badGlyph(name ?? "") }
            rows.append(row)
        }
        try close()
        guard !glyphs.isEmpty else { throw .noGlyphs }
        self.height = height
        self.glyphs = glyphs
    }

    subscript(character: Character) -> Glyph? { glyphs[character] }

    /// Every character the font can draw.
    var characters: [Character] { glyphs.keys.sorted() }

    /// Pixel columns of a text with `gap` pixels between letters; nil when a letter is missing.
    func width(of text: String, gap: Int) -> Int? {
        var width = -gap
        for character in text {
            guard let glyph = glyphs[character] else { return nil }
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
