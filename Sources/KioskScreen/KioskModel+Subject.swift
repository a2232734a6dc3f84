import DeviceFlow

/// Whom, or what, a phase knows something of that must not outlive it.
enum PhaseSubject: Equatable {
    case nobody
    /// A sign-in, by its beginning: its codes.
    case signIn(since: Moment)
    /// Tokens, and whom they are for.
    case person

    /// What was known then is not needed any more.
    func isOver(in now: PhaseSubject) -> Bool {
        switch (self, now) {
        case (.nobody, _), (.signIn, .person), (.person, .person): false
        case (.signIn, .signIn): self != now
        case (.signIn, .nobody), (.person, .nobody), (.person, .signIn): true
        }
    }
}

extension KioskModel.Phase {
    var subject: PhaseSubject {
        switch self {
        case .idle, .ended, .stopped: .nobody
        case .signingIn(_, let since, _): .signIn(since: since)
        case .asking, .handingOver, .notHandedOver, .greeting, .signedIn: .person
        }
    }
}
