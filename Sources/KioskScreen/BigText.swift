/// A text in letters made of cells: one way to set it that fits its room.
struct BigText: Equatable {
    let lines: [String]
    let face: Face
    /// A pixel's size: columns, and half rows.
    let pixel: Pixel
    /// Pixels between letters.
    let gap: Int
    let columns: Int
    let rows: Int
    /// Rows of one letter.
    let letterRows: Int
    /// The height of the screen it was set for.
    let screenRows: Int
    /// Pixels half a row high can be drawn there.
    let halfRows: Bool

    enum Face: Int, Equatable {
        case narrow, small, large
        /// The large letters with those that only words have.
        case words
        var font: GlyphFont? {
            switch self {
            case .narrow: GlyphFont.narrow
            case .small: GlyphFont.small
            case .large: GlyphFont.large
            case .words: GlyphFont.headings
            }
        }
        var isLarge: Bool { self == .large || self == .words }
    }

    /// Where it has to fit and what it is judged by.
    struct Room: Equatable {
        var columns: Int, rows: Int
        /// The whole screen's height: a letter wants to be a tenth of it, and never more than a quarter.
        var screenRows: Int
        /// Pixels half a row high can be drawn.
        var halfRows: Bool
        /// For words: at most two lines, broken at blanks, a fifth of the screen high at most, and in large letters
        /// only, as the small ones of the lower case are hard to read.
        var isHeading = false

        fileprivate func highest(_ font: GlyphFont) -> Int {
            isHeading ? max(4, screenRows / 5) : max(font.height, screenRows / 4)
        }
    }

    /// The best setting, or nil when even the small letters do not fit: the caller then writes ordinary text.
    static func fit(_ text: String, in room: Room) -> BigText? { settings(of: text, in: room).first { _ in true } }

    /// Every setting that fits, best first: large letters before small, a tenth of the screen before less,
    /// then by height, with a preference for one line, wide gaps and square pixels.
    ///
    /// A face's font is read only when no setting of a better face was enough.
    static func settings(of text: String, in room: Room) -> some Sequence<BigText> {
        let faces: [Face] = room.isHeading ? [.large, .words] : [.large, .small, .narrow]
        return faces.lazy.flatMap { settings(of: text, in: room, face: $0) }
    }

    private static func settings(of text: String, in room: Room, face: Face) -> [BigText] {
        guard let font = face.font else { return [] }
        var found: [(rank: Double, setting: BigText)] = []
        for pixel in pixels where room.halfRows || pixel.halfRows % 2 == 0 {
            let letterRows = (font.height * pixel.halfRows + 1) / 2
            guard letterRows <= room.rows, letterRows <= room.highest(font) else { continue }
            for gap in face.isLarge ? [2, 1] : [1] {
                guard let setting = BigText(text, face: face, pixel: pixel, gap: gap, room: room) else { continue }
                found.append((setting.rank(in: room), setting))
            }
        }
        return found.sorted { $0.rank > $1.rank }.map(\.setting)
    }

    /// Square and slightly tall pixels, and the plain cell, which is all a terminal without half blocks has
    /// at the smallest size.
    private static let pixels: [Pixel] = [
        (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 6), (6, 6), (8, 8),
    ]
    .map { Pixel(columns: $0.0, halfRows: $0.1) }

    private init?(_ text: String, face: Face, pixel: Pixel, gap: Int, room: Room) {
        guard let font = face.font, !text.isEmpty else { return nil }
        let pixelColumns = room.columns / pixel.columns
        var lines: [String] = []
        var widest = 0
        let pieces =
            room.isHeading ? text.split(separator: " ").map(String.init) : TextWrap.pieces(of: text, after: "-")
        let between = room.isHeading ? " " : ""
        for piece in pieces {
            guard let alone = font.width(of: piece, gap: gap), alone <= pixelColumns else { return nil }
            if let last = lines.last, let joined = font.width(of: last + between + piece, gap: gap),
                joined <= pixelColumns
            {
                lines[lines.count - 1] = last + between + piece
                widest = max(widest, joined)
            } else {
                lines.append(piece)
                widest = max(widest, alone)
            }
        }
        letterRows = (font.height * pixel.halfRows + 1) / 2
        rows = lines.count * letterRows + (lines.count - 1) * Self.leading(pixel)
        guard rows <= room.rows, !room.isHeading || lines.count <= 2 else { return nil }
        columns = widest * pixel.columns
        self.lines = lines
        screenRows = room.screenRows
        halfRows = room.halfRows
        self.face = face
        self.pixel = pixel
        self.gap = gap
    }

    /// Blank rows between two lines: two pixels.
    private static func leading(_ pixel: Pixel) -> Int { max(1, pixel.halfRows) }

    private func rank(in room: Room) -> Double {
        let reachesTenth = letterRows * 10 >= room.screenRows
        var height = Double(letterRows)
        if lines.count == 1 { height *= 1.4 }
        if gap == 1, face.isLarge { height *= 0.85 }
        if pixel.halfRows >= 2 * pixel.columns { height *= 0.55 }
        return height + (reachesTenth ? 1000 : 0)
    }

    func draw(in frame: inout Frame, row: Int, column: Int, role: Ink.Role = .code) {
        guard let font = face.font else { return }
        for (index, line) in lines.enumerated() {
            let top = row + index * (letterRows + Self.leading(pixel))
            var left = column
            for character in line {
                guard let glyph = font[character] else { continue }
                frame.draw(glyph, pixel, row: top, column: left, role: role, halfRows: halfRows)
                left += (glyph.width + gap) * pixel.columns
            }
        }
    }
}
