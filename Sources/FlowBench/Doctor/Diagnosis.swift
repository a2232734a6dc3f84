import DeviceFlow
import KioskScreen

/// All findings as people and programs read them.
public struct Diagnosis: Equatable, Sendable {
    public private(set) var findings: [Finding] = []

    public init(_ findings: [Finding] = []) { self.findings = findings }

    public mutating func add(_ finding: Finding) { findings.append(finding) }

    public var hasProblem: Bool { count(.problem) > 0 }

    private func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }

    /// What it comes to, in one line.
    public var summary: String {
        let (problems, notes) = (count(.problem), count(.note))
        let noted = notes == 0 ? "" : ", \(notes) note\(notes == 1 ? "" : "s")"
        switch problems {
        case 0: return "No problem\(noted)."
        case 1: return "1 problem\(noted)."
        default: return "\(problems) problems\(noted)."
        }
    }

    /// One JSON object.
    public var json: JSONValue {
        let lines = findings.map { finding in
            JSONValue.object([
                "area": .string(finding.area.rawValue), "verdict": .string(finding.verdict.rawValue),
                "seen": .string(finding.seen), "remedy": finding.remedy.map { .string($0) } ?? .null,
            ])
        }
        return .object([
            "findings": .array(lines), "problems": .integer(Int64(count(.problem))),
            "notes": .integer(Int64(count(.note))),
        ])
    }
}

/// How findings are written below each other.
public struct FindingLayout: Equatable, Sendable {
    /// nil: lines may be of any length, as for a pipe.
    public var columns: Int?
    /// Verdicts in colours (ECMA-48).
    public var isColoured: Bool

    public init(columns: Int?, isColoured: Bool) {
        self.columns = columns
        self.isColoured = isColoured
    }

    private static let verdictColumns = widest(Finding.Verdict.allCases.map(\.rawValue))
    private static let areaColumns = widest(Finding.Area.allCases.map(\.rawValue))
    /// Less than this is not worth a column of its own.
    private static let narrowestText = 20

    private static func widest(_ words: [String]) -> Int { (words.map(\.count).max() ?? 0) + 2 }

    /// - Returns: what was seen, beside verdict and area, and below it what to do.
    public func lines(_ finding: Finding) -> [String] {
        let verdict = padded(finding.verdict.rawValue, Self.verdictColumns)
        let head = inks(finding.verdict).map { "\u{1B}[\($0)m\(verdict)\u{1B}[0m" } ?? verdict
        let (area, margin) = (padded(finding.area.rawValue, Self.areaColumns), Self.verdictColumns + Self.areaColumns)
        let texts = [finding.seen] + (finding.remedy.map { ["-> " + $0] } ?? [])
        guard let columns, columns >= margin + Self.narrowestText else {
            // A narrow window: the text stands below.
            let room = columns.map { max(8, $0 - 2) }
            let below = texts.flatMap { wrapped($0, room) }.map { "  " + $0 }
            if columns != nil { return [head + finding.area.rawValue] + below }
            return [head + area + texts[0]] + texts.dropFirst().map { padded("", margin) + $0 }
        }
        let lines = texts.flatMap { wrapped($0, columns - margin) }
        return lines.enumerated().map { ($0.offset == 0 ? head + area : padded("", margin)) + $0.element }
    }

    private func inks(_ verdict: Finding.Verdict) -> String? {
        guard isColoured else { return nil }
        return switch verdict {
        case .ok: "32"
        case .note: "33"
        case .problem: "1;31"
        case .skipped: "2"
        }
    }

    private func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }

    /// Broken at blanks; a longer word, as an address is, where the line ends. What to do goes on below its words.
    private func wrapped(_ text: String, _ columns: Int?) -> [String] {
        guard let columns else { return [text] }
        let indent = text.hasPrefix("-> ") ? "   " : ""
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, TextWidth.of(line) + 1 + TextWidth.of(word) > columns {
                lines.append(line)
                line = indent
            }
            line += line.isEmpty || line == indent ? String(word) : " " + word
            while TextWidth.of(line) > columns {
                // Even a wide character in a narrow column takes the loop on.
                var fitting = line.prefix(max(1, columns))
                while fitting.count > 1, TextWidth.of(fitting) > columns { fitting.removeLast() }
                lines.append(String(fitting))
                line = indent + line.dropFirst(fitting.count)
            }
        }
        return lines + [line]
    }
}
