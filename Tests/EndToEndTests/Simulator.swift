import Foundation
import Glibc
import TerminalTesting

/// `tokenidp-sim` as a process, on a port and in a folder of its own.
final class Simulator {
    let folder: TemporaryFolder
    private(set) var addresses: JSON = .null
    private let settings: [String]
    private var process: PipedProcess

    /// - Parameters:
    ///   - interval: seconds between two polls.
    ///   - codeLifetime: in seconds.
    ///   - more: what else it is started with.
    init(interval: Int = 1, codeLifetime: Int = 60, more: [String] = []) async throws {
        folder = try TemporaryFolder()
        settings = ["--state", folder.path, "--interval", "\(interval)", "--code-lifetime", "\(codeLifetime)"] + more
        process = try Self.start(settings, port: 0)
        try await waitUntilReady()
    }
    deinit { killProcess() }

    /// Under `timeout`, so that a test run that is itself killed leaves no server behind for long.
    private static func start(_ settings: [String], port: Int) throws -> PipedProcess {
        try PipedProcess(
            ["/usr/bin/timeout", "--foreground", "300", product("tokenidp-sim"), "serve", "--port", "\(port)"]
                + settings,
            environment: testEnvironment())
    }

    private func killProcess() {
        if let pid = addresses["pid"]?.number, process.end() == nil { Glibc.kill(pid_t(pid), SIGKILL) }
    }

    private func waitUntilReady() async throws {
        let process = process
        guard await eventually(within: 20, { process.output().contains("\n") || process.end() != nil }),
            let line = process.output().split(separator: "\n").first
        else { throw TestingFailure("tokenidp-sim is not ready: \(process.errors())") }
        addresses = try JSON(line)
    }

    /// What the kiosk is started with to talk to it.
    var options: [String] {
        get throws {
            try [
                "--device-endpoint", text("device_authorization_endpoint"), "--token-endpoint", text("token_endpoint"),
                "--client-id", "tokenidp-tv-app", "--cacert", text("ca"), "--poll-margin", "0",
            ]
        }
    }
    /// The same, all addresses found by discovery.
    var discoveryOptions: [String] {
        get throws {
            try [
                "--issuer", text("issuer"), "--client-id", "tokenidp-tv-app", "--cacert", text("ca"),
                "--poll-margin", "0",
            ]
        }
    }
    /// A member of the line that said it was ready.
    func text(_ name: String) throws -> String {
        guard let text = addresses[name]?.string else { throw TestingFailure("no \(name) in \(addresses)") }
        return text
    }

    /// Acts as the person with the phone (`approve CODE`, `deny CODE`), or asks (`list --json`).
    ///
    /// - Returns: what the command has printed.
    @discardableResult
    func act(_ words: String...) async throws -> String {
        let result = try await run([product("tokenidp-sim")] + words + ["--state", folder.path])
        guard result.end == .exit(0) else {
            throw TestingFailure("tokenidp-sim \(words): \(result.end), \(result.errors)")
        }
        return result.output
    }

    /// No warning, no goodbye: as the kernel does when memory is short.
    func kill() async throws {
        killProcess()
        try await process.wait()
    }

    /// Asked to stop, as its starter does; how it ended.
    func stop() async throws -> ProcessEnd {
        if let pid = addresses["pid"]?.number { Glibc.kill(pid_t(pid), SIGTERM) }
        return try await process.wait(5)
    }

    /// Starts it again on the same port with the same state.
    func startAgain() async throws {
        guard let port = addresses["port"]?.number else { throw TestingFailure("no port in \(addresses)") }
        process = try Self.start(settings, port: Int(port))
        try await waitUntilReady()
    }
}
