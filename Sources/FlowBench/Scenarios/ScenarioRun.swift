import DeviceFlow
import FlowTrace
import KioskScreen

/// One scenario on its way: a kiosk, what happens to it, and what was seen. Time and answers come from outside.
public struct ScenarioRun {
    public let scenario: Scenario
    public private(set) var isOver = false
    private var model: KioskModel
    private let client: Client
    private let cryptography: Cryptography
    private let began: Moment
    private var rest: ArraySlice<Scenario.Step>
    private var lastStepAt: Moment
    private var outage: Scenario.Outage?
    private var inFlight: [RequestID: Intent] = [:]
    /// Requests that an outage has swallowed, and when the kiosk learns it.
    private var swallowed: [(id: RequestID, at: Moment)] = []
    private var sentCount: [Exchange.Purpose: Int] = [:]
    private var rules = ScenarioRules()
    private var lines = PlainScreen()
    private(set) var evidence = ScenarioEvidence()

    /// What the loop does for it, in this order.
    public enum Demand: Equatable, Sendable {
        case send(Intent, RequestID, timeout: Duration)
        case abandon(RequestID)
        /// Something at the server; its answer comes back by `serverDid`.
        case act(ServerDeed, isRefused: Bool)
        /// Time goes on by so much, and nobody looks.
        case suspend(Duration)
        /// The device's wall clock only.
        case moveDeviceClock(Duration)
    }

    public enum ServerDeed: Equatable, Sendable {
        case approve(String), deny(String), expire(String)
        case trouble(String?)
        /// The server's clock alone.
        case advance(Duration)
    }

    /// - Parameter issuer: the server's, whose metadata the kiosk asks for.
    public init(
        _ scenario: Scenario, issuer: String, at began: Moment, cryptography: Cryptography = .none
    ) {
        self.scenario = scenario
        self.began = began
        self.cryptography = cryptography
        rest = scenario.steps[...]
        lastStepAt = began
        guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
        client = Client(
            provider: provider, clientID: scenario.clientID, scope: scenario.settings.scope, issuer: issuer,
            userAgent: "kiosk-qa")
        let isLogin = scenario.mode == .login
        model = KioskModel(
            settings: KioskModel.Settings(
                mode: scenario.mode,
                rules: SignIn.Rules(
                    pollMargin: scenario.settings.margin,
                    giveUpAfter: isLogin ? scenario.settings.giveUpAfter : nil, endsOnBadCertificate: isLogin),
                host: "localhost", hasOwnAuthority: true,
                scopes: scenario.settings.scope.split(separator: " ").map(String.init),
                alwaysOn: scenario.settings.alwaysOn, autoRenew: scenario.settings.autoRenew,
                greeting: scenario.settings.greeting ?? (isLogin ? .zero : .seconds(15)),
                handsOver: isLogin || !scenario.settings.takesTokens,
                keepsSignedIn: scenario.settings.keepsSignedIn,
                idleLimit: scenario.settings.keepsSignedIn ? nil : .seconds(120)),
            size: Frame.Size(rows: 24, columns: 80))
    }

    /// The longest a scenario may last that does not say how long.
    static let longest = Duration.seconds(7200)

    /// When `turn` has to be called next.
    public var nextDue: Moment? {
        guard evidence.hasBegun else { return began }
        let limit = began + (scenario.settings.lasts ?? Self.longest)
        return ([model.deadline, rest.first.flatMap(due), limit].compactMap { $0 } + swallowed.map(\.at)).min()
    }

    public func request(for intent: Intent) -> HTTPRequest { client.request(for: intent) }

    // MARK: What happens

