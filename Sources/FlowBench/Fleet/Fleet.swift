import DeviceFlow

/// Many devices at once, each the same machine as the kiosk's: none asks sooner for being one of many.
///
/// A device whose time has come waits until one of the shared connections is free. So it may be late, which is counted,
/// and never early; and a server that answers slowly is asked less, not more.
public struct Fleet: Sendable {
    public let plan: Plan
    public private(set) var statistics: FleetStatistics
    private var devices: [Device]
    private var deadlines: DeadlineHeap
    /// Who has not begun yet, or may begin again.
    private var resting: Queue<Int>
    private var nextStart: Moment
    private var approver: FleetApprover
    private var judgements = RecentAnswers()
    private var heldSince: Moment?
    public private(set) var isStopping = false
    /// Requests on their way.
    public private(set) var inFlight = 0
    /// Sign-ins that have begun and not ended.
    public private(set) var alive = 0
    /// Devices whose code lives.
    public private(set) var waiting = 0

    /// What the tester wants.
    public struct Plan: Equatable, Sendable {
        public var devices: Int
        /// From the first device's start to the last one's.
        public var ramp: Duration
        /// After this no request is begun any more.
        public var length: Duration
        /// Requests at once, at most.
        public var connections: Int
        /// A device whose sign-in has ended begins another.
        public var again: Bool
        public var approvalsPerSecond: Double
        public var denialsPerSecond: Double
        public var rules: SignIn.Rules

        public init(
            devices: Int, ramp: Duration? = nil, length: Duration? = nil, connections: Int = 16, again: Bool = false,
            approvalsPerSecond: Double = 0, denialsPerSecond: Double = 0, rules: SignIn.Rules = .init()
        ) {
            self.devices = devices
            let ramp = ramp ?? max(Self.gentlestRamp, .milliseconds(devices * 1000 / Self.gentleStarts))
            self.ramp = ramp
            self.length = length ?? ramp + .seconds(60)
            self.connections = connections
            self.again = again
            self.approvalsPerSecond = approvalsPerSecond
            self.denialsPerSecond = denialsPerSecond
            self.rules = rules
        }

        /// Requests for codes a second, unless the tester wants another ramp.
        static let gentleStarts = 200
        /// A few devices are spread over an ordinary interval with its margin: else all would poll in one moment.
        static let gentlestRamp = Duration.seconds(6)
        /// The least time between two starts whatever the ramp.
        static let leastSpacing = Duration.milliseconds(1)

        var spacing: Duration { max(ramp / max(1, devices), Self.leastSpacing) }
    }

    private struct Device {
        /// nil: not begun, or ended; an ended one's tokens went with it.
        var signIn: SignIn?
        /// The number of its next request, so that no late reply is taken for another's.
        var nextRequest: Int
        /// The code it shows.
        var userCode: String?
        /// The approval that is on its way or done.
        var approvedAt: Moment?
    }

    private let endpoints: Endpoints?
    private let seed: UInt64

    /// - Parameters:
    ///   - endpoints: found once for all; nil: each device asks for the metadata itself.
    ///   - seed: of the jitter of the back-off, and of who is approved.
    public init(_ plan: Plan, endpoints: Endpoints?, seed: UInt64, at now: Moment) {
        self.plan = plan
        self.endpoints = endpoints
        self.seed = seed
        devices = (0..<plan.devices).map { Device(nextRequest: $0 << Self.bits + 1) }
        deadlines = DeadlineHeap(count: plan.devices)
        resting = Queue(Array(0..<plan.devices))
        nextStart = now
        approver = FleetApprover(
            approvalsPerSecond: plan.approvalsPerSecond, denialsPerSecond: plan.denialsPerSecond, seed: seed, at: now)
        statistics = FleetStatistics(began: now)
    }

    /// A request's number holds its device's above so many bits.
    private static let bits = 24
    private func device(of id: RequestID) -> Int { id.number >> Self.bits }

    // MARK: Where it stands

    /// Whether nothing will happen any more.
    public var isOver: Bool {
        if isStopping { return inFlight == 0 }
        return alive == 0 && inFlight == 0 && (resting.isEmpty || isHeld)
    }
    /// Whether no further device is started, because most of the last answers were errors.
    public var isHeld: Bool { judgements.areMostlyBad && !resting.isEmpty }
    /// Devices that may still begin.
    public var unstarted: Int { resting.count }
    private var hasRoom: Bool { inFlight < plan.connections }
    private var end: Moment { statistics.began + plan.length }

    /// When `turn` will next do something; nil: when a reply has come.
    public var deadline: Moment? {
        if isStopping { return nil }
        guard hasRoom else { return end }
        let start = resting.isEmpty || isHeld ? nil : nextStart
        return [deadlines.first?.moment, start, approver.deadline, end].compactMap { $0 }.min()
    }

    // MARK: What happens

