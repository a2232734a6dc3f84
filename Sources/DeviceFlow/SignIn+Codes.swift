/// The way to the codes: metadata, a client of its own where the server wants one, codes.
extension SignIn {
    mutating func request(_ attempt: Attempt, at now: Moment) -> [Effect] {
        lastRequest += 1
        let id = RequestID(lastRequest)
        state = .requesting(attempt, id, sentAt: now)
        let left = giveUp(attempt).map { $0 - now } ?? Polling.longestRequest
        let timeout = min(left, Polling.longestRequest)
        guard let endpoints else { return [.send(.metadata(attempt: attempt.metadataAddress), id, timeout: timeout)] }
        if endpoints.registration != nil, endpoints.registered.map({ now >= $0.until ?? .distantFuture }) ?? true {
            return [.send(.register(endpoints), id, timeout: timeout)]
        }
        return [.note(.codesRequested), .send(.codes(endpoints), id, timeout: timeout)]
    }

    mutating func metadata(_ answer: MetadataAnswer, _ attempt: Attempt, at now: Moment) -> [Effect] {
        var attempt = attempt
        switch answer {
        case .endpoints(let found):
            endpoints = found
            attempt.failures = 0
            attempt.unreadable = 0
            return [.note(.discovered(found))] + request(attempt, at: now)
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

    mutating func registration(
        _ answer: RegistrationAnswer, _ attempt: Attempt, at now: Moment
    ) -> [Effect] {
        switch answer {
        case .client(let clientID, let secret, let lifetime):
            endpoints?.registered = RegisteredClient(
                clientID: clientID, secret: secret, until: lifetime.map { now + $0 })
            return [.note(.registered)] + request(attempt, at: now)
        case .refused(let error): return finish(.refused(error))
        case .trouble(let trouble, let retryAfter): return rest(attempt, trouble, retryAfter: retryAfter, at: now)
        case .nonsense(let reason): return finish(.nonsense(reason))
        }
    }

    mutating func codes(
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

    mutating func rest(
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
        case .proxy(.password):
            // A wrong password, said again and again, locks accounts.
            wait = Polling.longestBackOff
        case .timeout, .dropped, .dns, .noNetwork, .proxy(.unreachable), .proxy(.refused), .portal, .exhausted,
            .server, .tooManyRequests:
            attempt.unreadable = 0
        }
        // The server may have moved: what was found about it once is not tried for ever.
        if rules.discovers, endpoints?.registered == nil, attempt.failures % Self.failuresPerDiscovery == 0 {
            endpoints = nil
        }
        wait = wait * (1 + 0.2 * jitter.next())
        if let retryAfter { wait = max(wait, min(retryAfter, .seconds(3600))) }
        state = .resting(attempt, trouble, until: now + wait)
        return [.note(.retrying(trouble, in: wait))]
    }

    /// After so many failures in a row the metadata is asked for again.
    private static let failuresPerDiscovery = 3

    func giveUp(_ attempt: Attempt) -> Moment? { rules.giveUpAfter.map { attempt.began + $0 } }
}
