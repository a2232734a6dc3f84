/// The arithmetic of asking the token endpoint: when the next poll is due, and when none is any more.
///
/// Waits begin when the last reply has arrived, never on a fixed beat: servers count from their own reply,
/// and a ticker minus the round trip would always be a little early.
public struct Polling: Equatable, Sendable {
    public let codes: Codes
    let endpoints: Endpoints
    /// When the code is dead; counted from the moment its request was sent.
    public let expiry: Moment
    /// What the server wants between a reply and the next poll; only ever grows. (RFC 8628, 3.5)
    public private(set) var interval: Duration
    /// Polls sent so far.
    public private(set) var count = 0
    /// Failed requests in a row.
    public private(set) var failures = 0
    /// Why the last request failed; nil when it did not.
    public private(set) var trouble: Trouble?
    /// A success was cut off on its way: if the server now knows nothing of the code, the tokens are lost.
    public private(set) var tokensMayBeLost = false
    public var isSlowed: Bool { interval > codes.interval }
    /// What the next poll carries.
    private(set) var redemption: Redemption
    /// The server has asked for a nonce in the proof, and the poll was sent again for it.
    private var isNonceNew = false
    /// When the last reply, failure or the codes themselves had arrived.
    private(set) var lastReply: Moment
    private let margin: Duration

    init(codes: Codes, endpoints: Endpoints, sentAt: Moment, receivedAt: Moment, margin: Duration) {
        self.codes = codes
        self.endpoints = endpoints
        self.expiry = sentAt + codes.lifetime
        self.interval = codes.interval
        self.lastReply = receivedAt
        self.margin = margin
        redemption = codes.redemption
    }

    /// The longest that one request may take.
    static let longestRequest = Duration.seconds(10)
    /// Back-off doubles up to here, or to the interval if that is longer.
    static let longestBackOff = Duration.seconds(60)

    /// When the next poll may be sent; nil when no whole interval fits before the code dies.
    func nextPoll(jitter: Double, retryAfter: Duration?) -> Moment? {
        let least = interval + margin
        guard lastReply + least < expiry else { return nil }
        var wait = least
        if failures > 0 {
            // RFC 8628, 3.5: a time-out MUST reduce the frequency; doubling is RECOMMENDED. The jitter only adds.
            let doubled = least * (1 << min(failures, 6))
            wait = max(least, min(doubled, Self.longestBackOff)) * (1 + 0.2 * jitter)
        }
        if let retryAfter { wait = max(wait, retryAfter) }
        // Back-off must not outlive the code and lose an approval: one poll is kept for its last moments.
        let lastUseful = expiry - max(Self.longestRequest, least)
        let due = lastReply + wait
        if due > lastUseful, lastReply + least <= lastUseful { return lastUseful }
        // Once that one is used, the pace stays what it was, but for one more when the code is about to die.
        return due < expiry ? due : max(lastReply + least, expiry - least)
    }

    /// Before it no poll is allowed, whatever happens. (RFC 8628, 3.5)
    var earliest: Moment { lastReply + interval + margin }

    mutating func sent() { count += 1 }

    /// The server has answered in its own words: the connection is well.
    mutating func answered(at now: Moment) {
        lastReply = now
        failures = 0
        trouble = nil
        tokensMayBeLost = false
        isNonceNew = false
    }

    /// RFC 9449, 8: the same request again, with the nonce. - Returns: whether it is worth it.
    mutating func take(proofNonce: String) -> Bool {
        guard !isNonceNew else { return false }
        isNonceNew = true
        redemption.proofNonce = proofNonce
        return true
    }

    mutating func failed(_ trouble: Trouble, mayHaveHeldTokens: Bool, at now: Moment) {
        lastReply = now
        failures += 1
        self.trouble = trouble
        tokensMayBeLost = tokensMayBeLost || mayHaveHeldTokens
    }

    /// RFC 8628, 3.5: 5 seconds more, for this and all later polls; never less than the server names.
    mutating func slowed(to told: Duration?) {
        interval = max(interval + .seconds(5), told ?? .zero)
    }

    /// A request never outlives the code.
    func timeout(at now: Moment) -> Duration { min(Self.longestRequest, expiry - now) }
}
