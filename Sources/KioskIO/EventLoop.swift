// KioskIO is the only target that touches the system: network, terminal, signals, clock, files.
//
//   EventLoop      the one blocking call, and the turn around it
//   Correspondence, CurlTransport  requests over libcurl    Terminal, Painter, Keyboard  the screen over ncurses
//   Signals, Alarm signals and time as descriptors          EventLog, HARFile, Handover  what leaves the program
//   Service/       what whoever looks after many kiosks is told: service manager, journal, metrics
//   Bench/         loops of the commands that test a sign-in
//
// What is shown and what a key means is decided in KioskScreen, when to ask the server in DeviceFlow.

import DeviceFlow
import FlowTrace
import KioskScreen

/// Runs one kiosk from its start to its exit code: one thread, one wait.
public final class EventLoop {
    private var model: KioskModel
    private let wire: Correspondence
    private let signals: Signals
    private let alarm = Alarm()
    private var handover: Handover?
    private let means: Means
    /// The newest configuration that was read since the start; nil: none.
    private var renewal: Renewal?
    private var surface: Surface?
    /// nil: nothing has gone wrong yet that they could mend.
    private var surroundings: Surroundings?
    /// Every screen, instead of the model's own.
    private var gallery: Gallery?
    /// The operator's, while it runs.
    private var networkTest: NetworkTest?
    private var exit: ExitCode?
    /// Person after person: nothing of one may be left in memory when the next comes.
    private let forgets: Bool
    private var isForgetting = false

    public init(model: KioskModel, client: Client, means: Means) {
        self.model = model
        self.means = means
        forgets = model.settings.mode == .run
        wire = Correspondence(
            client: client, trust: means.trust, signingKey: means.signingKey, secondDevice: means.secondDevice,
            forgets: forgets)
        signals = means.signals
        handover = means.handover
        traceAsWanted()
    }

    /// - Parameters:
    ///   - seed: random, for all jitter to come.
    ///   - makeSurface: called when the first request is on its way, as taking a terminal takes a while.
    /// - Returns: what the process shall end with, and the last scene; the terminal is as it was found.
    public func run(seed: UInt64, on makeSurface: () -> (Surface, Wording)) -> (ExitCode, Scene) {
        let began = Clock.now()
        turn([.started(seed: seed), .clocksRead(Clock.reading())], at: began)
        // Twice, as a connection within the machine is there at once: the server works on the first handshake
        // message while the terminal is taken.
        var events = replies() + replies()
        let (surface, wording) = makeSurface()
        self.surface = surface
        events = [surface.opened(wording)] + events + replies()
        var shown: Scene?
        while true {
            let now = Clock.now()
            turn(events + [.timePassed], at: now)
            // A reply, down to the tokens in it, would be kept as long as nothing else happens.
            events = []
            inspect(at: now)
            let scene = model.scene(at: now)
            // A server that answers at once spares the person a flash of another screen.
            let isTooEarly = shown == nil && scene.isStarting && now < began + Self.patience
            if let exit {
                means.reports?.ends(model, at: now)
                leave(surface, with: scene, ifNot: shown, at: now)
                return (exit, scene)
            }
            if isForgetting { forget(surface) }
            if !isTooEarly {
                show(scene, on: surface, ifNot: shown, at: now)
                if shown == nil, forgets { Memory.lock() }
                shown = scene
                means.reports?.turned(model, at: now) { surface.takesOutput }.forEach { turn([.noticed($0)], at: now) }
            }
            if forgets { Memory.wipeStack() }
            let nextTick = isTooEarly ? began + Self.patience : model.nextTick(after: now)
            let nextTry = surface.isStuck ? now + .seconds(1) : nil
            alarm.ring(
                at: [
                    model.deadline, nextTick, nextTry, handover?.deadline, networkTest?.deadline,
                    means.reports?.deadline,
                ].compactMap { $0 }.min())
            events = wait(surface)
        }
    }

    /// How long the first screen may wait for a code before it says that it is getting one.
    private static let patience = Duration.milliseconds(150)

    // MARK: One turn

    private func turn(_ events: [KioskEvent], at now: Moment) {
        // What has come together with the end is nobody's any more.
        for event in events where exit == nil { perform(model.update(event, at: now), at: now) }
    }

    private func perform(_ effects: [KioskEffect], at now: Moment) {
        for effect in effects {
            switch effect {
            case .send(let intent, let id, let timeout):
                wire.send(intent, id, timeout: timeout, at: now)
            case .abandon(let id):
                wire.abandon(id)
            case .log(let event):
                means.log(event, now)
            case .handOver(let tokens):
                guard let handover else { return turn([.handedOver(true)], at: now) }
                if let arrived = handover.deliver(tokens, at: now) {
                    turn([.handedOver(arrived, why: handover.obstacle)], at: now)
                }
            case .repaint:
                if case .screen(let screen)? = surface { screen.repaint() }
            case .copy(let text):
                if case .screen(let screen)? = surface { screen.terminal.copy(text) }
            case .act(let act):
                wire.act(SecondDevice.Act(act), at: now)
            case .openGallery:
                if case .screen(let screen)? = surface { gallery = means.makeGallery?(screen, model.wording) }
            case .bell:
                switch surface {
                case .screen(let screen): screen.terminal.ring()
                case .lines(let lines): lines.ring()
                case nil: break
                }
            case .forget:
                isForgetting = true
            case .adopt(let edition):
                adopt(edition)
            case .checkPIN(let pin):
                turn([.pinChecked(means.operatorPIN?.isHash(of: pin) ?? false)], at: now)
            case .testNetwork:
                networkTest = NetworkTest(means.options, at: now)
                if networkTest == nil { turn([.networkTested([])], at: now) }
            case .quit(let code):
                exit = code
            }
        }
    }

