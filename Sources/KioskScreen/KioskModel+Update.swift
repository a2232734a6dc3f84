import DeviceFlow
import FlowTrace

/// What can happen to a kiosk.
public enum KioskEvent: Equatable, Sendable {
    /// The program begins. `seed`: random, for all jitter to come.
    case started(seed: UInt64)
    /// The screen is there: its words, the languages it can show by their tags, and what it can do (nil: lines).
    case opened(Wording, languages: [String], Abilities?)
    case key(Key)
    case resized(Frame.Size)
    /// A reply to the sign-in, or its time.
    case signIn(Event)
    case timePassed
    /// The network of this computer, or its clock, is another now.
    case surroundingsChanged
    /// The tokens have reached the program that asked for them, or could not: why, in words.
    case handedOver(Bool, why: String? = nil)
    /// What went over the wire, before what it means.
    case exchanged(Exchange)
    case clocksRead(ClockReading)
    /// What has become of an act of the second device, in a sentence.
    case acted(String)
    /// Whoever looks after the screen wants a new code on it, or the idle screen.
    case newCodeWanted, idleWanted
    /// The configuration was read again.
    case reloaded(KioskModel.Reload)
    /// Something about the machine that only the log is told.
    case noticed(LogEvent)
    /// Whether what was typed is the operator's PIN.
    case pinChecked(Bool)
    /// What the operator's network test has found; nothing: it did not come to an end.
    case networkTested([OperatorFinding])
    /// A signal, or the terminal is gone.
    case stopped
}

/// What a kiosk wants done, in this order.
public enum KioskEffect: Equatable, Sendable {
    case send(Intent, RequestID, timeout: Duration)
    case abandon(RequestID)
    case log(LogEvent)
    case handOver(TokenSet)
    /// Paint every cell anew: something else may have written over the screen.
    case repaint
    /// A sound, for somebody who looks elsewhere.
    case bell
    /// Put a text where people can paste it from.
    case copy(String)
    /// Do what a person with a phone, or whoever runs the server, would do.
    case act(SecondDeviceAct)
    /// Show every screen, until a key asks to come back.
    case openGallery
    /// A sign-in is over, or somebody has signed out: what the screen and the connections still hold of it goes.
    case forget
    /// From here on requests are those of this reading of the configuration, and so is where tokens go.
    case adopt(edition: Int)
    /// Find out whether that is the operator's PIN.
    case checkPIN(Secret)
    /// Look for the server as `kiosk doctor` does, while the sign-in goes on.
    case testNetwork
    case quit(ExitCode)
}

extension KioskModel {
    /// The one door in.
    public mutating func update(_ event: KioskEvent, at now: Moment) -> [KioskEffect] {
        let wasLooking = inspector != nil
        let before = phase.subject
        var effects = react(to: event, at: now)
        if settings.mode == .run, before.isOver(in: phase.subject) {
            effects.append(.forget)
            trace?.forgetSecrets()
        }
        if desk != nil {
            for case .log(let event) in effects { desk?.tally.heard(event, at: now) }
        }
        if trace != nil {
            // What somebody does in the inspector, or with the window, is in the log; here it would stand in the way.
            let isLooking = wasLooking || inspector != nil
            for case .log(let event) in effects where !(isLooking && (event.name == "key" || event.name == "resized")) {
                trace?.heard(event, at: now)
            }
        }
        return effects
    }

    private mutating func react(to event: KioskEvent, at now: Moment) -> [KioskEffect] {
        switch event {
        case .started(let seed):
            self.seed = seed
            touched = now
            began = now
            return settings.mode == .login || settings.alwaysOn ? begin(at: now) : []
        case .opened(let wording, let languages, let abilities):
            self.wording = wording
            ownWording = wording
            self.languages = languages.contains(wording.locale) ? languages : [wording.locale] + languages
            self.abilities = abilities
            // Lines have no tiles.
            if abilities == nil { home = nil }
            repaintAt = abilities?.isConsole == true ? now + Self.repaintsEvery : nil
            return []
        case .key(let key):
            return [logged(key)] + pressed(key, at: now)
        case .resized(let size):
            self.size = size
            return [.log(.resized(size)), .repaint]
        case .signIn(.revocationReplied(let answer, let id)):
            return passOn(revocations.replied(answer, to: id, at: now))
        case .signIn(let event):
            return tell(event, at: now)
        case .timePassed:
            closeDeskIfDue(at: now)
            let effects = repaintIfDue(at: now) + revokeAgain(at: now) + timePassed(at: now)
            freshenIfDue(at: now)
            return effects
        case .surroundingsChanged:
            return tell(.surroundingsChanged, at: now)
        case .handedOver(let arrived, let why):
            return handedOver(arrived, why: why, at: now)
        case .exchanged(let exchange):
            trace?.heard(exchange)
            return []
        case .clocksRead(let reading):
            firstClocks = firstClocks ?? reading
            clocks = reading
            return []
        case .acted(let sentence):
            noteSaid = NoteSaid(text: plain(sentence, limit: 160), until: now + NoteSaid.stands)
            return []
        case .newCodeWanted:
            return newCodeWanted(at: now)
        case .idleWanted:
            return idleWanted(at: now)
        case .reloaded(let reload):
            return reloaded(reload, at: now)
        case .noticed(let event):
            return [.log(event)]
        case .pinChecked(let isRight):
            return pinChecked(isRight, at: now)
        case .networkTested(let findings):
            return networkTested(findings)
        case .stopped:
            return revokeAgain(isLast: true, at: now) + stopped(at: now)
        }
    }

    // MARK: The sign-in

