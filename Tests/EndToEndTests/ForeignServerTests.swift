import Foundation
import TerminalTesting
import Testing

@Suite("Servers nobody here has written: django-oauth-toolkit, Authlib, oauthlib", .inTurns)
struct ForeignServerTests {
    /// The folders of Tests/Fixtures with a server.py and its requirements.txt.
    enum Software: String, CaseIterable {
        case django, authlib, oauthlib

        /// The profile of kiosk for it.
        var profile: String {
            switch self {
            case .django: "django-oauth-toolkit"
            case .authlib: "authlib"
            case .oauthlib: "rfc8628"
            }
        }

        /// How long an access token lives where nobody has said anything else.
        var tokenLifetime: Double { self == .django ? 36000 : 3600 }
    }

    @Test("the person accepts on the server's own pages: tokens", arguments: Software.allCases)
    func accepted(software: Software) async throws {
        let server = try await ForeignServer(software)
        let kiosk = try Kiosk("login", server.options)
        try await server.visit(kiosk, "accept")
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        let tokens = try JSON(kiosk.output)
        #expect(tokens["access_token"]?.string?.isEmpty == false)
        #expect(tokens["refresh_token"]?.string?.isEmpty == false)
        #expect(tokens["token_type"] == "Bearer")
        #expect(tokens["expires_in"]?.number == software.tokenLifetime)
        #expect(tokens["scope"] == "read")
        #expect(try !kiosk.eventLog.answers().contains("slow_down"), "no poll within the interval")
    }

    @Test("the person declines: exit code 3", arguments: Software.allCases)
    func denied(software: Software) async throws {
        let server = try await ForeignServer(software)
        let kiosk = try Kiosk("login", server.options)
        try await server.visit(kiosk, "deny")
        #expect(try await kiosk.end() == .exit(3), "\(kiosk.state)")
        #expect(kiosk.output == "")
    }

    @Test("nobody comes: exit code 4 when the code has died", arguments: Software.allCases)
    func expired(software: Software) async throws {
        let server = try await ForeignServer(software, codeLifetime: 3)
        let kiosk = try Kiosk("login", server.options)
        try await kiosk.event("codes_shown")
        #expect(try await kiosk.end() == .exit(4), "\(kiosk.state)")
        #expect(kiosk.output == "")
    }

    @Test("a client it does not know: exit code 6", arguments: Software.allCases)
    func unknownClient(software: Software) async throws {
        let server = try await ForeignServer(software)
        let result = try await run([product("kiosk"), "login"] + server.options.map { $0 == "screen" ? "nobody" : $0 })
        #expect(result.end == .exit(6), "\(result.errors)")
    }
}

/// The server.py of one folder of Tests/Fixtures as a process.
private final class ForeignServer {
    let options: [String]
    private let process: PipedProcess
    private let folder: TemporaryFolder
    private let python: String

    /// - Parameter codeLifetime: seconds until codes expire.
    init(_ software: ForeignServerTests.Software, codeLifetime: Int = 1800) async throws {
        try await Certificates.prepare()
        // At once when all is there already.
        let prepared = try await run([fixture("prepare.sh")], within: 300)
        guard prepared.end == .exit(0) else { throw TestingFailure("prepare.sh: \(prepared.errors)") }
        folder = try TemporaryFolder()
        python = repositoryFolder + "/.build-fixtures/\(software.rawValue)-venv/bin/python"
        let certificate = Certificates.Server.good
        // -B: no __pycache__ beside the fixtures.
        let process = try PipedProcess(
            [
                python, "-B", fixture("\(software.rawValue)/server.py"), "--folder", folder.path, "--certificate",
                certificate.certificate, "--key", certificate.key, "--code-lifetime", "\(codeLifetime)",
            ], environment: testEnvironment())
        self.process = process
        guard await eventually(within: 30, { process.output().contains("\n") || process.end() != nil }),
            let line = process.output().split(separator: "\n").first, let ready = try? JSON(line),
            let codes = ready["device_authorization_endpoint"]?.string, let token = ready["token_endpoint"]?.string
        else { throw TestingFailure("\(software.rawValue)/server.py: \(process.errors())") }
        options = [
            "--device-endpoint", codes, "--token-endpoint", token, "--client-id", "screen", "--scope", "read",
            "--cacert", Certificates.authority, "--poll-margin", "0", "--provider", software.profile,
        ]
    }

    /// Alice holds her phone before the screen and does what the page asks.
    func visit(_ kiosk: Kiosk, _ action: String) async throws {
        var read: [String] = []
        guard
            await kiosk.session.see({
                read = $0.qrCodes(); return !read.isEmpty
            })
        else {
            throw TestingFailure("no QR; \(kiosk.state)")
        }
        let visit = try await run([python, fixture("visit.py"), read[0], Certificates.authority, action])
        guard visit.end == .exit(0) else { throw TestingFailure("visit.py: \(visit.errors)") }
    }
}
