import DeviceFlow
import KioskScreen

/// A recorded run, shown again: the same model hears what it heard then, at the same moments, so it shows the same
/// screens and writes the same log. Where it would not, the program has changed, or the log has been.
public struct Replay: Equatable, Sendable {
    public private(set) var model: KioskModel
    public private(set) var now: Moment
    /// The record that comes next.
    public private(set) var next = 0
    /// Where what this program does is not what the log says.
    public private(set) var differences: [Difference] = []
    public let run: RecordedRun
    /// The tiles that stand there where the run has some.
    private let home: HomeMenu?
    private let provider: Provider
    /// What the model has logged, one for each record that is over.
    private var said: [LogEvent] = []
    private var sent: [(intent: Intent, id: RequestID)] {
        get { zip(intents, ids).map { ($0, $1) } }
        set { (intents, ids) = (newValue.map(\.intent), newValue.map(\.id)) }
    }
    private var intents: [Intent] = []
    private var ids: [RequestID] = []

    public struct Difference: Equatable, Sendable {
        public let record: RecordedRun.Record
        /// nil: nothing at all.
        public let instead: LogEvent?
    }

    /// - Parameters:
    ///   - home: the tiles that stand there where the run had some.
    ///   - size: nil: as it was then.
    /// - Throws: `RecordedRun.Problem` when the run does not say how it was set up.
    public init(
        _ run: RecordedRun, home: HomeMenu? = .livingRoom, abilities: Abilities = Abilities()
    ) throws(RecordedRun.Problem) {
        let began = run.began.event.members
        let conforming = Provider.named("rfc8628")
        guard let logged = began["settings"], let seed = began["seed"]?.string.flatMap(UInt64.init),
            let provider = began["provider"]?.string.flatMap(Provider.named) ?? conforming,
            let settings = KioskModel.Settings(
                logged: logged, home: home, provider: provider, endpoints: Self.endpoints)
        else { throw .init(words: "line \(run.began.line): what it says of its settings cannot be read") }
        self.run = run
        self.home = home
        self.provider = provider
        model = KioskModel(settings: settings, size: Frame.Size(logged: began["size"]) ?? .init(rows: 24, columns: 80))
        now = Moment(run.began.at)
        let wording = began["lang"]?.string.flatMap(Wording.named) ?? .english
        hear(.started(seed: seed))
        let isPlain = logged["plain"]?.bool ?? false
        hear(.opened(wording, languages: isPlain ? [] : Wording.locales, isPlain ? nil : abilities))
    }

    /// What stands in for endpoints that were given, not found.
    private static let endpoints = Endpoints(
        deviceAuthorization: "https://server.invalid/device_authorization", token: "https://server.invalid/token",
        userinfo: "https://server.invalid/userinfo", keys: "https://server.invalid/keys")

    public var isOver: Bool { next >= run.records.count }
    public var end: Moment { Moment(run.records.last?.at ?? run.began.at) }
    /// When the next record was written; nil after the last.
    public var nextMoment: Moment? { isOver ? nil : Moment(run.records[next].at) }

    // MARK: Time

    /// Lets time pass; records whose moment has come are heard.
    public mutating func advance(to moment: Moment) {
        while let at = nextMoment, at <= moment { step() }
        pass(to: moment)
        now = max(now, moment)
    }

    /// To the next record, and what it stands for.
    public mutating func step() {
        guard !isOver else { return }
        let record = run.records[next]
        defer { next += 1 }
        if said.count <= next { pass(before: record) }
        if said.count <= next { for event in cause(of: record) { hear(event) } }
        guard said.count > next else {
            differences.append(Difference(record: record, instead: nil))
            return said.append(record.event)
        }
        if !said[next].isLike(record.event) {
            differences.append(Difference(record: record, instead: said[next]))
        }
    }

    private mutating func pass(before record: RecordedRun.Record) {
        let at = Moment(record.at)
        let isFromOutside =
            ["key", "resized", "stopped", "signal", "reloaded"].contains(record.event.name)
            || record.event.isAboutMachine
        if isFromOutside {
            // What came from outside came before anything that is logged later, also within one millisecond.
            var passed = self
            passed.pass(to: at)
            if passed.said.count <= next { self = passed }
        } else {
            // The log has milliseconds, the model more.
            pass(to: at + .milliseconds(2), until: next + 1)
        }
        now = max(now, at)
    }

    /// Every deadline up to a moment.
    /// - Parameter count: enough once so much has been logged.
    private mutating func pass(to moment: Moment, until count: Int = .max) {
        while said.count < count, let deadline = model.deadline {
            // A busy machine may have polled later than it was due.
            let due = max(deadline, pollSent ?? deadline)
            guard due <= moment else { return }
            let before = model
            now = max(now, due)
            hear(.timePassed)
            if model == before { break }
        }
    }

    private static let screenEvents: Set<String> = ["key", "resized", "operator", "network_tested"]

    /// When the poll that comes next was sent; nil: something else of the sign-in comes next.
    private var pollSent: Moment? {
        guard case .signingIn(let signIn, _, _) = model.phase, case .waiting = signIn.state else { return nil }
        // What is done at the screen comes between, and a PIN that is looked at may have held up the poll.
        let record = run.records[min(next, run.records.count)...].first { !Self.screenEvents.contains($0.event.name) }
        guard let record, record.event.name == "poll", let latency = record.event.members["latency"]?.numeric else {
            return nil
        }
        return Duration.clamped(seconds: latency).map { Moment(record.at - $0) }
    }

