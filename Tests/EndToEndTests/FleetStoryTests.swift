import Foundation
import TerminalTesting
import Testing

@Suite("kiosk fleet", .inTurns)
struct FleetStoryTests {
    @Test("two hundred devices wait, are approved and get tokens, and the server has seen no poll before its interval")
    func fleet() async throws {
        let folder = try TemporaryFolder()
        let (csv, svg, json) = try (folder.file("csv"), folder.file("svg"), folder.file("json"))
        let fleet = try PipedProcess(
            [product("kiosk"), "fleet"]
                + [
                    "--devices", "200", "--interval", "1", "--ramp", "1", "--for", "100", "--approve-rate", "30",
                    "--poll-margin", "0.2",
                ]
                + ["--csv", csv, "--svg", svg, "--json", json, "--simulator", product("tokenidp-sim")],
            environment: testEnvironment(adding: ["TMPDIR": folder.path]))
        // Open, it stays readable when the fleet has taken its simulator's folder away.
        var audit: FileHandle?
        await eventually(within: 20) {
            let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            guard let state = inside.first(where: { $0.hasPrefix("kiosk-bench-") }) else { return false }
            audit = FileHandle(forReadingAtPath: "\(folder.path)/\(state)/audit.jsonl")
            return audit != nil
        }
        // As long as it takes on a busy machine: everybody has a code, and some have their tokens.
        var seen = Data()
        let isEnough = await eventually(within: 60) {
            seen += audit?.availableData ?? Data()
            let text = String(decoding: seen, as: UTF8.self)
            func count(_ word: String) -> Int { text.components(separatedBy: word).count - 1 }
            return count(#""event":"codes_issued""#) >= 200 && count(#""event":"tokens_issued""#) >= 40
                && count(#""event":"poll""#) > 250
        }
        #expect(isEnough, "\(fleet.errors())")
        fleet.signal(SIGINT)
        #expect(try await fleet.wait(40) == .exit(0), "\(fleet.errors())")
        let report = try JSON(try String(contentsOfFile: json, encoding: .utf8))
        #expect(report["not_started"] == 0)
        #expect(report["answers"]?["codes"] == 200)
        #expect(report["answers"]?["slow_down"] == 0)
        #expect(report["errors"] == [:], "\(report)")
        let tokens = report["answers"]?["tokens"]?.number ?? 0
        #expect(tokens >= 40)
        #expect(report["approval_to_tokens"]?["count"]?.number == tokens)
        #expect(report["approval_to_tokens"]?["p50"]?.number ?? 0 > 0.1)
        #expect(report["server_log"]?["early"] == 0)
        #expect(fleet.output().contains("200 devices"))

        let polls = try JSON.lines(of: String(decoding: seen + (audit?.readDataToEndOfFile() ?? Data()), as: UTF8.self))
            .filter { $0["event"] == "poll" }
        #expect(polls.count > 250)
        #expect(polls.count == report["polls"]?.number.map { Int($0) })
        #expect(polls.allSatisfy { $0["gap"]?.number ?? 1 >= 1 }, "a gap of less than the interval")
        let table = try String(contentsOfFile: csv, encoding: .utf8)
        #expect(table.split(separator: "\r\n").count >= 2)
        #expect(try String(contentsOfFile: svg, encoding: .utf8).hasSuffix("</svg>\n"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasPrefix("kiosk-bench-") }, "the simulator's folder is gone: \(left)")
    }

    @Test("at a named server nobody is approved, and Ctrl-C ends with the report")
    func foreignServer() async throws {
        let simulator = try await Simulator()
        let fleet = try PipedProcess(
            [product("kiosk"), "fleet", "--devices", "5", "--ramp", "0", "--for", "60"] + simulator.discoveryOptions,
            environment: testEnvironment())
        let audit = simulator.folder.path + "/audit.jsonl"
        #expect(
            await eventually {
                let text = (try? String(contentsOfFile: audit, encoding: .utf8)) ?? ""
                return text.components(separatedBy: #""event":"poll""#).count > 10
            })
        fleet.signal(SIGINT)
        #expect(try await fleet.wait() == .exit(0))
        #expect(fleet.output().contains("5 devices at https://localhost"))
        #expect(fleet.output().contains("0 tokens"))
        #expect(!fleet.output().contains("approval to tokens"))
    }

    @Test("a client the server does not know is told by its error, and the fleet ends")
    func refused() async throws {
        let simulator = try await Simulator()
        let result = try await run(
            [product("kiosk"), "fleet", "--devices", "500", "--issuer", simulator.text("issuer")]
                + ["--cacert", simulator.text("ca"), "--client-id", "nobody"])
        #expect(result.end == .exit(5), "\(result.errors)")
        #expect(result.output.contains("invalid_client"))
        #expect(result.output.contains("not started"))
    }

    @Test(
        "what would harm or cannot be meant is refused: exit code 64, with words",
        arguments: [
            (["--devices", "10", "--issuer", "https://idp.example", "--client-id", "x"], "--i-own-this-server"),
            (["--devices", "10", "--provider", "google", "--client-id", "x"], "--i-own-this-server"),
            (["--devices", "0"], "100000"), ([], "--devices"), (["--devices", "10", "--ramp", "soon"], "--ramp"),
            (
                ["--devices", "1", "--issuer", "https://localhost:9", "--client-id", "x", "--approve-rate", "1"],
                "--approve-rate"
            ),
            (["--devices", "1", "--csv", "/nonexistent/x.csv"], "/nonexistent/x.csv"),
        ])
    func refusals(words: [String], told: String) async throws {
        let result = try await run([product("kiosk"), "fleet"] + words)
        #expect(result.end == .exit(64), "\(result.end)")
        #expect(result.errors.contains(told), "\(result.errors)")
        #expect(result.output == "")
    }
}
