import DeviceFlow

/// Where a kiosk is, for those who look after many: without code, name or the address on the screen.
public enum Standing: Equatable, Sendable {
    /// Nobody is signing in.
    case idle
    /// A code has been asked for.
    case starting
    /// A code is on the screen until the moment.
    case waiting(until: Moment)
    /// Requests fail; `code`: until when one is on the screen, nil: there is none.
    case retrying(Trouble, code: Moment?)
    /// Approved; who it was is being found out, or the tokens are on their way.
    case confirming
    /// Approved; the person at the screen is asked whether it was they.
    case asking
    case signedIn
    /// Nobody at the screen says so.
    case disowned
    /// The words of an ending stand on the screen: what `login` would end with.
    case ended(ExitCode)
    case stopped

    /// How metrics name it.
    public var name: String {
        switch self {
        case .idle: "idle"
        case .starting: "starting"
        case .waiting: "waiting"
        case .retrying: "retrying"
        case .confirming: "confirming"
        case .asking: "asking"
        case .signedIn: "signed_in"
        case .ended, .disowned: "ended"
        case .stopped: "stopped"
        }
    }

    /// Every name there is.
    static let names = [
        "idle", "starting", "waiting", "retrying", "confirming", "asking", "signed_in", "ended", "stopped",
    ]

    /// When the code on the screen is dead; nil: there is none.
    public var codeEnd: Moment? {
        switch self {
        case .waiting(let end): end
        case .retrying(_, let end): end
        case .idle, .starting, .confirming, .asking, .signedIn, .disowned, .ended, .stopped: nil
        }
    }
}

extension KioskModel {
    /// Where it is now, at any moment between two events.
    public var standing: Standing {
        switch phase {
        case .idle: .idle
        case .signingIn(let signIn, _, _): Self.standing(signIn)
        case .asking: .asking
        case .handingOver: .confirming
        case .notHandedOver: .ended(.notHandedOver)
        case .greeting, .signedIn: .signedIn
        case .ended(.outcome(let outcome), _): .ended(outcome.exitCode)
        case .ended(.disowned, _): .disowned
        case .stopped: .stopped
        }
    }

    private static func standing(_ signIn: SignIn) -> Standing {
        switch signIn.state {
        case .idle: .starting
        case .requesting(let attempt, _, _): attempt.lastTrouble.map { .retrying($0, code: nil) } ?? .starting
        case .resting(_, let trouble, _): .retrying(trouble, code: nil)
        case .waiting(let polling, _), .polling(let polling, _, _):
            polling.trouble.map { .retrying($0, code: polling.expiry) } ?? .waiting(until: polling.expiry)
        case .confirming: .confirming
        case .ended(let outcome): .ended(outcome.exitCode)
        }
    }
}

/// The one line that a service manager shows beside the kiosk's name (STATUS= of sd_notify(3)). It says moments, not
/// what is left until them, so that nobody has to be woken to say it anew.
public struct StatusLine: Equatable, Sendable {
    private var said: Standing?
    private var troubledSince: Moment?
    /// Why the last configuration that was read is not used; nil: it is.
    private var refusal: String?
    private var isNew = true

    public init() {}

    /// What the log is told may have to be said here too.
    public mutating func heard(_ event: LogEvent) {
        switch event.name {
        case "reloaded": (refusal, isNew) = (nil, true)
        case "warning" where event.members["reason"] == LogEvent.reloadRefusal:
            (refusal, isNew) = (event.members["detail"]?.string ?? "", true)
        default: break
        }
    }

    /// - Parameter clock: the time of day of a moment, in words.
    /// - Returns: nil where it is the line that stands already.
    public mutating func line(_ standing: Standing, at now: Moment, clock: (Moment) -> String) -> String? {
        guard isNew || standing != said else { return nil }
        if case .retrying = standing { troubledSince = troubledSince ?? now } else { troubledSince = nil }
        (said, isNew) = (standing, false)
        return words(standing, clock) + (refusal.map { "; the new configuration cannot be used: " + $0 } ?? "")
    }

    private func words(_ standing: Standing, _ clock: (Moment) -> String) -> String {
        switch standing {
        case .idle: "idle, waiting for somebody"
        case .starting: "asking for a code"
        case .waiting(let end): "a code is on the screen until \(clock(end)), waiting for approval"
        case .retrying(let trouble, let end):
            (end.map { "a code is on the screen until \(clock($0)), but " } ?? "no code: ")
                + "no good answer since \(troubledSince.map(clock) ?? "now") (\(trouble.inOneWord)), trying again"
        case .confirming: "approved, finding out who it was and handing over"
        case .asking: "approved, asking whether it was the person at the screen"
        case .signedIn: "somebody is signed in"
        case .disowned: "approved, but nobody at the screen said that it was they"
        case .ended(let code): Self.words(code)
        case .stopped: "stopping"
        }
    }

    private static func words(_ ending: ExitCode) -> String {
        switch ending {
        case .denied: "declined on the phone"
        case .expired: "the code expired"
        case .unreachable: "no code could be had"
        case .refused: "refused by the server"
        case .notUnderstood: "the server was not understood"
        case .notHandedOver: "approved, but the tokens reached nobody"
        case .success, .problems, .quitByOperator, .restartByOperator, .usage, .configuration, .cancelled: "called off"
        }
    }
}
