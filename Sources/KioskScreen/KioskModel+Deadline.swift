import DeviceFlow

extension KioskModel {
    /// When `timePassed` will next change what is, or what is shown; nil: never.
    public var deadline: Moment? {
        [phaseDeadline, repaintAt, revocations.deadline, operatorDeadline].compactMap { $0 }.min()
    }

    private var phaseDeadline: Moment? {
        switch phase {
        case .idle: freshAt
        case .handingOver, .stopped: nil
        case .asking(_, _, _, let until): until
        case .greeting(_, _, let until), .ended(_, let until): until
        case .notHandedOver(_, _, let until): [until, handoverRetry].compactMap { $0 }.min()
        case .signedIn(_, let session): [session.deadline, leavingAt].compactMap { $0 }.min()
        case .signingIn(let signIn, _, _): signIn.deadline
        }
    }

    /// When the screen will next say something else by itself, or stand elsewhere.
    public func nextTick(after now: Moment) -> Moment? {
        let words = nextWords(after: now)
        // A countdown that runs anyhow is what the inspector's seconds go by.
        let inspection = words.map { $0 <= now + .seconds(1) } ?? false ? nil : nextInspection(after: now)
        return [words, nextDrift(after: now), inspection, nextNote(after: now), nextOperatorTick(after: now)]
            .compactMap { $0 }.min()
    }

    private func nextWords(after now: Moment) -> Moment? {
        switch phase {
        case .signingIn(let signIn, let since, _):
            switch signIn.state {
            case .waiting(let polling, _), .polling(let polling, _, _):
                return Self.nextSecond(of: polling.expiry, after: now)
            case .resting(_, _, let until):
                return Self.nextSecond(of: until, after: now)
            case .requesting:
                let slow = since + Self.slowStart
                return slow > now ? slow : nil
            case .idle, .confirming, .ended:
                return nil
            }
        case .asking(_, _, let since, let until):
            return nextQuestionTick(since: since, until: until, after: now)
        case .signedIn(_, let session):
            return nextTick(session, after: now)
        case .idle, .handingOver, .notHandedOver, .greeting, .ended, .stopped:
            return nil
        }
    }

    /// When the whole seconds until a moment become fewer.
    static func nextSecond(of end: Moment, after now: Moment) -> Moment {
        end - .seconds((end - now).secondsRoundedUp - 1)
    }
}
