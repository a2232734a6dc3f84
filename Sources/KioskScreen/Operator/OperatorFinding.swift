import DeviceFlow

/// One line of the operator's network test: what `kiosk doctor` has found.
public struct OperatorFinding: Equatable, Sendable {
    public var verdict: Verdict
    /// What it is about, as in "DNS".
    public var area: String
    /// In English, for the staff; made safe to show.
    public var seen: String

    public enum Verdict: String, Sendable {
        case ok, note, problem, skipped
    }

    public init(_ verdict: Verdict, _ area: String, _ seen: String) {
        self.verdict = verdict
        self.area = plain(area, limit: 20)
        self.seen = plain(seen, limit: 400)
    }

    /// - Parameter json: an object with the members `verdict`, `area` and `seen`.
    public init?(_ json: JSONValue) {
        guard let verdict = json["verdict"]?.string.flatMap(Verdict.init), let area = json["area"]?.string,
            let seen = json["seen"]?.string
        else { return nil }
        self.init(verdict, area, seen)
    }

    /// For the event log, which `init(_:)` reads again.
    var json: JSONValue {
        .object(["verdict": .string(verdict.rawValue), "area": .string(area), "seen": .string(seen)])
    }
}

/// The operator's network test.
public enum OperatorTest: Equatable, Sendable {
    case running
    /// None at all: it did not come to an end.
    case done([OperatorFinding])
}
