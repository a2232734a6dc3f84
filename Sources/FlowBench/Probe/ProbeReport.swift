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
        switch probe.ending {
        case .complete?, nil: trouble = nil
        case .unreachable(let why)?: trouble = "the server could not be asked: \(why)"
        case .noCodes(let why)?: trouble = "the server could not be tried out: \(why)"
        case .calledOff?: trouble = "the probe was called off before its end"
        }
        isUnreachable = if case .unreachable? = probe.ending { true } else { false }
        let wasCalledOff = probe.ending == .calledOff
        entries = Probe.rules.map { rule in
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
    }

    public func entries(_ verdict: Probe.Verdict) -> [Entry] { entries.filter { $0.verdict == verdict } }

    public var isSound: Bool { entries(.broken).isEmpty }

    /// "1 broken, 2 warnings, 20 kept, 8 not checked".
    var summary: String {
        let warnings = entries(.warning).count
        return "\(entries(.broken).count) broken, \(warnings) \(warnings == 1 ? "warning" : "warnings"), "
            + "\(entries(.kept).count) kept, \(entries(.notChecked).count) not checked"
    }

    /// "31 requests in 42.5 s, never more than one in 1 s".
    var effort: String {
        "\(requests.count) request\(requests.count == 1 ? "" : "s") in \(Probe.seconds(duration, decimals: 1)), "
            + "never more than one in \(Probe.seconds(pace))"
    }
}
