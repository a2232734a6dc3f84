import DeviceFlow
import FlowBench
import FlowTrace

/// Brings time and network to a fleet: one thread, one wait, connections that all devices share.
public final class FleetLoop {
    private var fleet: Fleet
    private let client: Client
    private let transport: CurlTransport
    private let keys: ClientKeys
    private let signals: Signals
    private let secondDevice: SecondDevice?
    private let alarm = Alarm()
    private let display = FleetDisplay()
    private var intents: [RequestID: (intent: Intent, keys: SignInKeys?)] = [:]
    private var decisions: [RequestID: FleetDecision] = [:]
    private var lastDecision = 0

    /// - Parameters:
    ///   - signals: any that asks to stop ends the run with its report, the second one at once.
    ///   - secondDevice: nil: nobody approves, or people do.
    public init(
        _ fleet: Fleet, client: Client, trust: TLSFiles, signingKey: SigningKey?, signals: Signals,
        secondDevice: SecondDevice?
    ) {
        self.fleet = fleet
        self.client = client
        self.signals = signals
        self.secondDevice = secondDevice
        transport = CurlTransport(trust, connections: fleet.plan.connections, isLimited: true)
        keys = ClientKeys(own: signingKey, usesProof: false)
    }

    /// - Returns: the fleet when its run is over, and what this process has used.
    public func run() -> (Fleet, FleetReport.Cost) {
        var allBegan: Usage?
        var stopped: Usage?
        let full = fleet.statistics.began + fleet.plan.ramp
        while true {
            let now = Clock.now()
            perform(fleet.turn(at: now))
            if fleet.isOver { break }
            for decision in fleet.decisions(at: now) { decide(decision) }
            if allBegan == nil, now >= full { allBegan = Usage(at: now) }
            if fleet.isStopping {
                if stopped == nil { stopped = Usage(at: now) }
                if let stopped, now >= stopped.moment + Self.patience { break }
            }
            display.show(fleet, at: now)
            let patienceEnds = stopped.map { $0.moment + Self.patience }
            alarm.ring(at: [fleet.deadline, display.next, patienceEnds].compactMap { $0 }.min())
            if !wait() { break }
        }
        let now = Clock.now()
        display.clear()
        fleet.finish(at: now)
        let last = stopped ?? Usage(at: now)
        return (
            fleet, FleetReport.Cost(peakMemory: Usage.peakMemory, coreShare: allBegan.flatMap { last.share(since: $0) })
        )
    }

    /// How long requests that are on their way at the end may take.
    private static let patience = Duration.seconds(5)

    private func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .send(let intent, let id, let timeout):
                var own: SignInKeys?
                if case .codes = intent, client.needsKeys { own = keys.renewed() }
                intents[id] = (intent, own)
                transport.start(client.request(for: intent, keys: own, sign: keys.sign), id, timeout: timeout)
            case .abandon(let id):
                intents[id] = nil
                transport.abandon(id)
            case .note:
                break
            }
        }
    }

    private func decide(_ decision: FleetDecision) {
        guard let secondDevice else { return fleet.decided(decision, done: false, at: Clock.now()) }
        // Below the devices' own numbers.
        lastDecision -= 1
        let id = RequestID(lastDecision)
        decisions[id] = decision
        let act = decision.approves ? SecondDevice.Act.approve(decision.userCode) : .deny(decision.userCode)
        transport.start(secondDevice.request(for: act), id, timeout: .seconds(5))
    }

    /// - Returns: false when it has to end at once.
    private func wait() -> Bool {
        let ready = transport.wait(for: [signals.descriptor, alarm.descriptor])
        if ready[1] { alarm.hush() }
        for finished in transport.collect() {
            let now = Clock.now()
            if let decision = decisions.removeValue(forKey: finished.id) {
                fleet.decided(decision, done: SecondDevice.answer(finished.outcome).done, at: now)
            } else if let (intent, own) = intents.removeValue(forKey: finished.id) {
                let event = client.event(
                    for: finished.outcome, to: intent, finished.id, keys: own, cryptography: .openSSL)
                perform(fleet.take(event, for: finished.id, at: now))
            }
        }
        if ready[0], signals.wishes().contains(where: \.ends) {
            if fleet.isStopping { return false }
            fleet.stop()
        }
        return true
    }
}
