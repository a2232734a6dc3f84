/// How the person or the operator wants the QR drawn.
public enum QRRendering: Hashable, Sendable, CaseIterable {
    /// What scans best among what fits.
    case automatic
    /// Two columns by one row a module: coloured blanks, no glyph, so no font can spoil it.
    case full
    /// One column by half a row a module: U+2584 with both colours explicit.
    case half
    case off

    /// What the key brings next: a person whose phone fails can try another drawing.
    var next: QRRendering {
        switch self {
        case .automatic: .full
        case .full: .half
        case .half: .off
        case .off: .automatic
        }
    }
}

/// A QR symbol as it will stand in cells, quiet zone included.
struct QRPicture {
    let symbol: QRSymbol
    let isFull: Bool
    /// Light modules around the symbol. ISO/IEC 18004 wants 4; 2 read as well in every measured case (Tests/Optics).
    let quiet: Int

    var columns: Int { Self.size(symbol.width, isFull: isFull, quiet: quiet).columns }
    var rows: Int { Self.size(symbol.width, isFull: isFull, quiet: quiet).rows }

    /// - Parameter modules: of one side of the symbol.
    static func size(_ modules: Int, isFull: Bool, quiet: Int) -> Frame.Size {
        let side = modules + 2 * quiet
        return isFull ? Frame.Size(rows: side, columns: 2 * side) : Frame.Size(rows: (side + 1) / 2, columns: side)
    }

    func draw(in frame: inout Frame, row: Int, column: Int) {
        for y in 0..<rows {
            for x in 0..<columns {
                frame.put(isFull ? fullCell(y, x) : halfCell(y, x), row: row + y, column: column + x)
            }
        }
    }

    private func fullCell(_ y: Int, _ x: Int) -> Frame.Cell {
        symbol[y - quiet, x / 2 - quiet] ? Self.dark : Self.light
    }

    /// Uniform cells are blanks: a block glyph often leaves a seam at the cell's edge, a background never does.
    /// The mixed ones are *lower* halves because glyphs stand on the cell's bottom edge. (Tests/Optics)
    private func halfCell(_ y: Int, _ x: Int) -> Frame.Cell {
        let top = symbol[2 * y - quiet, x - quiet]
        let bottom = symbol[2 * y + 1 - quiet, x - quiet]
        if top == bottom { return top ? Self.dark : Self.light }
        return Frame.Cell("\u{2584}", bottom ? Ink(.qrDark, on: .qrLight) : Ink(.qrLight, on: .qrDark))
    }

    private static let dark = Frame.Cell(" ", Ink(.qrLight, on: .qrDark))
    private static let light = Frame.Cell(" ", Ink(.qrDark, on: .qrLight))
}