    /// Time has come to `now`.
    public mutating func turn(at now: Moment) -> [Demand] {
        guard !isOver else { return [] }
        look(at: now)
        var demands = playSteps(at: now)
        if !evidence.hasBegun {
            evidence.hasBegun = true
            demands += feed(.started(seed: 8628), at: now)
            demands += feed(.opened(.english, languages: ["en"], Abilities()), at: now)
        }
        let overdue = swallowed.filter { $0.at <= now }
        swallowed.removeAll { $0.at <= now }
        for (id, _) in overdue {
            demands += finished(id, .failed(outage?.trouble ?? .dropped, wasSent: false), at: now)
        }
        let before = model
        demands += feed(.timePassed, at: now)
        if model == before, let deadline = model.deadline, deadline <= now {
            evidence.problems.append("the kiosk waits for a moment that has passed, for ever")
            isOver = true
        }
        demands += playSteps(at: now)
        settle(at: now)
        return demands
    }

    /// A request is over.
    public mutating func finished(_ id: RequestID, _ outcome: HTTPOutcome, at now: Moment) -> [Demand] {
        guard let intent = inFlight.removeValue(forKey: id) else { return [] }
        let outcome = outage.map { HTTPOutcome.failed($0.trouble, wasSent: true) } ?? outcome
        rules.answered(intent, outcome, at: now)
        let purpose = Exchange.Purpose(intent)
        switch outcome {
        case .replied(let reply):
            note("\(purpose.rawValue): \(reply.status)", at: now)
            if purpose == .revocation, (200...299).contains(reply.status) { evidence.takenBack += 1 }
        case .failed(let trouble, _): note("\(purpose.rawValue): \(trouble.inOneWord)", at: now)
        }
        let event = client.event(for: outcome, to: intent, id, cryptography: cryptography)
        var demands = feed(.signIn(event), at: now)
        if purpose == .token { evidence.pollsAnswered += 1 }
        guard !isOver else { return demands }
        demands += playSteps(at: now)
        settle(at: now)
        return demands
    }

    /// What the server says to something that was done at it.
    public mutating func serverDid(_ deed: ServerDeed, _ isDone: Bool, _ sentence: String, isRefused: Bool) {
        guard isDone == isRefused else { return }
        let problem = "\(deed.inWords): \(isRefused ? "was to be refused" : "failed"): \(sentence)"
        if !evidence.problems.contains(problem) { evidence.problems.append(problem) }
    }

    /// Nothing more can happen.
    public mutating func stall(at now: Moment) {
        evidence.problems.append("nothing more would ever happen")
        end(at: now)
    }

    // MARK: The kiosk

    private mutating func feed(_ event: KioskEvent, at now: Moment) -> [Demand] {
        var demands: [Demand] = []
        for effect in model.update(event, at: now) {
            switch effect {
            case .send(let intent, let id, let timeout): demands += send(intent, id, timeout, at: now)
            case .abandon(let id):
                inFlight[id] = nil
                swallowed.removeAll { $0.id == id }
                demands.append(.abandon(id))
            case .log(let event):
                rules.logged(event, at: now)
                evidence.events.append(event)
                note(event.name + (event.members.isEmpty ? "" : " " + JSONValue.object(event.members).line), at: now)
            case .handOver(let tokens):
                rules.handedOver(tokens)
                demands += feed(.handedOver(scenario.settings.takesTokens), at: now)
            case .repaint, .bell, .copy, .act, .openGallery, .forget, .adopt, .checkPIN, .testNetwork: break
            case .quit(let code):
                evidence.exit = Int(code.rawValue)
                note("ends with \(code.rawValue)", at: now)
            }
        }
        return demands
    }

    private mutating func send(_ intent: Intent, _ id: RequestID, _ timeout: Duration, at now: Moment) -> [Demand] {
        let purpose = Exchange.Purpose(intent)
        sentCount[purpose, default: 0] += 1
        var demands: [Demand] = []
        if case .before(purpose, sentCount[purpose] ?? 0)? = rest.first?.trigger {
            demands = playFirst(at: now)
            demands += playSteps(at: now)
        }
        rules.sent(intent, at: now)
        evidence.sent[purpose, default: 0] += 1
        inFlight[id] = intent
        switch outage {
        case .dropped, .dns: swallowed.append((id, now))
        case .timeout: swallowed.append((id, now + timeout))
        case .answersLost, nil: demands.append(.send(intent, id, timeout: timeout))
        }
        return demands
    }

