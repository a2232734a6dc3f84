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

    @Option(help: "Seconds a device leaves between two polls.")
    var interval = 5

    @Option(help: "Seconds a code lives.")
    var codeLifetime = 600

    @Flag(help: "Log every request's outcome on stderr; never codes or secrets.")
    var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
        guard (1...3600).contains(interval) else { throw ValidationError("--interval is a number from 1 to 3600.") }
        guard (1...86_400).contains(codeLifetime) else {
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
            serving = try await Serving(
                ServingOptions(
                    port: port, statePath: state.statePath, lan: lan, certificate: certificate,
                    settings: SimulatorSettings(interval: interval, codeLifetime: codeLifetime)),
                directory: try Directory.builtIn(), logger: logger)
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
}
