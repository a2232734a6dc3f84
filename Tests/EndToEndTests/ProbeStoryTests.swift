import Foundation
import TerminalTesting
import Testing

/// Tests/Fixtures/broken_server.py as a process.
private final class BrokenServer {
    let issuer: String
    let folder: TemporaryFolder
    private let process: PipedProcess

    init(_ defect: String?, lifetime: Int = 12) async throws {
        folder = try TemporaryFolder()
        process = try PipedProcess(
            [
                "/usr/bin/env", "python3", fixture("broken_server.py"), "--state", folder.path, "--lifetime",
                "\(lifetime)",
            ]
                + (defect.map { ["--break", $0] } ?? []), environment: testEnvironment())
        let process = process
        guard await eventually({ process.output().contains("\n") }),
            let line = process.output().split(separator: "\n").first, let issuer = try JSON(line)["issuer"]?.string
        else { throw TestingFailure("broken_server.py: \(process.errors())") }
        self.issuer = issuer
    }
    func kill() { process.signal(SIGKILL) }
    deinit { kill() }

    var options: [String] {
        ["--issuer", issuer, "--client-id", "screen", "--pace", "0.2", "--simulator-state", folder.path]
    }
}

@Suite("Servers that are probed", .inTurns)
struct ProbeStoryTests {
    /// What `kiosk probe` says, by verdict: "S9 denial".
    private func probe(_ options: [String]) async throws -> (
        end: ProcessEnd, verdicts: [String: [String]], text: String
    ) {
        let result = try await run([product("kiosk"), "probe", "--format", "json"] + options, within: 90)
        guard let report = try? JSON(result.output), case .array(let rules)? = report["rules"] else {
            throw TestingFailure("no report: \(result)")
        }
        var verdicts: [String: [String]] = [:]
        for rule in rules {
            let name = "\(rule["rule"]?.string ?? "") \(rule["check"]?.string ?? "")"
            verdicts[rule["verdict"]?.string ?? "", default: []].append(name)
        }
        return (result.end, verdicts, result.output)
    }

    private struct Defect: Sendable {
        let name: String
        let broken: [String]
        let warnings: [String]
        init(_ name: String, _ broken: [String], _ warnings: [String] = []) {
            self.name = name
            self.broken = broken
            self.warnings = warnings
        }
    }

    /// What a broken server breaks, and what is only unwise; any other verdict would be a false one.
    private static let defects: [Defect] = [
        Defect("weak-code", ["S12 code-strength"]), Defect("confusable-code", [], ["S16 code-letters"]),
        Defect("short-device-code", ["S13 device-code-strength"]), Defect("same-code", ["S3 unique"]),
        Defect("tokens-stored", ["S17 no-store"]), Defect("throttles-polite", ["S9 throttling"]),
        Defect("denial-forbidden", ["S9 denial"]), Defect("denial-silent", ["S9 denial"]),
        Defect("code-twice", ["S3 single-use"]), Defect("strict-parameters", ["S1 unknown-parameters"]),
        Defect("code-in-address", ["S7 page-address"]), Defect("unannounced", ["S10 announced"]),
        Defect("other-issuer", ["C34 issuer"]), Defect("quotes-in-errors", ["S18 error-characters"]),
        Defect("controls-in-errors", ["S18 error-characters"]), Defect("no-lifetime", ["C8 members"]),
        Defect("interval-as-text", ["C8 members"]), Defect("never-expires", ["S9 expiry"]),
        Defect("refresh-forever", ["S22 rotation"]), Defect("revokes-nothing", ["S21 revocation"], ["S22 rotation"]),
        Defect("early-poll-fatal", ["S9 early-poll"]), Defect("unknown-client-page", ["S4 error-shape"]),
        Defect("no-page", ["S5 page"]), Defect("any-client", ["S9 other-client"]),
    ]

