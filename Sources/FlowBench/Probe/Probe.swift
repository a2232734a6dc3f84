import DeviceFlow
import FlowTrace

/// Plays a careful and a careless client against an authorization server and judges it by the rulebook: a value, which
/// says what to send and is told what came back.
///
///   Probe+Plan      who asks what, in which order        Probe+Answers   what an answer means for the way on
///   Judge           one kind of answer, held to rules    Check, Finding  the rules, and what was seen of them
///   Probe+Telling   what the tester is told meanwhile    Probe+Failures  a server that is gone, hands that fail
///   Probe+Report    the verdicts for people and programs
///
/// It follows several tracks at once, one sign-in or one chain of questions each, with one request on its way at a
/// time, and never more requests than its pace allows.
public struct Probe: Sendable {
    public let settings: Settings
    public internal(set) var findings: [Finding] = []
    /// Every request and what became of it, in order; number 1 is the first.
    public internal(set) var exchanges: [Exchange] = []
    public internal(set) var ending: Ending?
    /// When the first request was allowed.
    public internal(set) var began: Moment?

    var client: Client
    var endpoints: Endpoints?
    var tracks: [Track] = []
    /// Documents of the server's metadata, with the request they came by.
    var documents: [(document: JSONValue, request: Int)] = []
    /// Every answer with codes, to compare them.
    var samples: [Sample] = []
    /// Polls that have waited as long as told, and were not throttled.
    var carefulPolls: [CarefulPoll] = []
    /// What could not be judged because nobody approved, or denied.
    var unattended: Set<Check> = []
    /// For which user_code a request was, by its number.
    var userCodes: [Int: String] = [:]
    /// Requests in a row that no reply came to.
    var silence: [(exchange: Exchange, isProvoked: Bool)] = []
    /// Why no codes could be used.
    var codesProblem: String?
    /// What a person is at; nil: nothing.
    var hand: Hand?
    var stage = Stage.finding
    private var onItsWay: (track: Int, step: Step, asked: Asked, words: String)?
    private var lastSent: Moment?
    /// When the next step is due.
    private var planned: Moment?
    /// Until when the tester has been told to wait.
    var toldToWait: Moment?
    private(set) var redaction: Redaction

    public struct Settings: Equatable, Sendable {
        public var client: Client
        /// nil: by discovery.
        public var endpoints: Endpoints?
        /// For a client that needs random values of its own.
        public var keys: SignInKeys?
        /// The least time between two requests.
        public var pace = Duration.seconds(1)
        /// How long the probe waits for a code to expire.
        public var longestWait = Duration.seconds(120)
        public var hands = Hands.person
        /// Another client of the server, which must not be able to use this client's codes.
        public var otherClientID: String?
        /// The tester has said that the server may be tested; this computer may always.
        public var mayTest = false

        public init(client: Client, endpoints: Endpoints? = nil) {
            self.client = client
            self.endpoints = endpoints
        }
    }

    /// Who approves and denies.
    public enum Hands: Equatable, Sendable { case none, person, simulator }

    /// What somebody has to do by hand.
    public enum Act: String, Equatable, Sendable { case approve, deny }

    public enum Ending: Equatable, Sendable {
        case complete
        /// No request was answered, or none any more; why.
        case unreachable(String)
        /// The simulator does not do what a person would; why.
        case noHand(String)
        /// The server gave no codes, or may not be asked for them; why.
        case noCodes(String)
        case calledOff
    }

    public enum Event: Sendable {
        case started
        case ended(Exchange)
        /// The simulator was asked to do what a person would.
        case handed(HandAnswer)
        case timePassed
        /// The tester calls it off: what was seen so far counts.
        case cancelled
    }

    /// What came of it, in the simulator's words.
    public enum HandAnswer: Equatable, Sendable {
        case done
        case failed(String)
        case silent
        /// The admin token was not taken.
        case forbidden(String)
    }

    public enum Effect: Equatable, Sendable {
        /// Send this now; the exchange comes back with the number as its id.
        case send(Asked, number: Int)
        /// At a simulator: do what a person would.
        case hand(Act, userCode: String)
        /// A line for the tester.
        case tell(String)
        case finish
    }

    /// What is sent. Signing is for others.
    public enum Asked: Equatable, Sendable {
        case client(Client, Intent)
        /// A page, as a browser would.
        case page(String)
    }

    public init(_ settings: Settings) {
        self.settings = settings
        client = settings.client
        endpoints = settings.endpoints
        redaction = Redaction(settings.client.provider)
    }

    /// A profile of its own: what it says is different is no mistake.
    var hasDialect: Bool { client.provider.name != "rfc8628" }

