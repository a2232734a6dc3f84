import Foundation
import TerminalTesting
import Testing

@Suite("Who is trusted", .inTurns)
struct CertificateTests {
    @Test(
        "a certificate that does not hold: exit code 5, said in words, and nothing was sent",
        arguments: [(Certificates.Server.expired, "expired"), (.wrongHost, "another name")])
    func invalid(certificate: Certificates.Server, words: String) async throws {
        let server = try await ScriptedServer(token: [.tokens], certificate: certificate)
        let result = try await run([product("kiosk"), "login"] + server.options)
        #expect(result.end == .exit(5))
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(try server.count("request") == 0)
    }

    @Test("an authority the file does not hold: exit code 5, said in words")
    func stranger() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let options = server.options.map { $0 == Certificates.authority ? Certificates.stranger : $0 }
        let result = try await run([product("kiosk"), "login"] + options)
        #expect(result.end == .exit(5))
        #expect(result.errors.contains("does not trust"), "\(result.errors)")
        #expect(try server.count("request") == 0)
    }

    @Test("on a screen, run says so and tries again slowly")
    func screen() async throws {
        let server = try await ScriptedServer(token: [.tokens], certificate: .expired)
        let kiosk = try Kiosk("run", server.options + ["--always-on"])
        let retrying = try await kiosk.event("retrying")
        #expect((retrying["in"]?.number ?? 0) >= 10, "\(retrying)")
        #expect(await kiosk.session.see("has expired"), "\(kiosk.state)")
        kiosk.terminal.signal(15)
        #expect(try await kiosk.end() == .exit(0))
    }

    /// A mount namespace of its own puts our authority into the folder of the system's authorities, for one process.
    @Test(
        "--cacert trusts that file and nothing else: an authority of the system is then refused",
        .enabled("mount namespaces can be made here") { await SystemAuthorities.canBeReplaced() })
    func system() async throws {
        let server = try await ScriptedServer(token: [.tokens])
        let system = try await SystemAuthorities(trusting: Certificates.authority, bundle: Certificates.stranger)
        let options = server.options.split(separator: "--cacert").first.map(Array.init) ?? []
        let trusted = try await system.run([product("kiosk"), "login"] + options)
        #expect(trusted.end == .exit(0), "without --cacert the system's authorities are trusted: \(trusted.errors)")
        let refused = try await system.run(
            [product("kiosk"), "login"] + options + ["--cacert", Certificates.stranger])
        #expect(refused.end == .exit(5), "\(refused.errors)")
    }

    @Test("plain http to this computer works, to any other it is refused before anything is sent")
    func plainHTTP() async throws {
        let server = try await ScriptedServer(token: [.tokens], certificate: nil)
        let here = try await run([product("kiosk"), "login"] + server.options)
        #expect(here.end == .exit(0), "\(here.errors)")
        let there = try await run([
            product("kiosk"), "login", "--device-endpoint", "http://sso.example/device_authorization",
            "--token-endpoint", "http://sso.example/token", "--client-id", "screen",
        ])
        #expect(there.end == .exit(64), "\(there.end) \(there.errors)")
        #expect(there.errors.contains("https"), "\(there.errors)")
    }
}

/// /etc/ssl/certs as one process sees it.
private struct SystemAuthorities {
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - trusting: goes into the folder only, under its hash: libcurl's CApath.
    ///   - bundle: is all that the file of all authorities holds: libcurl's CAINFO.
    init(trusting authority: String, bundle: String) async throws {
        folder = try TemporaryFolder()
        let hash = try await TerminalTesting.run(["/usr/bin/openssl", "x509", "-hash", "-noout", "-in", authority])
        let name = hash.output.trimmingCharacters(in: .whitespacesAndNewlines) + ".0"
        try FileManager.default.copyItem(atPath: authority, toPath: folder.path + "/" + name)
        try FileManager.default.copyItem(atPath: bundle, toPath: folder.path + "/ca-certificates.crt")
    }

    func run(_ arguments: [String]) async throws -> (end: ProcessEnd, output: String, errors: String) {
        let script = #"mount --bind "$0" /etc/ssl/certs && exec "$@""#
        return try await TerminalTesting.run(
            ["/usr/bin/unshare", "--mount", "--map-root-user", "/bin/sh", "-c", script, folder.path] + arguments)
    }

    static func canBeReplaced() async -> Bool {
        guard let folder = try? TemporaryFolder() else { return false }
        let script = #"mount --bind "$0" /etc/ssl/certs"#
        let result = try? await TerminalTesting.run(
            ["/usr/bin/unshare", "--mount", "--map-root-user", "/bin/sh", "-c", script, folder.path])
        return result?.end == .exit(0)
    }
}
