import DeviceFlow

/// What the operator's menu counts, by what the event log is told.
struct OperatorTally: Equatable, Sendable {
    /// Codes that stood on the screen.
    private(set) var codes = 0
    private(set) var approvals = 0
    /// When the server last answered a poll as servers do.
    private(set) var lastGoodPoll: Moment?

    mutating func heard(_ event: LogEvent, at now: Moment) {
        switch event.name {
        case "codes_shown": codes += 1
        case "approved": approvals += 1
        case "poll":
            switch event.members["answer"]?.string.flatMap(PollAnswer.init) {
            case .pending, .slowDown, .denied, .expired, .tokens, .refused: lastGoodPoll = now
            case .transient, .timeout, .dropped, .dns, .tls, nil: break
            }
        default: break
        }
    }
}
