import DeviceFlow
import FlowTrace

/// What an answer means for the way on: questions and codes. Polls and tokens have files of their own.
extension Probe {
    mutating func take(
        _ exchange: Exchange, _ asked: Asked, _ step: Step, of index: Int, at now: Moment
    ) {
        if !findings.contains(where: { $0.check == .tls }) { record(Judge.connection(exchange)) }
        let seen = Seen(exchange, client)
        record([seen.flatMap(Judge.characters)].compactMap { $0 })
        switch asked {
        case .page: takePage(seen, step, exchange, of: index)
        case .client(let asking, let intent):
            let event = asking.event(for: exchange.outcome, to: intent, exchange.id, keys: settings.keys)
            switch step {
            case .metadata: takeMetadata(seen, event)
            case .register: takeRegistration(event)
            case .codes, .sample: takeCodes(seen, event, step, exchange, of: index, at: now)
            case .unknownClient, .wrongCode, .missingCode, .wrongGrant, .tokenByGet, .otherClient:
                takeRefusal(seen, event, step, exchange, of: index, at: now)
            case .poll(let poll): takePoll(seen, event, poll, exchange, of: index, at: now)
            case .refresh, .replay, .refreshAfterReplay, .refreshRevoked:
                takeRefresh(seen, event, step, exchange, of: index, at: now)
            case .revoke: takeRevocation(seen, exchange, of: index)
            case .page, .completePage, .hand: break
            }
        }
    }

    // MARK: The beginning

    private mutating func takeMetadata(_ seen: Seen?, _ event: DeviceFlow.Event?) {
        guard let seen else { return }
        let (findings, document) = Judge.metadata(seen, issuer: client.issuer ?? "")
        record(findings)
        if let document { documents.append((document, seen.number)) }
        if endpoints == nil, case .metadataReplied(.endpoints(let found), _)? = event { endpoints = found }
    }

    private mutating func takeRegistration(_ event: DeviceFlow.Event?) {
        guard case .registrationReplied(.client(let id, let secret, _), _)? = event else {
            return end(.noCodes("it did not make a client for this device"))
        }
        endpoints?.registered = RegisteredClient(clientID: id, secret: secret, until: nil)
    }

    private mutating func takePage(_ seen: Seen?, _ step: Step, _ exchange: Exchange, of index: Int) {
        guard let seen else {
            let reason = "the page could not be opened: \(exchange.failureInWords ?? "no reply")"
            return excuse([step == .page ? .page : .completeAddress], reason)
        }
        record([
            step == .page
                ? Judge.page(seen) : Judge.completePage(seen, userCode: tracks[index].codes?.userCode.text ?? "")
        ])
    }

    // MARK: Codes

    private mutating func takeCodes(
        _ seen: Seen?, _ event: DeviceFlow.Event?, _ step: Step, _ exchange: Exchange, of index: Int, at now: Moment
    ) {
        guard case .codesReplied(let answer, _)? = event else { return }
        let number = exchange.id.number
        switch answer {
        case .codes(let codes):
            if let seen { record(Judge.codes(seen, hasDialect: hasDialect)) }
            let isFirst = samples.isEmpty
            samples.append(Sample(codes: codes, request: number))
            if step != .sample { adopt(codes, exchange, of: index) }
            if isFirst { lookAtPages(of: index) }
            if step == .codes(strange: true) {
                record(.unknownParameters, .kept, "gave codes in spite of \(strangeWords)", [number])
            }
        case .refused where step == .codes(strange: true):
            record(.unknownParameters, .broken, "answered \(seen?.words ?? "") to \(strangeWords)", [number])
            tracks[index].steps.insert(.codes(strange: false), at: 0)
        case .refused(let error):
            let hint = error.code == "invalid_client" ? ": look at --client-id and its secret" : ""
            giveUpOnCodes("it gave no codes, but answered \(seen?.words ?? error.code)\(hint)", of: index, at: now)
        case .nonsense(let reason):
            let finding = seen.map { Judge.members($0, hasDialect: hasDialect) }
            let isNamed = finding?.verdict == .broken
            record([isNamed ? finding : Finding(.members, .broken, reason, [number])].compactMap { $0 })
            giveUpOnCodes("its codes cannot be used: \(reason)", of: index, at: now)
        case .trouble(_, let retryAfter):
            if isWorthAnotherTry(step, of: index, retryAfter, at: now) { return }
            let reason = seen.map { "answered \($0.words)" } ?? exchange.failureInWords ?? "did not answer"
            if !exchanges.contains(where: { $0.reply != nil }) { return end(.unreachable(reason)) }
            giveUpOnCodes("it gave no codes: it \(reason)", of: index, at: now)
        }
    }

