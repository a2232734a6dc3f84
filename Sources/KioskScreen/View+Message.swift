import DeviceFlow

extension Sheet {
    /// The screens that say one thing: a heading in large letters, a sentence, what comes next.
    func message(_ scene: Scene) -> Frame {
        var frame = Frame(size)
        let said = says(scene)
        let margin = textMargin(for: 0)
        let columns = size.columns - margin - sideMargin
        let role = headingRole(scene.content)
        let titleRows = scene.title == nil ? 0 : topMargin + 2

        let lines = TextWrap.words(said.heading, columns: columns)
        var heading = Block(lines: lines, ink: Ink(role, bold: true))
        let room = BigText.Room(
            columns: columns, rows: max(1, size.rows / 3), screenRows: size.rows, halfRows: drawsHalfBlocks,
            isHeading: true)
        let rest = items(said, call: scene.keys.first(where: isSaidInBody), columns: min(columns, Self.longestLine))
        if let big = BigText.fit(said.heading, in: room) {
            var column = Column([.init(Block(big, role: role))] + rest)
            if column.squeeze(into: bodyRows - titleRows) { heading = Block(big, role: role) }
        }
        var column = Column([.init(heading)] + rest)
        var top = titleRows
        if !column.squeeze(into: bodyRows - titleRows) {
            // The operator's name gives way to what there is to say.
            _ = column.squeeze(into: bodyRows)
            top = 0
        } else if let title = scene.title {
            draw(title: title, in: &frame, column: margin)
        }
        top += max(0, bodyRows - top - column.rows) / 2
        column.draw(in: &frame, row: top, column: margin)
        if let (row, lines) = column.moving {
            lines.draw(said.number, in: &frame, row: top + row, column: margin)
        }
        footer(scene, in: &frame)
        return frame
    }

    /// What stands under the heading.
    private func items(_ said: Message, call: Scene.KeyHint?, columns: Int) -> [Column.Item] {
        func words(_ text: String, _ ink: Ink) -> Block {
            Block(lines: TextWrap.words(text, columns: columns), ink: ink)
        }
        var items = said.body.enumerated().map { index, sentence in
            Column.Item(words(sentence, .text), gap: index == 0 ? 2 : 1, air: 6)
        }
        if let moving = said.moving {
            let lines = MovingLines(texts: TextWrap.words(moving, columns: columns), ink: .text)
            items.append(.init(Block(moving: lines), gap: 1, air: 6))
        }
        if let call {
            items.append(.init(words(wording.hint(for: call), Ink(.accent, bold: true)), gap: 2, air: 5))
        }
        for hint in said.hints { items.append(.init(words(hint, Ink(.quiet)), gap: 1, spare: 8, air: 8)) }
        return items
    }

    /// Longer lines are hard to read from afar.
    private static let longestLine = 64

    /// Text that stands alone begins further in than text beside a QR: a wide window stays calm.
    func textMargin(for columns: Int) -> Int {
        min(
            size.columns < 60 ? sideMargin : max(sideMargin, size.columns / 10),
            max(sideMargin, (size.columns - columns) / 2))
    }

    private func welcome(_ name: String?) -> [String] {
        name.map { [wording(.approvedNamed, ["name": shown($0, limit: 60)])] } ?? []
    }

    private func headingRole(_ content: Scene.Content) -> Ink.Role {
        if case .approved = content { return .accent }
        if case .signedIn = content { return .accent }
        return isAttention(content) ? .attention : .heading
    }

    private func draw(title: String, in frame: inout Frame, column: Int) {
        let room = size.columns - column - sideMargin
        let text = shown(title, limit: 60)
        let line = TextWidth.of(text) <= room ? text : (TextWrap.words(text, columns: room - 3).first ?? "") + "..."
        frame.write(line, row: topMargin, column: column, ink: Ink(.heading, bold: true))
    }

    private struct Message {
        var heading: String
        var body: [String]
        /// A sentence with a number that changes while the screen stands, or a stand-in for it.
        var moving: String?
        var number = 0
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
            let retry =
                retryIn > 0
                ? wording(.noCodeRetry, ["attempt": "\(attempt)", "seconds": MovingLines.standIn])
                : wording[.noCodeRetryNow]
            // Attempt 0 is none: it is not tried again.
            return Message(
                heading: wording[.noCodeHeading], body: [why], moving: attempt > 0 ? retry : nil, number: retryIn,
                hints: [wording.advice(for: trouble)])
        case .code:
            preconditionFailure("a living code has its own screen")
        case .confirming:
            return Message(heading: wording[.confirmingHeading], body: [wording[.confirmingBody]])
        case .approved(let name):
            return Message(
                heading: wording[.approvedHeading], body: welcome(name) + [wording[.approvedBody]],
                hints: [wording[.approvedHint]])
        case .signedIn(let name):
            return Message(
                heading: wording[.approvedHeading], body: welcome(name) + [wording[.signedInBody]],
                hints: [wording[.signedInHint]])
        case .notHandedOver:
            return Message(
                heading: wording[.notHandedOverHeading], body: [wording[.notHandedOverBody]],
                hints: [wording[.notHandedOverHint]])
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
        case .untrusted(let code):
            return Message(
                heading: wording[.untrustedHeading],
                body: [wording[.untrustedBody], wording(.untrustedStaff, ["code": shown(code, limit: 80)])])
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