    // MARK: The door

    public mutating func handle(_ event: Event, at now: Moment) -> [Effect] {
        guard ending == nil else { return [] }
        var effects: [Effect] = []
        switch event {
        case .started:
            began = now
            begin(at: now)
        case .ended(let exchange):
            guard let (index, step, asked, words) = onItsWay else { return [] }
            onItsWay = nil
            exchanges.append(exchange)
            redaction.learn(from: exchange)
            tracks[index].due = now
            tell(exchange, words, step, of: index, &effects)
            if let ending = failure(exchange, step, of: tracks[index]) {
                end(ending)
            } else {
                take(exchange, asked, step, of: index, at: now)
            }
        case .handed(let answer): takeHand(answer, at: now)
        case .timePassed: break
        case .cancelled: end(.calledOff)
        }
        proceed(at: now, &effects)
        return effects
    }

    /// When there is something to do again; nil while a request is on its way, and at the end.
    public var deadline: Moment? {
        ending == nil && onItsWay == nil ? [planned, hand?.nextReminder].compactMap { $0 }.min() : nil
    }

    /// The only place that sends.
    private mutating func proceed(at now: Moment, _ effects: inout [Effect]) {
        remind(at: now, &effects)
        while ending == nil, onItsWay == nil {
            if tracks.allSatisfy(\.steps.isEmpty) {
                nextStage(at: now)
                continue
            }
            let next = next(at: now)
            planned = next?.moment
            guard let (index, moment) = next, moment <= now else { break }
            let step = tracks[index].steps.removeFirst()
            guard let asked = asked(step, of: tracks[index]) else {
                actByHand(step, of: index, at: now, &effects)
                continue
            }
            lastSent = now
            onItsWay = (index, step, asked, words(step, of: tracks[index], at: now))
            effects.append(.send(asked, number: exchanges.count + 1))
        }
        if ending != nil {
            effects.append(.finish)
        } else if onItsWay == nil {
            tellOfWaiting(until: planned, at: now, &effects)
        }
    }

    /// Which track goes on, and when. The budget stands here: a request is sent a whole pace after the one before it,
    /// or later; and one that could as well wait does so where a poll would come late for it. The first polls of the
    /// careful track hold back all others, so that there are some that come when they may and no later.
    func next(at now: Moment) -> (index: Int, moment: Moment)? {
        let free = max(now, lastSent.map { $0 + settings.pace } ?? now)
        let exact = tracks.filter { $0.isExact && $0.interval >= settings.pace }.compactMap { due($0) }
        let timed = exact + tracks.filter { $0.isTimed && $0.interval > settings.pace }.compactMap { due($0) }
        let options = tracks.indices.compactMap { index -> (index: Int, moment: Moment, due: Moment)? in
            let track = tracks[index]
            guard let due = due(track) else { return nil }
            if case .hand? = track.steps.first { return (index, due, due) }
            let moment = max(due, free)
            guard !track.isExact else { return (index, moment, due) }
            let first = track.isTimed ? exact : timed
            return (index, first.filter { $0 > moment && $0 < moment + settings.pace }.max() ?? moment, due)
        }
        return options.min { a, b in
            if a.moment != b.moment { return a.moment < b.moment }
            let urgency = (tracks[a.index].urgency, tracks[b.index].urgency)
            return urgency.0 != urgency.1 ? urgency.0 > urgency.1 : a.due < b.due
        }.map { ($0.index, $0.moment) }
    }

    mutating func end(_ ending: Ending) {
        guard self.ending == nil else { return }
        self.ending = ending
        conclude()
    }

    // MARK: What was seen

    mutating func record(_ new: [Finding]) {
        for var finding in new {
            finding.seen = plain(redaction.withoutKnownValues(finding.seen), limit: 400)
            let same = findings.firstIndex {
                $0.check == finding.check && $0.verdict == finding.verdict
                    && (finding.verdict == .kept || $0.seen == finding.seen)
            }
            // One sentence for the same thing seen again, and all the requests it was seen in.
            if let same { findings[same].requests += finding.requests } else { findings.append(finding) }
        }
    }

    mutating func record(_ check: Check, _ verdict: Verdict, _ seen: String, _ requests: [Int] = []) {
        record([Finding(check, verdict, seen, requests)])
    }

    /// Why something could not be looked at.
    mutating func excuse(_ checks: [Check], _ reason: String) {
        record(checks.map { Finding($0, .notChecked, reason) })
    }
}

extension Probe {
    /// What only all of it together shows.
    mutating func conclude() {
        record(Judge.samples(samples))
        record([Judge.carefulPolls(carefulPolls)].compactMap { $0 })
    }
}
