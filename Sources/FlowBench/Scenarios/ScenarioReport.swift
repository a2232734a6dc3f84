import DeviceFlow

/// What became of all scenarios, for people and for machines.
public struct ScenarioReport: Sendable {
    public let results: [ScenarioResult]
    /// All of it, in real time.
    public let took: Duration
    /// Scenarios that were to follow when it was called off.
    public let notRun: Int

    public enum Format: String, CaseIterable, Sendable { case table, tap, junit }

    public init(_ results: [ScenarioResult], took: Duration, notRun: Int = 0) {
        self.results = results
        self.took = took
        self.notRun = notRun
    }

    public var hasFailed: Bool { results.contains { $0.verdict == .failed } }

    /// - Parameter isVerbose: with everything that happened, also in those that passed.
    public func text(_ format: Format, isVerbose: Bool = false) -> String {
        switch format {
        case .table: table(isVerbose: isVerbose)
        case .tap: tap(isVerbose: isVerbose)
        case .junit: junit(isVerbose: isVerbose)
        }
    }

    func count(_ verdict: ScenarioResult.Verdict) -> Int { results.count { $0.verdict == verdict } }

    /// One line a scenario, and below it what is wrong.
    private func table(isVerbose: Bool) -> String {
        let width = max(8, results.map(\.scenario.name.count).max() ?? 0)
        var lines = [row("VERDICT", "SCENARIO", "LASTED", "TOOK", width)]
        for result in results {
            lines.append(
                row(
                    result.verdict.rawValue, result.scenario.name, result.lasted.rounded(to: 1),
                    result.took.rounded(to: 3), width))
            lines += result.remarks.map { "         " + $0 }
            if isVerbose || result.verdict == .failed { lines += result.story.map { "         " + $0 } }
        }
        lines.append(summary)
        return lines.map { $0 + "\n" }.joined()
    }

    private func row(_ verdict: String, _ name: String, _ lasted: String, _ took: String, _ width: Int) -> String {
        verdict.padded(9) + name.padded(width + 2) + lasted.padded(-10) + took.padded(-10)
    }

    /// The last line, in words.
    public var summary: String {
        let known = count(.known)
        let virtual = results.filter { !$0.scenario.isReal }.reduce(Duration.zero) { $0 + $1.lasted }
        return "\(results.count) scenarios: \(count(.passed)) ok, \(count(.failed)) failed"
            + (known > 0 ? ", \(known) known to fail" : "")
            + (notRun > 0 ? "; called off, \(notRun) not run" : "")
            + ". \(virtual.rounded(to: 0)) of virtual time; it took \(took.rounded(to: 1))."
    }
}

extension Duration {
    /// "12.3 s".
    fileprivate func rounded(to digits: Int) -> String {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let number = Int((inSeconds * Double(scale)).rounded())
        guard digits > 0 else { return "\(number) s" }
        let fraction = String(number % scale + scale).dropFirst()
        return "\(number / scale).\(fraction) s"
    }
}

extension String {
    /// - Parameter width: negative: blanks come first.
    fileprivate func padded(_ width: Int) -> String {
        let blanks = String(repeating: " ", count: max(0, abs(width) - count))
        return width < 0 ? blanks + self : self + blanks
    }
}
