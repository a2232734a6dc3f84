import DeviceFlow
import FlowTrace

/// What the answer to a poll means. (RFC 8628, 3.5)
extension Probe {
    mutating func takePoll(
        _ seen: Seen?, _ event: DeviceFlow.Event?, _ poll: Poll, _ exchange: Exchange, of index: Int, at now: Moment
    ) {
        guard case .tokenReplied(let answer, _, _)? = event else { return }
        let waited = exchange.sentAt - tracks[index].lastReply
        let isCareful = waited >= tracks[index].interval
        tracks[index].lastReply = exchange.endedAt
        if case .trouble = answer {} else { tracks[index].failures = 0 }
        let number = [exchange.id.number]
        switch answer {
        case .pending:
            if isCareful {
                let interval = tracks[index].interval
                carefulPolls.append(CarefulPoll(waited: waited, interval: interval, request: exchange.id.number))
            }
            takePending(seen, poll, waited, isCareful: isCareful, number, of: index)
        case .slowDown(let told, _):
            takeSlowDown(told, poll, waited, isCareful: isCareful, number, of: index)
        case .denied: takeEnd(.denial, seen, poll, number, of: index)
        case .expired: takeEnd(.expiry, seen, poll, number, of: index)
        case .tokens(let tokens): takeTokens(tokens, seen, poll, number, of: index)
        case .untrusted(let tokens, _):
            takeTokens(tokens, seen, poll, number, of: index)
            record(.success, .warning, "the id_token beside the tokens cannot be believed", number)
        case .refused: takeRefused(seen?.words ?? "an error", poll, number, of: index)
        case .proofNonce(let nonce):
            guard tracks[index].redemption?.proofNonce != nonce else { return }
            tracks[index].redemption?.proofNonce = nonce
            tracks[index].steps.insert(.poll(poll), at: 0)
        case .trouble(.unreadable, _, _) where exchange.reply?.isWhole == true:
            takeRefused(seen?.words ?? "nothing", poll, number, of: index)
        case .trouble(_, let retryAfter, let mayHaveHeldTokens):
            if mayHaveHeldTokens, poll == .decided(.approve) { tracks[index].lost = exchange.id.number }
            if isWorthAnotherTry(.poll(poll), of: index, retryAfter, at: now) { return }
            if tracks[index].lost != nil, exchange.reply != nil {
                record(.success, .warning, "the answer with the tokens was cut off on its way, again and again", number)
            }
            let reason = seen.map { "answered \($0.words)" } ?? exchange.failureInWords ?? "did not answer"
            drop(index, "the token endpoint \(reason)")
        }
    }

    private mutating func takePending(
        _ seen: Seen?, _ poll: Poll, _ waited: Duration, isCareful: Bool, _ number: [Int], of index: Int
    ) {
        if let seen {
            record([
                Judge.pollError(
                    .pending, seen, expected: "authorization_pending", when: "while nobody had decided",
                    hasDialect: hasDialect)
            ])
        }
        switch poll {
        case .patient: break
        case .early where isCareful:
            // The network or this computer was too slow for it.
            tracks[index].missedEarly += 1
            if tracks[index].missedEarly < 3 { tracks[index].steps.insert(.poll(.early), at: 0) }
        case .early:
            record(
                .earlyPoll, .kept,
                "a poll \(Self.seconds(waited)) after the last was just answered: it does not throttle, which it may",
                number)
        case .decided(let act):
            tracks[index].steps.insert(.poll(poll), at: 0)
            if hand?.act != act, settings.hands == .simulator {
                giveUpWaiting(act, number, of: index)
            }
        case .again(let act):
            record(act == .deny ? .denial : .singleUse, .broken, "was pending again after the end", number)
        case .afterExpiry:
            record(.expiry, .broken, "was still pending \(life(of: index)) after it had given the codes", number)
        }
    }

    /// The simulator says that it is done, and yet the next polls are pending: three are enough.
    private mutating func giveUpWaiting(_ act: Act, _ number: [Int], of index: Int) {
        tracks[index].pendingAfterHand += 1
        guard tracks[index].pendingAfterHand >= 3 else { return }
        tracks[index].steps = []
        record(
            act == .approve ? .success : .denial, .broken,
            "was still pending three polls after somebody had \(act == .approve ? "approved" : "denied")", number)
    }

    private mutating func takeSlowDown(
        _ told: Duration?, _ poll: Poll, _ waited: Duration, isCareful: Bool, _ number: [Int], of index: Int
    ) {
        let interval = tracks[index].interval
        let rule = tracks[index].intervalInWords
        if isCareful {
            record(
                .throttling, .broken, "throttled a poll \(Self.seconds(waited)) after its last answer (\(rule))", number
            )
        } else if poll == .early {
            record(
                .earlyPoll, .kept, "slow_down to a poll \(Self.seconds(waited)) after the last answer (\(rule))", number
            )
        }
        tracks[index].interval = max(interval + .seconds(5), told ?? .zero)
        if isCareful { tracks[index].throttled += 1 }
        // Each makes the next wait longer.
        guard tracks[index].throttled < 3 else { return drop(index, "it throttled every poll") }
        switch poll {
        case .early, .patient: break
        case .decided, .again, .afterExpiry: tracks[index].steps.insert(.poll(poll), at: 0)
        }
    }

