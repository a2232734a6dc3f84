extension Sheet {
    /// The television around the sign-in: who is there, and tiles to choose from.
    func home(_ scene: Scene, _ home: Scene.Home) -> Frame {
        var frame = Frame(size)
        // What was granted is said on fewer lines where that keeps the pictures; else it gives way to the tiles, and
        // the name last.
        let whole = header(home, scene.title, wraps: true)
        let cut = header(home, scene.title, wraps: false)
        let fitting = [whole, cut, Array(cut.prefix(1)), []].compactMap { said in
            let top = topMargin + (said.isEmpty ? 0 : said.count + 1)
            return TileGrid(home, rows: bodyRows - top, on: self).map { (said, top, $0) }
        }
        if let (said, top, grid) = fitting.first(where: { $0.2.hasPictures && $0.0.count >= cut.count })
            ?? fitting.first
        {
            // The operator's picture, where it takes nothing from the tiles.
            let logo = style.logo.flatMap {
                $0.rows + 1 <= bodyRows - top - grid.rows && $0.columns <= size.columns - 2 * sideMargin ? $0 : nil
            }
            let below = logo.map { $0.rows + 1 } ?? 0
            if let logo {
                let x = mirrored(sideMargin, logo.columns)
                Block(lines: logo.lines, ink: Ink(.accent, bold: true)).draw(&frame, topMargin, x)
            }
            for (index, line) in said.enumerated() { draw(line, in: &frame, row: topMargin + below + index) }
            grid.draw(in: &frame, row: top + below + max(0, bodyRows - top - below - grid.rows) / 2)
        }
        footer(scene, in: &frame)
        return frame
    }

    /// A line at the top: something at the near end, something at the far one.
    private struct Line {
        var near = ""
        var nearInk = Ink(.heading, bold: true)
        /// Left of the far end.
        var aside = ""
        var far = ""
        var farInk = Ink(.quiet)
    }

    /// - Parameter wraps: whether what does not fit on one line goes on below it; else dots stand for the rest.
    private func header(_ home: Scene.Home, _ title: String?, wraps: Bool) -> [Line] {
        let room = size.columns - 2 * sideMargin
        func lines(_ text: String, _ ink: Ink) -> [Line] {
            (wraps ? TextWrap.words(text, columns: room) : [TextWrap.cut(text, columns: room)]).map {
                Line(near: $0, nearInk: ink)
            }
        }
        let title = title.map { shown($0, limit: 60) } ?? ""
        guard let person = home.person else {
            let said = wording[.homeSignedOut]
            if title.isEmpty { return [Line(near: said, nearInk: Ink(.quiet))] }
            let fits = TextWidth.of(title) + 3 + TextWidth.of(said) <= room
            return [Line(near: TextWrap.cut(title, columns: room), far: fits ? said : "")]
        }
        let hello =
            person.name.map { wording(.homeHello, ["name": shown($0, limit: 60)]) } ?? wording[.homeSignedIn]
        let accent = Ink(.accent, bold: true)
        let fits = !title.isEmpty && TextWidth.of(title) + 3 + TextWidth.of(hello) <= room
        let first =
            fits
            ? Line(near: title, far: hello, farInk: accent)
            : Line(near: TextWrap.cut(hello, columns: room), nearInk: accent)
        if let seconds = person.leavingIn {
            let leaving = wording(.homeLeaving, ["seconds": "\(seconds)"])
            return [first] + lines(leaving, Ink(.attention, bold: true))
        }
        let left: String =
            switch person.minutesLeft {
            case nil: wording[.homeNoEnd]
            case 1: wording[.homeOneMinute]
            case let minutes?: wording(.homeMinutes, ["minutes": "\(minutes)"])
            }
        var said = [first]
        if !person.scopes.isEmpty {
            said += lines(wording.granted(person.scopes), Ink(.quiet))
        }
        // Where it fits: beside what was granted, beside the name, or on a line of its own.
        let place = said.indices.reversed().first { width(of: said[$0]) + 3 + TextWidth.of(left) <= room }
        switch place {
        case let place? where said[place].far.isEmpty: said[place].far = left
        case let place?: said[place].aside = left
        case nil: said += lines(left, Ink(.quiet))
        }
        return said
    }

    private func width(of line: Line) -> Int {
        [line.near, line.far].filter { !$0.isEmpty }.map { TextWidth.of($0) + 3 }.reduce(-3, +)
    }

    private func draw(_ line: Line, in frame: inout Frame, row: Int) {
        let near = TextWidth.of(line.near)
        let far = TextWidth.of(line.far)
        let aside = TextWidth.of(line.aside)
        frame.write(line.near, row: row, column: mirrored(sideMargin, near), ink: line.nearInk)
        let end = size.columns - sideMargin - far
        frame.write(line.far, row: row, column: mirrored(end, far), ink: line.farInk)
        frame.write(line.aside, row: row, column: mirrored(end - 3 - aside, aside), ink: Ink(.quiet))
    }

    /// A screen that nobody has touched for long: one sentence without much light, each time elsewhere.
    func dimmed(step: Int) -> Frame {
        var frame = Frame(size)
        let lines = TextWrap.words(wording[.keyAnyWakes], columns: size.columns - 2)
        let width = lines.map { TextWidth.of($0) }.max() ?? 0
        // Steps that share no factor with the room: every place comes before one comes twice.
        let (rows, columns) = (max(1, size.rows - lines.count - 1), max(1, size.columns - width - 1))
        let (row, column) = (abs(step) % 7 * rows / 7, abs(step) * 5 % 11 * columns / 11)
        Block(lines: lines, ink: Ink(.dim), start).draw(&frame, row, column)
        return frame
    }
}
