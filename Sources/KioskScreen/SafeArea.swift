/// The part of a window that every television shows.
struct SafeArea {
    let outer: Frame.Size
    let size: Frame.Size
    private let row: Int
    private let column: Int

    /// - Parameter overscan: the share of the height and of the width that stays empty at each edge.
    init(_ outer: Frame.Size, overscan: Double) {
        self.outer = outer
        row = Int((Double(outer.rows) * overscan).rounded(.up))
        column = Int((Double(outer.columns) * overscan).rounded(.up))
        size = Frame.Size(rows: max(1, outer.rows - 2 * row), columns: max(1, outer.columns - 2 * column))
    }

    /// The smallest window whose safe part is as large as that.
    static func window(for inner: Frame.Size, overscan: Double) -> Frame.Size {
        var window = inner
        while SafeArea(window, overscan: overscan).size.rows < inner.rows { window.rows += 1 }
        while SafeArea(window, overscan: overscan).size.columns < inner.columns { window.columns += 1 }
        return window
    }

    /// A screen in its place. The ground of its footer goes on to the window's sides.
    func frame(around inner: Frame, bar: Bool) -> Frame {
        guard row > 0 || column > 0 else { return inner }
        var frame = Frame(outer)
        if bar { frame.fill(row: row + size.rows - 1, columns: 0..<outer.columns, ink: Ink(.text, on: .bar)) }
        for y in 0..<size.rows {
            for x in 0..<size.columns { frame.put(inner[y, x], row: row + y, column: column + x) }
        }
        return frame
    }
}
