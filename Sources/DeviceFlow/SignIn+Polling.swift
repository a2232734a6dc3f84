/// Asking for the tokens.
extension SignIn {
    mutating func poll(_ polling: Polling, at now: Moment) -> [Effect] {
        var polling = polling
        polling.sent()
        lastRequest += 1
        let id = RequestID(lastRequest)
        state = .polling(polling, id, sentAt: now)
        let intent = Intent.poll(polling.endpoints, polling.redemption)
        return [.send(intent, id, timeout: polling.timeout(at: now))]
    }

    mutating func token(
        _ answer: TokenAnswer, status: Int?, _ polling: Polling, sentAt: Moment, at now: Moment
    ) -> [Effect] {
        let note = Effect.note(
            .poll(
                number: polling.count, waited: sentAt - polling.lastReply, latency: now - sentAt, status: status,
                answer: answer.inOneWord, retryAfter: answer.retryAfter))
        guard now < polling.expiry else {
            switch answer {
            case .tokens(let tokens), .untrusted(let tokens, _): return [note] + takeBack(tokens) + finish(.expired)
            case .pending, .slowDown, .denied, .expired, .refused, .proofNonce, .trouble:
                return [note] + finish(.expired)
            }
        }
        var polling = polling
        switch answer {
        case .tokens(let tokens):
            return [note] + confirm(tokens, polling.endpoints)
        case .untrusted(let tokens, let problem):
            return [note] + revoke(tokens) + finish(.untrusted(problem))
        case .proofNonce(let nonce):
            if polling.take(proofNonce: nonce) { return [note] + poll(polling, at: now) }
            polling.failed(.unreadable(status: status ?? 0), mayHaveHeldTokens: false, at: now)
            return [note] + wait(polling, retryAfter: nil)
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

    mutating func wait(_ polling: Polling, retryAfter: Duration?) -> [Effect] {
        let nextPoll = polling.nextPoll(jitter: jitter.next(), retryAfter: retryAfter)
        state = .waiting(polling, nextPoll: nextPoll)
        guard let trouble = polling.trouble, let nextPoll else { return [] }
        return [.note(.retrying(trouble, in: nextPoll - polling.lastReply))]
    }
}

extension TokenAnswer {
    /// How long the server wants to be left alone; nil: it does not say.
    var retryAfter: Duration? {
        switch self {
        case .slowDown(_, let told), .trouble(_, let told, _): told
        case .tokens, .untrusted, .pending, .denied, .expired, .refused, .proofNonce: nil
        }
    }

    /// How the event log names it.
    var inOneWord: PollAnswer {
        switch self {
        case .tokens, .untrusted: .tokens
        case .proofNonce: .transient
        case .pending: .pending
        case .slowDown: .slowDown
        case .denied: .denied
        case .expired: .expired
        case .refused: .refused
        case .trouble(.timeout, _, _): .timeout
        case .trouble(.dropped, _, _), .trouble(.noNetwork, _, _), .trouble(.proxy, _, _), .trouble(.exhausted, _, _):
            .dropped
        case .trouble(.dns, _, _): .dns
        case .trouble(.certificate, _, _): .tls
        case .trouble(.server, _, _), .trouble(.tooManyRequests, _, _), .trouble(.unreadable, _, _),
            .trouble(.portal, _, _):
            .transient
        }
    }
}
