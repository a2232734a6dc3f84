/// Tiles in rows, as large as the room allows: with pictures, with words alone, or as plain lines.
struct TileGrid {
    let rows: Int
    private let sheet: Sheet
    private let home: Scene.Home
    private let labels: [String]
    private let shape: Shape
    private let across: Int
    private let tile: Frame.Size
    private let gap: Frame.Size

    /// Whether its pictures are drawn, or it has none.
    var hasPictures: Bool {
        if case .picture = shape { return true }
        return !home.tiles.contains { $0.symbol != nil }
    }

    private enum Shape: Equatable {
        /// Pixels so many columns wide.
        case picture(Int)
        case words
        case line
    }

    /// - Returns: nil when not even lines fit.
    init?(_ home: Scene.Home, rows room: Int, on sheet: Sheet) {
        let labels = home.tiles.map { $0.label(in: sheet.wording, isSignedIn: home.person != nil) }
        // The chosen label stands in brackets.
        let widest = (labels.map { TextWidth.of($0) }.max() ?? 0) + 4
        let columns = sheet.size.columns - 2 * sheet.sideMargin
        let hasPictures = sheet.drawsHalfBlocks && home.tiles.contains { $0.symbol != nil }
        let shapes: [Shape] = hasPictures ? [.picture(4), .picture(3), .picture(2), .picture(1)] : []
        let across = HomeMenu.across(home.tiles.count, columns: sheet.size.columns)
        let down = (home.tiles.count + across - 1) / across
        for shape in shapes + [.words, .line] {
            let (height, narrowest, gap) = Self.measure(shape)
            let share = (columns - (across - 1) * gap.columns) / across
            let rows = down * height + (down - 1) * gap.rows
            guard share >= narrowest || shape == .line, rows <= room else { continue }
            self.rows = rows
            self.sheet = sheet
            self.home = home
            self.labels = labels
            self.shape = shape
            self.across = across
            tile = Frame.Size(
                rows: height, columns: min(share, max(narrowest, widest, shape == .line ? 0 : height * 5 / 2 + 2)))
            self.gap = gap
            return
        }
        return nil
    }

    /// The height of a tile, the least width, and what stands between tiles.
    private static func measure(_ shape: Shape) -> (Int, Int, Frame.Size) {
        switch shape {
        case .picture(let scale):
            let height = Symbol.rows(scale) + 3 + 2 * (scale - 1)
            return (height, Symbol.columns * scale + 4, Frame.Size(rows: scale, columns: 2 * scale))
        case .words: return (3, leastLabel, Frame.Size(rows: 1, columns: 2))
        case .line: return (1, leastLabel, Frame.Size(rows: 0, columns: 2))
        }
    }

    /// A label that is longer than its tile is cut, but not to less than this.
    private static let leastLabel = 12

    func draw(in frame: inout Frame, row: Int) {
        let width = across * tile.columns + (across - 1) * gap.columns
        let left = max(sheet.sideMargin, (sheet.size.columns - width) / 2)
        for index in home.tiles.indices {
            let column = left + index % across * (tile.columns + gap.columns)
            draw(index, in: &frame, row + index / across * (tile.rows + gap.rows), sheet.mirrored(column, tile.columns))
        }
    }

    private func draw(_ index: Int, in frame: inout Frame, _ row: Int, _ column: Int) {
        let isChosen = index == home.chosen
        let ground: Ink.Role = isChosen ? .chosen : .card
        // The chosen tile is a little wider than the others: not by its colour alone.
        let spread = isChosen && shape != .line ? 1 : 0
        for y in 0..<tile.rows {
            frame.fill(
                row: row + y, columns: column - spread..<column + tile.columns + spread, ink: Ink(.text, on: ground))
        }
        var labelRow = row + tile.rows / 2
        if case .picture(let scale) = shape {
            labelRow = row + tile.rows - 2
            if let symbol = home.tiles[index].symbol {
                let x = column + (tile.columns - symbol.width * scale) / 2
                let pixel = Pixel(columns: scale, halfRows: scale)
                let role: Ink.Role = isChosen ? .onChosen : .accent
                frame.draw(symbol, pixel, row: row + 1 + (scale - 1) / 2, column: x, role: role, on: ground)
            }
        }
        let room = tile.columns - (isChosen ? 4 : 0)
        let text = TextWrap.cut(labels[index], columns: room)
        let label = isChosen ? "[ \(text) ]" : text
        let ink = Ink(isChosen ? .onChosen : .text, on: ground, bold: isChosen)
        frame.write(label, row: labelRow, column: column + (tile.columns - TextWidth.of(label)) / 2, ink: ink)
    }
}
