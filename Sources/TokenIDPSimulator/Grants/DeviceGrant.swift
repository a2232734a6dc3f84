import Foundation

/// One device authorization, from the request for codes to its end, as a plain value: no database, no clock. Times
/// are passed in; every rule about what a poll or a person may do stands here (RFC 8628, 3.3 to 3.5).
public struct DeviceGrant: Equatable, Sendable {
    /// Who said yes, when they said it, and when they had proved who they are (OpenID Connect `auth_time`).
    public struct Approval: Equatable, Sendable {
        public var username: String
        public var authenticatedAt: Date
        public var approvedAt: Date
    }

    public enum State: Equatable, Sendable {
        case pending
        case approved(Approval)
        case denied(by: String?, at: Date)
        case redeemed(Approval, at: Date)
    }

    /// What the token endpoint says to one poll.
    public enum PollAnswer: Equatable, Sendable {
        case authorizationPending, slowDown, accessDenied, expiredToken
        case tokens(Approval)
        /// Whoever polls cannot show the verifier of the challenge that the codes were asked for with (RFC 7636, 4.6).
        case wrongVerifier
        /// The code was used before. RFC 6749, 4.1.2 asks for what the first use gave to be revoked; the same danger,
        /// the same answer here.
        case redeemedBefore
    }

    /// What a list or a page says about the grant now.
    public enum Standing: String, Equatable, Sendable {
        case pending, approved, denied, used, expired
    }

    /// Why a person's decision is not taken.
    public enum DecisionRefused: Error, Equatable, Sendable { case expired, used, alreadyApproved, alreadyDenied }

    /// A try to enter the code at the page of another tenant.
    public struct Mismatch: Equatable, Sendable {
        public var tenant: String
        public var at: Date
    }

    public let userCode: UserCode
    /// The name of the tenant whose code it is.
    public let tenant: String
    public let clientID: String
    public let scope: [String]
    /// What the device calls itself (`device_metadata`), made safe to show; nobody has checked it.
    public let deviceName: String?
    /// The network address the request for codes came from, where one is known.
    public let askedFrom: String?
    /// What a poll has to have the verifier for; nil where the codes were asked for without.
    public let challenge: CodeChallenge?
    public let createdAt: Date
    public internal(set) var expiresAt: Date
    /// Seconds a device must leave between two polls; grows with every slow_down.
    public internal(set) var interval: Int
    public internal(set) var lastPollAt: Date?
    public internal(set) var polls = 0
    public internal(set) var state = State.pending
    public internal(set) var lastMismatch: Mismatch?

    /// One poll by the client the code belongs to. The order of the guards is the rule: who lacks the verifier does
    /// not count at all; a used code is used whatever the time; an expired one is expired whatever was decided; a denied
    /// one is denied however early; else too early is too early whatever would be said.
    /// - Parameter pretended: what the code counts as in a rehearsal, whatever was decided.
    mutating func poll(
        at now: Date, verifier: String? = nil, under rules: PollingRules = .init(),
        pretended: Scenario.Outcome? = nil
    ) -> PollAnswer {
        if let challenge, verifier.map(challenge.isMet(by:)) != true { return .wrongVerifier }
        polls += 1
        let previousPoll = lastPollAt
        lastPollAt = now
        if case .redeemed = state { return .redeemedBefore }
        if pretended == .expired || now >= expiresAt && pretended != .pending { return .expiredToken }
        // What has ended has ended: a device that missed the answer must not be told to wait for another.
        if case .denied = state, pretended == nil { return .accessDenied }
        if pretended == .denied { return .accessDenied }
        let isTooEarly = previousPoll.map { now.timeIntervalSince($0) < Double(interval) - rules.tolerance } ?? false
        if isTooEarly || pretended == .slowDown {
            interval += rules.slowDownStep  // RFC 8628, 3.5: "for this and all subsequent requests".
            return .slowDown
        }
        if pretended == .pending { return .authorizationPending }
        switch state {
        case .pending: return .authorizationPending
        case .denied: return .accessDenied
        case .approved(let approval):
            state = .redeemed(approval, at: now)
            return .tokens(approval)
        case .redeemed: return .redeemedBefore
        }
    }

    mutating func poll(_ poll: GrantStore.Poll) -> PollAnswer {
        self.poll(at: poll.at, verifier: poll.verifier, under: poll.rules, pretended: poll.pretended)
    }

    public mutating func approve(
        as username: String, authenticatedAt: Date, at now: Date
    ) throws(DecisionRefused) {
        try checkUndecided(at: now)
        state = .approved(Approval(username: username, authenticatedAt: authenticatedAt, approvedAt: now))
    }

    public mutating func deny(by username: String?, at now: Date) throws(DecisionRefused) {
        try checkUndecided(at: now)
        state = .denied(by: username, at: now)
    }

    /// The operator ends it before its time; what was decided no longer counts.
    public mutating func expire(at now: Date) throws(DecisionRefused) {
        switch standing(at: now) {
        case .pending, .approved, .denied: expiresAt = now
        case .used: throw .used
        case .expired: throw .expired
        }
    }

    public func standing(at now: Date) -> Standing {
        switch state {
        case .redeemed: .used
        case _ where now >= expiresAt: .expired
        case .pending: .pending
        case .approved: .approved
        case .denied: .denied
        }
    }

    private func checkUndecided(at now: Date) throws(DecisionRefused) {
        switch standing(at: now) {
        case .pending: return
        case .approved: throw .alreadyApproved
        case .denied: throw .alreadyDenied
        case .used: throw .used
        case .expired: throw .expired
        }
    }
}
