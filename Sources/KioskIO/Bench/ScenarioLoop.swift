import DeviceFlow
import FlowBench
import Glibc

/// Runs scenarios against a simulator of their own: real requests over a real network, in virtual time or in real.
public final class ScenarioLoop {
    private let simulator: SimulatorProcess
    private let operatorSeat: Operator
    private let signals: Signals
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

    public enum Failure: Error {
        /// In words, for the person who started us.
        case noSimulator(String)
        /// By a signal.
        case calledOff
    }

    /// - Parameters:
    ///   - program: the simulator's; nil: as `SimulatorProcess` finds it.
    ///   - isReal: by the machine's clock.
    ///   - signals: one of them ends a run.
    ///   - scenarios: all that will be run, so that the server knows a client for each.
    /// - Throws: when the simulator does not start.
    public init(
        program: String?, isReal: Bool, signals: Signals, for scenarios: [Scenario]
    ) throws(Failure) {
        do throws(SimulatorProcess.Failure) {
            simulator = try SimulatorProcess(
                program: program, options: isReal ? [] : ["--virtual-clock"],
                configuration: Scenario.simulatorConfiguration(for: scenarios))
        } catch {
            throw .noSimulator(error.reason)
        }
        operatorSeat = Operator(simulator.secondDevice, simulator.trust)
        transport = CurlTransport(simulator.trust)
        self.signals = signals
        self.isReal = isReal
    }

    /// Nothing of the server is kept, and a request that it lets hang would hold its goodbye up for seconds.
    deinit { kill(pid_t(simulator.processID), SIGKILL) }

    /// - Throws: when the simulator is no longer there, or a signal has come.
    public func run(_ scenario: Scenario) throws(Failure) -> ScenarioResult {
        let began = Clock.now()
        // Connections of the one before would hide a bad certificate, or bring its troubles along.
        transport = CurlTransport(simulator.trust)
        waiting = []
        wallOffset = .zero
        isGone = operatorSeat.act(.scenario(nil)) == nil
        if isGone { throw .noSimulator("the simulator is no longer there") }
        if isReal { now = Clock.now() }
        var run = ScenarioRun(scenario, issuer: simulator.issuer, at: now, cryptography: .openSSL)
        while !run.isOver {
            isReal ? waitInRealTime(&run) : stepInVirtualTime(&run)
            if isCalledOff { throw .calledOff }
            if isGone { throw .noSimulator("the simulator is no longer there, in the middle of \(scenario.name)") }
        }
        finishRevocations(&run)
        return run.result(took: Clock.now() - began)
    }

    private var isCalledOff = false
    private var isGone = false

    /// For the network, at most so long (a millisecond more, as whole ones are counted), or until a signal comes.
    private func wait(_ longest: Duration) {
        let milliseconds = Int32(min(max(.zero, longest).inSeconds * 1000 + 1, 10_000))
        if transport.wait(for: [signals.descriptor], longest: milliseconds)[0] {
            isCalledOff = signals.wishes().contains(where: \.ends)
        }
    }

    // MARK: Time

    private func waitInRealTime(_ run: inout ScenarioRun) {
        now = Clock.now()
        perform(run.turn(at: now), &run)
        guard !run.isOver, let due = run.nextDue else { return }
        wait(due - Clock.now())
        now = Clock.now()
        hear(&run)
    }

    /// All that can be answered now is; then both clocks go to whatever is next.
    private func stepInVirtualTime(_ run: inout ScenarioRun) {
        let patience = Clock.now() + run.scenario.settings.patience
        while !waiting.isEmpty, !run.isOver, Clock.now() < patience {
            hear(&run)
            guard !waiting.isEmpty else { break }
            wait(patience - Clock.now())
            if isCalledOff { return }
        }
        guard !run.isOver else { return }
        guard let next = ([run.nextDue].compactMap { $0 } + waiting.map(\.until)).min() else {
            return run.stall(at: now)
        }
        if next > now { goOn(by: next - now, &run) }
        for late in waiting where late.until <= now {
            transport.abandon(late.id)
            waiting.removeAll { $0.id == late.id }
            perform(run.finished(late.id, .failed(.timeout, wasSent: true), at: now), &run)
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
        guard let (done, sentence) = operatorSeat.act(act) else { return isGone = true }
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
            wait(patience - Clock.now())
            hear(&run)
        }
    }
}
