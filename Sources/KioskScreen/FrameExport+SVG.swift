extension FrameExport {
    /// A picture of the frame in the theme's direct colours. Grounds and half blocks are rectangles, so they meet
    /// without seams whatever the font; letters are text set by cell.
    public static func svg(_ frame: Frame, theme: Theme) -> String {
        let (width, height) = (frame.size.columns * cell.width, frame.size.rows * cell.height)
        let ground = hex(theme.paint(.text, colors: 1 << 24).background)
        var out = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" shape-rendering="crispEdges">
            <rect width="\(width)" height="\(height)" fill="\(ground)"/>
            <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="\(cell.fontSize)" xml:space="preserve">

            """
        for row in 0..<frame.size.rows {
            rectangles(frame, row: row, theme: theme, ground: ground, into: &out)
            letters(frame, row: row, theme: theme, into: &out)
        }
        return out + "</g>\n</svg>\n"
    }

    /// Of one cell, in the picture's units: twice as high as wide, as the QR's modules want it.
    private static let cell = (width: 10, height: 20, fontSize: 16, baseline: 15)

    private static func rectangles(_ frame: Frame, row: Int, theme: Theme, ground: String, into out: inout String) {
        for half in 0..<2 {
            var column = 0
            while column < frame.size.columns {
                let color = fill(frame[row, column], half: half, theme: theme)
                var end = column + 1
                while end < frame.size.columns, fill(frame[row, end], half: half, theme: theme) == color { end += 1 }
                if color != ground {
                    let (x, y) = (column * cell.width, row * cell.height + half * cell.height / 2)
                    out += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\((end - column) * cell.width)\" "
                    out += "height=\"\(cell.height / 2)\" fill=\"\(color)\"/>\n"
                }
                column = end
            }
        }
    }

    private static func fill(_ cell: Frame.Cell, half: Int, theme: Theme) -> String {
        let paint = theme.paint(cell.ink, colors: 1 << 24)
        return hex(cell.text == "\u{2584}" && half == 1 ? paint.foreground : paint.background)
    }

    /// Each run of one ink between blanks is one text, with its length given so that it stays on its cells.
    private static func letters(_ frame: Frame, row: Int, theme: Theme, into out: inout String) {
        var column = 0
        while column < frame.size.columns {
            let first = frame[row, column]
            guard let character = first.text, character != " ", character != "\u{2584}" else {
                column += 1
                continue
            }
            var end = column
            var text = ""
            while end < frame.size.columns, frame[row, end].ink == first.ink, frame[row, end].text != " " {
                // Alone: a viewer would turn right-to-left text around once more, and sets wide characters as it likes.
                if end > column, frame[row, end].text != nil,
                    frame[row, end].standsAlone || frame[row, column].standsAlone
                {
                    break
                }
                if let next = frame[row, end].text { text += escaped(next) }
                end += 1
            }
            let paint = theme.paint(first.ink, colors: 1 << 24)
            out += "<text x=\"\(column * cell.width)\" y=\"\(row * cell.height + cell.baseline)\" "
            out += "textLength=\"\((end - column) * cell.width)\" lengthAdjust=\"spacingAndGlyphs\" "
            out += "fill=\"\(hex(paint.foreground))\"\(paint.bold ? " font-weight=\"bold\"" : "")>\(text)</text>\n"
            column = end
        }
    }

    private static func escaped(_ character: Character) -> String {
        switch character {
        case "<": "&lt;"
        case ">": "&gt;"
        case "&": "&amp;"
        default: String(character)
        }
    }

    private static func hex(_ color: Paint.Color) -> String {
        guard case .rgb(let value) = color else { return "#000000" }
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}

extension Frame.Cell {
    fileprivate var standsAlone: Bool { isRightToLeft || text.map { TextWidth.of($0) == 2 } ?? false }
}
