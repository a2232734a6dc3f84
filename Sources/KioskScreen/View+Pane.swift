/// The inspector beside the living screen.
extension Viewer {
    mutating func composed(
        _ scene: Scene, _ pane: Pane, size: Frame.Size, abilities: Abilities, style: ViewStyle
    ) -> Frame {
        let plan = PanePlan(size)
        var frame = Frame(size)
        if let room = plan.living {
            var alone = scene
            alone.pane = nil
            let living = view(alone, size: room, abilities: abilities, style: style)
            for row in 0..<room.rows {
                for column in 0..<room.columns { frame.put(living[row, column], row: row, column: column) }
            }
        }
        let (top, left) = plan.isBeside ? (0, size.columns - plan.pane.columns) : (size.rows - plan.pane.rows, 0)
        frame.draw(pane, plan, top: top, left: left)
        if !abilities.utf8 { frame.reduceToASCII() }
        return frame
    }
}

extension Viewer {
    /// The presenter's line below everything else.
    mutating func noted(
        _ scene: Scene, _ note: String, size: Frame.Size, abilities: Abilities, style: ViewStyle
    ) -> Frame {
        var plain = scene
        plain.note = nil
        let room = Frame.Size(rows: size.rows - 1, columns: size.columns)
        let screen = view(plain, size: room, abilities: abilities, style: style)
        var frame = Frame(size)
        for row in 0..<room.rows {
            for column in 0..<room.columns { frame.put(screen[row, column], row: row, column: column) }
        }
        frame.write(TextWrap.cut(note, columns: size.columns - 2), row: room.rows, column: 1, ink: Ink(.quiet))
        if !abilities.utf8 { frame.reduceToASCII() }
        return frame
    }
}

extension Frame {
    fileprivate mutating func draw(_ pane: Pane, _ plan: PanePlan, top: Int, left: Int) {
        let text = left + (plan.isBeside ? 2 : 1)
        let end = left + plan.pane.columns
        var row = top
        fill(row: row, columns: left..<end, ink: Ink(.text, on: .bar))
        var column = text
        // The open one by its name; the others by their numbers where not all fit.
        let allFit = pane.pages.reduce(0) { $0 + TextWidth.of($1) + 2 } <= end - text + 2
        for (index, page) in pane.pages.enumerated() {
            let isOpen = index == pane.open
            let title = isOpen || allFit ? page : String(page.prefix(1))
            guard column + TextWidth.of(title) <= end else { break }
            column = write(
                title, row: row, column: column,
                ink: isOpen ? Ink(.accent, on: .bar, bold: true) : Ink(.quiet, on: .bar))
            column += 2
        }
        row += 1
        for line in pane.state where row < size.rows - 1 { put(line, &row, text, end) }
        if row < size.rows - 1 {
            write(String(repeating: "\u{2500}", count: max(0, end - text)), row: row, column: text, ink: Ink(.quiet))
            row += 1
        }
        for line in pane.lines where row < size.rows - 1 { put(line, &row, text, end) }
        if plan.isBeside {
            for row in top..<top + plan.pane.rows { write("\u{2502}", row: row, column: left, ink: Ink(.quiet)) }
        }
        let foot = top + plan.pane.rows - 1
        fill(row: foot, columns: left..<end, ink: Ink(.text, on: .bar))
        write(pane.foot, row: foot, column: text, ink: Ink(.quiet, on: .bar))
    }

    private mutating func put(_ line: PaneLine, _ row: inout Int, _ column: Int, _ end: Int) {
        let ink: Ink
        if line.isMarked {
            fill(row: row, columns: column..<end, ink: Ink(.onChosen, on: .chosen))
            ink = Ink(.onChosen, on: .chosen)
        } else {
            ink = Ink(line.role, bold: line.role == .heading)
        }
        write(line.text, row: row, column: column, ink: ink)
        row += 1
    }
}
