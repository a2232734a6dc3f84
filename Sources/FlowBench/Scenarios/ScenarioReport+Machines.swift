import DeviceFlow

extension ScenarioReport {
    /// Test Anything Protocol, version 14 (testanything.org); what is known to fail is a TODO.
    func tap(isVerbose: Bool) -> String {
        var lines = ["TAP version 14", "1..\(results.count)"]
        for (index, result) in results.enumerated() {
            let mark = result.verdict == .passed ? "ok" : "not ok"
            var line = "\(mark) \(index + 1) - \(result.scenario.name)"
            if result.verdict == .known, let known = result.scenario.known {
                line += " # TODO " + known.replacing("#", with: "\\#")
            }
            lines.append(line)
            guard isVerbose || result.verdict != .passed else { continue }
            lines.append("  ---")
            lines.append("  title: \(Self.yaml(result.scenario.title))")
            lines += Self.yaml("reasons", result.remarks) + Self.yaml("timeline", result.story) + ["  ..."]
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func yaml(_ name: String, _ texts: [String]) -> [String] {
        texts.isEmpty ? [] : ["  \(name):"] + texts.map { "    - \(yaml($0))" }
    }

    /// A string of JSON is one of YAML.
    private static func yaml(_ text: String) -> String { JSONValue.string(text).line }

    /// JUnit's XML, as build servers read it; what is known to fail is skipped.
    func junit(isVerbose: Bool) -> String {
        let counts = #"tests="\#(results.count)" failures="\#(count(.failed))" skipped="\#(count(.known))""#
        let time = #"time="\#(Self.seconds(took))""#
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites \(counts) \(time)>",
            #"  <testsuite name="kiosk qa" \#(counts) errors="0" \#(time)>"#,
        ]
        for result in results {
            let kind = result.scenario.isReal ? "real" : "virtual"
            let name = Self.escaped(result.scenario.name)
            let start =
                #"    <testcase classname="kiosk.qa.\#(kind)" name="\#(name)" time="\#(Self.seconds(result.took))""#
            var inside: [String] = []
            let reasons = Self.escaped(result.remarks.joined(separator: "; "))
            switch result.verdict {
            case .passed: break
            case .failed:
                let story = Self.escaped(result.story.joined(separator: "\n"))
                inside.append(#"      <failure message="\#(reasons)">\#(story)</failure>"#)
            case .known: inside.append(#"      <skipped message="\#(reasons)"/>"#)
            }
            if isVerbose, result.verdict != .failed {
                let story = Self.escaped(result.story.joined(separator: "\n"))
                inside.append("      <system-out>\(story)</system-out>")
            }
            lines += inside.isEmpty ? [start + "/>"] : [start + ">"] + inside + ["    </testcase>"]
        }
        lines += ["  </testsuite>", "</testsuites>"]
        return lines.map { $0 + "\n" }.joined()
    }

    private static func seconds(_ duration: Duration) -> String { String(duration.inWords.dropLast(2)) }

    /// For text and attributes; what XML 1.0 cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