    mutating func begin(afterAnother: Bool = false, at now: Moment) -> [KioskEffect] {
        let adopted = adoptWanted()
        seed &+= 1
        desk?.begun = now
        var rules = settings.rules
        rules.discovers = settings.endpoints == nil
        let signIn = SignIn(rules: rules, endpoints: endpoints, firstRequest: nextRequest)
        let mayConfuse = afterAnother || earlierCodeUntil.map { now < $0 } ?? false
        phase = .signingIn(signIn, since: now, afterAnother: mayConfuse)
        return adopted + tell(.started(seed: seed), at: now)
    }

    /// On a locked screen keys may be pressed for fun, one to begin and one to call off: each code costs the server one.
    mutating func beginByKey(afterAnother: Bool = false, at now: Moment) -> [KioskEffect] {
        if let begun = desk?.begun, now < begun + Self.leastCodeLife { return [] }
        return begin(afterAnother: afterAnother, at: now)
    }

    private mutating func tell(_ event: Event, at now: Moment) -> [KioskEffect] {
        switch (phase, event) {
        case (.signingIn(var signIn, let since, let afterAnother), _):
            signIn.countOn(from: nextRequest)
            let effects = signIn.handle(event, at: now)
            phase = .signingIn(signIn, since: since, afterAnother: afterAnother)
            return remember(signIn, effects) + followUp(signIn, at: now)
        case (.signedIn(_, let kept), .refreshReplied(let answer, let id)) where kept.isRefreshing(id):
            return session(at: now) { $0.replied(answer, to: id, at: now) }
        case (.idle, _), (.asking, _), (.handingOver, _), (.notHandedOver, _), (.greeting, _), (.signedIn, _),
            (.ended, _),
            (.stopped, _):
            // A reply to a sign-in that is over: only tokens that nobody waits for matter.
            var over = SignIn(rules: settings.rules, endpoints: endpoints, firstRequest: nextRequest)
            let effects = over.handle(event, at: now)
            return remember(over, effects)
        }
    }

    /// What the end of a sign-in means for the kiosk.
    private mutating func followUp(_ signIn: SignIn, at now: Moment) -> [KioskEffect] {
        guard case .ended(let outcome) = signIn.state else { return [] }
        if case .approved(let tokens) = outcome {
            refusals = 0
            tokensCame = now
            if settings.confirms { return ask(signIn, tokens, at: now) }
            phase = .handingOver(signIn, tokens)
            return [.handOver(tokens)]
        }
        guard settings.mode == .run else {
            return stop(outcome.exitCode, .outcome(outcome))
        }
        switch outcome {
        case .expired where settings.alwaysOn:
            return renew(afterAnother: true, at: now)
        case .refused, .nonsense:
            // The server may have moved: what discovery found is looked up anew.
            endpoints = settings.endpoints
            refusals += 1
            let wait = settings.alwaysOn ? Self.refusalRetry(refusals) : Self.endingStands
            phase = .ended(.outcome(outcome), until: now + wait)
        case .cancelled:
            phase = .idle
        case .approved, .answerLost, .denied, .expired, .untrusted, .unreachable:
            phase = .ended(.outcome(outcome), until: now + Self.endingStands)
        }
        return []
    }

    mutating func timePassed(at now: Moment) -> [KioskEffect] {
        switch phase {
        case .signingIn:
            return tell(.timePassed, at: now)
        case .asking(_, _, _, let until) where now >= until:
            return answered(.none, at: now)
        case .greeting(_, _, let until) where now >= until:
            return afterGreeting(at: now)
        case .signedIn:
            if let leavingAt, now >= leavingAt {
                let isOurs = settings.keepsSignedIn || !settings.handsOver
                return signOut("for want of keys", revoking: isOurs, at: now)
            }
            return session(at: now) { $0.timePassed(at: now) }
        case .notHandedOver(_, _, let until) where now >= until:
            return giveUpHandover(at: now)
        case .notHandedOver(let signIn, let tokens, _):
            guard let due = handoverRetry, now >= due else { return [] }
            handoverRetry = nil
            phase = .handingOver(signIn, tokens)
            return [.handOver(tokens)]
        case .ended(let ending, let until) where now >= until:
            makeFresh()
            switch ending {
            case .outcome(.refused) where settings.alwaysOn, .outcome(.nonsense) where settings.alwaysOn:
                return begin(at: now)
            case .outcome, .disowned:
                return renew(afterAnother: ending == .outcome(.denied), at: now)
            }
        case .idle, .asking, .handingOver, .greeting, .ended, .stopped:
            return []
        }
    }

    /// What an always-on screen does when nobody presses a key: a new code, as often as it may. It may have no keys.
    mutating func renew(afterAnother: Bool, at now: Moment) -> [KioskEffect] {
        phase = .idle
        guard settings.alwaysOn, renewals < settings.autoRenew else { return [] }
        renewals += 1
        return begin(afterAnother: afterAnother, at: now)
    }

    /// A new code by key: the old one is void at once, and the new screen says so.
    mutating func replace(at now: Moment) -> [KioskEffect] {
        guard case .signingIn(_, let since, _) = phase, now >= since + Self.leastCodeLife else { return [] }
        renewals = 0
        let called = cancel(at: now)
        return called + begin(afterAnother: true, at: now)
    }

    mutating func cancel(at now: Moment) -> [KioskEffect] {
        guard case .signingIn(var signIn, _, _) = phase else { return [] }
        earlierCodeUntil = signIn.codeExpiry ?? earlierCodeUntil
        signIn.countOn(from: nextRequest)
        let effects = signIn.handle(.cancelled, at: now)
        phase = .idle
        return remember(signIn, effects)
    }
}
