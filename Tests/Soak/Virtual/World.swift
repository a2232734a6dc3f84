import DeviceFlow
import FlowTrace
import Glibc
import KioskScreen

/// One screen, its server, and the people between: time goes from each thing that happens to the next.
struct World {
    private(set) var now = Moment(.zero)
    private(set) var steps = 0
    private(set) var restarts = 0
    private(set) var witness = Witness()
    private(set) var server = Server()
    private var weather = Weather()
    private var chance: Chance
    private var kiosk: KioskModel
    private var abilities: Abilities?
    private let client: Client
    private var viewer = Viewer()
    private var lines = PlainScreen()
    private var shown: Scene?
    /// What will happen, the next first.
    private var planned: [(at: Moment, event: Happening)] = []
    private var inFlight: [RequestID: (intent: Intent, request: HTTPRequest, sentAt: Moment)] = [:]
    /// Somebody looks on: every second is drawn, not only what changes.
    private var isWatched = false
    /// Somebody is there to decide about a code.
    private var visitor: Visitor?

    enum Happening {
        case replied(RequestID, HTTPOutcome)
        case handedOver(Bool)
        case visitorComes
        case begins(tries: Int)
        case presses(Key)
        case decides(userCode: String, Server.Grant.State)
        case callsOff(Key)
        case leaves
        case resizes
        case restarts
    }

    /// - Parameter gap: seconds between two people, on average, by day.
    init(seed: UInt64, gap: Double) {
        chance = Chance(seed: seed)
        guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
        client = Client(
            provider: provider, clientID: Server.clientID, scope: "openid profile", issuer: Server.issuer,
            userAgent: "kiosk/soak")
        self.gap = gap
        let settings = Place.home.settings(&chance)
        kiosk = KioskModel(settings: settings, size: Frame.Size(rows: 24, columns: 80))
        start(.home)
        plan(.visitorComes, in: .seconds(5))
    }

    private let gap: Double

    // MARK: One step

    /// To the next thing that happens.
    mutating func step() {
        steps += 1
        weather.change(at: now, &chance)
        let tick = isWatched ? kiosk.nextTick(after: now) : nil
        let due = [kiosk.deadline, planned.first?.at, tick].compactMap { $0 }.min() ?? now + .seconds(60)
        now = max(now, due)
        // The machine sleeps, or is busy.
        if chance.once(in: 3000) {
            now = now + chance.seconds(0...1500)
            witness.slept(at: now)
        }
        while let first = planned.first, first.at <= now {
            planned.removeFirst()
            happen(first.event)
        }
        feed(.timePassed)
        witness.checkTime(kiosk, at: now)
        look()
    }

    /// Nobody comes any more; what was begun comes to its end.
    mutating func closeDown() {
        planned.removeAll { if case .replied = $0.event { false } else { true } }
        visitor = nil
        let end = now + .seconds(12 * 3600)
        while now < end {
            planned.removeAll { if case .visitorComes = $0.event { true } else { false } }
            step()
            if chance.once(in: 50) { now = now + .seconds(60) }
        }
    }

    /// Tokens that are still good though nobody has them: those that the server refused to take back are in the log.
    var leftOver: Int { server.issues.values.count { $0.isDelivered && !$0.isHandedOver && $0.refreshToken != nil } }

    // MARK: What happens

    private mutating func plan(_ event: Happening, in time: Duration) {
        let at = now + time
        let index = planned.firstIndex { $0.at > at } ?? planned.endIndex
        planned.insert((at, event), at: index)
    }

    private mutating func happen(_ event: Happening) {
        switch event {
        case .replied(let id, let outcome): arrived(id, outcome)
        case .handedOver(let yes): feed(.handedOver(yes))
        case .visitorComes: comes()
        case .begins(let tries): begins(tries)
        case .presses(let key): feed(.key(key))
        case .decides(let userCode, let state): decides(userCode, state)
        case .callsOff(let key):
            visitor = nil
            feed(.key(key))
        case .leaves: visitor = nil
        case .resizes: feed(.resized(anySize()))
        case .restarts: restart()
        }
    }

    private mutating func feed(_ event: KioskEvent) {
        for effect in kiosk.update(event, at: now) {
            switch effect {
            case .send(let intent, let id, let timeout): send(intent, id, timeout)
            case .abandon(let id):
                inFlight[id] = nil
                planned.removeAll { if case .replied(id, _) = $0.event { true } else { false } }
            case .log(let event):
                witness.logged(event, weather: weather, at: now)
                if event.name == "codes_shown" { codesShown(event) }
                if event.name == "signed_out", kiosk.wording.locale != "en" {
                    witness.breaks("the language of an earlier person", at: now)
                }
            case .handOver(let tokens): handOver(tokens)
            case .repaint: viewer = Viewer()
            case .bell, .copy, .act, .openGallery, .forget, .adopt, .checkPIN, .testNetwork, .quit: break
            }
        }
    }

