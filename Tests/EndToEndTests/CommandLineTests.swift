import Foundation
import TerminalTesting
import Testing

@Suite("The command line", .inTurns)
struct CommandLineTests {
    @Test(
        "what cannot be meant is usage: exit code 64, with words",
        arguments: [
            ["login", "--no-such-option"], ["no-such-command"], ["login", "--poll-margin", "soon"],
            ["login", "--provider", "nobody"],
        ])
    func usage(words: [String]) async throws {
        let result = try await run([product("kiosk")] + words)
        #expect(result.end == .exit(64), "\(result.end) \(result.errors)")
        #expect(!result.errors.isEmpty)
        #expect(result.output == "")
    }

    @Test(
        "what cannot work is configuration: exit code 78, with words",
        arguments: [
            ["--cacert", "/nonexistent/ca.pem"], ["--client-secret-file", "/nonexistent/secret"],
            ["--event-log", "/nonexistent/folder/log"],
        ])
    func configuration(words: [String]) async throws {
        let result = try await run(
            [
                product("kiosk"), "login", "--device-endpoint", "https://localhost:9/d", "--token-endpoint",
                "https://localhost:9/t", "--client-id", "screen",
            ] + words)
        #expect(result.end == .exit(78), "\(result.end) \(result.errors)")
        #expect(result.errors.contains(words[1]), "\(result.errors)")
    }

    @Test("every option can stand in the environment or in a file: the option beats the one, the one beats the other")
    func environment() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let folder = try TemporaryFolder()
        let log = try folder.file("log")
        let variables = [
            "KIOSK_DEVICE_ENDPOINT": server.origin + "/device_authorization",
            "KIOSK_TOKEN_ENDPOINT": server.origin + "/token", "KIOSK_DEVICE_NAME": "from-environment",
            "KIOSK_CACERT": Certificates.authority, "KIOSK_POLL_MARGIN": "0", "KIOSK_SCOPE": "one two",
            "KIOSK_AUTO_RENEW": "1",
            "KIOSK_EVENT_LOG": log, "KIOSK_PLAIN": "1", "KIOSK_GIVE_UP_AFTER": "5", "KIOSK_PROVIDER": "rfc8628",
        ]
        // With the line ends of Windows, where somebody has edited it there.
        let file = try folder.file(
            "kiosk.conf", "KIOSK_CLIENT_ID=from-file\r\nKIOSK_SCOPE=four\r\nKIOSK_TOKEN_ENDPOINT=x\r\n")
        let result = try await run(
            [product("kiosk"), "login", "--scope", "three", "--config", file],
            environment: testEnvironment(adding: variables))
        #expect(result.end == .exit(0), "\(result.errors)")
        let body = try server.requests(to: "/device_authorization").first?["body"]?.string ?? ""
        #expect(body.contains("client_id=from-file"))
        #expect(body.contains("scope=three"))
        #expect(FileManager.default.fileExists(atPath: log))
    }

    @Test("words with blanks, letters of all kinds, quotes and nothing in them arrive as they were written")
    func words() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let result = try await run(
            [product("kiosk"), "login"] + server.options + ["--plain", "--title", "", "--scope", "a b 'ü漢' \"c\""])
        #expect(result.end == .exit(0), "\(result.errors)")
        let body = try server.requests(to: "/device_authorization").first?["body"]?.string ?? ""
        #expect(body.contains("scope=a+b+%27%C3%BC%E6%BC%A2%27+%22c%22"), "\(body)")
    }

    @Test("--version and --help answer on standard output with exit code 0", arguments: ["--version", "--help"])
    func help(option: String) async throws {
        let result = try await run([product("kiosk"), option])
        #expect(result.end == .exit(0))
        #expect(!result.output.isEmpty)
        #expect(result.errors == "")
    }

    @Test("--plain on a terminal: lines below each other, the code spelled out, no escapes")
    func plain() async throws {
        let server = try await ScriptedServer(token: [.pending, .error("access_denied")])
        let kiosk = try Kiosk("login", server.options + ["--plain"])
        #expect(try await kiosk.end() == .exit(3), "\(kiosk.state)")
        let drawn = String(decoding: kiosk.session.drawn, as: UTF8.self)
        #expect(!drawn.contains("\u{1b}"))
        #expect(drawn.contains("W D J B - M J H T"), "spelled out: \(drawn)")
        #expect(drawn.contains(server.origin + "/device"))
        #expect(kiosk.output == "")
    }

    @Test("ACCESSIBLE=1 and TERM=dumb mean the same", arguments: [["ACCESSIBLE": "1"], ["TERM": "dumb"]])
    func accessible(variables: [String: String]) async throws {
        let server = try await ScriptedServer(token: [.error("access_denied")])
        let kiosk = try Kiosk("login", server.options, environment: variables)
        #expect(try await kiosk.end() == .exit(3), "\(kiosk.state)")
        #expect(!kiosk.session.drawn.contains(0x1B))
        #expect(String(decoding: kiosk.session.drawn, as: UTF8.self).contains("W D J B - M J H T"))
    }

    @Test("in run the plain lines go to standard output")
    func plainRun() async throws {
        let server = try await ScriptedServer(token: [.pending])
        let kiosk = try PipedKiosk("run", server.options + ["--always-on", "--plain"])
        #expect(await eventually { kiosk.process.output().contains("W D J B - M J H T") })
        kiosk.process.signal(15)
        #expect(try await kiosk.process.wait() == .exit(0))
        #expect(!kiosk.process.output().contains("\u{1b}"))
    }
}
