extension Sheet {
    /// The operator's page: a heading, lines, and nothing of what stands below it.
    func operatorPage(_ scene: Scene, _ page: OperatorPage) -> Frame {
        var frame = Frame(size)
        let text = OperatorText(page, wording, size)
        var row = topMargin
        put(PaneLine.heading(text.heading), in: &frame, row: row)
        row += size.rows < 14 ? 1 : 2
        for line in text.lines.dropFirst(text.top).prefix(text.rows) {
            put(line, in: &frame, row: row)
            row += 1
        }
        footer(scene, in: &frame)
        return frame
    }

    private func put(_ line: PaneLine, in frame: inout Frame, row: Int) {
        let width = TextWidth.of(line.text)
        if line.isMarked {
            // From edge to edge of the text, so that it is seen without colours of its own.
            let columns = size.columns - 2 * sideMargin
            frame.fill(row: row, columns: sideMargin..<(sideMargin + columns), ink: Ink(.onChosen, on: .chosen))
        }
        let ink =
            line.isMarked
            ? Ink(.onChosen, on: .chosen, bold: true) : Ink(line.role, bold: line.role == .heading)
        frame.write(line.text, row: row, column: mirrored(sideMargin, width), ink: ink)
    }
}