    // MARK: The program

    private mutating func start(_ place: Place) {
        abilities = place.abilities(&chance)
        feed(.started(seed: chance.next()))
        feed(.opened(.english, languages: Wording.locales, abilities))
        clocks()
    }

    /// An update, a power cut, a new configuration: everything but the server begins anew.
    private mutating func restart() {
        restarts += 1
        feed(.stopped)
        // As the loop does at its end: revocations have their time, other replies come too late.
        for (id, one) in inFlight where Exchange.Purpose(one.intent) == .revocation {
            _ = server.answer(one.intent, one.request, isLost: true, at: now, &chance)
            inFlight[id] = nil
        }
        // What a server that is unwell did not take back is lost with the program.
        server.write(off: server.issues.filter { $0.value.isDelivered }.map(\.key))
        inFlight = [:]
        planned.removeAll { if case .visitorComes = $0.event { false } else { true } }
        look()
        witness.restarted()
        visitor = nil
        let place = chance.one(of: Place.allCases)
        kiosk = KioskModel(settings: place.settings(&chance), size: anySize())
        (viewer, lines, shown) = (Viewer(), PlainScreen(), nil)
        start(place)
    }

    private mutating func handOver(_ tokens: TokenSet) {
        witness.handsOver(tokens, tokens.identity?.name, at: now)
        let arrives = !kiosk.settings.handsOver || !chance.once(in: 12)
        if arrives, kiosk.settings.handsOver { server.handedOver(tokens) }
        guard kiosk.settings.handsOver else { return feed(.handedOver(true)) }
        plan(.handedOver(arrives), in: chance.seconds(0...3))
    }

    private mutating func clocks() {
        let since = now.sinceStart
        feed(.clocksRead(ClockReading(boot: since, monotonic: since, wall: Server.epoch + since.inSeconds)))
    }

    private mutating func anySize() -> Frame.Size {
        chance.once(in: 4)
            ? Frame.Size(rows: .random(in: 1...70, using: &chance), columns: .random(in: 1...240, using: &chance))
            : chance.one(
                of: [(24, 80), (33, 120), (45, 160), (30, 100), (10, 40)].map {
                    Frame.Size(rows: $0.0, columns: $0.1)
                })
    }

    // MARK: The network

