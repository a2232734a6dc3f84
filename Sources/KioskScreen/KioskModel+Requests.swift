import DeviceFlow

/// What sign-ins want sent, and what outlives them.
extension KioskModel {
    /// Keeps what outlives one sign-in, and passes its effects on.
    mutating func remember(_ signIn: SignIn, _ effects: [Effect]) -> [KioskEffect] {
        nextRequest = max(nextRequest, signIn.nextRequest)
        endpoints = signIn.foundEndpoints ?? endpoints
        for case .send(let intent, let id, _) in effects {
            if case .revoke = intent { revocations.asked(intent, id) }
        }
        return passOn(effects)
    }

    mutating func revokeAgain(isLast: Bool = false, at now: Moment) -> [KioskEffect] {
        var last = nextRequest - 1
        let effects = revocations.timePassed(at: now, isLast: isLast, after: &last)
        nextRequest = last + 1
        return passOn(effects)
    }

    func passOn(_ effects: [Effect]) -> [KioskEffect] {
        effects.map { effect in
            switch effect {
            case .send(let intent, let id, let timeout): .send(intent, id, timeout: timeout)
            case .abandon(let id): .abandon(id)
            case .note(let note): .log(LogEvent(note))
            }
        }
    }
}
