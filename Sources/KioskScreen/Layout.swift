/// Placing things on a frame: nothing here can leave it, whatever its size.
extension Frame {
    /// Sets a cell; outside of the frame nothing happens.
    mutating func put(_ cell: Cell, row: Int, column: Int) {
        guard (0..<size.rows).contains(row), (0..<size.columns).contains(column) else { return }
        self[row, column] = cell
    }

    /// Writes a text on one row. What has no width of its own is left out, and a wide character that would
    /// stand half outside is not drawn.
    /// - Returns: The column after the text.
    @discardableResult
    mutating func write(_ text: some StringProtocol, row: Int, column: Int, ink: Ink = .text) -> Int {
        var x = column
        for character in text {
            let width = TextWidth.of(character)
            guard width > 0 else { continue }
            if x >= 0, x + width <= size.columns {
                put(Cell(character, ink), row: row, column: x)
                if width == 2 { put(Cell(nil, ink), row: row, column: x + 1) }
            }
            x += width
        }
        return x
    }

    mutating func fill(row: Int, columns: Range<Int>, ink: Ink) {
        for column in columns { put(Cell(" ", ink), row: row, column: column) }
    }

    /// For terminals that know ASCII only: everything else becomes its nearest ASCII character or `?`.
    mutating func reduceToASCII() {
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                switch self[row, column].text {
                case .none: self[row, column].text = "?"
                case .some(let character) where !character.isASCII:
                    self[row, column].text = Self.nearestASCII[character] ?? "?"
                case .some: break
                }
            }
        }
    }

    private static let nearestASCII: [Character: Character] = [
        "\u{2019}": "'", "\u{2018}": "'", "\u{201C}": "\"", "\u{201D}": "\"", "\u{2013}": "-", "\u{2014}": "-",
        "\u{2026}": ".", "\u{00B7}": ".", "\u{00A0}": " ",
    ]
}

/// Something of a known size that can be placed: a paragraph, big letters, a row of the footer.
struct Block {
    var columns: Int
    var rows: Int
    /// Kept free for what is drawn later.
    private(set) var isRoom = false
    var draw: (inout Frame, _ row: Int, _ column: Int) -> Void

    /// Lines one under the other, flush left.
    init(lines: [String], ink: Ink) {
        columns = lines.map { TextWidth.of($0) }.max() ?? 0
        rows = lines.count
        draw = { frame, row, column in
            for (offset, line) in lines.enumerated() { frame.write(line, row: row + offset, column: column, ink: ink) }
        }
    }

    /// Lines one under the other, each in the middle of `columns`.
    init(lines: [String], ink: Ink, centredIn columns: Int) {
        self.columns = columns
        rows = lines.count
        draw = { frame, row, column in
            for (offset, line) in lines.enumerated() {
                frame.write(line, row: row + offset, column: column + (columns - TextWidth.of(line)) / 2, ink: ink)
            }
        }
    }

    /// Room for lines that are drawn later.
    init(room rows: Int, columns: Int) {
        self.columns = columns
        self.rows = rows
        isRoom = true
        draw = { _, _, _ in }
    }

    init(_ big: BigText, role: Ink.Role = .code) {
        columns = big.columns
        rows = big.rows
        draw = { frame, row, column in big.draw(in: &frame, row: row, column: column, role: role) }
    }
}

/// Blocks one under the other, in a height that may be too small for all of them.
struct Column {
    struct Item {
        var block: Block
        /// Blank rows above it when there is room.
        var gap: Int
        /// What goes first when there is none: the highest number; 0 never goes.
        var spare: Int

        init(_ block: Block, gap: Int = 0, spare: Int = 0) {
            self.block = block
            self.gap = gap
            self.spare = spare
        }
    }

    var items: [Item]
    /// Blank rows no gap may exceed.
    private(set) var widestGap = 2
    /// How many items had to go.
    private(set) var dropped = 0
    /// The least spare of them.
    private(set) var leastDropped = Int.max

    init(_ items: [Item]) { self.items = items.filter { $0.block.rows > 0 } }

    var columns: Int { items.map(\.block.columns).max() ?? 0 }

    var rows: Int {
        var rows = 0
        for (index, item) in items.enumerated() {
            rows += item.block.rows + (index == 0 ? 0 : min(item.gap, widestGap))
        }
        return rows
    }

    /// Makes it fit by closing gaps and dropping what can be spared, in turns: air is worth more than a hint,
    /// and a heading more than air.
    /// - Returns: false when what must stay is taller than `height`.
    mutating func squeeze(into height: Int) -> Bool {
        while rows > height {
            let least = items.map(\.spare).max() ?? 0
            if widestGap > 1 {
                widestGap = 1
            } else if least > Self.worthAir {
                drop(least)
            } else if widestGap > 0 {
                widestGap = 0
            } else if least > 0 {
                drop(least)
            } else {
                return false
            }
        }
        return true
    }

    /// What can be spared more easily than the blank rows between blocks.
    private static let worthAir = 2

    private mutating func drop(_ spare: Int) {
        guard let index = items.lastIndex(where: { $0.spare == spare }) else { return }
        items.remove(at: index)
        dropped += 1
        leastDropped = min(leastDropped, spare)
    }

    /// The first block that fulfils a condition, and how many rows stand above it.
    func first(where matches: (Block) -> Bool) -> (row: Int, block: Block)? {
        var y = 0
        for (index, item) in items.enumerated() {
            if index > 0 { y += min(item.gap, widestGap) }
            if matches(item.block) { return (y, item.block) }
            y += item.block.rows
        }
        return nil
    }

    func draw(in frame: inout Frame, row: Int, column: Int) {
        var y = row
        for (index, item) in items.enumerated() {
            if index > 0 { y += min(item.gap, widestGap) }
            item.block.draw(&frame, y, column)
            y += item.block.rows
        }
    }
}
