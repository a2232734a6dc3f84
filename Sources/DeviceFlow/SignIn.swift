// DeviceFlow holds the device side of RFC 8628 as values: no I/O, no clock, no randomness.
//
//   SignIn      the machine: every transition stands in this file
//   Polling     when to ask, and when to stop      Messages  every word it hears or says
//   Client      intent -> HTTP request             Replies   HTTP reply -> answer; the only reader of outside bytes
//   Provider    what is different about a server, as data (Assets/providers)
//
// What a person sees of it is next door in KioskScreen; sockets, clocks and files are in KioskIO.

/// One sign-in, from the wish to its end.
public struct SignIn: Equatable, Sendable {
    public internal(set) var state: State = .idle
    let rules: Rules
    var endpoints: Endpoints?
    var jitter = Jitter(seed: 0)
    var lastRequest: Int

    /// What the operator may set.
    public struct Rules: Equatable, Sendable {
        /// On top of every interval, for clocks that run fast and servers that count whole seconds.
        public var pollMargin: Duration
        /// How long to go on trying for codes; nil: for ever.
        public var giveUpAfter: Duration?
        /// End at once when the certificate does not hold, instead of trying again slowly.
        public var endsOnBadCertificate: Bool
        /// The endpoints were found by discovery: where no codes are to be had there, they are looked up anew.
        public var discovers: Bool

        public init(
            pollMargin: Duration = .seconds(1), giveUpAfter: Duration? = nil, endsOnBadCertificate: Bool = false,
            discovers: Bool = false
        ) {
            self.pollMargin = pollMargin
            self.giveUpAfter = giveUpAfter
            self.endsOnBadCertificate = endsOnBadCertificate
            self.discovers = discovers
        }
    }

    public enum State: Equatable, Sendable {
        case idle
        /// The metadata or the codes have been asked for: one request at a time.
        case requesting(Attempt, RequestID, sentAt: Moment)
        /// No codes yet; the next try is at `until`.
        case resting(Attempt, Trouble, until: Moment)
        /// The code lives; `nextPoll` is nil when no whole interval fits before its end.
        case waiting(Polling, nextPoll: Moment?)
        case polling(Polling, RequestID, sentAt: Moment)
        /// Tokens are there; who signed in is being found out.
        case confirming(Confirmation)
        case ended(Outcome)
    }

    /// The way from the tokens to the person: first the server's keys, then, for a name, its userinfo.
    public struct Confirmation: Equatable, Sendable {
        public internal(set) var tokens: TokenSet
        let endpoints: Endpoints
        var step: Intent
        /// nil between two tries.
        var request: RequestID?
        var failures = 0
        var nextTry: Moment?
    }

    /// The way to the codes.
    public struct Attempt: Equatable, Sendable {
        public let began: Moment
        /// Requests that failed since, in a row.
        public internal(set) var failures = 0
        /// Replies in a row that could not be understood.
        var unreadable = 0
        var metadataAddress = 0
        /// Why the last request failed; nil before the first that did.
        public internal(set) var lastTrouble: Trouble?
    }

    /// - Parameters:
    ///   - endpoints: nil: to be found by discovery.
    ///   - firstRequest: numbers below it belong to earlier sign-ins.
    public init(rules: Rules, endpoints: Endpoints?, firstRequest: Int = 1) {
        self.rules = rules
        self.endpoints = endpoints
        lastRequest = firstRequest - 1
    }

    /// A network that has just come has routes and a name server a moment later.
    private static let settling = Duration.seconds(1)

    /// The number the next sign-in's first request may have.
    public var nextRequest: Int { lastRequest + 1 }
    /// Numbers below it have gone to other requests since.
    public mutating func countOn(from number: Int) { lastRequest = max(lastRequest, number - 1) }
    /// What discovery found, for the next sign-in.
    public var foundEndpoints: Endpoints? { endpoints }

    /// When `timePassed` will next change something; nil: never.
    public var deadline: Moment? {
        switch state {
        case .idle, .ended: nil
        case .requesting(let attempt, _, _): giveUp(attempt)
        case .resting(let attempt, _, let until): min(until, giveUp(attempt) ?? until)
        case .waiting(let polling, let nextPoll): min(nextPoll ?? polling.expiry, polling.expiry)
        case .polling(let polling, _, _): polling.expiry
        case .confirming(let confirmation): confirmation.nextTry
        }
    }

