import DeviceFlow
import FlowTrace

/// What the probe has found, rule by rule.
public struct ProbeReport: Equatable, Sendable {
    public let target: String
    public let profile: String
    public let entries: [Entry]
    /// Why the probe could not do all of its work; nil: it could.
    public let trouble: String?
    public let isUnreachable: Bool
    public let wasCalledOff: Bool
    /// The simulator could not be had to approve and deny, which is the tester's to mend.
    public let lacksHand: Bool
    /// What all that was not checked has in common; nil: each has its own reason.
    let unchecked: String?
    /// "7 rules could not be judged, as nobody approved or denied"; nil where somebody did all.
    let absence: String?
    let userCodes: [Int: String]
    let errors: [Int: String]
    let pace: Duration
    let duration: Duration
    let requests: [Exchange]

    /// One check, with the worst that was seen of it.
    public struct Entry: Equatable, Sendable {
        public let rule: Probe.Rule
        public let verdict: Probe.Verdict
        /// Sentences, each with the requests it was seen in.
        public let findings: [Probe.Finding]
    }

    /// - Parameter target: whom it was about, in words.
    public init(_ probe: Probe, target: String) {
        self.target = target
        profile = probe.client.provider.name
        pace = probe.settings.pace
        requests = probe.exchanges
        let end = probe.exchanges.last?.endedAt ?? probe.began ?? Moment(.zero)
        duration = end - (probe.exchanges.first?.sentAt ?? end)
        let wasAnswered = probe.exchanges.contains { $0.reply != nil }
        switch probe.ending {
        case .complete?, nil: (trouble, unchecked) = (nil, nil)
        case .unreachable(let why)?:
            trouble =
                (wasAnswered ? "the server could not be asked to the end: " : "the server could not be asked: ") + why
            unchecked = wasAnswered ? "all that was still to come" : "all that needs an answer"
        case .noCodes(let why)?:
            (trouble, unchecked) = ("the server could not be tried out: \(why)", "all that needs codes")
        case .noHand(let why)?:
            (trouble, unchecked) = ("the probe could not go on: \(why)", "all that was still to come")
        case .calledOff?: (trouble, unchecked) = ("the probe was called off before its end", nil)
        }
        isUnreachable = if case .unreachable? = probe.ending { true } else { false }
        lacksHand = if case .noHand? = probe.ending { true } else { false }
        let wasCalledOff = probe.ending == .calledOff
        self.wasCalledOff = wasCalledOff
        userCodes = probe.userCodes
        errors = Dictionary(
            uniqueKeysWithValues: probe.exchanges.compactMap { exchange in
                Probe.Seen(exchange, probe.client)?.error.map {
                    (exchange.id.number, plain(probe.redaction.withoutKnownValues($0), limit: 60))
                }
            })
        let entries = Probe.rules.map { rule in
            let all = probe.findings.filter { $0.check == rule.check }
            let worst = all.map(\.verdict).max() ?? .notChecked
            var shown = all.filter { $0.verdict == worst }
            if shown.isEmpty {
                let reason =
                    wasCalledOff && !rule.unchecked.hasPrefix("only eyes") ? "called off before" : rule.unchecked
                shown = [Probe.Finding(rule.check, .notChecked, reason)]
            }
            return Entry(rule: rule, verdict: worst, findings: shown)
        }
        self.entries = entries
        absence = unchecked == nil ? Self.absence(entries, probe.unattended) : nil
    }

    private static func absence(_ entries: [Entry], _ unattended: Set<Probe.Check>) -> String? {
        let left = entries.filter { $0.verdict == .notChecked }.map(\.rule.check).filter(unattended.contains)
        guard !left.isEmpty else { return nil }
        let deeds = [("approved", Probe.Act.approve), ("denied", .deny)].filter { _, act in
            left.contains(where: Probe.checks(of: act).contains)
        }
        return "\(left.count) rule\(left.count == 1 ? "" : "s") could not be judged, as nobody "
            + deeds.map(\.0).joined(separator: " or ")
    }

    public func entries(_ verdict: Probe.Verdict) -> [Entry] { entries.filter { $0.verdict == verdict } }

    public var isSound: Bool { entries(.broken).isEmpty }

    /// "1 broken, 2 warnings, 20 kept, 8 not checked".
    var summary: String {
        let warnings = entries(.warning).count
        return "\(entries(.broken).count) broken, \(warnings) \(warnings == 1 ? "warning" : "warnings"), "
            + "\(entries(.kept).count) kept, \(entries(.notChecked).count) not checked"
            + (absence.map { "; \($0)" } ?? "")
    }

    /// "31 requests in 42.5 s, never more than one in 1 s".
    var effort: String {
        "\(requests.count) request\(requests.count == 1 ? "" : "s") in \(Probe.seconds(duration, decimals: 1)), "
            + "never more than one in \(Probe.seconds(pace))"
    }
}
