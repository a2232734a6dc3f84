import DeviceFlow

extension Probe {
    /// What became of a check, from good to bad.
    public enum Verdict: String, CaseIterable, Sendable, Comparable {
        case notChecked = "not checked"
        case kept
        /// Permitted but unwise, or not seen clearly: for people to look at.
        case warning
        case broken

        public static func < (a: Verdict, b: Verdict) -> Bool {
            (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
        }
    }

    /// One thing that was seen, and what it says about one check.
    public struct Finding: Equatable, Sendable {
        public var check: Check
        public var verdict: Verdict
        /// What the server did, as the rest of a sentence; for `.notChecked` the reason.
        public var seen: String
        /// The requests it was seen in.
        public var requests: [Int]

        init(_ check: Check, _ verdict: Verdict, _ seen: String, _ requests: [Int] = []) {
            self.check = check
            self.verdict = verdict
            self.seen = seen
            self.requests = requests
        }
    }

    /// A duration as people write it: "5.02 s".
    static func seconds(_ duration: Duration, decimals: Int = 2) -> String {
        let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
        // Downwards: a poll a hair too early must not look as if it had waited its time.
        let units = Int((duration.inSeconds * Double(scale) + 1e-6).rounded(.down))
        guard decimals > 0, units % scale != 0 else { return "\(units / scale) s" }
        let rest = String(units % scale)
        return "\(units / scale)." + String(repeating: "0", count: decimals - rest.count) + rest + " s"
    }
}