    /// The one door in. Left: what is, and what happened. Right: what follows.
    public mutating func handle(_ event: Event, at now: Moment) -> [Effect] {
        switch (state, event) {
        case (.idle, .started(let seed)):
            jitter = Jitter(seed: seed)
            return request(Attempt(began: now), at: now)

        // The way to the codes.
        case (.requesting(let attempt, let id, _), .timePassed):
            guard let end = giveUp(attempt), now >= end else { return [] }
            return [.abandon(id)] + finish(.unreachable(attempt.lastTrouble ?? .timeout))
        case (.requesting(let attempt, let id, _), .metadataReplied(let answer, let to)) where id == to:
            return metadata(answer, attempt, at: now)
        case (.requesting(let attempt, let id, _), .registrationReplied(let answer, let to)) where id == to:
            return registration(answer, attempt, at: now)
        case (.requesting(let attempt, let id, let sentAt), .codesReplied(let answer, let to)) where id == to:
            return codes(answer, attempt, sentAt: sentAt, at: now)
        case (.resting(let attempt, let trouble, let until), .timePassed):
            if let end = giveUp(attempt), now >= end { return finish(.unreachable(trouble)) }
            return now >= until ? request(attempt, at: now) : []

        case (.resting(let attempt, let trouble, let until), .surroundingsChanged) where trouble.isOfSurroundings:
            guard now + Self.settling < until else { return [] }
            state = .resting(attempt, trouble, until: now + Self.settling)
            return [.note(.surroundingsChanged)]

        // The code lives. The local deadline always wins.
        case (.waiting(let polling, _), .timePassed) where now >= polling.expiry:
            return finish(.expired)
        case (.waiting(let polling, let nextPoll?), .timePassed) where now >= nextPoll:
            return poll(polling, at: now)
        case (.polling(let polling, let id, _), .timePassed) where now >= polling.expiry:
            return [.abandon(id)] + finish(.expired)
        case (.polling(let polling, let id, let sentAt), .tokenReplied(let answer, let status, let to)) where id == to:
            return token(answer, status: status, polling, sentAt: sentAt, at: now)

        case (.waiting(let polling, let nextPoll?), .surroundingsChanged)
        where polling.trouble?.isOfSurroundings ?? false:
            let sooner = max(polling.earliest, now + Self.settling)
            guard sooner < nextPoll else { return [] }
            state = .waiting(polling, nextPoll: sooner)
            return [.note(.surroundingsChanged)]

        // Who it was.
        case (.confirming(let confirmation), .timePassed):
            guard let nextTry = confirmation.nextTry, now >= nextTry else { return [] }
            return confirm(confirmation)
        case (.confirming(let confirmation), .identityReplied(let answer, let to)) where confirmation.request == to:
            return identity(answer, confirmation, at: now)
        case (.confirming(let confirmation), .cancelled):
            let called = confirmation.request.map { [Effect.abandon($0)] } ?? []
            return called + revoke(confirmation.tokens) + finish(.cancelled)

        // Called off.
        case (.requesting(_, let id, _), .cancelled), (.polling(_, let id, _), .cancelled):
            return [.abandon(id)] + finish(.cancelled)
        case (.idle, .cancelled), (.resting, .cancelled), (.waiting, .cancelled):
            return finish(.cancelled)

        // Tokens for a code that is dead, cancelled or replaced by now, or for somebody who has signed out: never
        // shown, never handed over.
        case (_, .tokenReplied(.tokens(let tokens), _, _)), (_, .tokenReplied(.untrusted(let tokens, _), _, _)),
            (_, .refreshReplied(.tokens(let tokens), _)), (_, .refreshReplied(.untrusted(let tokens, _), _)):
            return takeBack(tokens)

        // Too late, too early, or told twice: nothing follows.
        case (_, .started), (_, .timePassed), (_, .surroundingsChanged), (.ended, .cancelled),
            (_, .metadataReplied), (_, .registrationReplied), (_, .codesReplied), (_, .tokenReplied),
            (_, .identityReplied), (_, .refreshReplied), (_, .revocationReplied):
            return []
        }
    }

    /// Asks the server to take tokens back; nothing where it has no way to. (RFC 7009)
    public mutating func revoke(_ tokens: TokenSet) -> [Effect] {
        guard let endpoints, endpoints.revocation != nil else { return [] }
        return tokens.revocable.map { token, hint in
            lastRequest += 1
            return .send(.revoke(endpoints, token: token, hint: hint), RequestID(lastRequest), timeout: .seconds(5))
        }
    }

    mutating func takeBack(_ tokens: TokenSet) -> [Effect] {
        let requests = revoke(tokens)
        return requests + [.note(.lateTokens(revoked: !requests.isEmpty))]
    }

    mutating func finish(_ outcome: Outcome) -> [Effect] {
        state = .ended(outcome)
        return [.note(.ended(outcome))]
    }
}
