import DeviceFlow

/// From the tokens to the next person, and the end of the program.
extension KioskModel {
    mutating func handedOver(_ arrived: Bool, why: String?, at now: Moment) -> [KioskEffect] {
        func failed(_ reason: String) -> KioskEffect {
            var members: [String: JSONValue] = ["reason": .string(reason)]
            members["detail"] = why.map { .string(plain($0, limit: 120)) }
            return .log(LogEvent("failed", members))
        }
        if case .signedIn = phase, !arrived { return [failed("the refreshed tokens could not be handed over")] }
        guard case .handingOver(var signIn, let tokens) = phase else { return [] }
        guard arrived else {
            let failed = failed("the tokens could not be handed over")
            if settings.mode == .run {
                let until = handoverEnd ?? now + Self.handoverWaits
                handoverEnd = until
                handoverRetry = now + Self.handoverRetries
                phase = .notHandedOver(signIn, tokens, until: until)
                return [failed]
            }
            let requests = revoke(tokens, &signIn)
            return remember(signIn, requests) + [failed] + stop(.notHandedOver)
        }
        handoverEnd = nil
        let told = KioskEffect.log(LogEvent("handed_over"))
        // The question has rung already.
        let rings = settings.bell && !settings.confirms
        let signs = (settings.handsOver ? [told] : []) + (rings ? [KioskEffect.bell] : [])
        guard settings.mode == .run || settings.greeting > .zero else {
            return signs + stop(.success, .outcome(.approved(tokens)))
        }
        phase = .greeting(signIn, tokens, until: now + greetingStands)
        return signs
    }

    /// Nobody is greeted for longer than they may press no key.
    private var greetingStands: Duration {
        guard settings.mode == .run, let limit = settings.idleLimit else { return settings.greeting }
        return min(settings.greeting, limit)
    }

    /// In `run` nobody has asked for the tokens: they served for the greeting and are taken back.
    mutating func afterGreeting(at now: Moment) -> [KioskEffect] {
        guard case .greeting(var signIn, let tokens, _) = phase else { return [] }
        guard settings.mode == .run else { return stop(.success) }
        if settings.keepsSignedIn || home != nil { return keep(signIn, tokens, at: now) }
        let requests = settings.handsOver ? [] : revoke(tokens, &signIn)
        let effects = remember(signIn, requests)
        phase = .idle
        renewals = 0
        makeFresh()
        return settings.alwaysOn ? effects + begin(at: now) : effects
    }

    /// Tokens that nobody could take are taken back.
    mutating func giveUpHandover(at now: Moment) -> [KioskEffect] {
        guard case .notHandedOver(var signIn, let tokens, _) = phase else { return [] }
        let requests = revoke(tokens, &signIn)
        phase = .idle
        handoverEnd = nil
        makeFresh()
        let givenUp = KioskEffect.log(LogEvent("failed", ["reason": "nobody took the tokens, so they are revoked"]))
        let effects = [givenUp] + remember(signIn, requests)
        return effects + renew(afterAnother: false, at: now)
    }

    /// Asked to stop, by a key, a signal, an operator or a terminal that went away.
    ///
    /// - Parameter code: what `run` ends with.
    mutating func stopped(at now: Moment, with code: ExitCode = .success) -> [KioskEffect] {
        switch (phase, settings.mode) {
        case (.greeting, .login):
            return stop(.success)
        case (.greeting(var signIn, let tokens, _), .run):
            let requests = settings.handsOver ? [] : revoke(tokens, &signIn)
            return remember(signIn, requests) + stop(code)
        case (.asking, _):
            return answered(.stopped, at: now, ending: code)
        case (.signedIn, _):
            return (settings.handsOver ? [] : signOut(at: now)) + stop(code)
        case (.handingOver(var signIn, let tokens), _), (.notHandedOver(var signIn, let tokens, _), _):
            // Whether they would have arrived will never be known.
            let requests = revoke(tokens, &signIn)
            return remember(signIn, requests) + stop(settings.mode == .login ? .notHandedOver : code)
        case (.signingIn, _), (.idle, _), (.ended, _), (.stopped, _):
            let called = cancel(at: now)
            return called + (settings.mode == .login ? stop(.cancelled, .outcome(.cancelled)) : stop(code))
        }
    }

    mutating func stop(_ code: ExitCode, _ ending: Ending? = nil) -> [KioskEffect] {
        if case .stopped = phase { return [] }
        phase = .stopped(code, about: ending)
        return [.quit(code)]
    }
}

extension Outcome {
    /// What `login` ends with.
    var exitCode: ExitCode {
        switch self {
        case .approved: .success
        case .answerLost: .notHandedOver
        case .denied: .denied
        case .expired: .expired
        case .refused: .refused
        case .nonsense, .untrusted: .notUnderstood
        case .unreachable: .unreachable
        case .cancelled: .cancelled
        }
    }
}
