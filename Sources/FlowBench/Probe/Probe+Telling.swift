import DeviceFlow
import FlowTrace

/// What the tester is told while the probe runs.
extension Probe {
    /// A longer wait is said to be one. Polls at the usual interval of 5 s come a little after it.
    private static let longWait = Duration.milliseconds(5100)

    /// One line for a request that is over: for which code it was, and what came of it.
    mutating func tell(
        _ exchange: Exchange, _ words: String, _ step: Step, of index: Int, _ effects: inout [Effect]
    ) {
        let number = exchange.id.number
        let seen = Seen(exchange, client)
        var outcome = seen.map(\.outcome) ?? exchange.failureInWords ?? "no reply"
        if step.isForCodes {
            if let code = seen?["user_code"]?.string {
                userCodes[number] = plain(code, limit: 70)
                outcome += ", " + plain(code, limit: 70)
            }
        } else if step.isAboutCodes, let code = tracks[index].codes {
            userCodes[number] = code.userCode.text
        }
        if case .poll(.decided) = step, settings.hands == .person {
            if tracks[index].toldOutcome == outcome { return }
            tracks[index].toldOutcome = outcome
        }
        let code = step.isForCodes ? nil : userCodes[number].map { " (\($0))" }
        let line = redaction.withoutKnownValues(outcome)
        effects.append(.tell("request \(number)\(code ?? ""): \(words) -> \(line)"))
    }

    /// Said once, where nothing will be sent for a while.
    mutating func tellOfWaiting(until planned: Moment?, at now: Moment, _ effects: inout [Effect]) {
        guard let planned, hand == nil, planned - now > Self.longWait, toldToWait != planned,
            let index = next(at: now)?.index
        else { return }
        toldToWait = planned
        let what = tracks[index].steps.first == .poll(.afterExpiry) ? "a code to expire" : "the next poll to be due"
        effects.append(.tell("waiting \(Self.seconds(planned - now, decimals: 0)) for \(what)"))
    }

    /// What is about to be done, for the tester.
    func words(_ step: Step, of track: Track, at now: Moment) -> String {
        switch step {
        case .metadata(let attempt): attempt == 0 ? "the metadata of RFC 8414" : "the metadata of OpenID Connect"
        case .register: "asks to be made a client"
        case .codes(strange: false): "asks for codes"
        case .codes(strange: true): "asks for codes, with parameters that nobody knows and empty ones"
        case .sample: "asks for codes, to compare them"
        case .page: "opens the page"
        case .completePage: "opens the page with the code in its address"
        case .unknownClient: "asks for codes as a client that does not exist"
        case .wrongCode: "polls with a device_code that was never given"
        case .missingCode: "polls without a device_code"
        case .wrongGrant: "asks with a grant_type that does not exist"
        case .tokenByGet: "asks the token endpoint by GET"
        case .otherClient: "polls for this client's code as another client"
        case .poll(.afterExpiry): "polls for a code that has expired"
        case .poll(.early): "polls too early, \(Self.seconds(now - track.lastReply)) after the last answer"
        case .poll(.again): "polls again for a code that has ended"
        case .poll(.patient), .poll(.decided): "polls, \(Self.seconds(now - track.lastReply)) after the last answer"
        case .hand(let act): act.rawValue
        case .refresh: "refreshes the tokens"
        case .replay: "uses the old refresh token again"
        case .refreshAfterReplay: "refreshes the tokens after that"
        case .revoke: "takes the tokens back"
        case .refreshRevoked: "uses a refresh token that was taken back"
        }
    }
}

extension Probe.Seen {
    /// "400 slow_down", "200".
    fileprivate var outcome: String { error == nil && isJSON && (200...299).contains(status) ? "\(status)" : words }
}

extension Probe.Step {
    /// Whether its answer brings a code.
    var isForCodes: Bool {
        switch self {
        case .codes, .sample: true
        case .metadata, .register, .page, .completePage, .unknownClient, .wrongCode, .missingCode, .wrongGrant,
            .tokenByGet, .otherClient, .poll, .hand, .refresh, .replay, .refreshAfterReplay, .revoke, .refreshRevoked:
            false
        }
    }

    /// Whether it is about the code that its track has.
    fileprivate var isAboutCodes: Bool {
        switch self {
        case .page, .completePage, .otherClient, .poll, .hand, .refresh, .replay, .refreshAfterReplay, .revoke,
            .refreshRevoked:
            true
        case .codes, .sample, .metadata, .register, .unknownClient, .wrongCode, .missingCode, .wrongGrant, .tokenByGet:
            false
        }
    }
}
