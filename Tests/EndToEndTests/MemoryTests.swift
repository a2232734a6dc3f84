import Foundation
import TerminalTesting
import Testing

/// What a core file, a debugger or a swap file would tell of the last person.
@Suite(
    "Nothing of the last person is left in memory", .inTurns,
    .enabled(if: ProcessMemory.canBeRead, "only root may read the memory of a program that is not dumpable"))
struct MemoryTests {
    /// How a person comes and goes.
    struct Visit: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var options: [String]
        var hasHome = false
        /// What they press once they are signed in, and what stands there then.
        var leaves = "o"
        var after: String
    }

    static let visits = [
        Visit(
            testDescription: "signed out on the home screen", options: ["--greet", "0"], hasHome: true,
            after: "Nobody is signed in"),
        Visit(
            testDescription: "signed out in the greeting", options: ["--greet", "60"], after: "Press any key to sign in"
        ),
        Visit(
            testDescription: "the greeting is over, the next code is there", options: ["--greet", "60", "--always-on"],
            leaves: " ", after: "WAITING"),
        Visit(
            testDescription: "stayed signed in", options: ["--greet", "0", "--keep-signed-in", "--always-on"],
            after: "WAITING"),
    ]

    @Test("name, tokens and code, once the next screen is there and the tokens are revoked", arguments: visits)
    func signedOut(visit: Visit) async throws {
        let simulator = try await Simulator()
        let folder = try TemporaryFolder()
        let tokenFile = try folder.file("tokens")
        let kiosk = try Kiosk(
            "run",
            simulator.discoveryOptions + visit.options + [
                "--scope", "openid profile offline_access", "--no-inspector", "--token-file", tokenFile,
            ], hasHome: visit.hasHome)
        if !visit.options.contains("--always-on") {
            #expect(
                await kiosk.session.see {
                    $0.text.contains("[ Sign in ]") || $0.text.contains("Press any key to sign in")
                },
                "\(kiosk.state)")
            kiosk.terminal.send("\r")
        }
        let code = try await kiosk.code()
        // Not alice: the scenarios that are compiled in know her.
        try await simulator.act("approve", code, "--as", "bob")
        #expect(await kiosk.session.see("Bob Example"), "\(kiosk.state)")
        try await kiosk.event("handed_over")
        let tokens = try JSON(String(contentsOfFile: tokenFile, encoding: .utf8))
        let subject = try #require(kiosk.eventLog.events("approved").first?["subject"]?.string)
        var traces = ["Bob Example", code].flatMap { text in
            [.text(text, text)] + [4, 16, 28].map { ProcessMemory.Trace.cells(text, text, apart: $0) }
        }
        traces.append(.text("the subject", "\"" + subject + "\""))
        for name in ["access_token", "refresh_token", "id_token"] {
            traces += ProcessMemory.Trace.secret(name, try #require(tokens[name]?.string))
        }
        let memory = ProcessMemory(kiosk.terminal.pid)
        #expect(
            try memory.findings(traces).contains { $0.hasPrefix("access_token") }, "what is looked for can be found")
        #expect(memory.isLocked || !ProcessMemory.canBeLocked)
        kiosk.terminal.send(visit.leaves)
        #expect(
            await kiosk.session.see { $0.text.contains(visit.after) && !$0.text.contains("Bob") }, "\(kiosk.state)")
        // The revocations carry the tokens until they are answered.
        try await eventually { try memory.findings(traces).isEmpty }
        #expect(try memory.findings(traces) == [])
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }

    @Test(
        "codes of a sign-in that ended without tokens",
        arguments: [(Answer.pending, "\u{1B}"), (.error("access_denied"), " "), (.error("expired_token"), " ")])
    func noTokens(answer: Answer, key: String) async throws {
        let server = try await ScriptedServer(codes: [.codes(userCode: "QRTV-XZBC")], token: [answer])
        let kiosk = try Kiosk("run", server.options + ["--no-inspector"])
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        kiosk.terminal.send("\r")
        try await kiosk.code()
        if key == " " { #expect(await kiosk.session.see("Press any key to go on"), "\(kiosk.state)") }
        kiosk.terminal.send("\u{1B}")
        #expect(await kiosk.session.see("Press any key to sign in"), "\(kiosk.state)")
        var traces = ProcessMemory.Trace.secret("the device code", Secrets.deviceCode)
        traces += [1, 4, 16, 28].map { .cells("the user code", "QRTV-XZBC", apart: $0) }
        let memory = ProcessMemory(kiosk.terminal.pid)
        try await eventually { try memory.findings(traces).isEmpty }
        #expect(try memory.findings(traces) == [])
        kiosk.terminal.send("q")
        #expect(try await kiosk.end() == .exit(0))
    }
}
