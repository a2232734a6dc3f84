/// For people who have never read the RFC.
extension ProbeReport {
    /// - Parameter columns: no line is longer, but for a word that is.
    public func text(columns: Int = 100) -> String {
        var lines = ["kiosk probe: \(target), profile \(profile)", effort, absence].compactMap { $0 }.flatMap {
            Self.wrapped($0, first: "", rest: "", columns)
        }
        if let trouble { lines += [""] + Self.wrapped(trouble, first: "", rest: "", columns) }
        for verdict in [Probe.Verdict.broken, .warning, .kept, .notChecked] {
            let entries = entries(verdict)
            guard !entries.isEmpty else { continue }
            let head = "\(verdict.rawValue.uppercased()) (\(entries.count))"
            if verdict == .notChecked, let unchecked {
                lines +=
                    [""]
                    + Self.wrapped("\(head): \(unchecked) (--format json lists them)", first: "", rest: "", columns)
                continue
            }
            lines += ["", head]
            for entry in entries {
                switch verdict {
                case .broken, .warning: lines += [""] + full(entry, columns)
                case .kept, .notChecked: lines += short(entry, columns)
                }
            }
        }
        lines += [""] + Self.wrapped("\(summary).", first: "", rest: "", columns)
        return lines.joined(separator: "\n")
    }

    private func full(_ entry: Entry, _ columns: Int) -> [String] {
        let rule = entry.rule
        let parts =
            entry.findings.map { ("seen", Self.sentence($0)) }
            + [("rule", "\(rule.wants) [\(rule.level); \(rule.source)]"), ("hurts", rule.harm)]
        let head = "\(Self.capital(rule.title)) (\(rule.check.rawValue)): \(entry.verdict.rawValue)"
        return Self.wrapped(head, first: Self.padded(rule.id), rest: Self.margin, columns)
            + parts.flatMap { name, words in
                let name = name + String(repeating: " ", count: 7 - name.count)
                return Self.wrapped(
                    words, first: Self.margin + name, rest: Self.margin + String(repeating: " ", count: 7), columns)
            }
    }

    private func short(_ entry: Entry, _ columns: Int) -> [String] {
        let rule = entry.rule
        let seen = entry.findings.map { Self.sentence($0) }.joined(separator: "; ")
        return Self.wrapped(
            "\(Self.capital(rule.title)) (\(rule.check.rawValue)): \(seen) [\(rule.source)]",
            first: Self.padded(rule.id), rest: Self.margin,
            columns)
    }

    private static let margin = "     "
    private static func padded(_ id: String) -> String { id + String(repeating: " ", count: max(1, 5 - id.count)) }
    private static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func sentence(_ finding: Probe.Finding) -> String {
        let numbers = finding.requests
        guard let first = numbers.first else { return finding.seen }
        let few = numbers.prefix(3).map(String.init).joined(separator: ", ") + (numbers.count > 3 ? ", ..." : "")
        return finding.seen + (numbers.count == 1 ? " (request \(first))" : " (requests \(few))")
    }

    private static func wrapped(_ text: String, first: String, rest: String, _ columns: Int) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > columns {
                lines.append(line)
                line = rest
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }
}
