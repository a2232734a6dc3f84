import DeviceFlow
import FlowBench
import KioskIO
import KioskScreen

/// Everything a kiosk needs, looked at before anybody stands in front of it: with the options of `run` and `login`.
enum Doctor {
    static func run(_ given: Given) throws(Problem) {
        let format = given.values["format"] ?? "text"
        guard format == "text" || format == "json" else {
            throw Problem(words: "--format is text or json, not \"\(format)\"", exit: .usage)
        }
        Process.fillStandardDescriptors()
        Process.forbidCoreFiles()
        var visit = Visit(given, printsLines: format == "text")
        visit.lookAround()
        visit.lookAtServer()
        visit.lookAtPlaces()
        print(format == "json" ? visit.diagnosis.json.line : "\n" + visit.diagnosis.summary)
        if visit.diagnosis.hasProblem { Process.end(.problems) }
    }
}

/// One visit: each thing is said as soon as it is known.
struct Visit {
    private(set) var diagnosis = Diagnosis()
    let configuration: PartialConfiguration
    let patience: Patience
    /// What stands beyond the way to the server is left out.
    let isNetworkOnly: Bool
    let asksForCodes: Bool
    /// What the server has answered first.
    var firstReply: (reply: HTTPReply, host: String)?
    /// What it has given; let go when the visit ends.
    var codes: Codes?
    private let layout: FindingLayout?
    private let handover: HandoverFacts
    private let terminal: TerminalProbe

    init(_ given: Given, printsLines: Bool) {
        configuration = PartialConfiguration(given)
        // Before anything is opened that could take the number of a descriptor which is not there.
        handover = .look(configuration.handover)
        isNetworkOnly = given.values["network-only"] == "1"
        patience = Patience(.seconds(isNetworkOnly ? 8 : 18))
        asksForCodes = given.values["no-code-request"] != "1"
        let look = configuration.look
        terminal = TerminalProbe(plainBy: configuration.plainBy, theme: look?.themeName ?? "living-room")
        layout =
            printsLines
            ? FindingLayout(
                columns: OwnOutput.columns,
                isColoured: OwnOutput.isTerminal && !terminal.facts.noColor
                    && !["", "dumb"].contains(terminal.facts.term))
            : nil
    }

    mutating func say(_ findings: [Finding]) {
        for finding in findings {
            diagnosis.add(finding)
            for line in layout?.lines(finding) ?? [] { print(line) }
        }
    }

    mutating func say(_ finding: Finding) { say([finding]) }

    // MARK: This machine

    mutating func lookAround() {
        for problem in configuration.problems { say(Finding(.configuration, .problem, problem.words)) }
        if isNetworkOnly { return }
        if configuration.problems.isEmpty, let client = configuration.client, let server = configuration.server {
            let name = client.clientID.isEmpty ? "a client that the server makes" : client.clientID
            say(
                Finding(.configuration, .ok, "\(name) at \(server.host), as the profile \(client.provider.name) has it")
            )
        }
        say(terminal.facts.findings)
        say(terminal.localeFacts(wording).findings)
        say(ClockFacts.read().findings)
    }

    private var wording: Wording { configuration.look?.language.wording ?? .english }

    // MARK: Where things go, and what is seen

    mutating func lookAtPlaces() {
        if isNetworkOnly { return }
        say(screen)
        say(handover.finding)
        if let lock = configuration.lock { say(lock.finding) }
        switch configuration.eventLog {
        case nil: say(Finding.Area.eventLog.skipped("none is wanted"))
        case "-": say(Finding(.eventLog, .ok, "standard error"))
        case let path?: say(PlaceFacts.appended(path).log)
        }
        if let path = configuration.metricsFile { say(PlaceFacts.metrics(path).metrics) }
    }

    private var screen: Finding {
        let facts = terminal.facts
        guard facts.drawsScreen, let size = facts.size else {
            return Finding.Area.screen.skipped("nothing can be drawn here (see terminal)")
        }
        let readable = terminal.localeFacts(wording).isReadable ? wording : .english
        return ScreenFit.finding(
            codes.map { ScreenFit.scene($0, title: configuration.look?.title) }
                ?? Sample.pending.scene(title: configuration.look?.title),
            isReal: codes != nil, size: size, abilities: facts.abilities,
            style: configuration.look?.style(readable) ?? ViewStyle(wording: readable))
    }
}