    private mutating func send(_ intent: Intent, _ id: RequestID, _ timeout: Duration) {
        witness.sent(intent, id, at: now)
        let request = client.request(for: intent)
        inFlight[id] = (intent, request, now)
        let latency = chance.seconds(0.005...0.4)
        let there = now + latency
        let outcome: HTTPOutcome
        var arrives = latency * 2
        func answer(isLost: Bool) -> HTTPReply {
            server.answer(intent, request, isLost: isLost, at: there, &chance)
        }
        func intercepted(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> HTTPOutcome {
            .replied(
                HTTPReply(
                    status: status, headers: headers, body: Array(body.utf8),
                    receivedAt: Server.epoch + now.sinceStart.inSeconds))
        }
        switch weather.fate(at: now, &chance) {
        case nil: outcome = .replied(answer(isLost: false))
        case .dropped: outcome = .failed(.dropped, wasSent: false)
        case .dns: outcome = .failed(.dns, wasSent: false)
        case .certificate: outcome = .failed(.certificate(.expired), wasSent: false)
        case .timeout:
            if chance.once(in: 2) { lose(intent, answer(isLost: true)) }
            outcome = .failed(.timeout, wasSent: true)
            arrives = timeout
        case .unwell: outcome = intercepted(503, "", ["retry-after": "\(Int.random(in: 0...90, using: &chance))"])
        case .tooMany: outcome = intercepted(429, "")
        case .page: outcome = intercepted(200, "<html>Sign in to the lobby's network</html>")
        case .answersLost:
            lose(intent, answer(isLost: true))
            outcome = .failed(.dropped, wasSent: true)
        case .cutOff:
            var reply = answer(isLost: true)
            lose(intent, reply)
            reply.body = Array(reply.body.prefix(reply.body.count / 2))
            reply.isWhole = false
            outcome = .replied(reply)
        }
        plan(.replied(id, outcome), in: arrives)
    }

    private mutating func lose(_ intent: Intent, _ reply: HTTPReply) {
        if case .poll = intent, reply.status == 200 { witness.tokenReplyWasLost() }
    }

    private mutating func arrived(_ id: RequestID, _ outcome: HTTPOutcome) {
        guard let (intent, request, sentAt) = inFlight.removeValue(forKey: id) else { return }
        feed(
            .exchanged(
                Exchange(
                    id: id, purpose: Exchange.Purpose(intent), request: request, sentAt: sentAt, endedAt: now,
                    wallClock: Server.epoch + sentAt.sinceStart.inSeconds, outcome: outcome, wire: nil)))
        codesSentAt = sentAt
        if case .replied(let reply) = outcome, reply.isWhole, case .poll = intent {
            server.delivered(reply)
            if let grant = server.grant(polledBy: request) { witness.heard(grant) }
        }
        feed(.signIn(client.event(for: outcome, to: intent, id, cryptography: Self.cryptography)))
    }

    private var codesSentAt = Moment(.zero)
    /// Any signature of the server's is a good one: whose it is, is judged by other tests.
    private static let cryptography = Cryptography(verifies: { _, _ in true }, hash: { _, _ in [] })

    // MARK: People

    private mutating func comes() {
        let hour = now.sinceStart.components.seconds / 3600 % 24
        let pause = -gap * Double(hour >= 8 && hour < 20 ? 1 : 6) * log(Double.random(in: 0.001...1, using: &chance))
        plan(.visitorComes, in: .milliseconds(Int64(max(1, pause) * 1000)))
        if chance.once(in: 600) { return plan(.restarts, in: .seconds(1)) }
        if chance.once(in: 25) { plan(.resizes, in: chance.seconds(0...60)) }
        isWatched = chance.once(in: 25)
        server.forget(at: now)
        if kiosk.isInspected { feed(.key(.character("i"))) }
        visitor = Visitor(&chance)
        if case .code(let code) = kiosk.scene(at: now).content { return meets(code.userCode.text) }
        begins(4)
    }

    /// Presses keys until something happens.
    private mutating func begins(_ tries: Int) {
        guard tries > 0, visitor != nil else { return }
        switch kiosk.phase {
        case .idle, .ended, .notHandedOver:
            feed(.key(tries == 1 ? chance.one(of: [.left, .right, .down]) : .enter))
            plan(.begins(tries: tries - 1), in: .seconds(1))
        case .signedIn:
            // Somebody was here before and has not signed out.
            feed(.key(.character("o")))
            plan(.begins(tries: tries - 1), in: .seconds(3))
        case .signingIn, .asking, .handingOver, .greeting, .stopped: break
        }
    }

    private mutating func codesShown(_ event: LogEvent) {
        guard let text = event.members["user_code"]?.string, let grant = server.grant(userCode: text),
            let lifetime = event.members["expires_in"]?.numeric
        else { return witness.breaks("codes_shown of a code that was not given", at: now) }
        witness.gave(grant, sentAt: codesSentAt, lifetime: .seconds(lifetime))
        meets(text)
    }

    private mutating func meets(_ userCode: String) {
        guard let visitor, let grant = server.grant(userCode: userCode) else { return }
        for (time, deed) in visitor.deeds(with: userCode, left: grant.expiry - now, &chance) { plan(deed, in: time) }
        // Whoever has seen what all that leads to, takes the next code for what it is.
        self.visitor = Visitor(wish: .approve)
    }

    private mutating func decides(_ userCode: String, _ state: Server.Grant.State) {
        if case .approved = state {
            guard server.decide(userCode, .approved(at: now), at: now) else { return }
            witness.approved(userCode, at: now)
            // What they do once they are in.
            let stay = chance.seconds(10...200)
            for (time, key) in Visitor.keysAtHome(stay, &chance) { plan(.presses(key), in: time) }
        } else {
            _ = server.decide(userCode, state, at: now)
        }
    }

    // MARK: What is seen

    private mutating func look() {
        if kiosk.isInspected { clocks() }
        let scene = kiosk.scene(at: now)
        guard scene != shown else { return }
        shown = scene
        var grant: Server.Grant?
        if case .code(let code) = scene.content { grant = server.grant(userCode: code.userCode.text) }
        witness.saw(scene, kiosk, grant: grant, at: now)
        for line in lines.lines(for: scene, wording: kiosk.wording) { witness.read(line, at: now) }
        guard let abilities, isWatched || chance.once(in: 3) else { return }
        let frame = viewer.view(scene, size: kiosk.size, abilities: abilities, style: kiosk.style(at: now))
        witness.drew(frame, size: kiosk.size, isLookingBack: scene.pane != nil, at: now)
    }
}
