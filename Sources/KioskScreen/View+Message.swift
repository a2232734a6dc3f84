extension Sheet {
    /// The screens that say one thing: a picture, a heading in large letters, a sentence, what comes next.
    func message(_ scene: Scene) -> Frame {
        var frame = Frame(size)
        guard let said = Message(scene.content, wording) else { preconditionFailure("this scene has its own screen") }
        let role = headingRole(scene.content)
        let masthead = Masthead(scene.title, style.logo, self)
        let call = scene.keys.first(where: isSaidInBody)
        let picture = self.picture(for: scene.content, said)

        // The picture goes before the large letters, and both before the words.
        let plain = MessageLayout(said, call, heading: nil, picture: nil, role: role, on: self)
        let layouts = [
            MessageLayout(said, call, heading: heading(said, beside: picture), picture: picture, role: role, on: self),
            MessageLayout(said, call, heading: heading(said, beside: nil), picture: nil, role: role, on: self), plain,
        ]
        let rows = bodyRows - masthead.rows
        let fitting = layouts.lazy.compactMap { $0.squeezed(into: rows) }.first
        // The operator's name gives way to what there is to say.
        let chosen = fitting ?? plain.squeezed(into: bodyRows) ?? plain
        let top = fitting == nil ? 0 : masthead.rows
        if fitting != nil { masthead.draw(in: &frame) }
        chosen.draw(said.number, in: &frame, row: top + max(0, bodyRows - top - chosen.rows) / 2)
        footer(scene, in: &frame)
        return frame
    }

    private func heading(_ said: Message, beside picture: GlyphFont.Glyph?) -> BigText? {
        // Lower windows have room for words only.
        guard size.rows >= 14 else { return nil }
        let taken = picture == nil ? 0 : MessageLayout.pictureColumns(1)
        let room = BigText.Room(
            columns: size.columns - 2 * sideMargin - taken, rows: max(4, size.rows * 2 / 5), screenRows: size.rows,
            halfRows: drawsHalfBlocks, isHeading: true)
        guard picture != nil else { return BigText.fit(said.heading, in: room) }
        // A picture grows with the heading's pixels, and takes its room from it.
        return BigText.settings(of: said.heading, in: room).first {
            $0.columns + MessageLayout.pictureColumns($0.pixel.columns) <= size.columns - 2 * sideMargin
        }
    }

    private func picture(for content: Scene.Content, _ said: Message) -> GlyphFont.Glyph? {
        guard drawsHalfBlocks, size.columns >= 72, size.rows >= 18 else { return nil }
        if case .page(let tile) = content { return tile.symbol }
        return said.symbol.flatMap(Symbol.named)
    }

    /// Text that stands alone begins further in than text beside a QR: a wide window stays calm.
    func textMargin(for columns: Int) -> Int {
        size.columns < 60 ? sideMargin : max(sideMargin, (size.columns - columns) / 2)
    }

    private func headingRole(_ content: Scene.Content) -> Ink.Role {
        switch content {
        case .approved, .signedIn, .confirming: .accent
        default: isAttention(content) ? .attention : .heading
        }
    }
}

/// A message in its place: the picture at one side, the words beside it, the whole in the middle of the window.
private struct MessageLayout {
    private let sheet: Sheet
    private var text: Column
    private let picture: (glyph: GlyphFont.Glyph, pixel: Pixel)?
    private let role: Ink.Role

    /// Longer lines are hard to read from afar.
    private static let longestLine = 60

    /// - Parameter scale: Columns of a pixel.
    static func pictureColumns(_ scale: Int) -> Int { Symbol.columns * scale + 2 + 2 * scale }

    init(
        _ said: Message, _ call: Scene.KeyHint?, heading: BigText?, picture: GlyphFont.Glyph?, role: Ink.Role,
        on sheet: Sheet
    ) {
        self.sheet = sheet
        self.role = role
        let scale = min(4, heading?.pixel.columns ?? 1)
        self.picture = picture.map { ($0, Pixel(columns: scale, halfRows: scale)) }
        let room = sheet.size.columns - 2 * sheet.sideMargin - (picture == nil ? 0 : Self.pictureColumns(scale))
        let columns = max(1, min(room, max(Self.longestLine, heading?.columns ?? 0)))
        let first =
            heading.map { Block($0, role: role) } ?? sheet.words(said.heading, Ink(role, bold: true), columns: columns)
        // Letters that cannot be drawn large stand on a line instead.
        let rule =
            heading == nil && picture != nil
            ? [Column.Item(Block(rule: first.columns, role: role), spare: 9, air: 9)] : []
        text = Column([.init(first)] + rule + Self.items(said, call, columns: min(columns, Self.longestLine), sheet))
    }