    private var strangeWords: String {
        "\(Self.unknownParameter)=1 and an empty \(Self.unknownParameter)_empty"
            + (asksForNoScope ? " and an empty scope" : "")
    }

    private mutating func adopt(_ codes: Codes, _ exchange: Exchange, of index: Int) {
        tracks[index].codes = codes
        tracks[index].redemption = codes.redemption
        tracks[index].codesArrived = exchange.endedAt
        tracks[index].lastReply = exchange.endedAt
        tracks[index].interval = codes.interval
        tracks[index].isIntervalTold = Seen(exchange, client)?["interval"]?.numeric.map { $0 > 0 } ?? false
        tracks[index].failures = 0
        if tracks[index].steps == [.poll(.afterExpiry)], codes.lifetime > settings.longestWait {
            let life = Self.seconds(codes.lifetime, decimals: 0).dropLast(2)
            excuse([.expiry], "codes live \(life) s; --longest-wait \(life) would wait for that")
            tracks[index].steps = []
        }
        if tracks[index].steps.contains(.poll(.early)), settings.pace >= codes.interval {
            let pace = Self.seconds(settings.pace)
            excuse([.earlyPoll], "at most one request in \(pace) is not too often for the interval: a --pace below it")
            tracks[index].steps.removeAll { $0 == .poll(.early) }
        }
    }

    /// Only at the server that may be tested: the page may be somebody else's.
    private mutating func lookAtPages(of index: Int) {
        guard let codes = tracks[index].codes else { return }
        let own = [client.issuer, endpoints?.deviceAuthorization, endpoints?.token].compactMap { $0 }
        let isOwn =
            codes.verificationURI.isLoopback
            || own.contains { (try? VerificationURI($0))?.host == codes.verificationURI.host }
        guard isOwn else {
            return excuse(
                [.page, .completeAddress],
                "the page is on another host (\(codes.verificationURI.host)): open it and see")
        }
        // Behind the polls, which have a time of their own, and before somebody is asked to act.
        let place = tracks[index].steps.firstIndex { !$0.isPoll } ?? tracks[index].steps.endIndex
        tracks[index].steps.insert(contentsOf: codes.completeURI == nil ? [.page] : [.page, .completePage], at: place)
    }

    /// Without codes in the first track there is no use in asking for more.
    private mutating func giveUpOnCodes(_ reason: String, of index: Int, at now: Moment) {
        tracks[index].steps = []
        guard tracks[index].name == .careful, samples.isEmpty else { return }
        excuse([.unknownParameters], reason)
        for other in tracks.indices where tracks[other].name != .questions { tracks[other].steps = [] }
        for other in tracks.indices { tracks[other].steps.removeAll { $0 == .sample } }
        codesProblem = reason
    }

    /// A request that got no answer of the server's own is sent again, twice at most, and later if the server says so.
    mutating func isWorthAnotherTry(_ step: Step, of index: Int, _ retryAfter: Duration?, at now: Moment) -> Bool {
        guard tracks[index].failures < 2 else { return false }
        tracks[index].failures += 1
        tracks[index].due = now + min(retryAfter ?? settings.pace * 2, .seconds(60))
        tracks[index].steps.insert(step, at: 0)
        return true
    }