    /// What only an open inspector needs.
    private func inspect(at now: Moment) {
        guard model.isInspected else { return }
        wire.tracing = .all
        turn([.clocksRead(Clock.reading())], at: now)
    }

    private func traceAsWanted() {
        wire.tracing = means.record != nil ? .all : model.settings.inspection != nil ? .replies : .off
    }

    private func show(_ scene: Scene, on surface: Surface, ifNot shown: Scene?, at now: Moment) {
        switch surface {
        case .screen(let screen) where gallery != nil: screen.show(gallery)
        case .screen(let screen):
            // Where others have written to the terminal, some of a code may stand where nobody knows of it.
            if let code = shown?.userCode, code != scene.userCode { screen.repaint() }
            screen.show(scene, size: model.size, style: model.style(at: now))
        case .lines(let lines):
            if scene != shown { lines.show(scene, wording: model.wording, hidesInput: model.isAskingForPIN) }
        }
    }

    /// Revoked first, then forgotten, then drawn: by now the model knows nothing of the person any more, and what takes
    /// the tokens back is on its way before another screen is.
    private func forget(_ surface: Surface) {
        isForgetting = false
        wire.push()
        if case .screen(let screen) = surface { screen.wipe() }
    }

    // MARK: What happens outside

    private func wait(_ surface: Surface) -> [KioskEvent] {
        let keys = surface.keyDescriptor
        if surroundings == nil, model.mindsSurroundings { surroundings = Surroundings() }
        let around = surroundings?.descriptors ?? []
        let ready = wire.wait(
            for: [signals.descriptor, alarm.descriptor]
                + [keys, handover?.descriptor, networkTest?.descriptor].compactMap { $0 } + around)
        if ready[1] { alarm.hush() }
        var events = replies()
        if let handover, let arrived = handover.result(at: Clock.now()) {
            events.append(.handedOver(arrived, why: handover.obstacle))
        }
        if let findings = networkTest?.result(at: Clock.now()) {
            networkTest = nil
            events.append(.networkTested(findings))
        }
        if ready[0] { events += signals.wishes().map { heard($0, surface) } }
        if ready.suffix(around.count).contains(true) {
            surroundings?.hush()
            events.append(.surroundingsChanged)
        }
        if keys != nil, ready[2] {
            events += surface.keys(wholeLines: model.isAskingForPIN).map(pressed) ?? [.stopped]
        }
        return events
    }

    /// While the gallery is open, keys are its own.
    private func pressed(_ keys: [Key]) -> [KioskEvent] {
        var rest: [KioskEvent] = []
        for key in keys {
            if gallery == nil {
                rest.append(.key(key))
            } else if gallery?.pressed(key) == false {
                gallery = nil
            }
        }
        return rest
    }

    private func replies() -> [KioskEvent] {
        wire.arrivals().flatMap { arrival -> [KioskEvent] in
            switch arrival {
            case .acted(let sentence): return [.acted(sentence)]
            case .exchange(let exchange, let event):
                means.record?(exchange)
                // A certificate that holds at another time: the screen says what time it is here.
                let clocks = exchange.isAboutTime ? [KioskEvent.clocksRead(Clock.reading())] : []
                return clocks + [.exchanged(exchange), .signIn(event)]
            }
        }
    }

    private func heard(_ wish: Signals.Wish, _ surface: Surface) -> KioskEvent {
        switch (wish, surface) {
        case (.resize, .screen(let screen)):
            let size = screen.terminal.size
            screen.terminal.resize(to: size)
            return .resized(size)
        case (.woken, .screen(let screen)):
            screen.terminal.takeBack()
            screen.repaint()
            return .timePassed
        case (.resize, .lines), (.woken, .lines): return .timePassed
        case (.newCode, _): return .newCodeWanted
        case (.idle, _): return .idleWanted
        case (.reload, _): return reload(surface)
        // Whoever sits at the keyboard of a locked screen may not end it.
        case (.interrupt, _): return model.settings.isLocked ? .timePassed : .stopped
        case (.stop, _): return .stopped
        }
    }

    // MARK: The configuration again

    /// One that cannot be used changes nothing.
    private func reload(_ surface: Surface) -> KioskEvent {
        guard let read = means.reload else { return .timePassed }
        means.reports?.reloading(at: Clock.now())
        do throws(Renewal.Refusal) {
            let renewal = try read()
            self.renewal = renewal
            if case .screen(let screen) = surface { screen.theme = renewal.theme }
            return .reloaded(
                KioskModel.Reload(
                    settings: renewal.settings, wording: surface.readable(renewal.wording),
                    needingRestart: renewal.needingRestart))
        } catch {
            return .noticed(.reloadRefused(error.words))
        }
    }

    private func adopt(_ edition: Int) {
        guard let renewal, renewal.settings.edition == edition else { return }
        wire.adopt(renewal.client, renewal.trust, renewal.signingKey)
        let before = handover
        handover = renewal.handover
        if handover !== before { handover?.takeOver(from: before) }
        traceAsWanted()
    }

    // MARK: The end

    /// Lines keep their last words; a screen is given back at once.
    private func leave(_ surface: Surface, with scene: Scene, ifNot shown: Scene?, at now: Moment) {
        switch surface {
        case .screen(let screen): screen.restore()
        // The idle scene invites, which is over.
        case .lines: if scene.content != .idle { show(scene, on: surface, ifNot: shown, at: now) }
        }
        wire.finishRevocations { means.record?($0) }
    }
}
