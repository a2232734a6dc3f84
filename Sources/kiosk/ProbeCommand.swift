import DeviceFlow
import FlowBench
import Glibc
import KioskIO
import KioskScreen

/// Judges an authorization server by the rules of RFC 8628 and its relatives.
enum ProbeCommand {
    static func run(_ given: Given) throws(Problem) {
        let format = given.values["format"] ?? "text"
        guard format == "text" || format == "json" else {
            throw Problem(words: "--format is text or json, not \"\(format)\"", exit: .usage)
        }
        let configuration = try Configuration(.login, given)
        let layers = try Layers(given)
        let target = try target(configuration, given)
        var settings = Probe.Settings(client: configuration.client, endpoints: configuration.settings.endpoints)
        settings.mayTest = given.values["i-may-test-this"] == "1"
        settings.pace = try layers.seconds("pace", or: 1)
        guard settings.pace >= .milliseconds(200) else {
            throw Problem(words: "--pace is 0.2 seconds or more: a probe is no load test", exit: .usage)
        }
        settings.longestWait = try layers.seconds("longest-wait", or: 120)
        settings.otherClientID = given.values["other-client-id"]
        guard given.values["simulator-state"] == nil || given.values["no-hands"] != "1" else {
            throw Problem(
                words: "--no-hands says that nobody approves, --simulator-state that a simulator does: leave out one",
                exit: .usage)
        }
        let phone = try secondDevice(configuration, given)
        settings.hands = phone != nil ? .simulator : given.values["no-hands"] == "1" ? .none : .person

        let signals = Signals()
        let loop = ProbeLoop(
            trust: configuration.trust, signingKey: configuration.signingKey, usesProof: configuration.client.usesProof,
            signals: signals, secondDevice: phone)
        if configuration.client.needsKeys { settings.keys = loop.signInKeys }
        Process.complain(
            "probing \(target), profile \(configuration.client.provider.name), at most one request in "
                + "\(settings.pace.inSeconds) s; Ctrl-C ends it with what was seen so far")
        let probe = loop.run(Probe(settings)) { time, line in
            Process.complain(Self.time(time) + "  " + plain(line, limit: 400))
        }
        let report = ProbeReport(probe, target: target)
        // On a terminal as wide as it is, within what can be read.
        let columns = OwnOutput.columns.map { min(max($0, 60), 120) } ?? 100
        print(format == "json" ? report.json.line : report.text(columns: columns))
        Process.end(exit(for: report))
    }

    private static func exit(for report: ProbeReport) -> ExitCode {
        // A slip of the command line, whatever was seen before it showed.
        if report.lacksHand { return .usage }
        if !report.isSound { return .problems }
        if report.isUnreachable { return .unreachable }
        if report.wasCalledOff { return .cancelled }
        return report.trouble == nil ? .success : .refused
    }

    /// Whom it is about; a stranger's server only with the tester's word.
    private static func target(_ configuration: Configuration, _ given: Given) throws(Problem) -> String {
        let endpoints = configuration.settings.endpoints
        let addresses = [configuration.client.issuer, endpoints?.deviceAuthorization, endpoints?.token].compactMap {
            $0
        }
        let name = addresses.first ?? configuration.settings.host
        let isOurs = addresses.allSatisfy { (try? VerificationURI($0))?.isLoopback ?? false }
        guard isOurs || given.values["i-may-test-this"] == "1" else {
            throw Problem(
                words: "\(name) is another computer, and probe sends it wrong requests on purpose. Probe only what you "
                    + "run or have leave to test, and then say so with --i-may-test-this",
                exit: .usage)
        }
        return name + " as client \(configuration.client.clientID)"
    }

    private static func secondDevice(_ configuration: Configuration, _ given: Given) throws(Problem) -> SecondDevice? {
        guard let folder = given.values["simulator-state"] else { return nil }
        guard let issuer = configuration.client.issuer else {
            throw Problem(words: "--simulator-state needs --issuer, to reach the simulator's operator", exit: .usage)
        }
        do throws(Files.Failure) {
            return SecondDevice(issuer: issuer, adminToken: try Files.read(folder + "/admin-token"))
        } catch {
            throw Problem(
                words: "\(folder)/admin-token cannot be read: \(error.reason). --simulator-state names the folder that "
                    + "tokenidp-sim was given as --state",
                exit: .usage)
        }
    }

    /// Seconds with one digit behind the point, in eight columns.
    private static func time(_ duration: Duration) -> String {
        let tenths = Int(duration.inSeconds * 10)
        let text = "\(tenths / 10).\(tenths % 10) s"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }
}
