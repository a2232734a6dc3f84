import DeviceFlow
import FlowTrace
import Glibc
import KioskScreen

/// One screen, its server, and the people between: time goes from each thing that happens to the next.
struct World {
    var now = Moment(.zero)
    var steps = 0
    var restarts = 0
    var reloads = 0
    var witness = Witness()
    var server = Server()
    var weather = Weather()
    var chance: Chance
    var kiosk: KioskModel
    var abilities: Abilities?
    let client: Client
    var viewer = Viewer()
    var lines = PlainScreen()
    var shown: Scene?
    /// What will happen, the next first.
    var planned: [(at: Moment, event: Happening)] = []
    var inFlight: [RequestID: (intent: Intent, request: HTTPRequest, sentAt: Moment)] = [:]
    /// Somebody looks on: every second is drawn, not only what changes.
    var isWatched = false
    /// Somebody is there to decide about a code.
    var visitor: Visitor?
    var codesSentAt = Moment(.zero)
    var hasEnded = false
    /// Of the newest configuration.
    var edition = 0
    let gap: Double

    enum Happening {
        case replied(RequestID, HTTPOutcome)
        case handedOver(Bool)
        case visitorComes
        case begins(tries: Int)
        case presses(Key)
        case decides(userCode: String, Server.Grant.State)
        case callsOff(Key)
        case leaves
        case answersQuestion(Key)
        case networkTested
        case wishes(KioskEvent)
        case resizes
        case reloads
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
        // What a turn has begun may be over by then, where the machine slept: the next turn comes at once.
        for _ in 0..<2 where isDue { feed(.timePassed) }
        // By the operator's menu.
        if hasEnded { restart() }
        witness.checkTime(kiosk, at: now)
        look()
    }

    private var isDue: Bool { kiosk.deadline.map { $0 <= now } ?? false }

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

    mutating func plan(_ event: Happening, in time: Duration) {
        let at = now + time
        let index = planned.firstIndex { $0.at > at } ?? planned.endIndex
        planned.insert((at, event), at: index)
    }

    mutating func happen(_ event: Happening) {
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
        case .answersQuestion(let key): if case .asking = kiosk.phase { feed(.key(key)) }
        case .networkTested: feed(.networkTested([]))
        case .wishes(let event): feed(event)
        case .resizes: feed(.resized(anySize()))
        case .reloads: reload()
        case .restarts: restart()
        }
    }

    mutating func feed(_ event: KioskEvent) {
        for effect in kiosk.update(event, at: now) {
            switch effect {
            case .send(let intent, let id, let timeout): send(intent, id, timeout)
            case .abandon(let id):
                inFlight[id] = nil
                planned.removeAll { if case .replied(id, _) = $0.event { true } else { false } }
            case .log(let event):
                witness.logged(event, weather: weather, at: now)
                if event.name == "codes_shown" { codesShown(event) }
                if event.name == "asked" { asked() }
                if event.name == "signed_out", kiosk.wording.locale != "en" {
                    witness.breaks("the language of an earlier person", at: now)
                }
            case .handOver(let tokens): handOver(tokens)
            case .repaint: viewer = Viewer()
            case .checkPIN(let pin): feed(.pinChecked(pin.revealed == Place.pin))
            case .testNetwork: plan(.networkTested, in: chance.seconds(1...8))
            case .quit: hasEnded = true
            case .bell, .copy, .act, .openGallery, .forget, .adopt: break
            }
        }
    }

    // MARK: The program

    mutating func start(_ place: Place) {
        abilities = place.abilities(&chance)
        feed(.started(seed: chance.next()))
        // An operator changes the screen's own language, visitors one for themselves: here it is the latter's.
        feed(.opened(.english, languages: place == .lobby ? ["en"] : Wording.locales, abilities))
        clocks()
    }

    /// The configuration is another one, and read again: what is seen, or the sign-ins as well.
    mutating func reload() {
        reloads += 1
        let place = kiosk.settings.isLocked ? .lobby : chance.one(of: Place.allCases)
        var settings = place.settings(&chance)
        if chance.once(in: 2) {
            edition += 1
            settings.edition = edition
        } else {
            settings = settings.keepingSignIn(of: kiosk.settings)
        }
        feed(.reloaded(KioskModel.Reload(settings: settings, wording: .english)))
    }

    /// An update, a power cut, an operator: everything but the server begins anew.
    mutating func restart() {
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
        (edition, hasEnded) = (0, false)
        start(place)
    }

    mutating func clocks() {
        let since = now.sinceStart
        feed(.clocksRead(ClockReading(boot: since, monotonic: since, wall: Server.epoch + since.inSeconds)))
    }

    // MARK: What is seen

    mutating func look() {
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
