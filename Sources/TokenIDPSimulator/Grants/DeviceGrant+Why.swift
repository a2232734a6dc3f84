import Foundation

extension DeviceGrant {
    /// What became of the code and why, in a sentence for the operator: the answers that TokenIDP's troubleshooting
    /// tips ask for. A stranger at the verification page is never told so much.
    public func explanation(at now: Date) -> String {
        guard let lastMismatch else { return fate(at: now) }
        return fate(at: now) + " Tenant mismatch: it is \(tenant)'s, and was typed at \(lastMismatch.tenant)'s page "
            + "\(Self.ago(lastMismatch.at, now))."
    }

    /// The same without where else it was tried.
    func fate(at now: Date) -> String {
        let code = userCode.shown
        switch state {
        case .redeemed(let approval, let at):
            return "\(code): already used. \(approval.username) approved it \(Self.ago(approval.approvedAt, now)), the "
                + "tokens were fetched \(Self.ago(at, now))."
        case _ where now >= expiresAt:
            return "\(code): expired \(Self.ago(expiresAt, now)). \(undone(at: now)) \(polled(at: now))"
        case .approved(let approval):
            return "\(code): approved by \(approval.username) \(Self.ago(approval.approvedAt, now)), and not fetched "
                + "yet. \(polled(at: now))"
        case .denied(let username, let at):
            let who = username.map { "denied by \($0)" } ?? "denied by the operator"
            return "\(code): \(who) \(Self.ago(at, now)). \(polled(at: now))"
        case .pending:
            return "\(code): waiting for a person. \(clientID) asked for it \(Self.ago(createdAt, now)); it expires in "
                + "\(Self.duration(expiresAt.timeIntervalSince(now))). \(polled(at: now))"
        }
    }

    private func undone(at now: Date) -> String {
        switch state {
        case .pending: "Nobody had decided."
        case .approved(let approval): "\(approval.username) had approved it, but the device did not fetch the tokens."
        case .denied(let username, _): username.map { "\($0) had denied it." } ?? "The operator had denied it."
        case .redeemed: ""
        }
    }

    private func polled(at now: Date) -> String {
        guard let lastPollAt else { return "The device has not polled." }
        let times = polls == 1 ? "once" : "\(polls) times"
        return
            "The device has polled \(times), last \(Self.ago(lastPollAt, now)); it has to leave \(interval) s between."
    }

    private static func ago(_ then: Date, _ now: Date) -> String { duration(now.timeIntervalSince(then)) + " ago" }

    /// Whole seconds, minutes and hours, the two largest of them.
    private static func duration(_ seconds: TimeInterval) -> String {
        let all = Int(max(0, seconds))
        let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60)
        if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
        if minutes > 0 { return rest > 0 ? "\(minutes) min \(rest) s" : "\(minutes) min" }
        return "\(rest) s"
    }
}
