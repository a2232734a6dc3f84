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
    public private(set) var state: State = .idle
    private let rules: Rules
    private var endpoints: Endpoints?
    private var jitter = Jitter(seed: 0)
    private var lastRequest: Int

    /// What the operator may set.
    public struct Rules: Equatable, Sendable {
        /// On top of every interval, for clocks that run fast and servers that count whole seconds.
        public var pollMargin: Duration
        /// How long to go on trying for codes; nil: for ever.
        public var giveUpAfter: Duration?
        /// End at once when the certificate does not hold, instead of trying again slowly.
        public var endsOnBadCertificate: Bool

        public init(
            pollMargin: Duration = .seconds(1), giveUpAfter: Duration? = nil, endsOnBadCertificate: Bool = false
        ) {
            self.pollMargin = pollMargin
            self.giveUpAfter = giveUpAfter
            self.endsOnBadCertificate = endsOnBadCertificate
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
        case ended(Outcome)
    }

    /// The way to the codes.
    public struct Attempt: Equatable, Sendable {
        public let began: Moment
        /// Requests that failed since, in a row.
        public fileprivate(set) var failures = 0
        /// Replies in a row that could not be understood.
        fileprivate var unreadable = 0
        fileprivate var metadataAddress = 0
        fileprivate var lastTrouble: Trouble?
    }

    /// - Parameters:
    ///   - endpoints: nil: to be found by discovery.
    ///   - firstRequest: numbers below it belong to earlier sign-ins.
    public init(rules: Rules, endpoints: Endpoints?, firstRequest: Int = 1) {
        self.rules = rules
        self.endpoints = endpoints
        lastRequest = firstRequest - 1
    }

    /// The number the next sign-in's first request may have.
    public var nextRequest: Int { lastRequest + 1 }
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
        case (.requesting(let attempt, let id, let sentAt), .codesReplied(let answer, let to)) where id == to:
            return codes(answer, attempt, sentAt: sentAt, at: now)
        case (.resting(let attempt, let trouble, let until), .timePassed):
            if let end = giveUp(attempt), now >= end { return finish(.unreachable(trouble)) }
            return now >= until ? request(attempt, at: now) : []

        // The code lives. The local deadline always wins.
        case (.waiting(let polling, _), .timePassed) where now >= polling.expiry:
            return finish(.expired)
        case (.waiting(let polling, let nextPoll?), .timePassed) where now >= nextPoll:
            return poll(polling, at: now)
        case (.polling(let polling, let id, _), .timePassed) where now >= polling.expiry:
            return [.abandon(id)] + finish(.expired)
        case (.polling(let polling, let id, let sentAt), .tokenReplied(let answer, let status, let to)) where id == to:
            return token(answer, status: status, polling, sentAt: sentAt, at: now)

        // Called off.
        case (.requesting(_, let id, _), .cancelled), (.polling(_, let id, _), .cancelled):
            return [.abandon(id)] + finish(.cancelled)
        case (.idle, .cancelled), (.resting, .cancelled), (.waiting, .cancelled):
            return finish(.cancelled)

        // Tokens for a code that is dead, cancelled or replaced by now: never shown, never handed over.
        case (_, .tokenReplied(.tokens(let tokens), _, _)):
            return takeBack(tokens)

        // Too late, too early, or told twice: nothing follows.
        case (_, .started), (_, .timePassed), (.ended, .cancelled),
            (_, .metadataReplied), (_, .codesReplied), (_, .tokenReplied):
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

    private mutating func takeBack(_ tokens: TokenSet) -> [Effect] {
        let requests = revoke(tokens)
        return requests + [.note(.lateTokens(revoked: !requests.isEmpty))]
    }

    // MARK: The way to the codes

    private mutating func request(_ attempt: Attempt, at now: Moment) -> [Effect] {
        lastRequest += 1
        let id = RequestID(lastRequest)
        state = .requesting(attempt, id, sentAt: now)
        let left = giveUp(attempt).map { $0 - now } ?? Polling.longestRequest
        let timeout = min(left, Polling.longestRequest)
        guard let endpoints else { return [.send(.metadata(attempt: attempt.metadataAddress), id, timeout: timeout)] }
        return [.note(.codesRequested), .send(.codes(endpoints), id, timeout: timeout)]
    }

    private mutating func metadata(_ answer: MetadataAnswer, _ attempt: Attempt, at now: Moment) -> [Effect] {
        var attempt = attempt
        switch answer {
        case .endpoints(let found):
            endpoints = found
            attempt.failures = 0
            attempt.unreadable = 0
            return request(attempt, at: now)
        case .absent where attempt.metadataAddress == 0:
            attempt.metadataAddress = 1
            return request(attempt, at: now)
        case .absent(let status):
            attempt.metadataAddress = 0
            return rest(attempt, .unreadable(status: status), retryAfter: nil, at: now)
        case .trouble(let trouble, let retryAfter):
            return rest(attempt, trouble, retryAfter: retryAfter, at: now)
        case .nonsense(let reason):
            return finish(.nonsense(reason))
        }
    }

    private mutating func codes(
        _ answer: CodesAnswer, _ attempt: Attempt, sentAt: Moment, at now: Moment
    ) -> [Effect] {
        switch answer {
        case .codes(let codes):
            guard let endpoints else { preconditionFailure("codes are asked for only at known endpoints") }
            let polling = Polling(
                codes: codes, endpoints: endpoints, sentAt: sentAt, receivedAt: now, margin: rules.pollMargin)
            if now >= polling.expiry { return finish(.expired) }
            state = .waiting(polling, nextPoll: polling.nextPoll(jitter: 0, retryAfter: nil))
            let elsewhere = codes.completeURIElsewhere.map { Effect.note(.completeURIElsewhere(host: $0)) }
            return [.note(.codesShown(codes))] + (elsewhere.map { [$0] } ?? [])
        case .refused(let error):
            return finish(.refused(error))
        case .trouble(let trouble, let retryAfter):
            return rest(attempt, trouble, retryAfter: retryAfter, at: now)
        case .nonsense(let reason):
            return finish(.nonsense(reason))
        }
    }

    private mutating func rest(
        _ attempt: Attempt, _ trouble: Trouble, retryAfter: Duration?, at now: Moment
    ) -> [Effect] {
        var attempt = attempt
        attempt.failures += 1
        attempt.lastTrouble = trouble
        var wait = min(Duration.seconds(1 << min(attempt.failures - 1, 6)), Polling.longestBackOff)
        switch trouble {
        case .unreadable(let status):
            attempt.unreadable += 1
            if attempt.unreadable >= 3 { return finish(.nonsense("status \(status), and no answer that can be read")) }
        case .certificate:
            if rules.endsOnBadCertificate { return finish(.unreachable(trouble)) }
            wait = Polling.longestBackOff
        case .timeout, .dropped, .dns, .server, .tooManyRequests:
            attempt.unreadable = 0
        }
        wait = wait * (1 + 0.2 * jitter.next())
        if let retryAfter { wait = max(wait, min(retryAfter, .seconds(3600))) }
        state = .resting(attempt, trouble, until: now + wait)
        return [.note(.retrying(trouble, in: wait))]
    }

    private func giveUp(_ attempt: Attempt) -> Moment? { rules.giveUpAfter.map { attempt.began + $0 } }

    // MARK: Polling

    private mutating func poll(_ polling: Polling, at now: Moment) -> [Effect] {
        var polling = polling
        polling.sent()
        lastRequest += 1
        let id = RequestID(lastRequest)
        state = .polling(polling, id, sentAt: now)
        let intent = Intent.poll(polling.endpoints, deviceCode: polling.codes.deviceCode)
        return [.send(intent, id, timeout: polling.timeout(at: now))]
    }

    private mutating func token(
        _ answer: TokenAnswer, status: Int?, _ polling: Polling, sentAt: Moment, at now: Moment
    ) -> [Effect] {
        let note = Effect.note(
            .poll(
                number: polling.count, waited: sentAt - polling.lastReply, latency: now - sentAt, status: status,
                answer: answer.inOneWord))
        guard now < polling.expiry else {
            let late = if case .tokens(let tokens) = answer { takeBack(tokens) } else { [Effect]() }
            return [note] + late + finish(.expired)
        }
        var polling = polling
        switch answer {
        case .tokens(let tokens):
            return [note] + finish(.approved(tokens))
        case .pending:
            polling.answered(at: now)
            return [note] + wait(polling, retryAfter: nil)
        case .slowDown(let told, let retryAfter):
            let before = polling.interval
            polling.answered(at: now)
            polling.slowed(to: told)
            return [note, .note(.intervalChanged(from: before, to: polling.interval))]
                + wait(polling, retryAfter: retryAfter)
        case .denied:
            return [note] + finish(.denied)
        case .expired:
            return [note] + finish(.expired)
        case .refused(let error):
            let isLost = polling.tokensMayBeLost && error.code == "invalid_grant"
            return [note] + finish(isLost ? .answerLost : .refused(error))
        case .trouble(let trouble, let retryAfter, let mayHaveHeldTokens):
            polling.failed(trouble, mayHaveHeldTokens: mayHaveHeldTokens, at: now)
            return [note] + wait(polling, retryAfter: retryAfter)
        }
    }

    private mutating func wait(_ polling: Polling, retryAfter: Duration?) -> [Effect] {
        let nextPoll = polling.nextPoll(jitter: jitter.next(), retryAfter: retryAfter)
        state = .waiting(polling, nextPoll: nextPoll)
        guard let trouble = polling.trouble, let nextPoll else { return [] }
        return [.note(.retrying(trouble, in: nextPoll - polling.lastReply))]
    }

    private mutating func finish(_ outcome: Outcome) -> [Effect] {
        state = .ended(outcome)
        return [.note(.ended(outcome))]
    }
}

extension TokenAnswer {
    /// How the event log names it.
    var inOneWord: PollAnswer {
        switch self {
        case .tokens: .tokens
        case .pending: .pending
        case .slowDown: .slowDown
        case .denied: .denied
        case .expired: .expired
        case .refused: .refused
        case .trouble(.timeout, _, _): .timeout
        case .trouble(.dropped, _, _): .dropped
        case .trouble(.dns, _, _): .dns
        case .trouble(.certificate, _, _): .tls
        case .trouble(.server, _, _), .trouble(.tooManyRequests, _, _), .trouble(.unreadable, _, _): .transient
        }
    }
}