    private mutating func hear(_ event: KioskEvent) {
        for effect in model.update(event, at: now) {
            switch effect {
            case .send(let intent, let id, _): sent.append((intent, id))
            case .abandon(let id): sent.removeAll { $0.id == id }
            case .log(let event): said.append(event)
            case .handOver: if !model.settings.handsOver { hear(.handedOver(true)) }
            case .quit(let code): said.append(.stopped(code))
            case .repaint, .bell, .copy, .act, .openGallery, .forget, .adopt, .checkPIN, .testNetwork: break
            }
        }
    }

    // MARK: What must have happened

    private mutating func cause(of record: RecordedRun.Record) -> [KioskEvent] {
        let members = record.event.members
        switch record.event.name {
        case "key": return [.key(Key(named: members["key"]?.string ?? ""))]
        case "resized": return Frame.Size(logged: members["size"]).map { [.resized($0)] } ?? []
        case "signal": return [members["wish"] == "new_code" ? .newCodeWanted : .idleWanted]
        case "reloaded": return reload(members).map { [.reloaded($0)] } ?? []
        case _ where record.event.isAboutMachine: return [.noticed(record.event)]
        case "operator": return operatorActed(members)
        case "network_tested":
            guard case .array(let findings)? = members["findings"] else { return [] }
            return [.networkTested(findings.compactMap { OperatorFinding($0) })]
        case "surroundings_changed": return [.surroundingsChanged]
        // Keys lead to these as well, and are in the log: without one it was a signal.
        case "stopped": return [.stopped]
        case "failed" where members["reason"] == "cancelled": return [.stopped]
        case "warning" where isAboutRevocation(members), "failed" where isAboutRevocation(members):
            return revocationFailed(members)
        case "signed_out" where members["reason"] == "by a key": return [.stopped]
        case "answered" where members["by"] == "stop": return [.stopped]
        case "handed_over": return [.handedOver(true)]
        case "failed" where members["reason"]?.string?.contains("could not be handed over") == true:
            return [.handedOver(false, why: members["detail"]?.string)]
        default: break
        }
        guard let index = intents.lastIndex(where: { if case .revoke = $0 { false } else { true } }) else {
            return record.event.members["revoked"] == nil
                ? [] : [.signIn(.tokenReplied(.tokens(Self.tokens([:])), status: 200, to: RequestID(0)))]
        }
        let answers = Answers(record: record, after: Array(run.records[(next + 1)...]))
        guard let event = answers.event(to: intents[index], ids[index]) else { return [] }
        intents.remove(at: index)
        ids.remove(at: index)
        return [.signIn(event)]
    }

    private func reload(_ members: [String: JSONValue]) -> KioskModel.Reload? {
        guard let logged = members["settings"],
            let settings = KioskModel.Settings(
                logged: logged, home: home, provider: provider, endpoints: Self.endpoints)
        else { return nil }
        return KioskModel.Reload(
            settings: settings, wording: members["lang"]?.string.flatMap(Wording.named) ?? .english,
            needingRestart: members["needs_restart"]?.strings ?? [])
    }

    /// What was typed is in no log, but whether it was right is; all else follows from keys.
    private func operatorActed(_ members: [String: JSONValue]) -> [KioskEvent] {
        switch members["act"]?.string {
        case "open": [.pinChecked(true)]
        case "wrong_pin": [.pinChecked(false)]
        case .some, nil: []
        }
    }

    private func isAboutRevocation(_ members: [String: JSONValue]) -> Bool {
        members["reason"] == "a token could not be revoked"
    }

    /// Which of the tokens it was is not in the log, and makes no difference to it.
    private mutating func revocationFailed(_ members: [String: JSONValue]) -> [KioskEvent] {
        guard let index = intents.firstIndex(where: { if case .revoke = $0 { true } else { false } }) else { return [] }
        let id = ids.remove(at: index)
        intents.remove(at: index)
        let detail = members["detail"]?.string ?? ""
        let retryIn = (members["in"]?.numeric).flatMap { Duration.clamped(seconds: $0) }
        let answer: RevocationAnswer =
            retryIn == nil
            ? .refused(OAuthError(code: detail)) : .trouble(Answers.trouble(named: detail), retryAfter: retryIn)
        return [.signIn(.revocationReplied(answer, to: id))]
    }

    static func tokens(_ members: [String: JSONValue]) -> TokenSet {
        TokenSet(members: members.merging(["access_token": "replayed"]) { $1 }, identity: nil)
    }
}

extension LogEvent {
    /// The same but for what differs between two machines: times to 2 ms.
    func isLike(_ other: LogEvent) -> Bool {
        guard name == other.name, members.keys.sorted() == other.members.keys.sorted() else { return false }
        return members.allSatisfy { name, value in
            guard let number = value.numeric, let there = other.members[name]?.numeric else {
                return value == other.members[name]
            }
            // How long a reply took, and so how long ago the last was, is known to the log's milliseconds.
            return abs(number - there) <= 0.0045
        }
    }
}

extension Frame.Size {
    /// - Parameter logged: columns and rows, as in "80x24".
    init?(logged: JSONValue?) {
        let parts = (logged?.string ?? "").split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, parts.allSatisfy({ (1...1000).contains($0) }) else { return nil }
        self.init(rows: parts[1], columns: parts[0])
    }
}