    /// Time has passed.
    /// - Returns: requests to begin and to drop.
    public mutating func turn(at now: Moment) -> [Effect] {
        if now >= end { stop() }
        guard !isStopping else { return [] }
        var effects: [Effect] = []
        while hasRoom, let (device, due) = deadlines.first, due <= now {
            effects += step(device, .timePassed, at: now, due: due)
        }
        while hasRoom, !isHeld, nextStart <= now, let device = resting.takeFirst() {
            // A late turn may catch up a little, a long stop may not.
            nextStart = max(nextStart + plan.spacing, now - .milliseconds(100))
            effects += start(device, at: now)
        }
        return effects
    }

    /// A request is over.
    /// - Parameter event: what it came to; nil where no device waits for it.
    public mutating func take(_ event: Event?, for id: RequestID, at now: Moment) -> [Effect] {
        inFlight -= 1
        guard let event else { return [] }
        let device = device(of: id)
        let answer = FleetAnswer(event)
        if answer == .tokens || answer == .untrusted, let approvedAt = devices[device].approvedAt {
            devices[device].approvedAt = nil
            statistics.gotTokens(after: now - approvedAt)
        }
        let effects = step(device, event, at: now)
        if let answer {
            judge(answer, at: now)
            statistics.answered(answer, detail: event.errorDetail, waiting: waiting, inFlight: inFlight, at: now)
        }
        return isStopping ? [] : effects
    }

    /// From now on no request is begun; those on their way are waited for.
    public mutating func stop() { isStopping = true }

    /// The last words: what is on its way counts no more.
    public mutating func finish(at now: Moment) {
        if let heldSince { statistics.held += now - heldSince }
        heldSince = nil
        statistics.finish(at: now)
    }

    private mutating func start(_ device: Int, at now: Moment) -> [Effect] {
        devices[device].signIn = SignIn(
            rules: plan.rules, endpoints: endpoints, firstRequest: devices[device].nextRequest)
        alive += 1
        statistics.deviceStarted()
        return step(device, .started(seed: seed &+ UInt64(devices[device].nextRequest)), at: now)
    }

    private mutating func step(
        _ device: Int, _ event: Event, at now: Moment, due: Moment? = nil
    ) -> [Effect] {
        guard let said = devices[device].signIn?.handle(event, at: now) else { return [] }
        deadlines.set(device, to: devices[device].signIn?.deadline)
        var effects: [Effect] = []
        for effect in said {
            switch effect {
            case .send(let intent, _, _):
                if isStopping { continue }
                inFlight += 1
                statistics.began(intent, waiting: waiting, inFlight: inFlight, at: now)
                if case .poll = intent, let due { statistics.polled(late: now - due, at: now) }
                effects.append(effect)
            case .abandon:
                inFlight -= 1
                effects.append(effect)
            case .note(let note):
                hear(note, from: device, at: now)
            }
        }
        return effects
    }

    private mutating func hear(_ note: Note, from device: Int, at now: Moment) {
        switch note {
        case .codesShown(let codes):
            devices[device].userCode = codes.userCode.text
            waiting += 1
            approver.shown(codes.userCode.text, on: device)
        case .poll(_, _, let latency, let status, _, _):
            if status != nil { statistics.replied(after: latency) }
        case .ended(let outcome):
            end(device, outcome, at: now)
        case .discovered, .registered, .codesRequested, .completeURIElsewhere, .retrying, .surroundingsChanged,
            .intervalChanged, .confirming, .identityUnchecked, .notRevoked, .lateTokens:
            break
        }
    }

    private mutating func end(_ device: Int, _ outcome: Outcome, at now: Moment) {
        if devices[device].userCode != nil { waiting -= 1 }
        alive -= 1
        if let ending = FleetStatistics.Ending(outcome) { statistics.ended(ending, waiting: waiting, at: now) }
        devices[device] = Device(nextRequest: devices[device].signIn?.nextRequest ?? devices[device].nextRequest)
        deadlines.set(device, to: nil)
        if plan.again { resting.append(device) }
    }

    // MARK: Holding back

    private mutating func judge(_ answer: FleetAnswer, at now: Moment) {
        judgements.add(isBad: answer.isError || answer == .slowDown)
        switch (heldSince, isHeld) {
        case (nil, true): heldSince = now
        case (let since?, false):
            statistics.held += now - since
            heldSince = nil
        case (nil, false), (_?, true): break
        }
    }

    // MARK: The second device

    /// What the second device is to do now; each has to be answered by `decided`.
    public mutating func decisions(at now: Moment) -> [FleetDecision] {
        guard !isStopping else { return [] }
        var due: [FleetDecision] = []
        while hasRoom, let decision = approver.next(at: now, shows: { devices[$0].userCode == $1 }) {
            if decision.approves { devices[decision.device].approvedAt = now }
            inFlight += 1
            due.append(decision)
        }
        return due
    }

    public mutating func decided(_ decision: FleetDecision, done: Bool, at now: Moment) {
        inFlight -= 1
        if done { return statistics.decided(approved: decision.approves, at: now) }
        devices[decision.device].approvedAt = nil
        statistics.failedDecisions += 1
    }
}
