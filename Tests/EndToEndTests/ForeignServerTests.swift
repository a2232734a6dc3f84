import Foundation
import TerminalTesting
import Testing

@Suite("A server nobody here has written: django-oauth-toolkit", .inTurns)
struct ForeignServerTests {
    @Test("the person accepts on the server's own pages: tokens")
    func accepted() async throws {
        let server = try await DjangoServer()
        let kiosk = try Kiosk("login", server.options)
        try await server.visit(kiosk, "accept")
        #expect(try await kiosk.end() == .exit(0), "\(kiosk.state)")
        let tokens = try JSON(kiosk.output)
        #expect(tokens["access_token"]?.string?.isEmpty == false)
        #expect(tokens["token_type"] == "Bearer")
        #expect(tokens["expires_in"]?.number == 36000)
    }

    @Test("the person declines: exit code 3")
    func denied() async throws {
        let server = try await DjangoServer()
        let kiosk = try Kiosk("login", server.options)
        try await server.visit(kiosk, "deny")
        #expect(try await kiosk.end() == .exit(3), "\(kiosk.state)")
    }

    @Test("a client it does not know: exit code 6")
    func unknownClient() async throws {
        let server = try await DjangoServer()
        let result = try await run([product("kiosk"), "login"] + server.options.map { $0 == "screen" ? "nobody" : $0 })
        #expect(result.end == .exit(6), "\(result.errors)")
    }
}

/// Tests/Fixtures/django/server.py as a process.
private final class DjangoServer {
    let options: [String]
    private let process: PipedProcess
    private let folder: TemporaryFolder
    private static let python = repositoryFolder + "/.build-fixtures/venv/bin/python"

    init() async throws {
        try await Certificates.prepare()
        // At once when all is there already.
        let prepared = try await run([fixture("prepare.sh")], within: 300)
        guard prepared.end == .exit(0) else { throw TestingFailure("prepare.sh: \(prepared.errors)") }
        folder = try TemporaryFolder()
        let certificate = Certificates.Server.good
        let process = try PipedProcess(
            [
                Self.python, fixture("django/server.py"), "--folder", folder.path, "--certificate",
                certificate.certificate, "--key", certificate.key,
            ], environment: testEnvironment())
        self.process = process
        guard await eventually(within: 30, { process.output().contains("\n") || process.end() != nil }),
            let line = process.output().split(separator: "\n").first, let ready = try? JSON(line),
            let codes = ready["device_authorization_endpoint"]?.string, let token = ready["token_endpoint"]?.string
        else { throw TestingFailure("server.py: \(process.errors())") }
        options = [
            "--device-endpoint", codes, "--token-endpoint", token, "--client-id", "screen", "--scope", "read",
            "--cacert", Certificates.authority, "--poll-margin", "0",
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
        let visit = try await run([Self.python, fixture("django/visit.py"), read[0], Certificates.authority, action])
        guard visit.end == .exit(0) else { throw TestingFailure("visit.py: \(visit.errors)") }
    }
}
