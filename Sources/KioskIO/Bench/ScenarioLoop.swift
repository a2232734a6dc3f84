import DeviceFlow
import FlowBench
import Glibc

/// Runs scenarios against a simulator of their own: real requests over a real network, in virtual time or in real.
public final class ScenarioLoop {
    private let simulator: SimulatorProcess
    private let operatorSeat: Operator
    private let isReal: Bool
    /// Where virtual time stands; it begins where the machine's does.
    private var now = Clock.now()
    /// How far the machine's wall clock is from the device's.
    private var wallOffset = Duration.zero
    private var transport: CurlTransport
    private var waiting: [Waiting] = []

    /// A request on its way.
    private struct Waiting {
        let id: RequestID
        /// When its time-out ends, in the scenario's own time.
        let until: Moment
    }

    public typealias Failure = SimulatorProcess.Failure

    /// - Parameters:
    ///   - program: the simulator's; nil: as `SimulatorProcess` finds it.
    ///   - isReal: by the machine's clock.
    ///   - scenarios: all that will be run, so that the server knows a client for each.
    /// - Throws: when the simulator does not start.
    public init(program: String?, isReal: Bool, for scenarios: [Scenario]) throws(Failure) {
        let configuration = try Self.write(Scenario.simulatorConfiguration(for: scenarios))
        defer { unlink(configuration) }
        simulator = try SimulatorProcess(
            program: program, options: ["--config", configuration] + (isReal ? [] : ["--virtual-clock"]))
        operatorSeat = Operator(simulator)
        transport = CurlTransport(simulator.trust)
        self.isReal = isReal
    }

    /// Nothing of the server is kept, and a request that it lets hang would hold its goodbye up for seconds.
    deinit { kill(pid_t(simulator.processID), SIGKILL) }

    private static func write(_ text: String) throws(Failure) -> String {
        var template = Array(((Process.environment("TMPDIR") ?? "/tmp") + "/kiosk-qa-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw Failure(reason: "\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard writeAll(text, to: descriptor) else { throw Failure(reason: "\(path) cannot be written") }
        return path
    }

    /// - Throws: when the simulator is no longer there.
    public func run(_ scenario: Scenario) throws(Failure) -> ScenarioResult {
        let began = Clock.now()
        // Connections of the one before would hide a bad certificate, or bring its troubles along.
        transport = CurlTransport(simulator.trust)
        waiting = []
        wallOffset = .zero
        let calm = operatorSeat.act(.scenario(nil))
        guard calm.done else { throw Failure(reason: "the simulator is no longer there: \(calm.sentence)") }
        if isReal { now = Clock.now() }
        var run = ScenarioRun(scenario, issuer: simulator.issuer, at: now, cryptography: .openSSL)
        while !run.isOver {
            isReal ? waitInRealTime(&run) : stepInVirtualTime(&run)
        }
        finishRevocations(&run)
        return run.result(took: Clock.now() - began)
    }

    // MARK: Time

    private func waitInRealTime(_ run: inout ScenarioRun) {
        now = Clock.now()
        perform(run.turn(at: now), &run)
        guard !run.isOver, let due = run.nextDue else { return }
        let left = max(.zero, due - Clock.now())
        // A millisecond more, as the wait counts whole ones.
        _ = transport.wait(for: [], longest: Int32(min(left.inSeconds * 1000 + 1, 10_000)))
        now = Clock.now()
        hear(&run)
    }

    /// All that can be answered now is; then both clocks go to whatever is next.
    private func stepInVirtualTime(_ run: inout ScenarioRun) {
        let patience = Clock.now() + run.scenario.settings.patience
        while !waiting.isEmpty, !run.isOver, Clock.now() < patience {
            hear(&run)
            guard !waiting.isEmpty else { break }
            let left = max(.zero, patience - Clock.now())
            _ = transport.wait(for: [], longest: Int32(left.inSeconds * 1000 + 1))
        }
        guard !run.isOver else { return }
        guard let next = ([run.nextDue].compactMap { $0 } + waiting.map(\.until)).min() else {
            return run.stall(at: now)
        }
        if next > now { goOn(by: next - now, &run) }
        for late in waiting where late.until <= now {
            transport.abandon(late.id)
            waiting.removeAll { $0.id == late.id }
            perform(run.finished(late.id, .failed(.timeout), at: now), &run)
        }
        perform(run.turn(at: now), &run)
    }

    private func goOn(by time: Duration, _ run: inout ScenarioRun) {
        now = now + time
        act(.advance(time), isRefused: false, &run)
    }

    // MARK: What the run wants, and what it hears

    private func perform(_ demands: [ScenarioRun.Demand], _ run: inout ScenarioRun) {
        for demand in demands {
            switch demand {
            case .send(let intent, let id, let timeout):
                transport.start(run.request(for: intent), id, timeout: timeout)
                waiting.append(Waiting(id: id, until: now + timeout))
            case .abandon(let id):
                transport.abandon(id)
                waiting.removeAll { $0.id == id }
            case .act(let deed, let isRefused): act(deed, isRefused: isRefused, &run)
            case .suspend(let time): goOn(by: time, &run)
            case .moveDeviceClock(let time): wallOffset += time
            }
        }
    }

    private func act(_ deed: ScenarioRun.ServerDeed, isRefused: Bool, _ run: inout ScenarioRun) {
        let act: SecondDevice.Act =
            switch deed {
            case .approve(let code): .approve(code)
            case .deny(let code): .deny(code)
            case .expire(let code): .expire(code)
            case .trouble(let name): .scenario(name)
            case .advance(let time): .advance(time)
            }
        let (done, sentence) = operatorSeat.act(act)
        run.serverDid(deed, done, sentence, isRefused: isRefused)
    }

    private func hear(_ run: inout ScenarioRun) {
        for finished in transport.collect() {
            waiting.removeAll { $0.id == finished.id }
            var outcome = finished.outcome
            if case .replied(var reply) = outcome {
                reply.receivedAt += wallOffset.inSeconds
                outcome = .replied(reply)
            }
            perform(run.finished(finished.id, outcome, at: now), &run)
        }
    }

    /// As EventLoop does at its end: tokens that are to be taken back have some seconds for it.
    private func finishRevocations(_ run: inout ScenarioRun) {
        let patience = Clock.now() + run.scenario.settings.patience
        while transport.isBusy, Clock.now() < patience {
            _ = transport.wait(for: [], longest: 100)
            hear(&run)
        }
    }
}
