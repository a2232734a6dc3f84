import DeviceFlow
import FlowTrace

/// What one client asks of its server, each request waited for: for commands that show no screen.
public final class Errand {
    private let client: Client
    private let requester: Requester
    private let keys: ClientKeys
    private var last = 0

    public init(_ client: Client, _ trust: TLSFiles, signingKey: SigningKey?) {
        self.client = client
        requester = Requester(trust)
        keys = ClientKeys(own: signingKey, usesProof: client.usesProof)
    }

    /// - Returns: what became of it; a request takes ten seconds at most.
    public func run(_ intent: Intent) -> HTTPOutcome { exchange(intent).outcome }

    /// The same, with all that the connection tells of it.
    ///
    /// - Parameter timeout: its longest life.
    public func exchange(_ intent: Intent, timeout: Duration = .seconds(10)) -> Exchange {
        var own: SignInKeys?
        if case .codes = intent, client.needsKeys { own = keys.renewed() }
        let request = client.request(for: intent, keys: own, sign: keys.sign)
        return requester.send(request, for: Exchange.Purpose(intent), timeout: timeout)
    }

    /// Where the server is, by its metadata. - Returns: nil when it cannot be found out.
    public func endpoints() -> Endpoints? {
        for attempt in 0...1 {
            last += 1
            let intent = Intent.metadata(attempt: attempt)
            if case .metadataReplied(.endpoints(let found), _) = client.event(
                for: run(intent), to: intent, RequestID(last))
            {
                return found
            }
        }
        return nil
    }
}
