import DeviceFlow

extension Probe {
    /// One sign-in, or one chain of questions: what is left to do of it, and what it has learned.
    struct Track: Equatable, Sendable {
        var name: Name
        var steps: [Step]
        /// Not before; a step may have to wait longer.
        var due: Moment
        var codes: Codes?
        var codesArrived: Moment
        /// When the last answer to a poll, or the codes, had arrived.
        var lastReply: Moment
        /// What a polite client leaves between an answer and the next poll.
        var interval = Codes.defaultInterval
        var isIntervalTold = false
        var redemption: Redemption?
        /// The second code of a track whose first was too old for a person.
        var isRenewed = false
        var tokens: TokenSet?
        /// The refresh token before the present one.
        var spentRefresh: Secret?
        /// Whether the present refresh token is dead as far as anybody knows.
        var isRefreshDead = false
        /// Polls that had waited as long as told, and were throttled.
        var throttled = 0
        /// Polls that were to be early, and were not.
        var missedEarly = 0
        /// Polls that were pending although somebody had decided.
        var pendingAfterHand = 0
        /// Requests without an answer, in a row.
        var failures = 0
        /// Times that the simulator did not do what it was asked for.
        var handFailures = 0
        /// The request whose answer was lost while somebody decided: it may have held the tokens.
        var lost: Int?
        /// What the last poll that was told of came to, while somebody is to act.
        var toldOutcome: String?

        enum Name: String, Sendable { case finding, careful, careless, expiring, stranger, questions }

        init(_ name: Name, _ steps: [Step], at now: Moment) {
            self.name = name
            self.steps = steps
            due = now
            codesArrived = now
            lastReply = now
        }

        /// Whether what comes next has a time of its own, which must not be missed.
        var isTimed: Bool { steps.first?.isPoll ?? false }
        /// Whether it has to come as soon as it may: whether polite devices are throttled is seen by no other poll.
        var isExact: Bool { name == .careful && steps.first == .poll(.patient) }
        var urgency: Int { isExact ? 2 : isTimed ? 1 : 0 }
        /// "interval told: 5 s".
        var intervalInWords: String {
            let seconds = Probe.seconds(interval)
            if let codes, interval > codes.interval { return "interval after slow_down: \(seconds)" }
            return isIntervalTold ? "interval told: \(seconds)" : "no interval told, so that \(seconds) count"
        }
        var expiry: Moment { codesArrived + (codes?.lifetime ?? .zero) }
    }

    /// One thing to do: a request, or something by hand.
    enum Step: Equatable, Sendable {
        case metadata(attempt: Int)
        case register
        /// With parameters that nobody knows.
        case codes(strange: Bool)
        /// Codes that are only looked at.
        case sample
        case page, completePage
        case unknownClient, wrongCode, missingCode, wrongGrant, tokenByGet, otherClient
        case poll(Poll)
        case hand(Act)
        case refresh, replay, refreshAfterReplay, revoke, refreshRevoked

        var isPoll: Bool { if case .poll = self { true } else { false } }
    }

    /// How a code is asked about.
    enum Poll: Equatable, Sendable {
        /// After the whole interval, while nobody has decided.
        case patient
        case early
        /// Until somebody has done this.
        case decided(Act)
        /// After the end, which was this.
        case again(Act)
        case afterExpiry
    }

    enum Stage: Equatable, Sendable { case finding, registering, testing }

    /// What somebody is at.
    struct Hand: Equatable, Sendable {
        var act: Act
        var userCode: String
        var until: Moment
        /// nil: nobody has to be reminded.
        var nextReminder: Moment?
    }

    /// A poll that had waited as long as told.
    struct CarefulPoll: Equatable, Sendable {
        var waited: Duration
        var interval: Duration
        var request: Int
    }

    /// One answer with codes.
    struct Sample: Equatable, Sendable {
        var codes: Codes
        var request: Int
    }
}