    @Test("of each broken server the very rule is found that it breaks, and no other")
    func broken() async throws {
        // All at once: they wait most of the time.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for defect in Self.defects {
                group.addTask { try await judge(defect) }
            }
            try await group.waitForAll()
        }
    }

    private func judge(_ defect: Defect) async throws {
        let server = try await BrokenServer(defect.name)
        let wait = defect.name == "never-expires" ? "60" : "1"
        let result = try await probe(server.options + ["--longest-wait", wait, "--other-client-id", "other-screen"])
        #expect(result.verdicts["broken", default: []] == defect.broken, "\(defect.name): \(result.text)")
        #expect(result.end == .exit(defect.broken.isEmpty ? 0 : 1), "\(defect.name)")
        // A code of seconds is short in every one of them.
        let warnings = result.verdicts["warning", default: []].filter { $0 != "S15 lifetime" }
        #expect(warnings == defect.warnings, "\(defect.name): \(result.text)")
    }

    @Test("a server that keeps the rules breaks none, and its report is for people")
    func sound() async throws {
        let server = try await BrokenServer(nil)
        let result = try await run([product("kiosk"), "probe"] + server.options, within: 60)
        #expect(result.end == .exit(0), "\(result.output)")
        // How many are kept is left open: on a busy machine a poll may come too late to tell anything by it.
        let summary = try #require(result.output.split(separator: "\n").last)
        #expect(summary.hasPrefix("0 broken, 1 warning, 3"), "\(summary)")
        #expect(
            result.output.split { $0.isWhitespace }.joined(separator: " ").contains("answered 400 expired_token after"))
        #expect(result.output.contains("never more than one in 0.20 s"))
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(result.errors.hasPrefix("probing \(server.issuer) as client screen"), "\(result.errors)")
    }

    @Test("the simulator keeps every rule that can be seen", arguments: ["tokenidp-tv-app", "lobby-kiosk"])
    func simulator(client: String) async throws {
        let simulator = try await Simulator(codeLifetime: 20)
        let secret = try simulator.folder.file("secret", "lobby-kiosk-secret\n")
        let result = try await probe(
            [
                "--issuer", simulator.text("issuer"), "--cacert", simulator.text("ca"), "--client-id", client,
                "--scope", "openid offline_access", "--pace", "0.2", "--simulator-state", simulator.folder.path,
                "--other-client-id", client == "lobby-kiosk" ? "tokenidp-tv-app" : "lobby-kiosk",
            ] + (client == "lobby-kiosk" ? ["--client-secret-file", secret] : []))
        #expect(result.verdicts["broken", default: []] == [], "\(result.text)")
        #expect(result.verdicts["warning", default: []] == ["S15 lifetime"], "\(result.text)")
        #expect(result.verdicts["kept", default: []].contains("C3 tls"))
        #expect(result.end == .exit(0))
    }

    @Test("a client that the server does not know is the tester's slip, not the server's")
    func unknownClient() async throws {
        let server = try await BrokenServer(nil)
        let result = try await run(
            [product("kiosk"), "probe", "--issuer", server.issuer, "--client-id", "nobody", "--pace", "0.2"], within: 60
        )
        #expect(result.end == .exit(6), "\(result.output)")
        #expect(result.output.contains("0 broken"), "\(result.output)")
        let words = result.output.split { $0.isWhitespace }.joined(separator: " ")
        #expect(words.contains("401 invalid_client: look at --client-id and its secret"), "\(result.output)")
        #expect(words.contains("NOT CHECKED (32): all that needs codes (--format json lists them)"))
    }

    @Test("nobody's server is probed without the tester's word, nor faster than the limit")
    func manners() async throws {
        let elsewhere = ["--issuer", "https://idp.example", "--client-id", "x"]
        for (options, told) in [
            (elsewhere, "--i-may-test-this"),
            (["--issuer", "http://127.0.0.1:9", "--client-id", "x", "--pace", "0.1"], "--pace is 0.2"),
            (["--issuer", "http://127.0.0.1:9", "--client-id", "x", "--simulator-state", "/nowhere"], "admin-token"),
            (["--issuer", "http://127.0.0.1:9", "--client-id", "x", "--format", "xml"], "text or json"),
            (
                ["--issuer", "http://127.0.0.1:9", "--client-id", "x", "--no-hands", "--simulator-state", "/nowhere"],
                "leave out one"
            ),
        ] {
            let result = try await run([product("kiosk"), "probe"] + options)
            #expect(result.end == .exit(64) && result.errors.contains(told), "\(result)")
            #expect(result.output == "")
        }
    }

    @Test("a server that is not there is told from one that breaks rules")
    func noServer() async throws {
        let result = try await probe(["--issuer", "http://127.0.0.1:9", "--client-id", "x", "--no-hands"])
        #expect(result.end == .exit(5) && result.verdicts["broken"] == nil && result.verdicts["kept"] == nil)
    }

    @Test("Ctrl-C ends it with a report of what was seen so far")
    func calledOff() async throws {
        let server = try await BrokenServer("unannounced", lifetime: 60)
        let process = try PipedProcess(
            [product("kiosk"), "probe", "--issuer", server.issuer, "--client-id", "screen", "--pace", "0.2"],
            environment: testEnvironment())
        #expect(await eventually(within: 20) { process.errors().contains("BY HAND NOW: open \(server.issuer)/device") })
        process.signal(SIGINT)
        #expect(try await process.wait(10) == .exit(1))
        #expect(process.output().contains("called off before its end"))
        #expect(process.output().contains("grant_types_supported does not name"))
        let sound = try await BrokenServer(nil, lifetime: 60)
        let other = try PipedProcess([product("kiosk"), "probe"] + sound.options, environment: testEnvironment())
        #expect(await eventually(within: 20) { other.errors().contains("  request 1: ") })
        other.signal(SIGINT)
        #expect(try await other.wait(20) == .exit(130))
        #expect(other.output().contains("\n0 broken, "), "\(other.output())")
    }

    @Test("a server that dies meanwhile is said to be gone, first of all")
    func death() async throws {
        let server = try await BrokenServer(nil, lifetime: 60)
        let process = try PipedProcess([product("kiosk"), "probe"] + server.options, environment: testEnvironment())
        #expect(await eventually(within: 20) { process.errors().contains("  request 5") })
        server.kill()
        #expect(try await process.wait(20) == .exit(5))
        let lines = process.output().split(separator: "\n")
        let told = "the server could not be asked to the end: it stopped answering at request "
        #expect(process.output().split { $0.isWhitespace }.joined(separator: " ").contains(told))
        #expect(lines.dropFirst(2).first?.hasPrefix("the server could not be asked to the end: ") == true)
        #expect(process.output().contains("0 broken"), "\(process.output())")
    }

    @Test("an authority that is not trusted, and a folder of another simulator, are the tester's slips")
    func slips() async throws {
        let simulator = try await Simulator()
        let stranger = try await probe(
            ["--issuer", simulator.text("issuer"), "--client-id", "tokenidp-tv-app", "--no-hands"])
        #expect(stranger.end == .exit(5) && stranger.verdicts["broken"] == nil, "\(stranger.text)")
        #expect(stranger.text.contains("--cacert FILE with its certificate"))
        let server = try await BrokenServer(nil)
        let folder = try TemporaryFolder()
        _ = try folder.file("admin-token", "another-server's\n")
        let result = try await run(
            [
                product("kiosk"), "probe", "--issuer", server.issuer, "--client-id", "screen", "--pace", "0.2",
                "--simulator-state", folder.path,
            ], within: 60)
        #expect(result.end == .exit(64) && result.output.contains("does not take the admin token"), "\(result)")
    }

    @Test(
        "the report is as wide as the terminal, but never narrower than 60 columns", arguments: [(40, 60), (110, 110)])
    func width(columns: Int, limit: Int) async throws {
        // The screen has room for all, so that what the program breaks is told from what the screen would.
        let command =
            "stty cols \(columns); exec \"$0\" probe --issuer http://127.0.0.1:9 --client-id x --no-hands 2>/dev/null"
        let session = try TerminalSession(["/bin/sh", "-c", command, product("kiosk")], rows: 40, columns: 200)
        #expect(await session.end(within: 20) == .exit(5), "\(session.screen.text)")
        let lines = session.screen.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.contains { $0.hasPrefix("the server could not be asked: ") }, "\(lines)")
        let longest = lines.map(\.count).max() ?? 0
        #expect(longest <= limit && longest > limit - 45, "\(lines)")
    }

    @Test("every option that its help explains exists")
    func help() async throws {
        let help = try await HelpTests.help(["probe", "--help"])
        let options = Set(help.split { !($0.isLetter || $0 == "-") }.filter { $0.hasPrefix("--") && $0 != "--help" })
        #expect(options.count > 20)
        for option in options where option != "--state" {
            let result = try await run([product("kiosk"), "probe", String(option), "x"])
            #expect(!result.errors.contains("there is no option"), "\(option): \(result.errors)")
        }
    }
}
