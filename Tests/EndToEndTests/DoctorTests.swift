import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("kiosk doctor", .inTurns)
struct DoctorTests {
    /// What it found, on pipes: lines are asked for, as there is no terminal.
    private struct Visit {
        let end: ProcessEnd
        let findings: [JSON]
        let text: String

        init(_ options: [String], environment: [String: String] = [:]) async throws {
            let result = try await run(
                [product("kiosk"), "doctor", "--format", "json", "--plain"] + options,
                environment: testEnvironment(adding: environment), within: 30)
            (end, text) = (result.end, result.output + result.errors)
            guard case .array(let findings) = try JSON(result.output)["findings"] else {
                throw TestingFailure("no findings in \(text)")
            }
            self.findings = findings
        }

        func verdicts(_ area: String) -> [String] {
            findings.filter { $0["area"]?.string == area }.compactMap { $0["verdict"]?.string }
        }

        /// Whether a line of the area has this verdict and, in what was seen or what to do, these words.
        func says(_ area: String, _ verdict: String, _ words: String) -> Bool {
            findings.contains {
                $0["area"]?.string == area && $0["verdict"]?.string == verdict
                    && (($0["seen"]?.string ?? "") + " " + ($0["remedy"]?.string ?? "")).contains(words)
            }
        }

        var problems: Int { findings.count { $0["verdict"] == "problem" } }
    }

    @Test("on a terminal, with a server that is well: no problem, all in the window, and the terminal as it was")
    func well() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let files = try ["--token-file", folder.file("tokens"), "--event-log", folder.file("log")]
        let session = try TerminalSession(
            [product("kiosk"), "doctor"] + simulator.discoveryOptions + files, environment: testEnvironment(),
            rows: 100,
            columns: 90)
        #expect(await session.end(within: 20) == .exit(0), "\(session.screen.text)")
        let text = session.screen.text
        for words in [
            "TERM=xterm-256color", "90x100 characters", "256 colours", "LANG=C.UTF-8", "TLSv1.3", "CN=localhost",
            "this issuer", "lists the device grant", "tokenidp-tv-app is given codes", "has the same time",
            "the QR in", "can be written", "No problem",
        ] { #expect(text.contains(words), "\(words): \(text)") }
        #expect(!text.contains("problem  "), "\(text)")
        #expect(String(decoding: session.drawn, as: UTF8.self).contains("\u{1B}[32mok"))
        #expect(session.terminal.settings() == session.terminal.settingsBefore)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [], "nothing was written")
        let shown = try await JSON(simulator.act("list", "--json"))[0]?["user_code"]?.string
        #expect(try !text.contains(#require(shown)), "its code is for nobody")
    }

    @Test("no colours with NO_COLOR, and codes are not asked for with --no-code-request")
    func quiet() async throws {
        let simulator = try await Simulator()
        let session = try TerminalSession(
            [product("kiosk"), "doctor", "--no-code-request"] + simulator.discoveryOptions,
            environment: testEnvironment(adding: ["NO_COLOR": "1"]), rows: 100)
        #expect(await session.end(within: 20) == .exit(0), "\(session.screen.text)")
        #expect(!session.drawn.contains(0x1B))
        #expect(session.screen.text.contains("no codes are asked for"))
        #expect(try await simulator.act("list", "--json") == "[]\n")
    }

    @Test(
        "a certificate that does not hold is told from the others; nothing is sent",
        arguments: [
            ("certificate-expired", "has expired"), ("certificate-not-yet-valid", "not valid yet"),
            ("certificate-other-name", "not for localhost"), ("certificate-unknown-authority", "does not vouch for"),
        ])
    func certificates(scenario: String, words: String) async throws {
        let simulator = try await Simulator(more: ["--scenario", scenario])
        let visit = try await Visit(simulator.discoveryOptions)
        #expect(visit.end == .exit(1) && visit.problems == 1, "\(visit.text)")
        #expect(visit.says("TLS", "problem", words), "\(visit.text)")
        #expect(visit.verdicts("discovery") == ["skipped"] && visit.verdicts("client") == ["skipped"], "\(visit.text)")
    }