    // MARK: The script

    private func due(_ step: Scenario.Step) -> Moment? {
        switch step.trigger {
        case .at(let time): began + time
        case .after(let time): lastStepAt + time
        case .afterCode(let time): rules.code.map { $0.shownAt + time }
        case .beforeExpiry(let time): rules.code.map { $0.expiry - time }
        case .afterPolls(let count): evidence.pollsAnswered >= count ? began : nil
        case .before: nil
        }
    }

    private mutating func playSteps(at now: Moment) -> [Demand] {
        var demands: [Demand] = []
        while !isOver, let step = rest.first, let due = due(step), due <= now { demands += playFirst(at: now) }
        return demands
    }

    private mutating func playFirst(at now: Moment) -> [Demand] {
        guard let step = rest.popFirst() else { return [] }
        lastStepAt = now
        note("script: \(step.deed.inWords)", at: now)
        func act(_ deed: ServerDeed) -> [Demand] { [.act(deed, isRefused: step.isRefused)] }
        let code = rules.code?.text
        switch step.deed {
        case .approve: return code.map { act(.approve($0)) } ?? noCode(step)
        case .deny: return code.map { act(.deny($0)) } ?? noCode(step)
        case .expire: return code.map { act(.expire($0)) } ?? noCode(step)
        case .trouble(let name): return act(.trouble(name))
        case .outage(let kind):
            outage = kind
            return []
        case .key(let key): return feed(.key(key), at: now)
        case .stop: return feed(.stopped, at: now)
        case .suspend(let time): return [.suspend(time)]
        case .deviceClock(let time): return [.moveDeviceClock(time)]
        case .serverClock(let time): return act(.advance(time))
        }
    }

    private mutating func noCode(_ step: Scenario.Step) -> [Demand] {
        evidence.problems.append("\(step.deed.inWords): no code has come up yet")
        return []
    }

    // MARK: What is seen

    private mutating func look(at now: Moment) {
        guard evidence.hasBegun else { return }
        let scene = model.scene(at: now)
        let said = lines.lines(for: scene, wording: .english)
        rules.saw(scene.content, said, at: now)
        evidence.lines += said
        if case .approved(let name) = scene.content { evidence.greeted = .some(name) }
        guard scene.content.name != evidence.screens.last else { return }
        evidence.screens.append(scene.content.name)
        note("screen: \(scene.content.name)", at: now)
    }

    private mutating func note(_ text: String, at now: Moment) {
        evidence.timeline.append(ScenarioEvidence.Entry(at: now - began, text: text))
    }

    private mutating func settle(at now: Moment) {
        look(at: now)
        if evidence.exit != nil { return end(at: now) }
        if let lasts = scenario.settings.lasts {
            if now >= began + lasts { end(at: now) }
        } else if rest.isEmpty, evidence.ending != nil, case .idle = model.phase {
            end(at: now)
        } else if now >= began + Self.longest {
            evidence.problems.append("still going on after \(Self.longest.inWords)")
            end(at: now)
        }
    }

    private mutating func end(at now: Moment) {
        isOver = true
        evidence.lasted = now - began
        for step in rest { evidence.problems.append("it never came to: \(step.deed.inWords)") }
    }

    /// - Parameter took: real time.
    public mutating func result(took: Duration) -> ScenarioResult {
        rules.close()
        return ScenarioResult(
            scenario: scenario,
            reasons: evidence.problems + rules.broken + scenario.expected.unmet(by: evidence),
            lasted: evidence.lasted, took: took, timeline: evidence.timeline)
    }
}
