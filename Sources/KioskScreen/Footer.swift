extension Sheet {
    /// The bottom row: the state in a word, the code once as ordinary text for those who have the screen read to
    /// them, what the keys do, and at the far end the countdown, so that its digits move nothing else.
    ///
    /// - Returns: The column after the countdown, which is not drawn here.
    @discardableResult
    func footer(_ scene: Scene, in frame: inout Frame, code: String? = nil, clock: String? = nil) -> Int? {
        let row = size.rows - 1
        let margin = sideMargin
        frame.fill(row: row, columns: 0..<size.columns, ink: Ink(.text, on: .bar))
        let word = wording.word(for: scene.content)
        let keys = scene.keys.filter { !isSaidInBody($0) }.map(wording.hint(for:))
        let room = size.columns - 2 * margin
        let choice = footerChoices(code: code, clock: clock, keys: keys).first { $0.columns(word: word) <= room }

        let role: Ink.Role = isAttention(scene.content) ? .attention : .accent
        /// - Returns: the column after it, had the page begun at the left.
        func write(_ text: some StringProtocol, _ ink: Ink, at column: Int) -> Int {
            let width = TextWidth.of(text)
            frame.write(text, row: row, column: mirrored(column, width), ink: ink)
            return column + width
        }
        var x = write(word, Ink(role, on: .bar, bold: true), at: margin)
        guard let choice else { return nil }
        if let code = choice.code { x = write(code, Ink(.text, on: .bar), at: x + Self.space) }
        for hint in choice.keys {
            // "N New code", "Esc Cancel": the key stands out from what it does.
            let parts = hint.split(separator: " ", maxSplits: 1)
            x = write(parts.first ?? "", Ink(.heading, on: .bar, bold: true), at: x + Self.space)
            if parts.count > 1 { x = write(parts[1], Ink(.quiet, on: .bar), at: x + 1) }
        }
        guard let clock = choice.clock else { return nil }
        // The digits are drawn from second to second; the label keeps their room.
        let width = TextWidth.of(clock)
        let end = size.columns - margin
        _ = write(choice.clockLabel, Ink(.quiet, on: .bar), at: end - width)
        return mirrored(end - choice.digits, choice.digits) + choice.digits
    }

    /// Between two things on the footer.
    private static let space = 3

    private struct FooterChoice {
        var code: String?
        var keys: [String]
        /// The countdown with its label, and the label alone with blanks where the digits will be.
        var clock: String?
        var clockLabel = ""
        var digits = 0

        func columns(word: String) -> Int {
            let parts = [word] + (code.map { [$0] } ?? []) + keys + (clock.map { [$0] } ?? [])
            return parts.reduce(0) { $0 + TextWidth.of($1) } + (parts.count - 1) * Sheet.space
        }
    }

    /// From everything to the least: the last keys go first, then labels, then the other keys, then the code.
    private func footerChoices(code: String?, clock: String?, keys: [String]) -> [FooterChoice] {
        let longCode = code.map { wording(.footerCode, ["code": $0]) }
        let longClock = clock.map { wording(.footerExpires, ["time": $0]) }
        func choice(_ code: String?, _ clockText: String?, _ count: Int) -> FooterChoice {
            var label = clockText ?? ""
            if let clock, label.hasSuffix(clock) { label.removeLast(clock.count) }
            return FooterChoice(
                code: code, keys: Array(keys.prefix(count)), clock: clockText, clockLabel: label,
                digits: clock?.count ?? 0)
        }
        var choices: [FooterChoice] = []
        for count in stride(from: keys.count, through: 1, by: -1) { choices.append(choice(longCode, longClock, count)) }
        for count in stride(from: keys.count, through: 1, by: -1) { choices.append(choice(code, clock, count)) }
        choices += [choice(longCode, longClock, 0), choice(code, clock, 0), choice(nil, clock, 0), choice(nil, nil, 0)]
        return choices
    }

    /// "Press any key" is the screen's own sentence, not the footer's.
    func isSaidInBody(_ key: Scene.KeyHint) -> Bool {
        switch key {
        case .anyKeyStarts, .anyKeyGoesOn, .tryAgain: true
        case .signOut, .newCode, .cancel, .quit, .changeQR, .move, .open, .back, .language, .yes, .no, .notYou: false
        }
    }

    func isAttention(_ content: Scene.Content) -> Bool {
        switch content {
        case .idle, .home, .page, .dimmed, .starting, .confirming, .approved, .signedIn, .cancelled, .operatorPage:
            false
        case .noCode, .isThisYou, .notHandedOver, .answerLost, .denied, .expired, .refused, .untrusted, .notUnderstood,
            .disowned:
            true
        case .code(let code):
            switch code.link {
            case .steady, .slowed: false
            case .interrupted: true
            }
        }
    }
}
