// KioskIO is the only target that touches the system: network, terminal, signals, clock, files.
//
//   EventLoop      the one blocking call, and the turn around it
//   CurlTransport  requests over libcurl              Terminal, Painter, Keyboard  the screen over ncurses
//   Signals, Alarm signals and time as descriptors    EventLog, Handover           what leaves the program
//
// What is shown and what a key means is decided in KioskScreen, when to ask the server in DeviceFlow.

import DeviceFlow
import KioskScreen

/// Runs one kiosk from its start to its exit code: one thread, one wait.
public final class EventLoop {
    private var model: KioskModel
    private let client: Client
    private let transport: CurlTransport
    private let signals: Signals
    private let alarm = Alarm()
    private let handover: Handover?
    private let log: (LogEvent, Moment) -> Void
    private var surface: Surface?
    private let keys: ClientKeys
    private var intents: [(id: RequestID, intent: Intent, keys: SignInKeys?)] = []
    private var exit: ExitCode?

    /// Everything but the two values that make a kiosk: what it has to work with.
    public struct Means {
        public var signals: Signals
        public var trust: TLSFiles
        /// For private_key_jwt; nil: the client has a secret, or none.
        public var signingKey: SigningKey?
        /// Where the tokens go; nil: nobody has asked for them.
        public var handover: Handover?
        public var log: (LogEvent, Moment) -> Void

        public init(
            signals: Signals, trust: TLSFiles, signingKey: SigningKey? = nil, handover: Handover?,
            log: @escaping (LogEvent, Moment) -> Void
        ) {
            self.signals = signals
            self.trust = trust
            self.signingKey = signingKey
            self.handover = handover
            self.log = log
        }
    }

    public init(model: KioskModel, client: Client, means: Means) {
        self.model = model
        self.client = client
        transport = CurlTransport(means.trust)
        keys = ClientKeys(own: means.signingKey, usesProof: client.usesProof)
        signals = means.signals
        handover = means.handover
        log = means.log
    }

    /// - Parameter makeSurface: called when the first request is on its way, as taking a terminal takes a while.
    /// - Returns: what the process shall end with, and the last scene; the terminal is as it was found.
    public func run(on makeSurface: () -> (Surface, Wording)) -> (ExitCode, Scene) {
        let began = Clock.now()
        turn([.started(seed: UInt64.random(in: .min ... .max))], at: began)
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
            let scene = model.scene(at: now)
            // A server that answers at once spares the person a flash of another screen.
            let isTooEarly = shown == nil && scene.isStarting && now < began + Self.patience
            if let exit {
                leave(surface, with: scene, ifNot: shown, at: now)
                return (exit, scene)
            }
            if !isTooEarly {
                show(scene, on: surface, ifNot: shown, at: now)
                shown = scene
            }
            let nextTick = isTooEarly ? began + Self.patience : model.nextTick(after: now)
            alarm.ring(at: [model.deadline, nextTick, handover?.deadline].compactMap { $0 }.min())
            events = wait(surface)
        }
    }

    /// How long the first screen may wait for a code before it says that it is getting one.
    private static let patience = Duration.milliseconds(150)

    // MARK: One turn

    private func turn(_ events: [KioskEvent], at now: Moment) {
        for event in events { perform(model.update(event, at: now), at: now) }
    }

    private func perform(_ effects: [KioskEffect], at now: Moment) {
        for effect in effects {
            switch effect {
            case .send(let intent, let id, let timeout):
                var own: SignInKeys?
                if case .codes = intent, client.needsKeys { own = keys.renewed() }
                intents.append((id, intent, own))
                transport.start(client.request(for: intent, keys: own, sign: keys.sign), id, timeout: timeout)
            case .abandon(let id):
                intents.removeAll { $0.id == id }
                transport.abandon(id)
            case .log(let event):
                log(event, now)
            case .handOver(let tokens):
                guard let handover else { return turn([.handedOver(true)], at: now) }
                if let arrived = handover.deliver(tokens, at: now) { turn([.handedOver(arrived)], at: now) }
            case .repaint:
                if case .screen(let screen)? = surface { screen.repaint() }
            case .bell:
                switch surface {
                case .screen(let screen): screen.terminal.ring()
                case .lines(let lines): lines.ring()
                case nil: break
                }
            case .quit(let code):
                exit = code
            }
        }
    }

    private func show(_ scene: Scene, on surface: Surface, ifNot shown: Scene?, at now: Moment) {
        switch surface {
        case .screen(let screen): screen.show(scene, size: model.size, style: model.style(at: now))
        case .lines(let lines): if scene != shown { lines.show(scene, wording: model.wording) }
        }
    }

    // MARK: What happens outside

    private func wait(_ surface: Surface) -> [KioskEvent] {
        let keys = surface.keyDescriptor
        let ready = transport.wait(
            for: [signals.descriptor, alarm.descriptor] + [keys, handover?.descriptor].compactMap { $0 })
        if ready[1] { alarm.hush() }
        var events = replies()
        if let arrived = handover?.result(at: Clock.now()) { events.append(.handedOver(arrived)) }
        if ready[0] { events += signals.wishes().map { heard($0, surface) } }
        if keys != nil, ready[2] { events += surface.keys()?.map(KioskEvent.key) ?? [.stopped] }
        return events
    }

    private func replies() -> [KioskEvent] {
        transport.collect().compactMap { finished in
            guard let index = intents.firstIndex(where: { $0.id == finished.id }) else { return nil }
            let (id, intent, own) = intents.remove(at: index)
            let event = client.event(for: finished.outcome, to: intent, id, keys: own, cryptography: .openSSL)
            return event.map(KioskEvent.signIn)
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
        case (.stop, _): return .stopped
        }
    }

    // MARK: The end

    /// Lines keep their last words; a screen is given back at once.
    private func leave(_ surface: Surface, with scene: Scene, ifNot shown: Scene?, at now: Moment) {
        switch surface {
        case .screen(let screen): screen.restore()
        // The idle scene invites, which is over.
        case .lines: if scene.content != .idle { show(scene, on: surface, ifNot: shown, at: now) }
        }
        finishRevocations()
    }

    /// Tokens that are to be taken back have some seconds for it, and nothing else has.
    private func finishRevocations() {
        for (id, intent, _) in intents {
            if case .revoke = intent { continue }
            transport.abandon(id)
        }
        // Each of them has a time-out of its own, so this ends.
        while transport.isBusy {
            _ = transport.wait(for: [])
            _ = transport.collect()
        }
    }
}

extension Scene {
    fileprivate var isStarting: Bool { if case .starting = content { true } else { false } }
}
