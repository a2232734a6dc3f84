import DeviceFlow
import FlowBench
import Glibc
import KioskIO
import KioskScreen

/// Runs scenarios, those that are compiled in or those of a file, and says what became of them.
enum QA {
    private enum Set: String, CaseIterable { case virtual, real, all }

    static func run(_ given: Given) throws(Problem) {
        let set: Set = try choice(given, "set") ?? .all
        let format: ScenarioReport.Format = try choice(given, "format") ?? .table
        let chosen = try scenarios(given.operands).filter { set == .all || $0.isReal == (set == .real) }
        guard !chosen.isEmpty else {
            let other = set == .real ? "virtual" : "real"
            throw Problem(
                words: "none of these scenarios is \(set.rawValue): they are \(other) (--set \(other))", exit: .usage)
        }
        if given.values["list"] == "1" { return list(chosen) }
        let output = try given.values["output"].map { path throws(Problem) in try file(path) }
        let (report, failure) = run(chosen, given.values["simulator"])
        // Nothing to say but why.
        if case .noSimulator(let reason)? = failure, report.results.isEmpty {
            throw Problem(words: reason, exit: .unreachable)
        }
        let text = report.text(format, isVerbose: given.values["verbose"] == "1")
        if let output {
            guard output.write(text) else {
                throw Problem(words: "\(output.path) could not be written whole", exit: .configuration)
            }
            Process.complain(report.summary)
        } else {
            print(text, terminator: "")
        }
        switch failure {
        case .noSimulator(let reason): throw Problem(words: reason, exit: .unreachable)
        case .calledOff: throw Problem(words: "called off", exit: .cancelled)
        case nil: if report.hasFailed { exit(1) }
        }
    }

    /// Opened before anything runs.
    private static func file(_ path: String) throws(Problem) -> ReportFile {
        do throws(Files.Failure) {
            return try ReportFile(path)
        } catch {
            throw Problem(words: "\(path) cannot be written: \(error.reason)", exit: .configuration)
        }
    }

    /// - Returns: what became of those that could be run, and why not all could.
    private static func run(_ all: [Scenario], _ program: String?) -> (ScenarioReport, ScenarioLoop.Failure?) {
        let signals = Signals()
        let began = Clock.now()
        var results: [ScenarioResult] = []
        var failure: ScenarioLoop.Failure?
        let isWatched = isatty(STDERR_FILENO) == 1
        do throws(ScenarioLoop.Failure) {
            // Each kind of time has a server of its own.
            for isReal in [false, true] {
                let scenarios = all.filter { $0.isReal == isReal }
                guard !scenarios.isEmpty else { continue }
                let loop = try ScenarioLoop(program: program, isReal: isReal, signals: signals, for: scenarios)
                for scenario in scenarios {
                    if isWatched {
                        progress("\(results.count + 1) of \(all.count): \(scenario.name)")
                    }
                    results.append(try loop.run(scenario))
                }
            }
        } catch {
            failure = error
        }
        if isWatched { progress("") }
        return (ScenarioReport(results, took: Clock.now() - began, notRun: all.count - results.count), failure)
    }

    /// One line that is written over and over; empty at the end.
    private static func progress(_ text: String) { Process.mutter("\r\u{1B}[K" + text) }

    private static func list(_ scenarios: [Scenario]) {
        let width = scenarios.map(\.name.count).max() ?? 0
        for scenario in scenarios {
            let name = scenario.name + String(repeating: " ", count: width + 2 - scenario.name.count)
            print(name + (scenario.isReal ? "real     " : "virtual  ") + scenario.title)
        }
    }

    // MARK: Which

    /// - Parameter operands: names of those that are compiled in, and files; none: all that are compiled in.
    private static func scenarios(_ operands: [String]) throws(Problem) -> [Scenario] {
        guard !operands.isEmpty else { return Scenario.builtIn }
        var chosen: [Scenario] = []
        for operand in operands {
            let isFile = operand.contains("/") || operand.hasSuffix(".json")
            chosen += try isFile ? read(operand) : [named(operand)]
        }
        return chosen
    }

    private static func named(_ name: String) throws(Problem) -> Scenario {
        if let scenario = Scenario.builtIn.first(where: { $0.name == name }) { return scenario }
        let near = nearest(to: name, in: Scenario.builtIn.map(\.name))
        throw Problem(
            words: "there is no scenario \"\(name)\"" + (near.map { "; did you mean \($0)?" } ?? "")
                + " (kiosk qa --list lists them; a file of your own ends in .json)", exit: .usage)
    }

    private static func read(_ path: String) throws(Problem) -> [Scenario] {
        do {
            return try Scenario.read(try Files.read(path))
        } catch let problem as Scenario.Problem {
            throw Problem(
                words: "\(path): \(problem.member): expected \(problem.expected) (Assets/guides/qa.md)",
                exit: .configuration)
        } catch {
            let reason = (error as? Files.Failure)?.reason ?? "\(error)"
            throw Problem(words: "\(path) cannot be read: \(reason)", exit: .configuration)
        }
    }

    private static func choice<Choice>(_ given: Given, _ name: String) throws(Problem) -> Choice?
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        guard let text = given.values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(words: "--\(name) is one of \(known), not \"\(text)\"", exit: .usage)
        }
        return choice
    }
}
