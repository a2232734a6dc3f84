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

    @Option(
        help: ArgumentHelp(
            "Answer in these words: rfc, guide or source (TokenIDP's guide and published source). Default: a form is "
                + "answered as the RFC says, JSON as the guide says.", valueName: "dialect"))
    var dialect: Dialect?

    @Option(help: "Begin with this scenario on for everybody (tokenidp-sim scenarios lists them).")
    var scenario: String?

    @Flag(help: "Let time stand still; tokenidp-sim advance moves it.")
    var virtualClock = false

    @Flag(help: "Let the admin page and its endpoints be used from other machines, by whoever has the admin token.")
    var adminFromAnywhere = false

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
        if let scenario, Scenario.named(scenario) == nil {
            throw ValidationError("--scenario: there is no \(scenario); tokenidp-sim scenarios lists them.")
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
            var settings = directory.settings
            settings.interval = interval ?? settings.interval
            settings.codeLifetime = codeLifetime ?? settings.codeLifetime
            settings.dialect = dialect
            settings.letsAdminInFromAnywhere = adminFromAnywhere
            settings.firstTrouble = scenario.map { Trouble(scenario: $0) }
            serving = try await Serving(
                ServingOptions(
                    port: port, statePath: state.statePath, lan: lan, certificate: certificate, settings: settings,
                    clock: virtualClock ? SimulatorClock(standingAt: Date()) : SimulatorClock()),
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

extension Dialect: ExpressibleByArgument {}
