import Foundation
import TerminalTesting
import Testing

/// `Assets/guides/security.md` says of each threat which test holds it.
@Suite("What is said of security")
struct SecurityGuideTests {
    private static let guide = read("Assets/guides/security.md")

    private static func read(_ path: String) -> String? {
        try? String(contentsOfFile: "\(repositoryFolder)/\(path)", encoding: .utf8)
    }

    /// Each "`Folder/File` "title"" in the guide, in which lines may break anywhere.
    private static func named(in guide: String) -> [(file: String, title: String)] {
        let text = guide.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        return text.matches(of: /`([A-Za-z]+Tests\/[A-Za-z]+)` "([^"]+)"/).map { (String($0.1), String($0.2)) }
    }

    @Test("each test that it names is there, with that title")
    func tests() throws {
        let named = Self.named(in: try #require(Self.guide))
        #expect(named.count > 50)
        for (file, title) in named {
            let source = try #require(Self.read("Tests/\(file).swift"), "there is no Tests/\(file).swift")
            #expect(source.contains("\"\(title)\""), "\(file) has no test \"\(title)\"")
        }
    }

    @Test("every section of RFC 8628's fifth and every mitigation has a row, which is held by a test or not defended")
    func rows() throws {
        let lines = try #require(Self.guide).split(separator: "\n").map(String.init)
        for section in 1...7 {
            #expect(lines.contains { $0.hasPrefix("| 5.\(section) ") }, "RFC 8628, 5.\(section)")
        }
        let heading = try #require(lines.firstIndex { $0.hasPrefix("## The BCP's mitigations") })
        #expect(lines[heading...].prefix { !$0.hasPrefix("## What") }.count { $0.hasPrefix("| ") } == 17 + 1)
        for line in lines where line.hasPrefix("| ") && line.split(separator: "|").count > 3 {
            let isHeld = line.contains("Tests/") || line.contains("**not defended**")
            let isNoThreat = ["| threat", "| mitigation", "| Content filtering", "| what |"].contains(
                where: line.hasPrefix)
            #expect(isHeld || isNoThreat || Self.isOfSecrets(line), "\(line)")
        }
    }

    /// The table of where secrets are is held as a whole.
    private static func isOfSecrets(_ line: String) -> Bool {
        ["| device code", "| tokens", "| client secret", "| user code", "| name and"].contains(where: line.hasPrefix)
    }
}
