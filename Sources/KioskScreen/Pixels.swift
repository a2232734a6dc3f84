/// A pixel of a picture as it stands in cells.
struct Pixel: Equatable {
    let columns: Int
    let halfRows: Int
}

extension Frame {
    /// Draws a glyph or a picture as coloured grounds and lower half blocks.
    ///
    /// - Parameters:
    ///   - role: the colour of its set pixels.
    ///   - ground: what the others are drawn on.
    ///   - halfRows: whether there are half blocks; without them slanting strokes may be staircases.
    mutating func draw(
        _ glyph: GlyphFont.Glyph, _ pixel: Pixel, row: Int, column: Int, role: Ink.Role,
        on ground: Ink.Role = .background, halfRows: Bool = true
    ) {
        for y in 0..<(glyph.rows.count * pixel.halfRows + 1) / 2 {
            for x in 0..<glyph.width * pixel.columns {
                let top = glyph.covers(x, 2 * y, pixel, halfRows)
                let bottom = glyph.covers(x, 2 * y + 1, pixel, halfRows)
                let cell: Cell =
                    switch (top, bottom) {
                    case (true, true): Cell(" ", Ink(ground, on: role, isPixel: true))
                    case (true, false): Cell("\u{2584}", Ink(ground, on: role, isPixel: true))
                    case (false, true): Cell("\u{2584}", Ink(role, on: ground, isPixel: true))
                    case (false, false): Cell(" ", Ink(.text, on: ground))
                    }
                put(cell, row: row + y, column: column + x)
            }
        }
    }
}

extension GlyphFont.Glyph {
    /// Whether a point is drawn: columns and half rows from the top left, with pixels of a size.
    fileprivate func covers(_ column: Int, _ halfRow: Int, _ pixel: Pixel, _ halfRows: Bool) -> Bool {
        let (x, y) = (column / pixel.columns, halfRow / pixel.halfRows)
        return isSet(row: y, column: x)
            || bridges(
                x, y, toRight: 2 * (column % pixel.columns) >= pixel.columns,
                down: 2 * (halfRow % pixel.halfRows) >= pixel.halfRows, pixel, halfRows)
    }

    /// Two pixels that touch only at their corners are joined there, so that a slanting stroke is one stroke and no
    /// staircase. Corners that are square stay so: by them 5 differs from S, and B from 8.
    private func bridges(
        _ x: Int, _ y: Int, toRight: Bool, down: Bool, _ pixel: Pixel, _ halfRows: Bool
    ) -> Bool {
        guard pixel.columns.isMultiple(of: 2), pixel.halfRows.isMultiple(of: halfRows ? 2 : 4) else { return false }
        let (besideX, besideY) = (x + (toRight ? 1 : -1), y + (down ? 1 : -1))
        return isSet(row: y, column: besideX) && isSet(row: besideY, column: x)
            && !isSet(row: besideY, column: besideX)
    }
}

/// The pictures of Assets/glyphs/symbols.txt.
enum Symbol {
    /// - Returns: nil when there is none of that name.
    static func named(_ name: String) -> GlyphFont.Glyph? { all[name] }

    /// Pixels of one.
    static let columns = 11, pixelRows = 9
    /// Rows of cells that one takes, with pixels so many half rows high.
    static func rows(_ scale: Int) -> Int { (pixelRows * scale + 1) / 2 }

    static var names: [String] { all.keys.sorted() }

    private static let all =
        EmbeddedGlyphs.bytes("symbols.txt").flatMap { try? GlyphFont.pictures(text: $0) } ?? [:]
}
