import CLinux
import DeviceFlow
import FlowBench
import FlowTrace
import Glibc

/// Brings time, network and hands to a `Probe`.
public struct ProbeLoop {
    private let requester: Requester
    private let keys: ClientKeys
    private let signals: Signals
    private let phone: Operator?
    /// What the client needs for its sign-ins.
    public let signInKeys: SignInKeys

    /// - Parameter secondDevice: nil: a person acts.
    public init(
        trust: TLSFiles, signingKey: SigningKey?, usesProof: Bool, signals: Signals, secondDevice: SecondDevice?
    ) {
        requester = Requester(trust)
        keys = ClientKeys(own: signingKey, usesProof: usesProof)
        self.signals = signals
        phone = secondDevice.map { Operator($0, trust) }
        signInKeys = keys.renewed()
    }

    /// - Parameter tell: takes a line for the tester, with the time since the start.
    /// - Returns: the probe at its end.
    public func run(_ probe: Probe, tell: (Duration, String) -> Void) -> Probe {
        var probe = probe
        let began = Clock.now()
        var effects = probe.handle(.started, at: began)
        while true {
            // A request that ends brings new effects behind those that are still to be done.
            while !effects.isEmpty {
                switch effects.removeFirst() {
                case .send(let asked, let number):
                    effects += probe.handle(.ended(exchange(asked, number)), at: Clock.now())
                case .hand(let act, let userCode):
                    let answer = perform(act == .approve ? .approve(userCode) : .deny(userCode))
                    effects += probe.handle(.handed(answer), at: Clock.now())
                case .tell(let line): tell(Clock.now() - began, line)
                case .finish: return probe
                }
            }
            let wasCalledOff = wait(until: probe.deadline)
            effects = probe.handle(wasCalledOff ? .cancelled : .timePassed, at: Clock.now())
        }
    }

    private func exchange(_ asked: Probe.Asked, _ number: Int) -> Exchange {
        var exchange: Exchange
        switch asked {
        case .client(let client, let intent):
            let request = client.request(for: intent, keys: signInKeys, sign: keys.sign)
            exchange = requester.send(request, for: Exchange.Purpose(intent))
        case .page(let url):
            let request = HTTPRequest(
                method: "GET", url: url, headers: [.init("Accept", "text/html"), .init("User-Agent", "kiosk probe")])
            exchange = requester.send(request, for: .verificationPage)
        }
        exchange.id = RequestID(number)
        return exchange
    }

    private func perform(_ act: SecondDevice.Act) -> Probe.HandAnswer {
        guard let phone else { return .failed("there is no simulator") }
        let outcome = phone.outcome(of: act)
        let (isDone, sentence) = SecondDevice.answer(outcome)
        if isDone { return .done }
        guard case .replied(let reply) = outcome else { return .silent }
        return [401, 403].contains(reply.status) ? .forbidden(sentence) : .failed(sentence)
    }

    /// - Returns: whether the tester called it off.
    private func wait(until moment: Moment?) -> Bool {
        let left = moment.map { $0 - Clock.now() } ?? .seconds(3600)
        // Upwards, so that nobody is woken a little early over and over.
        let milliseconds = Int32(min(max(0, (left.inSeconds * 1000).rounded(.up)), 3_600_000))
        var ready = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, milliseconds) > 0 else { return false }
        return signals.wishes().contains(where: \.ends)
    }
}
