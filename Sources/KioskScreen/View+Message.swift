import DeviceFlow

extension Sheet {
    /// The screens that say one thing: a heading in large letters, a sentence, what comes next.
    func message(_ scene: Scene) -> Frame {
        var frame = Frame(size)
        let said = says(scene)
        let margin = textMargin(for: 0)
        let columns = min(size.columns - margin - sideMargin, Self.longestLine)
        let role = headingRole(scene.content)

        var items: [Column.Item] = []
        let room = BigText.Room(
            columns: size.columns - margin - sideMargin, rows: max(1, size.rows / 3), screenRows: size.rows,
            halfRows: drawsHalfBlocks, isHeading: true)
        if let big = BigText.fit(said.heading, in: room) {
            items.append(.init(Block(big, role: role)))
        } else {
            let lines = TextWrap.words(said.heading, columns: columns)
            items.append(.init(Block(lines: lines, ink: Ink(role, bold: true))))
        }
        for (index, sentence) in said.body.enumerated() {
            let lines = TextWrap.words(sentence, columns: columns)
            items.append(.init(Block(lines: lines, ink: .text), gap: index == 0 ? 2 : 1, air: 6))
        }
        if let moving = said.moving {
            // Wrapped with room for three digits, so that a shorter number moves nothing.
            let rows = TextWrap.words(moving("888"), columns: columns, balanced: false).count
            let lines = TextWrap.words(moving(said.number), columns: columns, balanced: false)
            let padding = Array(repeating: "", count: max(0, rows - lines.count))
            items.append(.init(Block(lines: lines + padding, ink: .text), gap: 1))
        }
        if let call = scene.keys.first(where: isSaidInBody) {
            let lines = TextWrap.words(wording.hint(for: call), columns: columns)
            items.append(.init(Block(lines: lines, ink: Ink(.accent, bold: true)), gap: 2, air: 5))
        }
        for hint in said.hints {
            items.append(
                .init(Block(lines: TextWrap.words(hint, columns: columns), ink: Ink(.quiet)), gap: 1, spare: 8, air: 7))
        }
        var column = Column(items)
        let titleRows = scene.title == nil ? 0 : topMargin + 2
        let height = bodyRows - titleRows
        if column.squeeze(into: height) {
            if let title = scene.title { draw(title: title, in: &frame, column: margin) }
            column.draw(in: &frame, row: titleRows + (height - column.rows) / 2, column: margin)
        } else {
            _ = column.squeeze(into: bodyRows)
            column.draw(in: &frame, row: 0, column: margin)
        }
        footer(scene, in: &frame)
        return frame
    }

    /// Longer lines are hard to read from afar.
    private static let longestLine = 64

    /// Text that stands alone begins further in than text beside a QR: a wide window stays calm.
    func textMargin(for columns: Int) -> Int {
        min(
            size.columns < 60 ? sideMargin : max(sideMargin, size.columns / 10),
            max(sideMargin, (size.columns - columns) / 2))
    }

    private func headingRole(_ content: Scene.Content) -> Ink.Role {
        if case .approved = content { return .accent }
        return isAttention(content) ? .attention : .heading
    }

    private func draw(title: String, in frame: inout Frame, column: Int) {
        let line = TextWrap.words(shown(title, limit: 60), columns: size.columns - column - sideMargin).first ?? ""
        frame.write(line, row: topMargin, column: column, ink: Ink(.heading, bold: true))
    }

    private struct Message {
        var heading: String
        var body: [String]
        /// A sentence around a number that changes while the screen stands.
        var moving: ((String) -> String)?
        var number = ""
        var hints: [String] = []
    }

    private func says(_ scene: Scene) -> Message {
        switch scene.content {
        case .idle:
            return Message(heading: wording[.idleHeading], body: [wording[.idleBody]], hints: [wording[.idleHint]])
        case .starting(let host, let slow):
            let slowly = slow ? [wording(.startingSlow, ["host": shown(host, limit: 255)])] : []
            return Message(heading: wording[.startingHeading], body: [wording[.startingBody]], hints: slowly)
        case .noCode(let trouble, let host, let retryIn, let attempt):
            let why = wording.sentence(for: trouble, host: shown(host, limit: 255))
            let retry: (String) -> String =
                retryIn > 0
                ? { wording(.noCodeRetry, ["attempt": "\(attempt)", "seconds": $0]) }
                : { _ in wording[.noCodeRetryNow] }
            // Attempt 0 is none: it is not tried again.
            return Message(
                heading: wording[.noCodeHeading], body: [why], moving: attempt > 0 ? retry : nil, number: "\(retryIn)",
                hints: [wording.advice(for: trouble)])
        case .code:
            preconditionFailure("a living code has its own screen")
        case .approved(let name):
            let welcome = name.map { wording(.approvedNamed, ["name": shown($0, limit: 60)]) }
            return Message(
                heading: wording[.approvedHeading], body: [welcome ?? wording[.approvedBody]],
                hints: [wording[.approvedHint]])
        case .answerLost:
            return Message(
                heading: wording[.answerLostHeading], body: [wording[.answerLostBody], wording[.answerLostHint]])
        case .denied:
            return Message(
                heading: wording[.deniedHeading], body: [wording[.deniedBody]], hints: [wording[.deniedHint]])
        case .expired:
            return Message(
                heading: wording[.expiredHeading], body: [wording[.expiredBody]], hints: [wording[.expiredHint]])
        case .refused(let code):
            return Message(
                heading: wording[.refusedHeading],
                body: [wording[.refusedBody], wording(.refusedStaff, ["code": shown(code, limit: 80)])])
        case .notUnderstood(let detail):
            return Message(
                heading: wording[.notUnderstoodHeading],
                body: [
                    wording[.notUnderstoodBody], wording(.notUnderstoodStaff, ["detail": shown(detail, limit: 160)]),
                ])
        case .cancelled:
            return Message(
                heading: wording[.cancelledHeading], body: [wording[.cancelledBody]], hints: [wording[.cancelledHint]])
        }
    }
}

/// What came from outside, safe to stand in a cell. The scene's texts are made safe where they enter; a second
/// time costs little and keeps the promise in the place that draws.
func shown(_ text: String, limit: Int) -> String { plain(text, limit: limit) }
