import DeviceFlow

/// What became of one scenario.
public struct ScenarioResult: Sendable {
    public let scenario: Scenario
    /// Why it is not as expected; empty: it is.
    public let reasons: [String]
    /// In the scenario's own time.
    public let lasted: Duration
    /// In real time.
    public let took: Duration
    let timeline: [ScenarioEvidence.Entry]

    public enum Verdict: String, Equatable, Sendable {
        case passed = "ok"
        case failed = "FAILED"
        /// It fails, as its file says.
        case known
    }

    public var verdict: Verdict {
        if scenario.known == nil { return reasons.isEmpty ? .passed : .failed }
        return reasons.isEmpty ? .failed : .known
    }

    /// What a person has to know, first the reason.
    public var remarks: [String] {
        guard let known = scenario.known else { return reasons }
        return reasons.isEmpty
            ? ["it passes, and its file says that it does not: \(known)"] : ["known: \(known)"] + reasons
    }

    /// Everything in the order it happened, by seconds since the beginning.
    public var story: [String] {
        timeline.map { entry in
            let time = entry.at.inWords.dropLast(2)
            return String(repeating: " ", count: max(0, 9 - time.count)) + time + "  " + entry.text
        }
    }
}
