import DeviceFlow

/// An operator's page in lines that fit a window.
///
/// What the network test has found is in English, as `kiosk doctor` says it.
struct OperatorText {
    let heading: String
    let lines: [PaneLine]
    /// What stands before each of them, in a column of its own; empty where nothing does.
    let marks: [String]
    /// How many of them are seen at once.
    let rows: Int
    /// The first that is seen.
    let top: Int

    /// - Parameter size: of the screen with its footer, without what a television cuts off.
    init(_ page: OperatorPage, _ wording: Wording, _ size: Frame.Size) {
        let sheet = Sheet(size: size, abilities: Abilities(), style: ViewStyle(wording: wording))
        let columns = max(1, min(size.columns - 2 * sheet.sideMargin, Self.longestLine))
        heading = wording[.operatorHeading]
        // Where a finding goes on, it stands further in.
        let further = if case .test(.done, _) = page { "   " } else { "" }
        let wrapped = Self.said(page, wording).flatMap { line in
            TextWrap.words(line.text, columns: columns - further.count).enumerated().map { number, text in
                PaneLine((number == 0 ? "" : further) + text, line.role)
            }
        }
        switch page {
        // As many as were typed, and the place of the next.
        case .pin(let typed, _, nil):
            lines = wrapped + [PaneLine(String(repeating: "*", count: typed) + "_", .accent)]
        case .menu(let items, let chosen):
            lines = items.enumerated().map { index, item in
                var line = PaneLine(Self.label(item, wording))
                line.isMarked = index == chosen
                return line
            }
        case .pin, .status, .test: lines = wrapped
        }
        // Which one is chosen is seen without colours too.
        marks = lines.enumerated().compactMap { index, line in
            guard case .menu = page else { return nil }
            let number = "\(index + 1)"
            if wording.isRightToLeft { return number + (line.isMarked ? " <" : "  ") }
            return (line.isMarked ? "> " : "  ") + number
        }
        // The heading, and where there is room a blank row under it.
        rows = max(1, sheet.bodyRows - sheet.topMargin - (size.rows < 14 ? 1 : 2))
        switch page {
        case .pin: top = 0
        case .menu(_, let chosen): top = max(0, chosen - rows + 1)
        case .status(_, let line), .test(_, let line): top = max(0, min(lines.count - rows, line))
        }
    }

    private static let longestLine = 76
    /// With a blank after it.
    static let markColumns = 4

    /// The page in sentences.
    static func said(_ page: OperatorPage, _ wording: Wording) -> [PaneLine] {
        switch page {
        case .pin(_, let wrong, let waits):
            let said = wrong > 0 ? [PaneLine(wording[.operatorPINWrong], .attention)] : []
            guard let waits else { return said + [PaneLine(wording[.operatorPIN])] }
            return said + [PaneLine(wording(.operatorPINWait, ["seconds": "\(waits)"]), .attention)]
        case .menu(let items, _):
            return items.enumerated().map { PaneLine("\($0 + 1) " + label($1, wording)) }
        case .status(let status, _):
            return said(status, wording)
        case .test(.running, _):
            return [PaneLine(wording[.operatorTesting])]
        case .test(.done(let findings), _):
            guard !findings.isEmpty else { return [PaneLine(wording[.operatorTestFailed], .attention)] }
            return findings.map { finding in
                PaneLine("\(finding.verdict.rawValue)  \(finding.area): \(finding.seen)", role(finding.verdict))
            }
        }
    }

    private static func said(_ status: OperatorStatus, _ wording: Wording) -> [PaneLine] {
        let host = shown(status.host, limit: 255)
        let poll =
            status.sinceGoodPoll.map { wording(.operatorGoodPoll, ["time": longClock($0)]) }
            ?? wording[.operatorNoPoll]
        let trouble =
            status.trouble.isEmpty
            ? [PaneLine(wording[.operatorNoTrouble], .quiet)] : status.trouble.map { PaneLine($0, .attention) }
        return [
            PaneLine(wording(.operatorState, ["state": status.state]), .accent)
        ] + trouble + [
            PaneLine(wording(.operatorServer, ["host": host])), PaneLine(poll),
            PaneLine(
                wording(.operatorCounts, ["codes": "\(status.codes)", "approvals": "\(status.approvals)"])),
            PaneLine(wording(.operatorUptime, ["time": longClock(status.uptime)])),
            PaneLine(wording(.operatorVersion, ["version": shown(status.version, limit: 40)])),
        ]
    }

    private static func label(_ item: OperatorItem, _ wording: Wording) -> String {
        switch item {
        case .status: wording[.operatorStatus]
        case .test: wording[.operatorTest]
        case .language: wording(.operatorLanguage, ["language": wording.language])
        case .restart: wording[.operatorRestart]
        case .quit: wording[.operatorQuit]
        case .back: wording[.operatorBack]
        }
    }

    private static func role(_ verdict: OperatorFinding.Verdict) -> Ink.Role {
        switch verdict {
        case .ok: .text
        case .note, .skipped: .quiet
        case .problem: .attention
        }
    }

    /// "0:07", "3:07:12", with days (d, as the SI has it) in front where there are any.
    private static func longClock(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let (minutes, rest) = (seconds / 60, two(seconds % 60))
        if minutes < 60 { return "\(minutes):\(rest)" }
        let clock = "\(minutes / 60 % 24):\(two(minutes % 60)):\(rest)"
        return minutes >= 1440 ? "\(minutes / 1440) d " + clock : clock
    }
}