    @Test("an authority that is not trusted: it is named, and how to trust it")
    func stranger() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let options = server.options.map { $0 == Certificates.authority ? Certificates.stranger : $0 }
        let visit = try await Visit(options)
        #expect(visit.end == .exit(1))
        #expect(visit.says("TLS", "problem", "--cacert \(Certificates.stranger) does not vouch for"), "\(visit.text)")
        #expect(try server.count("request") == 0)
        let system = try await Visit(server.options.filter { $0 != "--cacert" && $0 != Certificates.authority })
        #expect(system.says("TLS", "problem", "--cacert FILE"), "\(system.text)")
    }

    @Test("a closed port, a place without TLS, and a server that takes connections and says nothing")
    func unreachable() async throws {
        let closed = try await Visit(["--issuer", "https://localhost:9", "--client-id", "screen"])
        #expect(closed.end == .exit(1))
        #expect(closed.says("connection", "problem", "localhost:9 refuses the connection"), "\(closed.text)")
        let plain = try await ScriptedServer(token: [.tokens], certificate: nil)
        let secured = plain.options.map { $0.replacingOccurrences(of: "http://", with: "https://") }
        #expect(try await Visit(secured).says("TLS", "problem", "no secure connection"))
        let mute = try await ScriptedServer(codes: [.hang], token: [.hang])
        let visit = try await Visit(mute.options)
        #expect(visit.end == .exit(1))
        #expect(visit.says("client", "problem", "no reply in time"), "\(visit.text)")
    }

    @Test("a token endpoint on another host is looked at as well")
    func twoHosts() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let options = server.options.map { $0 == server.origin + "/token" ? "https://localhost:9/token" : $0 }
        let visit = try await Visit(options)
        #expect(visit.verdicts("connection") == ["ok", "problem"], "\(visit.text)")
        #expect(visit.says("connection", "problem", "localhost:9"), "\(visit.text)")
        #expect(visit.verdicts("client") == ["skipped"] && visit.end == .exit(1), "\(visit.text)")
        #expect(try server.count("request") == 0, "codes that nobody could redeem are not asked for")
    }

    @Test("a name that nobody knows: exit code 1, and what needs it is skipped")
    func unknownName() async throws {
        let visit = try await Visit(["--issuer", "https://nowhere.invalid", "--client-id", "screen"])
        #expect(visit.end == .exit(1))
        #expect(visit.says("DNS", "problem", "nowhere.invalid"), "\(visit.text)")
        #expect(visit.verdicts("TLS") == ["skipped"])
    }

    @Test("a proxy that is not there is named, and for this computer itself none is used")
    func proxy() async throws {
        let options = ["--issuer", "https://192.0.2.1", "--client-id", "screen"]
        let visit = try await Visit(options, environment: ["https_proxy": "http://me:hunter2@127.0.0.1:9"])
        #expect(visit.says("proxy", "problem", "http://127.0.0.1:9"), "\(visit.text)")
        #expect(!visit.text.contains("hunter2"))
        let simulator = try await Simulator()
        let here = try await Visit(
            simulator.discoveryOptions, environment: ["https_proxy": "http://127.0.0.1:9"])
        #expect(here.end == .exit(0) && here.says("proxy", "ok", "not used"), "\(here.text)")
    }

    @Test("a client that is not enabled, one that is unknown, a scope that is not allowed")
    func clients() async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let secret = try folder.file("secret", "orders-worker-secret\n")
        let server = try ["--issuer", simulator.text("issuer"), "--cacert", simulator.text("ca")]
        let disabled = try await Visit(
            server + ["--client-id", "orders-worker", "--client-secret-file", secret])
        #expect(disabled.end == .exit(1) && disabled.problems == 1)
        #expect(disabled.says("client", "problem", "does not allow orders-worker the device grant"), "\(disabled.text)")
        #expect(disabled.says("client", "problem", "enable \"device code\""), "\(disabled.text)")
        #expect(!disabled.text.contains("orders-worker-secret"))
        let unknown = try await Visit(server + ["--client-id", "nobody"])
        #expect(unknown.says("client", "problem", "does not know nobody"), "\(unknown.text)")
        let scope = try await Visit(server + ["--client-id", "tokenidp-tv-app", "--scope", "orders.read"])
        #expect(scope.says("client", "problem", "--scope asks for: orders.read"), "\(scope.text)")
    }

    @Test("another issuer in the metadata is shown beside ours")
    func issuer() async throws {
        let simulator = try await Simulator()
        let options = try simulator.discoveryOptions.map { try $0 == simulator.text("issuer") ? $0 + "/" : $0 }
        let visit = try await Visit(options)
        #expect(visit.end == .exit(1))
        #expect(visit.says("discovery", "problem", try simulator.text("issuer") + ", not of "), "\(visit.text)")
    }

    @Test("a server whose clock is a day ahead")
    func clock() async throws {
        let simulator = try await Simulator(more: ["--scenario", "clock-ahead"])
        let visit = try await Visit(simulator.discoveryOptions)
        #expect(visit.end == .exit(1) && visit.problems == 1, "\(visit.text)")
        #expect(visit.says("clock", "problem", "24 hours ahead"), "\(visit.text)")
    }

    @Test("where tokens and events go: no folder, no descriptor, no program; nothing is run")
    func places() async throws {
        let simulator = try await Simulator()
        let options = try simulator.discoveryOptions
        let file = try await Visit(
            options + ["--token-file", "/nonexistent/tokens", "--event-log", "/nonexistent/log"])
        #expect(file.end == .exit(1) && file.problems == 2, "\(file.text)")
        #expect(file.says("hand-over", "problem", "/nonexistent: No such file"), "\(file.text)")
        #expect(file.says("event log", "problem", "/nonexistent: No such file"), "\(file.text)")
        let folder = try TemporaryFolder()
        let mark = folder.path + "/was-run"
        let there = try await Visit(options + ["--on-approved", "touch \(mark)"])
        #expect(there.end == .exit(0) && there.says("hand-over", "ok", "bin/touch"), "\(there.text)")
        #expect(!FileManager.default.fileExists(atPath: mark))
        #expect(
            try await Visit(options + ["--on-approved", "no-such-program x"]).says("hand-over", "problem", "in PATH"))
    }

    @Test("a locked screen: with its PIN, without one, and with a file that is none")
    func lock() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("pin")
        let made = try await run(["/bin/sh", "-c", "umask 077; echo 739158 | '\(product("kiosk"))' pin >'\(file)'"])
        #expect(made.end == .exit(0))
        let nowhere = ["--issuer", "https://127.0.0.1:1", "--client-id", "x", "--locked"]
        #expect(try await Visit(nowhere).says("lock", "note", "kiosk pin"))
        let good = try await Visit(nowhere + ["--operator-pin-file", file])
        #expect(good.says("lock", "ok", file) && good.verdicts("configuration") == ["ok"], "\(good.text)")
        try "739158\n".write(toFile: file, atomically: true, encoding: .utf8)
        chmod(file, 0o600)
        let bad = try await Visit(nowhere + ["--operator-pin-file", file])
        #expect(
            bad.says("configuration", "problem", "does not begin with a line that kiosk pin has made"), "\(bad.text)")
        #expect(bad.says("lock", "skipped", file) && !bad.text.contains("739158"))
        #expect(bad.verdicts("connection") == ["problem"], "the rest is looked at all the same")
    }

    @Test("--network-only looks at the way to the server, and at nothing else")
    func networkOnly() async throws {
        let simulator = try await Simulator()
        let visit = try await Visit(simulator.discoveryOptions + ["--network-only"])
        #expect(visit.end == .exit(0), "\(visit.text)")
        let areas = Set(visit.findings.compactMap { $0["area"]?.string })
        #expect(areas == ["DNS", "proxy", "connection", "TLS", "discovery", "clock"], "\(areas)")
        #expect(visit.verdicts("clock") == ["ok"], "the server's, not the kernel's")
        #expect(try await simulator.act("list", "--json").contains("[]"))
        try await simulator.kill()
        let gone = try await Visit(simulator.discoveryOptions + ["--network-only"])
        #expect(gone.says("connection", "problem", "refuses") && gone.verdicts("client").isEmpty, "\(gone.text)")
    }

    @Test("a descriptor that is not open is told, though the program itself opens one of that number")
    func descriptor() async throws {
        // The terminal would be 3; nothing else may be open under that number already.
        let session = try TerminalSession(
            [
                "/bin/sh", "-c", #"exec "$0" "$@" 3>&-"#, product("kiosk"), "doctor", "--issuer", "https://localhost:9",
                "--client-id", "screen", "--token-fd", "3",
            ], rows: 100, columns: 120)
        #expect(await session.end(within: 20) == .exit(1), "\(session.screen.text)")
        #expect(session.screen.text.contains("descriptor 3 is not open"), "\(session.screen.text)")
    }

    @Test("a terminal that nobody has described, a locale that is not installed")
    func surroundings() async throws {
        let simulator = try await Simulator()
        let session = try TerminalSession(
            [product("kiosk"), "doctor"] + simulator.discoveryOptions,
            environment: testEnvironment(term: "nonsuch", adding: ["LANG": "xx_XX.UTF-8"]), rows: 100, columns: 200)
        #expect(await session.end(within: 20) == .exit(1), "\(session.screen.text)")
        let text = session.screen.text
        #expect(text.contains("no description of TERM=nonsuch"), "\(text)")
        #expect(text.contains("LANG=xx_XX.UTF-8 is not installed"), "\(text)")
        #expect(text.contains("1 problem,"), "a locale that is missing is none: \(text)")
    }

    @Test("without a terminal, where lines are not wanted: a note that says how a service gets one")
    func noTerminal() async throws {
        let result = try await run([product("kiosk"), "doctor", "--issuer", "https://localhost:9", "--client-id", "s"])
        #expect(result.end == .exit(1))
        #expect(result.output.contains("TTYPath=/dev/tty1"), "\(result.output)")
    }

    @Test("all that is wrong in a configuration is told at once, and the rest is looked at all the same")
    func configuration() async throws {
        let simulator = try await Simulator()
        let options = try ["--issuer", simulator.text("issuer"), "--cacert", simulator.text("ca")]
        let visit = try await Visit(options + ["--theme", "nonsuch", "--greet", "long"])
        #expect(visit.end == .exit(1) && visit.problems == 3, "\(visit.text)")
        for words in ["nonsuch", "--greet is \"long\"", "which client?"] {
            #expect(visit.says("configuration", "problem", words), "\(words): \(visit.text)")
        }
        #expect(!visit.verdicts("discovery").contains("skipped"), "\(visit.text)")
        #expect(visit.says("client", "skipped", "configuration"))
        let file = try await Visit(["--config", "/nonexistent/kiosk.conf"])
        #expect(file.says("configuration", "problem", "/nonexistent/kiosk.conf cannot be read"), "\(file.text)")
        #expect(file.verdicts("TLS") == ["skipped"] && file.problems == 1, "\(file.text)")
    }

    @Test("what is no option, and no format, is usage")
    func usage() async throws {
        for words in [["--frmat", "json"], ["--format", "xml"]] {
            let result = try await run([product("kiosk"), "doctor"] + words)
            #expect(result.end == .exit(64), "\(result.end)")
            #expect(result.errors.contains("--format") && result.output == "", "\(result.errors)")
        }
    }
}
