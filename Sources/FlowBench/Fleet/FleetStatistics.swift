import DeviceFlow

/// What became of a fleet: second by second, and in all.
public struct FleetStatistics: Equatable, Sendable {
    /// One second of it.
    public struct Second: Equatable, Sendable {
        /// Devices whose code lives, as the second ended.
        public internal(set) var waiting: Int
        /// Requests on their way at once, at most.
        public internal(set) var inFlight: Int
        /// Requests begun.
        public internal(set) var codesRequests = 0
        public internal(set) var polls = 0
        public internal(set) var otherRequests = 0
        /// Polls begun over a second after they were due.
        public internal(set) var latePolls = 0
        /// What the second device did.
        public internal(set) var approvals = 0
        public internal(set) var denials = 0
        private var answers = [UInt32](repeating: 0, count: FleetAnswer.allCases.count)

        init(waiting: Int, inFlight: Int) {
            self.waiting = waiting
            self.inFlight = inFlight
        }

        public var requests: Int { codesRequests + polls + otherRequests }
        public subscript(_ answer: FleetAnswer) -> Int { Int(answers[answer.rawValue]) }
        public var errors: Int { FleetAnswer.allCases.reduce(0) { $0 + ($1.isError ? self[$1] : 0) } }

        mutating func count(_ answer: FleetAnswer) { answers[answer.rawValue] += 1 }
    }

    /// How a device's sign-in ended.
    public enum Ending: String, CaseIterable, Sendable {
        case approved, denied, expired, refused
        case notUnderstood = "not_understood"
        case untrusted
        case answerLost = "answer_lost"

        /// - Returns: nil for an end that nobody but its operator made.
        init?(_ outcome: Outcome) {
            switch outcome {
            case .approved: self = .approved
            case .denied: self = .denied
            case .expired: self = .expired
            case .refused: self = .refused
            case .nonsense: self = .notUnderstood
            case .untrusted: self = .untrusted
            case .answerLost: self = .answerLost
            case .unreachable, .cancelled: return nil
            }
        }
    }

    public let began: Moment
    public private(set) var ended: Moment?
    public private(set) var seconds: [Second] = []
    public private(set) var started = 0
    public private(set) var endings: [Ending: Int] = [:]
    /// From the moment the approval was sent until the tokens had arrived.
    public private(set) var approvalToTokens = DurationHistogram()
    public private(set) var pollLatency = DurationHistogram()
    /// How long after its due moment a poll was begun, at worst.
    public private(set) var worstLateness = Duration.zero
    /// Statuses and names of errors; the rarest may be missing when there are more than `mostDetails`.
    public private(set) var details: [String: Int] = [:]
    /// Time during which no further device was started, because most answers were errors.
    public internal(set) var held = Duration.zero
    public internal(set) var failedDecisions = 0

    static let mostDetails = 20
    /// From here on a poll counts as late.
    static let late = Duration.seconds(1)

    init(began: Moment) { self.began = began }

    // MARK: Sums

    public subscript(_ answer: FleetAnswer) -> Int { sum { $0[answer] } }
    public var polls: Int { sum(\.polls) }
    public var requests: Int { sum(\.requests) }
    public var latePolls: Int { sum(\.latePolls) }
    public var errors: Int { sum(\.errors) }
    public var approvals: Int { sum(\.approvals) }
    public var denials: Int { sum(\.denials) }

    private func sum(_ figure: (Second) -> Int) -> Int { seconds.reduce(0) { $0 + figure($1) } }

    /// The seconds from `start` on that are over.
    public func whole(from start: Duration = .zero) -> ArraySlice<Second> {
        let first = min(seconds.count, start.secondsRoundedUp)
        return seconds[first..<max(first, seconds.count - 1)]
    }

    // MARK: Counting

    mutating func began(_ intent: Intent, waiting: Int, inFlight: Int, at now: Moment) {
        change(at: now, waiting: waiting, inFlight: inFlight) { second in
            switch intent {
            case .codes: second.codesRequests += 1
            case .poll: second.polls += 1
            case .metadata, .register, .refresh, .revoke, .keys, .userinfo: second.otherRequests += 1
            }
        }
    }

    mutating func deviceStarted() { started += 1 }

    mutating func polled(late lateness: Duration, at now: Moment) {
        worstLateness = max(worstLateness, lateness)
        if lateness > Self.late { seconds[index(at: now)].latePolls += 1 }
    }

    mutating func answered(_ answer: FleetAnswer, detail: String?, waiting: Int, inFlight: Int, at now: Moment) {
        change(at: now, waiting: waiting, inFlight: inFlight) { $0.count(answer) }
        if let detail, details[detail] != nil || details.count < Self.mostDetails { details[detail, default: 0] += 1 }
    }

    mutating func replied(after latency: Duration) { pollLatency.add(latency) }

    mutating func decided(approved: Bool, at now: Moment) {
        let index = index(at: now)
        if approved { seconds[index].approvals += 1 } else { seconds[index].denials += 1 }
    }

    mutating func gotTokens(after duration: Duration) { approvalToTokens.add(duration) }

    mutating func ended(_ ending: Ending, waiting: Int, at now: Moment) {
        endings[ending, default: 0] += 1
        seconds[index(at: now)].waiting = waiting
    }

    mutating func finish(at now: Moment) {
        _ = index(at: now)
        ended = now
    }

    private mutating func change(at now: Moment, waiting: Int, inFlight: Int, _ change: (inout Second) -> Void) {
        let index = index(at: now)
        seconds[index].waiting = waiting
        seconds[index].inFlight = max(seconds[index].inFlight, inFlight)
        change(&seconds[index])
    }

    /// The second that a moment lies in; quiet ones before it are filled in.
    private mutating func index(at now: Moment) -> Int {
        let index = max(0, Int((now - began).components.seconds))
        while seconds.count <= index {
            seconds.append(Second(waiting: seconds.last?.waiting ?? 0, inFlight: 0))
        }
        return index
    }
}
