import DeviceFlow

/// A screen with a living code, decided: everything but what moves from second to second.
struct CodePlan: Sendable {
    private var still: Frame
    private var status: (row: Int, column: Int, lines: MovingLines)?
    /// The column after the countdown's last digit, on the footer's row.
    private var clockEnd: Int?

    /// The code with its moving numbers stilled: two codes that are equal so share a plan.
    static func still(_ code: Scene.Code) -> Scene.Code {
        var code = code
        let isLastMinute = code.secondsLeft <= 60
        code.secondsLeft = isLastMinute ? 60 : clock(code.secondsLeft).count > 5 ? code.secondsLeft / 6000 * 6000 : 61
        if case .interrupted(let trouble, let retryIn) = code.link {
            code.link = .interrupted(trouble, retryIn: min(1, max(0, retryIn)))
        }
        return code
    }

    init(still: Frame, status: (row: Int, column: Int, lines: MovingLines)?, clockEnd: Int?) {
        self.still = still
        self.status = status
        self.clockEnd = clockEnd
    }

    func frame(for code: Scene.Code) -> Frame {
        var frame = still
        if let status {
            status.lines.draw(code.link.seconds, in: &frame, row: status.row, column: status.column)
        }
        if let clockEnd {
            let text = clock(code.secondsLeft)
            // Not bold: it costs a fourth of the bytes that go to the terminal each second.
            let role: Ink.Role = code.secondsLeft <= 60 ? .attention : .text
            frame.write(text, row: frame.size.rows - 1, column: clockEnd - text.count, ink: Ink(role, on: .bar))
        }
        return frame
    }
}

extension Scene.Link {
    /// Until the next try, where one is waited for.
    fileprivate var seconds: Int {
        switch self {
        case .steady, .slowed: 0
        case .interrupted(_, let retryIn): retryIn
        }
    }
}
