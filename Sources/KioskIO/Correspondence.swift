import DeviceFlow
import FlowTrace
import KioskScreen

/// Requests on their way: what the sign-in wants goes out, what became of it comes in.
final class Correspondence {
    private let transport: CurlTransport
    private let secondDevice: SecondDevice?
    /// By edition. Those of earlier configurations stay: tokens they were given may still have to be taken back.
    private var correspondents: [Int: Correspondent] = [:]
    /// Who asks where nobody has asked before.
    private var edition = 0
    private var sent: [Sent] = []

    /// Who asks, and whom it trusts.
    private struct Correspondent {
        let client: Client
        let trust: TLSFiles
        let keys: ClientKeys
    }

    private struct Sent {
        let id: RequestID
        let errand: Errand
        let request: HTTPRequest
        let client: Client?
        let keys: SignInKeys?
        let at: Moment
        let wallClock: Double

        enum Errand {
            case intent(Intent)
            case act
        }
    }

    /// What has come in.
    enum Arrival {
        case exchange(Exchange, event: Event)
        /// An act of the second device is done, or could not be: in a sentence.
        case acted(String)
    }

    /// - Parameter forgets: nothing of a request is kept when it is over.
    init(client: Client, trust: TLSFiles, signingKey: SigningKey?, secondDevice: SecondDevice?, forgets: Bool) {
        self.secondDevice = secondDevice
        transport = CurlTransport(trust, keepsHandles: !forgets)
        adopt(client, trust, signingKey)
    }

    /// Requests that belong to no endpoints yet are this client's from here on. The others, and replies to what is
    /// already on its way, go by the client that began: no secret of one server reaches another.
    func adopt(_ client: Client, _ trust: TLSFiles, _ signingKey: SigningKey?) {
        edition = client.edition
        guard correspondents[edition] == nil else { return }
        correspondents[edition] = Correspondent(
            client: client, trust: trust, keys: ClientKeys(own: signingKey, usesProof: client.usesProof))
    }

    /// How much exchanges come with.
    var tracing: Tracing {
        get { transport.tracing }
        set { transport.tracing = newValue }
    }

    func send(_ intent: Intent, _ id: RequestID, timeout: Duration, at now: Moment) {
        guard let one = correspondents[intent.endpoints?.edition ?? edition] else {
            preconditionFailure("endpoints are found by a client that was adopted")
        }
        var own: SignInKeys?
        if case .codes = intent, one.client.needsKeys { own = one.keys.renewed() }
        let request = one.client.request(for: intent, keys: own, sign: one.keys.sign)
        start(request, id, .intent(intent), one, own, timeout: timeout, at: now)
    }

    /// Does what the person with the phone would do. Its numbers are below those of any sign-in.
    func act(_ act: SecondDevice.Act, at now: Moment) {
        guard let secondDevice else { return }
        let id = RequestID(min(0, sent.map(\.id.number).min() ?? 0) - 1)
        start(
            secondDevice.request(for: act), id, .act, correspondents[edition], nil, timeout: .seconds(5), at: now)
    }

    private func start(
        _ request: HTTPRequest, _ id: RequestID, _ errand: Sent.Errand, _ one: Correspondent?, _ keys: SignInKeys?,
        timeout: Duration, at now: Moment
    ) {
        sent.append(
            Sent(
                id: id, errand: errand, request: request, client: one?.client, keys: keys, at: now,
                wallClock: Clock.wall()))
        transport.start(request, id, timeout: timeout, trust: one?.trust)
    }

    func abandon(_ id: RequestID) {
        sent.removeAll { $0.id == id }
        transport.abandon(id)
    }

    /// Sends what can be sent without waiting.
    func push() { transport.push() }

    /// What has come in since it was last asked for; does not wait.
    func arrivals() -> [Arrival] {
        transport.collect().compactMap { finished in
            guard let index = sent.firstIndex(where: { $0.id == finished.id }) else { return nil }
            let one = sent.remove(at: index)
            guard case .intent(let intent) = one.errand, let client = one.client else {
                return .acted(SecondDevice.answer(finished.outcome).sentence)
            }
            let exchange = Exchange(
                id: one.id, purpose: Exchange.Purpose(intent), request: one.request, sentAt: one.at,
                endedAt: Clock.now(), wallClock: one.wallClock, outcome: finished.outcome, wire: finished.wire)
            let event = client.event(
                for: finished.outcome, to: intent, one.id, keys: one.keys, cryptography: .openSSL)
            return .exchange(exchange, event: event)
        }
    }

    /// The program's one blocking call.
    /// - Returns: for each descriptor whether it is readable or hung up.
    func wait(for descriptors: [Int32]) -> [Bool] { transport.wait(for: descriptors) }

    /// Tokens that are to be taken back have some seconds for it, and nothing else has.
    /// - Parameter heard: is told of each exchange.
    func finishRevocations(_ heard: (Exchange) -> Void) {
        for one in sent {
            if case .intent(.revoke) = one.errand { continue }
            transport.abandon(one.id)
        }
        // Each of them has a time-out of its own, so this ends.
        while transport.isBusy {
            _ = transport.wait(for: [])
            for case .exchange(let exchange, _) in arrivals() { heard(exchange) }
        }
    }
}
