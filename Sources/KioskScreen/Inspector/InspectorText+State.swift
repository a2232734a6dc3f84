import DeviceFlow

/// What the sign-in does now, and what will happen when.
extension InspectorText {
    func state(of model: KioskModel, at now: Moment) -> [PaneLine] {
        let (state, next) = words(model, now)
        return wrapped(state, .accent) + next.flatMap { wrapped($0) }
    }

    private func words(_ model: KioskModel, _ now: Moment) -> (String, [String]) {
        func left(_ end: Moment) -> String { "\(max(0, (end - now).secondsRoundedUp)) s" }
        switch model.phase {
        case .idle: return ("idle", ["a key begins a sign-in"])
        case .signingIn(let signIn, _, _): return words(signIn.state, left)
        case .asking(_, _, _, let until):
            return ("approved, asking whether it was the person here", ["revoked without an answer in \(left(until))"])
        case .handingOver: return ("approved", ["the tokens are on their way to who wants them"])
        case .notHandedOver(_, _, let until):
            let retry = model.handoverRetry.map { ", tried again in \(left($0)) or by a key" } ?? ""
            return ("approved, not handed over", ["the tokens are revoked in \(left(until))\(retry)"])
        case .greeting(_, _, let until): return ("approved", ["the greeting ends in \(left(until))"])
        case .signedIn(_, let session):
            let renewal = session.deadline.map { "tokens: next step in \(left($0))" } ?? "tokens: nothing to do"
            return ("signed in", [renewal])
        case .ended(.outcome(let outcome), let until):
            return ("ended: \(LogEvent(.ended(outcome)).name)", ["idle in \(left(until))"])
        case .ended(.disowned, let until):
            return ("ended: it was not the person here", ["idle in \(left(until))"])
        case .stopped(let code, _): return ("stopped", ["exit code \(code.rawValue)"])
        }
    }

    private func words(_ state: SignIn.State, _ left: (Moment) -> String) -> (String, [String]) {
        switch state {
        case .idle: ("about to begin", [])
        case .requesting(let attempt, _, let sentAt):
            ("getting a code", ["asked at \(time(sentAt).trimmed), \(attempt.failures) failures before"])
        case .resting(let attempt, let trouble, let until):
            ("no code: \(trouble.inOneWord)", ["try \(attempt.failures + 1) in \(left(until))"])
        case .waiting(let polling, let nextPoll):
            (
                polling.trouble.map { "waiting, the last poll failed: \($0.inOneWord)" } ?? "waiting for a person",
                [
                    nextPoll.map { "poll \(polling.count + 1) in \(left($0)); interval \(polling.interval.short)" }
                        ?? "no poll fits any more; interval \(polling.interval.short)",
                    "the code expires in \(left(polling.expiry))",
                ]
            )
        case .polling(let polling, _, let sentAt):
            (
                "poll \(polling.count) is on its way",
                [
                    "sent at \(time(sentAt).trimmed); interval \(polling.interval.short)",
                    "the code expires in \(left(polling.expiry))",
                ]
            )
        case .confirming(let confirmation):
            ("approved, finding out who it was", ["\(confirmation.asksFor.rawValue) asked for"])
        case .ended(let outcome): ("ended: \(LogEvent(.ended(outcome)).name)", [])
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) + " s" }
}
