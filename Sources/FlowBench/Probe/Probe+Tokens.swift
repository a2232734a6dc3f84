import DeviceFlow
import FlowTrace

/// What becomes of the tokens: refreshed, refreshed again with the old token, taken back, asked for again.
extension Probe {
    mutating func takeTokens(
        _ tokens: TokenSet, _ seen: Seen?, _ poll: Poll, _ number: [Int], of index: Int
    ) {
        if let seen { record(Judge.noStore(seen)) }
        switch poll {
        case .decided(.approve):
            handIsOver(.approve)
            if let seen {
                record([Judge.success(seen, hasDialect: hasDialect)] + Judge.binding(seen, client: client))
            }
            tracks[index].tokens = tokens
            tracks[index].steps = tokenSteps(tokens)
        case .decided(.deny):
            handIsOver(.deny)
            if settings.hands == .simulator {
                record(.denial, .broken, "gave tokens after the denial", number)
            } else {
                excuse([.denial], "the code to be denied was approved")
            }
            tracks[index].steps = []
        case .again(let act):
            record(act == .approve ? .singleUse : .denial, .broken, "gave tokens for a code that had ended", number)
            tracks[index].steps = []
        case .afterExpiry:
            record(.expiry, .broken, "gave tokens after expires_in was over", number)
            tracks[index].steps = []
        case .patient, .early:
            record(.pending, .broken, "gave tokens that nobody had approved as far as the probe knows", number)
            tracks[index].steps = []
        }
    }

    private mutating func tokenSteps(_ tokens: TokenSet) -> [Step] {
        var steps: [Step] = []
        if tokens.refreshToken != nil { steps += [.refresh] }
        if endpoints?.revocation != nil {
            steps.append(.revoke)
        } else {
            excuse([.revocation], "the server tells no revocation_endpoint")
        }
        return steps + [.poll(.again(.approve))]
    }

    /// Whether whoever finds its refresh token could use it. (RFC 9700, 2.2.2)
    private var isPublic: Bool {
        client.clientSecret == nil && !client.hasPrivateKey && !client.hasCertificate && !client.usesProof
            && endpoints?.registered?.secret == nil
    }

    mutating func takeRefresh(
        _ seen: Seen?, _ event: DeviceFlow.Event?, _ step: Step, _ exchange: Exchange, of index: Int, at now: Moment
    ) {
        guard case .refreshReplied(let answer, _)? = event else { return }
        let number = [exchange.id.number]
        let words = seen?.words ?? exchange.failureInWords ?? "nothing"
        var new: TokenSet?
        switch answer {
        case .tokens(let tokens), .untrusted(let tokens, _):
            new = tokens
            if let seen { record(Judge.noStore(seen)) }
        case .trouble(_, let retryAfter, _):
            if isWorthAnotherTry(step, of: index, retryAfter, at: now) { return }
            return
        case .pending, .slowDown, .denied, .expired, .refused, .proofNonce: new = nil
        }
        tracks[index].failures = 0
        switch step {
        case .refresh: refreshed(new, words, number, of: index)
        case .replay:
            if new == nil {
                record(.rotation, .kept, "a new refresh token came, and the old one got \(words)", number)
            } else {
                record(
                    .rotation, isPublic ? .broken : .warning, "a refresh token works again after it was replaced",
                    number)
            }
        case .refreshAfterReplay:
            if let new {
                tracks[index].tokens = new.refreshToken == nil ? tracks[index].tokens : new
                record(
                    .rotation, .warning,
                    "the refresh token in use still works after an old one came again, though one of the two is a "
                        + "thief's", number)
            } else {
                tracks[index].isRefreshDead = true
            }
        case .refreshRevoked:
            record(
                .revocation, new == nil ? .kept : .broken,
                new == nil ? "200, and then the refresh token got \(words)" : "a revoked refresh token still works",
                number)
        case .metadata, .register, .codes, .sample, .page, .completePage, .unknownClient, .wrongCode, .missingCode,
            .wrongGrant, .tokenByGet, .otherClient, .poll, .hand, .revoke:
            break
        }
    }

    private mutating func refreshed(_ new: TokenSet?, _ words: String, _ number: [Int], of index: Int) {
        guard let new else {
            record(.rotation, .warning, "gave a refresh token, and answered \(words) when it was used", number)
            tracks[index].isRefreshDead = true
            return
        }
        let old = tracks[index].tokens?.refreshToken
        guard let fresh = new.refreshToken, fresh != old else {
            return record(
                .rotation, isPublic ? .broken : .kept,
                isPublic
                    ? "the same refresh token goes on working for a client that has neither key nor secret"
                    : "the refresh token stays the same, and the client has to say who it is", number)
        }
        tracks[index].spentRefresh = old
        tracks[index].tokens = new
        tracks[index].steps.insert(contentsOf: [.replay, .refreshAfterReplay], at: 0)
    }

    mutating func takeRevocation(_ seen: Seen?, _ exchange: Exchange, of index: Int) {
        let number = [exchange.id.number]
        guard let seen else { return excuse([.revocation], "no reply came: \(exchange.failureInWords ?? "")") }
        guard seen.status == 200 || hasDialect && (200...299).contains(seen.status) else {
            if seen.status == 503 { return excuse([.revocation], "the server was too busy (503)") }
            return record(.revocation, .broken, "answered \(seen.words) to the revocation of a token", number)
        }
        if tracks[index].isRefreshDead || tracks[index].tokens?.refreshToken == nil {
            record(.revocation, .kept, "200 for an access token; whether it is dead only its API could tell", number)
        } else {
            tracks[index].steps.insert(.refreshRevoked, at: 0)
        }
    }
}