    /// access_denied or expired_token, or what the profile calls so.
    private mutating func takeEnd(_ check: Check, _ seen: Seen?, _ poll: Poll, _ number: [Int], of index: Int) {
        guard let seen else { return }
        let isDenial = check == .denial
        let expected = isDenial ? "access_denied" : "expired_token"
        let isOver = exchanges.last.map { $0.endedAt >= tracks[index].expiry } ?? false
        if poll == .decided(.approve), !isDenial, !isOver, tracks[index].lost != nil {
            return takeRefused(seen.words, poll, number, of: index)
        }
        switch poll {
        case .again(let act):
            if act == .approve { record(.singleUse, .kept, "answered \(seen.words) the second time", number) }
            if act == .deny { record(.denial, .kept, "answered \(seen.words) again", number) }
            return
        case .decided(.deny) where isDenial, .decided where !isDenial && isOver, .afterExpiry where !isDenial:
            record([
                Judge.pollError(
                    check, seen, expected: expected, when: isDenial ? "after the denial" : "after expires_in was over",
                    hasDialect: hasDialect)
            ])
            if isDenial { tracks[index].steps = [.poll(.again(.deny))] }
        case .decided(.approve) where isDenial && settings.hands == .person:
            record(.denial, .kept, "answered \(seen.words) after a denial", number)
        case .patient, .early, .decided, .afterExpiry:
            let said = "answered \(seen.words) \(life(of: index)) after it had given the codes"
            switch poll {
            case .decided(let act): record(act == .approve ? .success : .denial, .broken, said, number)
            case .patient, .early, .again, .afterExpiry:
                record(isDenial && poll != .afterExpiry ? .pending : .expiry, .broken, said, number)
            }
            tracks[index].steps = []
        }
        if case .decided(let act) = poll {
            handIsOver(act)
            if isOver, !isDenial, settings.hands == .person { unattended.formUnion(Self.checks(of: act)) }
            if !(act == .deny && isDenial) {
                drop(index, "nobody had \(act == .approve ? "approved" : "denied") the code when it ended")
            }
        }
    }

    private mutating func takeRefused(_ words: String, _ poll: Poll, _ number: [Int], of index: Int) {
        switch poll {
        case .patient:
            record(.pending, .broken, "answered \(words) while nobody had decided", number)
            drop(index, "polls got no answer that a device understands")
        case .early:
            record(.earlyPoll, .broken, "answered \(words) to a poll that came too early", number)
            drop(index, "the code was of no use any more after an early poll")
        case .decided(.approve) where tracks[index].lost != nil:
            // Tokens are given once: the code was approved, and the answer that is lost had them.
            handIsOver(.approve)
            record(
                .success, .warning, "the answer with the tokens was cut off on its way",
                [tracks[index].lost].compactMap { $0 } + number)
            drop(index, "the tokens were lost on their way, and are given once only")
        case .decided(let act):
            handIsOver(act)
            let (check, deed): (Check, String) = act == .approve ? (.success, "approval") : (.denial, "denial")
            record(check, .broken, "answered \(words) after the \(deed)", number)
            drop(index, "nothing else could be seen of the \(deed)")
        case .again(let act):
            record(act == .approve ? .singleUse : .denial, .kept, "answered \(words) the second time", number)
        case .afterExpiry:
            let isKnown = words.hasSuffix(" invalid_grant")
            record(
                .expiry, isKnown ? .warning : .broken,
                "answered \(words) after expires_in was over, which does not tell a device why", number)
        }
    }

    // MARK: Ends

    mutating func handIsOver(_ act: Act) { if hand?.act == act { hand = nil } }

    /// Nothing more can come of this track; what it was still to see is excused.
    mutating func drop(_ index: Int, _ reason: String) {
        tracks[index].steps.removeAll { $0 != .page && $0 != .completePage }
        switch tracks[index].name {
        case .careful:
            handIsOver(.approve)
            excuse([.pending, .throttling] + Self.checks(of: .approve), reason)
        case .careless:
            handIsOver(.deny)
            excuse([.earlyPoll, .denial], reason)
        case .expiring: excuse([.expiry], reason)
        case .finding, .stranger, .questions: break
        }
    }

    /// How long ago the codes came.
    private func life(of index: Int) -> String {
        guard let last = exchanges.last else { return "" }
        return Self.seconds(last.sentAt - tracks[index].codesArrived)
    }
}
