extension Sheet {
    /// The operator's page: a heading, lines, and nothing of what stands below it.
    func operatorPage(_ scene: Scene, _ page: OperatorPage) -> Frame {
        var frame = Frame(size)
        let text = OperatorText(page, wording, size)
        var row = topMargin
        put(PaneLine.heading(text.heading), in: &frame, row: row)
        row += size.rows < 14 ? 1 : 2
        for index in text.lines.indices.dropFirst(text.top).prefix(text.rows) {
            put(text.lines[index], mark: text.marks.isEmpty ? nil : text.marks[index], in: &frame, row: row)
            row += 1
        }
        footer(scene, in: &frame)
        return frame
    }

    private func put(_ line: PaneLine, mark: String? = nil, in frame: inout Frame, row: Int) {
        if line.isMarked {
            let columns = size.columns - 2 * sideMargin
            frame.fill(row: row, columns: sideMargin..<(sideMargin + columns), ink: Ink(.onChosen, on: .chosen))
        }
        let ink =
            line.isMarked
            ? Ink(.onChosen, on: .chosen, bold: true) : Ink(line.role, bold: line.role == .heading)
        func write(_ text: String, at column: Int) {
            frame.write(text, row: row, column: mirrored(column, TextWidth.of(text)), ink: ink)
        }
        if let mark { write(mark, at: sideMargin) }
        write(line.text, at: sideMargin + (mark == nil ? 0 : OperatorText.markColumns))
    }
}
