import DeviceFlow
import FlowBench
import KioskIO
import KioskScreen

/// Many devices in one process: load on a server that the tester owns, without harm.
enum FleetCommand {
    /// Does not return unless something is wrong with how it was called.
    static func run(_ given: Given) throws(Problem) {
        Process.fillStandardDescriptors()
        Process.forbidCoreFiles()
        // Before anything starts a thread, which would inherit the signals as they are.
        let signals = Signals()
        let options = try FleetOptions(try Layers(given))
        let simulator = try options.usesOwnServer ? simulator(options) : nil
        var given = given
        if let simulator {
            given.values["issuer"] = simulator.issuer
            given.values["cacert"] = simulator.trust.authorities
            given.values["client-id"] = given.values["client-id"] ?? "tokenidp-tv-app"
        }
        let configuration = try Configuration(.login, given)
        guard !configuration.client.usesProof else {
            throw Problem(words: "a fleet's devices have no keys of their own: leave --dpop out", exit: .usage)
        }
        let isOwner = given.values["i-own-this-server"] == "1"
        try check(configuration.settings.host, isOwner)
        let endpoints = try endpoints(configuration)
        for url in endpoints.all { try check((try? VerificationURI(url))?.host ?? url, isOwner) }
        var plan = options.plan
        plan.rules = configuration.settings.rules
        plan.rules.giveUpAfter = nil
        if simulator == nil { (plan.approvalsPerSecond, plan.denialsPerSecond) = (0, 0) }
        let began = Clock.now()
        let loop = FleetLoop(
            Fleet(plan, endpoints: endpoints, seed: .random(in: .min ... .max), at: began),
            client: configuration.client, trust: configuration.trust, signingKey: configuration.signingKey,
            signals: signals, secondDevice: simulator?.secondDevice)
        let (fleet, cost) = loop.run()
        let server =
            simulator.map { "a simulator of its own, \($0.issuer)" }
            ?? configuration.client.issuer ?? endpoints.deviceAuthorization
        let report = FleetReport(
            fleet, server: server, cost: cost, serverLog: simulator.map { AuditLogReader.polls($0.auditLog) })
        try tell(report, fleet, options, title: "\(plan.devices) devices at \(server)")
    }

    private static func tell(
        _ report: FleetReport, _ fleet: Fleet, _ options: FleetOptions, title: String
    ) throws(Problem) {
        print(report.text, terminator: "")
        let texts = [
            (options.csv, FleetCSV.text(fleet.statistics)), (options.json, report.json + "\n"),
            (options.svg, FleetPlot(fleet.statistics, title: title).svg),
        ]
        for (file, text) in texts {
            guard let file, !file.write(text) else { continue }
            throw Problem(words: "\(file.path) could not be written to its end", exit: .configuration)
        }
        guard fleet.statistics[.codes] > 0 || fleet.statistics.started == 0 else {
            throw Problem(words: "no device has got a code", exit: .unreachable)
        }
    }

    private static func simulator(_ options: FleetOptions) throws(Problem) -> SimulatorProcess {
        do throws(SimulatorProcess.Failure) {
            return try SimulatorProcess(
                program: options.simulator, options: ["--interval", String(options.interval)])
        } catch {
            throw Problem(words: error.reason, exit: .configuration)
        }
    }

    /// Load is for one's own server: this computer's, or one of which the tester says so.
    private static func check(_ host: String, _ isOwner: Bool) throws(Problem) {
        guard isOwner || VerificationURI.isLoopback(host) else {
            throw Problem(
                words: "\(host) is not this computer. A fleet is load: give --i-own-this-server if the server is yours "
                    + "to load",
                exit: .usage)
        }
    }

    private static func endpoints(_ configuration: Configuration) throws(Problem) -> Endpoints {
        if let known = configuration.settings.endpoints { return known }
        let errand = Errand(configuration.client, configuration.trust, signingKey: configuration.signingKey)
        guard let found = errand.endpoints() else {
            throw Problem(
                words:
                    "the endpoints of \(configuration.client.issuer ?? "the server") could not be found by discovery",
                exit: .unreachable)
        }
        return found
    }
}

extension Endpoints {
    /// Wherever a device may send a request: what a server of this computer names can be another one's.
    fileprivate var all: [String] {
        [deviceAuthorization, token] + [revocation, userinfo, keys, registration].compactMap { $0 }
    }
}
