import Foundation
import TerminalTesting
import Testing

@Suite("kiosk qa: whole sign-ins by script", .inTurns)
struct QATests {
    private func qa(_ words: [String], within seconds: Double = 60) async throws -> (
        end: ProcessEnd, output: String, errors: String
    ) {
        try await run([product("kiosk"), "qa"] + words, within: seconds)
    }

    /// What is written in a file of scenarios, as the tests read it.
    private static func scenarios() throws -> [JSON] {
        let folder = repositoryFolder + "/Assets/qa"
        return try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { name -> [JSON] in
            guard case .array(let list) = try JSON(String(contentsOfFile: folder + "/" + name, encoding: .utf8)) else {
                throw TestingFailure("\(name) is no list")
            }
            return list
        }
    }

    @Test("the whole virtual set comes to what it should; only what its file says is known to fail")
    func virtual() async throws {
        let result = try await qa(["--set", "virtual"])
        #expect(result.end == .exit(0), "\(result.output)")
        let known = result.output.split(separator: "\n").count { $0.hasPrefix("known ") }
        #expect(try known == Self.scenarios().count { $0["known"] != nil })
        let all = try Self.scenarios().count { $0["real"] != true }
        #expect(
            result.output.contains("\n\(all) scenarios: \(all - known) ok, 0 failed"), "\(result.output.suffix(200))")
    }

    @Test("the few in real time do as well, as JUnit's XML in a file")
    func real() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("report.xml")
        let result = try await qa(["--set", "real", "--format", "junit", "--output", file])
        let report = try String(contentsOfFile: file, encoding: .utf8)
        #expect(result.end == .exit(0), "\(report)")
        #expect(result.output == "" && result.errors.contains(" 0 failed"), "\(result.errors)")
        #expect(report.contains(#"failures="0""#) && report.contains(#"classname="kiosk.qa.real""#))
        let parser = XMLWellFormedness(report)
        #expect(parser.problem == nil, "\(parser.problem ?? "")")
    }

    @Test("every trouble that the simulator knows has a scenario")
    func troubles() async throws {
        let listed = try await run([product("tokenidp-sim"), "scenarios", "--json"])
        guard case .array(let list) = try JSON(listed.output) else { throw TestingFailure(listed.output) }
        let known = list.compactMap { $0["name"]?.string }
        #expect(known.count > 40)
        let tried = try Self.scenarios().filter { $0["real"] != true }.flatMap { scenario -> [String] in
            guard case .array(let steps)? = scenario["steps"] else { return [] }
            return steps.filter { $0["do"] == "trouble" }.compactMap { $0["name"]?.string }
        }
        #expect(Set(known).subtracting(tried) == [])
        #expect(Set(tried).subtracting(known) == [])
    }

    @Test("a scenario of one's own that expects what does not come fails with 1, and says why and what happened")
    func wrong() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file(
            "own.json",
            """
            {"name": "own", "title": "denied, and taken for a yes", "steps": [{"after_polls": 1, "do": "deny"}],
             "expect": {"exit": 0, "screens": ["pending", "approved"]}}
            """)
        let table = try await qa([file])
        #expect(table.end == .exit(1))
        #expect(table.output.contains("exit code: expected 0, was 3"), "\(table.output)")
        #expect(table.output.contains("script: deny") && table.output.contains("screen: denied"), "\(table.output)")
        let tap = try await qa([file, "approve-early", "--format", "tap"])
        #expect(tap.end == .exit(1))
        #expect(tap.output.hasPrefix("TAP version 14\n1..2\nnot ok 1 - own\n"), "\(tap.output)")
        #expect(tap.output.hasSuffix("\nok 2 - approve-early\n"), "\(tap.output)")
    }

    @Test(
        "what cannot be done is told, and what to do instead",
        arguments: [
            (["--set", "some"], 64, "virtual, real, all"), (["aprove-early"], 64, "did you mean approve-early?"),
            (["approve-early", "--set", "real"], 64, "none of these"), (["--format", "xml"], 64, "junit"),
            (["/nonexistent.json"], 78, "cannot be read"),
            (["approve-early", "--simulator", "/nonexistent"], 5, "start"),
            (["approve-early", "--output", "/nonexistent/file"], 78, "cannot be written"),
        ])
    func slips(words: [String], code: Int32, told: String) async throws {
        let result = try await qa(words)
        #expect(result.end == .exit(code), "\(result)")
        #expect(result.errors.contains(told), "\(result.errors)")
    }

    @Test("a file with a slip is refused by the place of it")
    func badFile() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("bad.json", #"[{"name":"a","title":"t","steps":[{"at":"soon","do":"deny"}]}]"#)
        let result = try await qa([file])
        #expect(result.end == .exit(78))
        #expect(result.errors.contains("bad.json: [0].steps[0].at: expected seconds"), "\(result.errors)")
    }

    @Test("--list says which there are, without a server")
    func list() async throws {
        let result = try await qa(["--list", "--simulator", "/nonexistent"])
        #expect(result.end == .exit(0))
        #expect(try result.output.split(separator: "\n").count == Self.scenarios().count)
        #expect(result.output.contains("real-approve") && result.output.contains("somebody approves"))
    }

    @Test("the guide explains every member of a scenario file, and no other; its example runs")
    func guide() async throws {
        let guide = try String(contentsOfFile: repositoryFolder + "/Assets/guides/qa.md", encoding: .utf8)
        let explained = guide.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("| `"), let name = line.dropFirst(3).split(separator: "`").first else { return nil }
            return String(name)
        }
        let folder = try TemporaryFolder()
        // The reader lists the names it knows when it meets another.
        var known: [String] = []
        for (place, json) in [
            ("odd", #"{"odd":1}"#), ("settings.odd", #"{"name":"a","title":"t","settings":{"odd":1}}"#),
            ("steps[0].odd", #"{"name":"a","title":"t","steps":[{"odd":1}]}"#),
            ("expect.odd", #"{"name":"a","title":"t","expect":{"odd":1}}"#),
        ] {
            let result = try await qa([try folder.file("odd.json", json)])
            let parts = result.errors.split(separator: "\(place): expected one of ")
            let names = try #require(parts.last?.split(separator: " (").first, "\(result.errors)")
            known += names.split(separator: ", ").map(String.init)
        }
        #expect(Set(explained) == Set(known), "\(Set(explained).symmetricDifference(known))")
        let example = try #require(guide.split(separator: "```json\n").dropFirst().first?.split(separator: "```").first)
        let result = try await qa([try folder.file("example.json", String(example))])
        #expect(result.end == .exit(0), "\(result.output)\(result.errors)")
    }
}

/// Whether a text is well-formed XML: every element that begins ends, and nothing stands raw that must not.
private struct XMLWellFormedness {
    var problem: String?

    init(_ text: String) {
        var open: [Substring] = []
        for piece in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
            guard let end = piece.firstIndex(of: ">") else {
                problem = "no end of <\(piece.prefix(40))"
                return
            }
            let tag = piece[..<end]
            if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else {
                    problem = "\(tag) ends nothing"
                    return
                }
            } else {
                open.append(tag.prefix { $0 != " " })
            }
        }
        if let last = open.last { problem = "\(last) does not end" }
    }
}
