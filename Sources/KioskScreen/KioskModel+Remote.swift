import DeviceFlow

/// Remedies from afar: what whoever looks after many screens wants of one, by a signal.
extension KioskModel {
    /// A configuration that was read while the kiosk runs.
    public struct Reload: Equatable, Sendable {
        public var settings: Settings
        public var wording: Wording
        /// Options that have changed and count only from the next start, by their names.
        public var needingRestart: [String]

        public init(settings: Settings, wording: Wording, needingRestart: [String] = []) {
            self.settings = settings
            self.wording = wording
            self.needingRestart = needingRestart
        }
    }

    // MARK: A new code

    mutating func newCodeWanted(at now: Moment) -> [KioskEffect] {
        guard settings.mode == .run else { return [] }
        let effects = newCode(at: now)
        return [.log(.signal("new_code", obeyed: effects != nil))] + (effects ?? [])
    }

    /// - Returns: nil where it comes too soon after the last, or a person would lose what they have.
    private mutating func newCode(at now: Moment) -> [KioskEffect]? {
        if let remoteCodeAt, now < remoteCodeAt + Self.leastCodeLife { return nil }
        switch phase {
        case .idle:
            if isDimmed(at: now) { makeFresh() }
            return beginRemotely(at: now)
        case .ended(let ending, _):
            let isVoid = ending == .outcome(.expired) || ending == .outcome(.denied)
            return beginRemotely(afterAnother: isVoid, at: now)
        case .signingIn(let signIn, let since, _):
            guard now >= since + Self.leastCodeLife else { return nil }
            switch signIn.state {
            case .waiting, .polling:
                remoteCodeAt = now
                return replace(at: now)
            case .resting:
                // The network is there again, says somebody who knows: it is not waited for.
                let called = cancel(at: now)
                return called + beginRemotely(at: now)
            case .idle, .requesting, .confirming, .ended:
                return nil
            }
        case .asking, .handingOver, .notHandedOver, .greeting, .signedIn, .stopped:
            return nil
        }
    }

    private mutating func beginRemotely(afterAnother: Bool = false, at now: Moment) -> [KioskEffect] {
        remoteCodeAt = now
        touched = now
        renewals = 0
        return begin(afterAnother: afterAnother, at: now)
    }

    // MARK: The idle screen

    mutating func idleWanted(at now: Moment) -> [KioskEffect] {
        guard settings.mode == .run else { return [] }
        let effects = callOff(at: now)
        return [.log(.signal("idle", obeyed: true))] + effects
    }

    /// Whoever is signed in is signed out, before anything else is drawn; `alwaysOn` begins again by a key or a signal.
    private mutating func callOff(at now: Moment) -> [KioskEffect] {
        var effects: [KioskEffect] = []
        switch phase {
        case .stopped:
            return []
        case .idle, .ended:
            break
        case .signingIn:
            effects = cancel(at: now)
        case .asking(var signIn, let tokens, _, _), .handingOver(var signIn, let tokens),
            .notHandedOver(var signIn, let tokens, _):
            let requests = revoke(tokens, &signIn)
            effects = remember(signIn, requests)
        case .greeting(var signIn, let tokens, _):
            // As a key does once the greeting is over: else they belong to the program that has them.
            let isOurs = settings.keepsSignedIn || home != nil || !settings.handsOver
            let requests = isOurs ? revoke(tokens, &signIn) : []
            effects = remember(signIn, requests) + [.log(.signedOut("by a signal"))]
        case .signedIn(var signIn, let session):
            let requests = revoke(session.tokens, &signIn)
            effects = remember(signIn, requests) + [.log(.signedOut("by a signal"))]
        }
        phase = .idle
        renewals = 0
        inspector = nil
        makeFresh()
        return effects
    }

    // MARK: The configuration again

    /// What is seen changes at once. What a sign-in depends on waits for the next one where somebody has a code, or
    /// more, of this one.
    mutating func reloaded(_ reload: Reload, at now: Moment) -> [KioskEffect] {
        guard settings.mode == .run else { return [] }
        let old = settings
        let read = reload.settings.keepingLock(of: old)
        let isOther = read.edition != old.edition
        let waits = isOther && isInUse
        wanted = waits ? read : nil
        settings = waits ? read.keepingSignIn(of: old) : read
        changeLook(from: old, reload.wording, at: now)
        var effects: [KioskEffect] = [.log(.reloaded(reload, waits: waits, isPlain: abilities == nil)), .repaint]
        if isOther, !waits {
            effects += adopt()
            if case .signingIn = phase {
                let called = cancel(at: now)
                effects += called + begin(at: now)
            }
        }
        if case .idle = phase, settings.alwaysOn, !old.alwaysOn { effects += begin(at: now) }
        return effects
    }

    /// Somebody has a code of this sign-in, or its tokens.
    private var isInUse: Bool {
        switch phase {
        case .idle, .ended, .stopped: false
        case .asking, .handingOver, .notHandedOver, .greeting, .signedIn: true
        case .signingIn(let signIn, _, _):
            switch signIn.state {
            case .waiting, .polling, .confirming: true
            case .idle, .requesting, .resting, .ended: false
            }
        }
    }

    private mutating func changeLook(from old: Settings, _ wording: Wording, at now: Moment) {
        if settings.qrRendering != old.qrRendering { qrRendering = settings.qrRendering }
        if self.wording == ownWording { self.wording = wording }
        ownWording = wording
        if !languages.isEmpty, !languages.contains(wording.locale) { languages.insert(wording.locale, at: 0) }
        // Lines have no tiles.
        if settings.home != old.home, abilities != nil {
            home = settings.home.map { HomeState($0) }
            if case .signedIn = phase { arriveHome() }
        }
        // Nobody is signed out without the notice that a shorter limit gives.
        if settings.idleLimit != old.idleLimit, touched != nil { touched = now }
        if let inspection = settings.inspection {
            trace = trace ?? Trace(inspection.provider)
        } else {
            (trace, inspector) = (nil, nil)
        }
    }

    /// A sign-in begins: what a new configuration wants of it counts now.
    mutating func adoptWanted() -> [KioskEffect] {
        guard let wanted else { return [] }
        settings = wanted
        self.wanted = nil
        return adopt()
    }

    private mutating func adopt() -> [KioskEffect] {
        endpoints = settings.endpoints
        // Which members are secrets is known of the provider whose words they are.
        trace = settings.inspection.map { Trace($0.provider) }
        return [.adopt(edition: settings.edition)]
    }
}

extension KioskModel.Settings {
    /// These, but as locked as before: what a lock closes is not opened while somebody stands there, and an operator's
    /// attempts are not forgotten.
    func keepingLock(of old: Self) -> Self {
        var kept = self
        kept.lock = old.lock
        if kept.isLocked { (kept.inspection, kept.demo) = (nil, nil) }
        return kept
    }

    /// These, but for what a sign-in depends on.
    public func keepingSignIn(of old: Self) -> Self {
        var kept = self
        kept.edition = old.edition
        kept.rules = old.rules
        kept.endpoints = old.endpoints
        kept.host = old.host
        kept.hasOwnAuthority = old.hasOwnAuthority
        kept.scopes = old.scopes
        kept.handsOver = old.handsOver
        kept.keepsSignedIn = old.keepsSignedIn
        if inspection != nil, let inspection = old.inspection { kept.inspection = inspection }
        return kept
    }
}