    // MARK: Questions

    private mutating func takeRefusal(
        _ seen: Seen?, _ event: DeviceFlow.Event?, _ step: Step, _ exchange: Exchange, of index: Int, at now: Moment
    ) {
        guard let seen else {
            if !isWorthAnotherTry(step, of: index, nil, at: now) {
                excuse([Self.check(step)], "no reply came: \(exchange.failureInWords ?? "")")
            }
            return
        }
        if seen.status == 429 || seen.status >= 500,
            isWorthAnotherTry(step, of: index, Self.retryAfter(seen), at: now)
        {
            return
        }
        tracks[index].failures = 0
        let check = Self.check(step)
        let understood = hasDialect ? Self.refusal(event) : nil
        switch step {
        case .unknownClient: record(Judge.unknownClient(seen, understood: understood, hasDialect: hasDialect))
        case .wrongCode, .missingCode, .wrongGrant:
            // Who is not let in is told so before anything else is looked at. (RFC 6749, 5.2)
            if seen.error == "invalid_client" {
                return excuse([check], "this client was not let in (\(seen.words)): look at --client-id and its secret")
            }
            judgeRefusal(step, seen, understood: understood)
        case .otherClient where seen.error == "invalid_client":
            excuse([check], "the other client was not let in (\(seen.words)): name one without a secret")
        case .otherClient:
            record(
                Judge.refusal(
                    check, seen, of: "another client's poll", expected: "invalid_grant",
                    bearable: ["invalid_request", "unauthorized_client", "access_denied"], understood: understood,
                    hasDialect: hasDialect))
        case .tokenByGet: record([Judge.tokenByGet(seen)])
        case .metadata, .register, .codes, .sample, .page, .completePage, .poll, .hand, .refresh, .replay,
            .refreshAfterReplay, .revoke, .refreshRevoked:
            break
        }
    }

    private mutating func judgeRefusal(_ step: Step, _ seen: Seen, understood: String?) {
        let check = Self.check(step)
        switch step {
        case .wrongCode:
            record(
                Judge.refusal(
                    check, seen, of: "a device_code that was never given", expected: "invalid_grant",
                    bearable: ["expired_token", "invalid_request"], understood: understood, hasDialect: hasDialect))
        case .missingCode:
            record(
                Judge.refusal(
                    check, seen, of: "a poll without device_code", expected: "invalid_request",
                    bearable: ["invalid_grant"], understood: understood, hasDialect: hasDialect))
        case .wrongGrant:
            record(
                Judge.refusal(
                    check, seen, of: "a grant_type that does not exist", expected: "unsupported_grant_type",
                    bearable: ["unauthorized_client"], understood: understood, hasDialect: hasDialect))
        case .metadata, .register, .codes, .sample, .page, .completePage, .poll, .hand, .unknownClient, .tokenByGet,
            .otherClient, .refresh, .replay, .refreshAfterReplay, .revoke, .refreshRevoked:
            break
        }
    }

    /// What the client takes an answer for, by its profile.
    private static func refusal(_ event: DeviceFlow.Event?) -> String? {
        if case .codesReplied(.refused(let error), _)? = event { return error.code }
        if case .tokenReplied(.refused(let error), _, _)? = event { return error.code }
        return nil
    }

    private static func check(_ step: Step) -> Check {
        switch step {
        case .wrongCode: .wrongCode
        case .missingCode: .missingCode
        case .wrongGrant: .grantType
        case .tokenByGet: .postOnly
        case .otherClient: .otherClient
        case .unknownClient, .metadata, .register, .codes, .sample, .page, .completePage, .poll, .hand, .refresh,
            .replay, .refreshAfterReplay, .revoke, .refreshRevoked:
            .errorShape
        }
    }

    static func retryAfter(_ seen: Seen) -> Duration? {
        seen.exchange.reply?.headers["retry-after"].flatMap(Int.init).map { .seconds(max(0, min($0, 60))) }
    }
}