    /// What stands under the heading.
    private static func items(
        _ said: Message, _ call: Scene.KeyHint?, columns: Int, _ sheet: Sheet
    ) -> [Column.Item] {
        var items = said.body.enumerated().map { index, sentence in
            Column.Item(sheet.words(sentence, .text, columns: columns), gap: index == 0 ? 2 : 1, air: 6)
        }
        if let moving = said.moving {
            let lines = MovingLines(texts: TextWrap.words(moving, columns: columns), ink: .text, sheet.start)
            items.append(.init(Block(moving: lines), gap: 1, air: 6))
        }
        if let call {
            let words = sheet.words(sheet.wording.hint(for: call), Ink(.accent, bold: true), columns: columns)
            items.append(.init(words, gap: 2, air: 5))
        }
        for hint in said.hints {
            items.append(.init(sheet.words(hint, Ink(.quiet), columns: columns), gap: 1, spare: 8, air: 8))
        }
        return items
    }

    var rows: Int { max(text.rows, picture.map { Symbol.rows($0.pixel.halfRows) } ?? 0) }

    /// - Returns: nil when what must stay is higher than that.
    func squeezed(into height: Int) -> MessageLayout? {
        var copy = self
        guard copy.text.squeeze(into: height), copy.rows <= height else { return nil }
        return copy
    }

    func draw(_ number: Int, in frame: inout Frame, row: Int) {
        let beside = picture.map { Self.pictureColumns($0.pixel.columns) } ?? 0
        // As wide as a full line, so that from one message to the next the left edge stays.
        let room = sheet.size.columns - 2 * sheet.sideMargin
        let width = min(room, beside + max(text.columns, min(Self.longestLine, room - beside)))
        let left = sheet.textMargin(for: width)
        if let (glyph, pixel) = picture {
            let x = sheet.mirrored(left, glyph.width * pixel.columns)
            frame.draw(glyph, pixel, row: row, column: x, role: role)
        }
        let x = sheet.mirrored(left + beside, text.columns)
        text.draw(in: &frame, row: row, column: x, sheet.start)
        if let (offset, lines) = text.moving {
            let shift = sheet.start.shift(of: lines.columns, in: text.columns)
            lines.draw(number, in: &frame, row: row + offset, column: x + shift)
        }
    }
}

/// The operator's logo and name at the top of a screen.
struct Masthead {
    private let sheet: Sheet
    private let title: String?
    private let logo: Logo?

    init(_ title: String?, _ logo: Logo?, _ sheet: Sheet) {
        self.sheet = sheet
        let room = sheet.size.columns - 2 * sheet.sideMargin
        let text = title.map { shown($0, limit: 60) }
        self.title = text.map { TextWrap.cut($0, columns: room) }
        // Only where the words keep two thirds of the window.
        self.logo = logo.flatMap { $0.rows * 3 <= sheet.size.rows && $0.columns <= room ? $0 : nil }
    }

    /// With the blank rows around it.
    var rows: Int {
        let logoRows = logo.map { $0.rows + 1 } ?? 0
        return logoRows + (title == nil ? 0 : 2) + (logoRows > 0 || title != nil ? sheet.topMargin : 0)
    }

    func draw(in frame: inout Frame) {
        var row = sheet.topMargin
        if let logo {
            let x = sheet.mirrored(sheet.sideMargin, logo.columns)
            Block(lines: logo.lines, ink: Ink(.accent, bold: true)).draw(&frame, row, x)
            row += logo.rows + 1
        }
        guard let title else { return }
        let x = sheet.mirrored(sheet.sideMargin, TextWidth.of(title))
        frame.write(title, row: row, column: x, ink: Ink(.heading, bold: true))
    }
}
