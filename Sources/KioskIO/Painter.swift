import CNcurses
import KioskScreen

/// Puts a frame on the terminal: only the cells that differ from the last one.
///
/// It knows cells and colours, nothing of what they mean.
final class Painter {
    private let terminal: Terminal
    private var theme: Theme
    private var colors: Int
    private var last: Frame?
    /// A pair's number is its place plus one. A screen has about ten looks: lists are found through sooner than
    /// a table is made.
    private var pairs: [PairColors] = []
    private var looks: [(ink: Ink, look: (attr_t, Int32))] = []

    private struct PairColors: Equatable {
        let fore: Int32
        let back: Int32
    }

    init(_ terminal: Terminal, theme: Theme) {
        self.terminal = terminal
        self.theme = theme
        colors = terminal.abilities.colors
    }

    /// - Parameter limit: no more colours than these; nil: all that the terminal has.
    func change(_ theme: Theme, colors limit: Int?) {
        let colors = min(terminal.abilities.colors, limit ?? .max)
        guard theme != self.theme || colors != self.colors else { return }
        self.theme = theme
        self.colors = colors
        looks = []
        forget()
    }

    func paint(_ frame: Frame) {
        let before: Frame
        if let last, last.size == frame.size {
            before = last
        } else {
            before = blank(frame.size)
        }
        for row in 0..<frame.size.rows {
            let cells = frame.cells[row * frame.size.columns..<(row + 1) * frame.size.columns]
            var start = cells.startIndex
            while let first = cells[start...].indices.first(where: { cells[$0] != before.cells[$0] }) {
                let end = cells[first...].indices.first { cells[$0] == before.cells[$0] } ?? cells.endIndex
                put(cells[first..<end], row, first - cells.startIndex)
                start = end
            }
        }
        last = frame
        terminal.refresh()
    }

    /// The next frame is painted whole.
    func forget() {
        last = nil
        terminal.forgetScreen()
    }

    /// The next frame is painted whole, over whatever stands there: nobody sees an empty screen between the two.
    func overwrite() {
        last = nil
        terminal.distrustScreen()
    }

    /// An empty screen in the theme's own colour: most cells of most screens need nothing more.
    private func blank(_ size: Frame.Size) -> Frame {
        let (attributes, pair) = look(.text)
        kiosk_set_background(terminal.window, attributes, pair)
        werase(terminal.window)
        return Frame(size)
    }

    /// Cells beside each other: given to ncurses one by one they would cost three times as much.
    private func put(_ cells: ArraySlice<Frame.Cell>, _ row: Int, _ column: Int) {
        withUnsafeTemporaryAllocation(of: cchar_t.self, capacity: cells.count) { run in
            var count = 0
            // The right half of a wide character comes with its left half.
            for cell in cells where cell.scalars.0 != 0 {
                make(cell, &run[count])
                count += 1
            }
            mvwadd_wchnstr(terminal.window, Int32(row), Int32(column), run.baseAddress, Int32(count))
        }
    }

    private func make(_ cell: Frame.Cell, _ made: inout cchar_t) {
        let (attributes, pair) = look(cell.ink)
        withUnsafeTemporaryAllocation(of: wchar_t.self, capacity: 4) { text in
            text[0] = wchar_t(bitPattern: cell.scalars.0)
            text[1] = wchar_t(bitPattern: cell.scalars.1)
            text[2] = wchar_t(bitPattern: cell.scalars.2)
            text[3] = 0
            kiosk_make_cell(&made, text.baseAddress, attributes, pair)
        }
    }

    private func look(_ ink: Ink) -> (attr_t, Int32) {
        if let known = looks.first(where: { $0.ink == ink }) { return known.look }
        let paint = theme.paint(ink, colors: colors)
        var attributes = KIOSK_A_NORMAL
        if paint.bold { attributes |= KIOSK_A_BOLD }
        if paint.reverse { attributes |= KIOSK_A_REVERSE }
        if paint.underline { attributes |= KIOSK_A_UNDERLINE }
        let look = (attributes, pair(paint))
        looks.append((ink, look))
        return look
    }

    private func pair(_ paint: Paint) -> Int32 {
        guard colors > 0 else { return 0 }
        let colors = PairColors(fore: number(paint.foreground), back: number(paint.background))
        if let known = pairs.firstIndex(of: colors) { return Int32(known + 1) }
        let next = Int32(pairs.count + 1)
        guard next < kiosk_color_pairs(), init_extended_pair(next, colors.fore, colors.back) == OK else { return 0 }
        pairs.append(colors)
        return next
    }

    private func number(_ color: Paint.Color) -> Int32 {
        switch color {
        case .terminal: -1
        case .palette(let index): Int32(index)
        case .rgb(let value): Int32(value)
        }
    }
}
