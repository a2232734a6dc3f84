/// Somebody stays signed in: the tokens are refreshed before they end, for as long as the server agrees.
/// (RFC 6749, 6)
public struct KeptSession: Equatable, Sendable {
    public private(set) var tokens: TokenSet
    private let endpoints: Endpoints
    /// Whether tokens are refreshed at all.
    private let renews: Bool
    private var state: State
    /// Until when the access token is good; nil: the server has told no end.
    private var expiry: Moment?
    private var failures = 0
    public private(set) var nextRequest: Int

    private enum State: Equatable {
        /// nil: there is nothing to refresh, or no end to refresh before.
        case resting(until: Moment?)
        case refreshing(RequestID)
    }

    /// What has become of it.
    public enum Change: Equatable, Sendable {
        case none
        /// There are new tokens, for whoever has the old ones.
        case renewed(TokenSet)
        /// The person has to sign in again: a reason for the log, and tokens that came but must not be used.
        case over(String, unwanted: TokenSet? = nil)
    }

    /// - Parameters:
    ///   - renews: false: the session ends with the tokens it began with.
    ///   - came: when the tokens came.
    public init(
        _ tokens: TokenSet, _ endpoints: Endpoints, renews: Bool = true, since came: Moment, firstRequest: Int
    ) {
        self.tokens = tokens
        self.endpoints = endpoints
        self.renews = renews
        nextRequest = firstRequest
        state = .resting(until: nil)
        rest(at: came)
    }

    /// Numbers below it have gone to other requests since.
    public mutating func countOn(from number: Int) { nextRequest = max(nextRequest, number) }

    /// When it ends by itself; nil: it is renewed, or the server has told no end.
    public var endsAt: Moment? { canRenew ? nil : expiry }

    private var canRenew: Bool { renews && tokens.refreshToken != nil }

    /// When `timePassed` will next change something; nil: never.
    public var deadline: Moment? {
        switch state {
        case .resting(let until): until ?? expiry
        case .refreshing: nil
        }
    }

    public mutating func timePassed(at now: Moment) -> ([Effect], Change) {
        guard case .resting(let until) = state, let due = until ?? expiry, now >= due else { return ([], .none) }
        guard until != nil, let token = tokens.refreshToken else {
            // A refresh token that nobody used is still good.
            return ([], .over("the tokens have ended", unwanted: tokens.refreshToken == nil ? nil : tokens))
        }
        let id = RequestID(nextRequest)
        nextRequest += 1
        state = .refreshing(id)
        return ([.send(.refresh(endpoints, token), id, timeout: Polling.longestRequest)], .none)
    }

    /// Whether the reply to this request is waited for.
    public func isRefreshing(_ id: RequestID) -> Bool { state == .refreshing(id) }

    public mutating func replied(_ answer: TokenAnswer, to id: RequestID, at now: Moment) -> ([Effect], Change) {
        guard isRefreshing(id) else { return ([], .none) }
        switch answer {
        case .tokens(let new):
            // OpenID Connect Core, 12.2: it is still the same person.
            if let before = tokens.identity, let after = new.identity, before.subject != after.subject {
                return ([], .over("the refreshed id_token is of somebody else", unwanted: new))
            }
            tokens = tokens.refreshed(by: new)
            failures = 0
            rest(at: now)
            return ([], .renewed(tokens))
        case .untrusted(let new, let problem):
            return ([], .over(problem.rawValue, unwanted: new))
        case .refused(let error):
            return ([], .over(error.code))
        case .denied, .expired:
            return ([], .over("the refresh token is no longer good"))
        case .trouble(let trouble, let retryAfter, _):
            return (retry(trouble, after: retryAfter, at: now), .none)
        case .pending, .slowDown, .proofNonce:
            return (retry(.unreadable(status: 0), after: nil, at: now), .none)
        }
    }

    /// Three quarters of its life are over, and time enough is left for more than one try.
    private mutating func rest(at now: Moment) {
        let lifetime = tokens.expiresIn.flatMap { Duration.clamped(seconds: $0) }
        expiry = lifetime.map { now + $0 }
        state = .resting(until: canRenew ? lifetime.map { now + max(.seconds(5), $0 * 3 / 4) } : nil)
    }

    private mutating func retry(_ trouble: Trouble, after told: Duration?, at now: Moment) -> [Effect] {
        failures += 1
        let wait = max(told ?? .zero, min(.seconds(5 << min(failures - 1, 6)), Polling.longestBackOff))
        state = .resting(until: now + wait)
        return [.note(.retrying(trouble, in: wait))]
    }
}
