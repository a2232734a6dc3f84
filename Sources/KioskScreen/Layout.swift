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
        for character in RightToLeft.isIn(text) ? RightToLeft.visual(text) : String(text) {
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
}

/// Something of a known size that can be placed: a paragraph, big letters, a row of the footer.
struct Block {
    var columns: Int
    var rows: Int
    private(set) var moving: MovingLines?
    var draw: (inout Frame, _ row: Int, _ column: Int) -> Void

    /// Lines one under the other, each beginning at the left, in the middle, or ending at the right.
    init(lines: [String], ink: Ink, _ alignment: Alignment = .left) {
        let columns = lines.map { TextWidth.of($0) }.max() ?? 0
        self.columns = columns
        rows = lines.count
        draw = { frame, row, column in
            for (offset, line) in lines.enumerated() {
                let x = column + alignment.shift(of: TextWidth.of(line), in: columns)
                frame.write(line, row: row + offset, column: x, ink: ink)
            }
        }
    }

    /// Lines with a number that changes while the rest stands: only their room is kept here.
    init(moving lines: MovingLines) {
        columns = lines.columns
        rows = lines.texts.count
        moving = lines
        draw = { _, _, _ in }
    }

    /// A line under a heading.
    init(rule columns: Int, role: Ink.Role) {
        self.columns = columns
        rows = 1
        draw = { frame, row, column in
            for x in column..<column + columns {
                // In the lower half of its row.
                frame.put(Frame.Cell("\u{2584}", Ink(role, isPixel: true)), row: row, column: x)
            }
        }
    }

    init(_ big: BigText, role: Ink.Role = .code) {
        columns = big.columns
        rows = big.rows
        draw = { frame, row, column in big.draw(in: &frame, row: row, column: column, role: role) }
    }
}

/// Where lines of different lengths meet.
enum Alignment {
    case left, centre, right

    func shift(of width: Int, in columns: Int) -> Int {
        switch self {
        case .left: 0
        case .centre: (columns - width) / 2
        case .right: columns - width
        }
    }
}

/// Lines around a number that changes from second to second. They are wrapped once, with a stand-in three columns
/// wide, so that nothing but the number's own line ever moves.
struct MovingLines {
    let texts: [String]
    let ink: Ink
    let alignment: Alignment
    let columns: Int

    init(texts: [String], ink: Ink, _ alignment: Alignment = .left) {
        self.texts = texts
        self.ink = ink
        self.alignment = alignment
        columns = texts.map { TextWidth.of($0) }.max() ?? 0
    }

    /// What stands for the number until the lines are drawn.
    static let standIn = "{n}"

    func draw(_ number: Int, in frame: inout Frame, row: Int, column: Int) {
        for (offset, text) in texts.enumerated() {
            let line = Wording.fill(text, ["n": "\(min(999, max(0, number)))"])
            // From the right, the number's own line keeps its end in place, and a shorter number leaves no trace.
            let x = column + alignment.shift(of: TextWidth.of(line), in: columns)
            frame.write(line, row: row + offset, column: x, ink: ink)
        }
    }
}

/// Blocks one under the other, in a height that may be too small for all of them.
struct Column {
    struct Item {
        var block: Block
        /// Blank rows above it when there is room.
        var gap: Int
        /// What goes first when there is no room: the highest number; 0 never goes.
        var spare: Int
        /// The same for the blank row above it.
        var air: Int

        init(_ block: Block, gap: Int = 0, spare: Int = 0, air: Int = 1) {
            self.block = block
            self.gap = gap
            self.spare = spare
            self.air = air
        }
    }

    private var items: [Item]
    /// The spare of each item, and the air of each blank row, that had to go.
    private var dropped: [Int] = []
    private var closed: [Int] = []

    init(_ items: [Item]) {
        self.items = items.filter { $0.block.rows > 0 }
        if !self.items.isEmpty { self.items[0].gap = 0 }
    }

    var columns: Int { items.map(\.block.columns).max() ?? 0 }
    var rows: Int { items.reduce(0) { $0 + $1.gap + $1.block.rows } }

    /// How many items of at most this spare had to go.
    func dropped(upTo spare: Int) -> Int { dropped.count { $0 <= spare } }

    /// How many blank rows of at most this air had to go.
    func closed(upTo air: Int) -> Int { closed.count { $0 <= air } }

    /// Makes it fit: double gaps become single, then what can be spared most easily goes, block or blank row.
    /// - Returns: false when what must stay is taller than `height`.
    mutating func squeeze(into height: Int) -> Bool {
        guard rows > height else { return true }
        var left = height - items.reduce(0) { $0 + ($1.spare == 0 ? $1.block.rows : 0) }
        guard left >= 0 else { return false }
        var stays = items.map { $0.spare == 0 }
        var gaps = items.map { _ in 0 }
        // From the dearest wish to the least, each that still fits; a blank row after the block it stands above.
        let wishes = items.indices.flatMap { [(items[$0].spare, $0, 0), (items[$0].air, $0, 1)] }
        for (_, index, isGap) in wishes.sorted(by: <) where left > 0 {
            if isGap == 1 {
                guard items[index].gap > 0, stays[index], stays[..<index].contains(true) else { continue }
                gaps[index] = 1
                left -= 1
            } else if !stays[index], items[index].block.rows <= left {
                stays[index] = true
                left -= items[index].block.rows
            }
        }
        closed = items.indices.filter { stays[$0] && items[$0].gap > 0 && gaps[$0] == 0 }.map { items[$0].air }
        dropped = items.indices.filter { !stays[$0] }.map { items[$0].spare }
        for index in items.indices { items[index].gap = gaps[index] }
        items = items.indices.filter { stays[$0] }.map { items[$0] }
        return true
    }

    /// The lines with a number, and how many rows stand above them.
    var moving: (row: Int, lines: MovingLines)? {
        var y = 0
        for item in items {
            if let lines = item.block.moving { return (y + item.gap, lines) }
            y += item.gap + item.block.rows
        }
        return nil
    }

    /// - Parameter alignment: where blocks of different widths meet.
    func draw(in frame: inout Frame, row: Int, column: Int, _ alignment: Alignment = .left) {
        let width = columns
        var y = row
        for item in items {
            item.block.draw(&frame, y + item.gap, column + alignment.shift(of: item.block.columns, in: width))
            y += item.gap + item.block.rows
        }
    }
}
