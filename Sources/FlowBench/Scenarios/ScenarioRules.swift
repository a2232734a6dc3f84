import DeviceFlow
import FlowTrace
import KioskScreen

/// What holds in every scenario, whatever it expects: counted from what is sent and what arrives, not from what the
/// kiosk says of itself.
struct ScenarioRules {
    /// What was broken, each once.
    private(set) var broken: [String] = []
    /// The code that lives, or lived last.
    private(set) var code: Code?
    /// The names of the events that end a sign-in.
    static let endings = ["approved", "denied", "expired", "refused", "failed"]

    struct Code: Equatable {
        let text: String
        let shownAt: Moment
        let expiry: Moment
        /// What the server wants by now. (RFC 8628, 3.5)
        var interval: Duration
        var lastReply: Moment
        /// What Retry-After asked for.
        var notBefore: Moment?
        var polls = 0
        let mostPolls: Int
        var isOver = false
    }

    private var codesSentAt: Moment?
    private var secrets: Set<String> = []
    private var mustBeTakenBack: String?
    private var revocations = 0

    private mutating func breaks(_ rule: String) { if !broken.contains(rule) { broken.append(rule) } }

    // MARK: Requests

    mutating func sent(_ intent: Intent, at now: Moment) {
        switch intent {
        case .codes: codesSentAt = now
        case .poll(_, let redemption):
            secrets.insert(redemption.deviceCode.revealed)
            polled(at: now)
        case .revoke: revocations += 1
        case .metadata, .register, .refresh, .keys, .userinfo: break
        }
    }

    private mutating func polled(at now: Moment) {
        guard var code, !code.isOver else { return breaks("a poll was sent after the end of the sign-in") }
        code.polls += 1
        let number = code.polls
        let waited = now - code.lastReply
        if waited < code.interval {
            breaks("poll \(number) came after \(waited.inWords), and the interval is \(code.interval.inWords)")
        }
        // Near the end of the code one poll is worth more than the server's wish. (Polling.nextPoll)
        let isNearEnd = now >= code.expiry - max(.seconds(10), code.interval * 2)
        if let notBefore = code.notBefore, now < notBefore, !isNearEnd {
            breaks("poll \(number) came \((notBefore - now).inWords) before the time that Retry-After named")
        }
        if now >= code.expiry { breaks("poll \(number) was sent after the code's end") }
        if number > code.mostPolls { breaks("\(number) polls, and \(code.mostPolls) fit into the code's life") }
        self.code = code
    }

    mutating func answered(_ intent: Intent, _ outcome: HTTPOutcome, at now: Moment) {
        guard case .poll = intent, var code else { return }
        code.lastReply = now
        code.notBefore = nil
        if case .replied(let reply) = outcome {
            code.notBefore = reply.headers["retry-after"].flatMap(Int.init).map { now + .seconds($0) }
            if JSONValue(parsing: reply.body)?["error"] == "slow_down" { code.interval += .seconds(5) }
        }
        self.code = code
    }

    mutating func handedOver(_ tokens: TokenSet) { secrets.insert(tokens.accessToken.revealed) }

    // MARK: Words

    mutating func logged(_ event: LogEvent, at now: Moment) {
        look(at: event.line, in: "the log")
        let reason = event.members["reason"]
        if event.members["revoked"] == .bool(true) { mustBeTakenBack = "tokens that came too late" }
        if reason == "the id_token cannot be believed" { mustBeTakenBack = "tokens with an id_token of no worth" }
        if event.name == "codes_shown" { begin(event, at: now) }
        if Self.endings.contains(event.name) { code?.isOver = true }
    }

    private mutating func begin(_ event: LogEvent, at now: Moment) {
        guard let sentAt = codesSentAt, let lifetime = event.members["expires_in"]?.numeric,
            let interval = event.members["interval"]?.numeric, let text = event.members["user_code"]?.string
        else { return breaks("codes_shown lacks the code, its life or its interval") }
        if interval <= 0 { breaks("an interval of \(interval) s (RFC 8628, 3.2: 5 where there is none)") }
        code = Code(
            text: text, shownAt: now, expiry: sentAt + .milliseconds(Int64(lifetime * 1000)),
            interval: .milliseconds(Int64(interval * 1000)), lastReply: now,
            mostPolls: Int(lifetime / max(interval, 1)) + 1)
    }

    mutating func saw(_ content: Scene.Content, _ lines: [String], at now: Moment) {
        for line in lines { look(at: line, in: "the screen") }
        guard case .code(let shown) = content else { return }
        guard let code, !code.isOver, shown.userCode.text == code.text else {
            return breaks("the screen shows a code that is over")
        }
        if now >= code.expiry { breaks("the screen shows the code \((now - code.expiry).inWords) after its end") }
        if shown.secondsLeft < 1 { breaks("the countdown says \(shown.secondsLeft) while the code stands there") }
    }

    private mutating func look(at line: String, in place: String) {
        if secrets.contains(where: line.contains) { breaks("a device code or a token stands in \(place)") }
        let isRaw = line.unicodeScalars.contains { scalar in
            scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || 0x202A...0x202E ~= scalar.value
                || 0x2066...0x2069 ~= scalar.value
        }
        if isRaw || line.contains("\\u00") { breaks("control characters stand in \(place)") }
    }

    // MARK: The end

    /// What can only be told when all is over.
    mutating func close() {
        if let tokens = mustBeTakenBack, revocations == 0 { breaks("\(tokens) were not taken back (RFC 7009)") }
    }
}

extension LogEvent {
    /// As it stands in the log, without its time.
    var line: String { JSONValue.object(members.merging(["event": .string(name)]) { $1 }).line }

    /// The name and at least these members; whole numbers and others are the same here.
    func matches(_ wanted: LogEvent) -> Bool {
        name == wanted.name
            && wanted.members.allSatisfy { member, value in
                let own = members[member] ?? .null
                if own.string != nil || value.string != nil { return own == value }
                return own == value || own.numeric != nil && own.numeric == value.numeric
            }
    }
}

extension Duration {
    /// "12 s", "0.5 s", "-0.25 s": to the millisecond, without zeros that say nothing.
    public var inWords: String {
        let milliseconds = Int((inSeconds * 1000).rounded())
        let (whole, rest) = (abs(milliseconds) / 1000, abs(milliseconds) % 1000)
        var fraction = String(String(rest + 1000).dropFirst())
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (milliseconds < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : "." + fraction) + " s"
    }
}
