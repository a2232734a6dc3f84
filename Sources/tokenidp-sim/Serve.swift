import ArgumentParser
import Foundation
import Glibc
import Logging
import TokenIDPSimulator

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the server (the default).")

    @OptionGroup var state: StateOptions

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port = 5001

    @Flag(help: "Listen on every interface, for phones on the same network.")
    var lan = false

    @Option(help: "Your own certificate, PEM, leaf first.")
    var cert: String?

    @Option(help: "The key of --cert, PEM.")
    var key: String?

    @Option(help: "Applications, people and lifetimes, as `tokenidp-sim config` prints them.")
    var config: String?

    @Option(help: "Seconds a device leaves between two polls (default: 5, or what --config says).")
    var interval: Int?

    @Option(help: "Seconds a code lives (default: 600, or what --config says).")
    var codeLifetime: Int?

    @Flag(help: "Log every request's outcome on stderr; never codes or secrets.")
    var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
        guard (1...3600).contains(interval ?? 1) else {
            throw ValidationError("--interval is a number from 1 to 3600.")
        }
        guard (1...86_400).contains(codeLifetime ?? 1) else {
            throw ValidationError("--code-lifetime is a number from 1 to 86400.")
        }
        guard (cert == nil) == (key == nil) else { throw ValidationError("--cert and --key go together.") }
    }

    func run() async throws {
        var logger = Logger(label: "tokenidp-sim", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = verbose ? .info : .warning
        var certificate: (file: String, keyFile: String)?
        if let cert, let key { certificate = (cert, key) }
        let serving: Serving
        do {
            let directory = try directory()
            let settings = SimulatorSettings(
                interval: interval ?? directory.settings.interval,
                codeLifetime: codeLifetime ?? directory.settings.codeLifetime)
            serving = try await Serving(
                ServingOptions(
                    port: port, statePath: state.statePath, lan: lan, certificate: certificate,
                    settings: settings),
                directory: directory, logger: logger)
        } catch let error as CannotServe {
            complain(error.description)
            throw Exit.configuration
        }
        let line = try serving.readyLine.json
        if lan, certificate == nil {
            complain(
                """
                phones reach this server at \(serving.readyLine.verificationURI). Their browsers will warn that the \
                certificate is not trusted, because this server issued it itself: check the address, then continue.
                """)
        }
        do {
            try await serving.run {
                print(line)
                fflush(nil)
            }
        } catch {
            complain("the server stopped: \(error)")
            throw Exit.configuration
        }
    }

    private func directory() throws -> Directory {
        guard let config else { return try Directory.builtIn() }
        do {
            return try Directory(json: try Data(contentsOf: URL(fileURLWithPath: config)))
        } catch let problem as ConfigurationProblem {
            complain("\(config): \(problem)")
        } catch {
            complain("\(config) cannot be read: \(error.localizedDescription)")
        }
        throw Exit.configuration
    }
}

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the configuration that is compiled in, with its comments, to be changed.")

    func run() { print(Directory.builtInText, terminator: "") }
}
