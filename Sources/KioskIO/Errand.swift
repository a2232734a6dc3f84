import DeviceFlow

/// One request after the other, each waited for: for commands that show no screen.
public final class Errand {
    private let client: Client
    private let transport: CurlTransport
    private let keys: ClientKeys
    private var last = 0

    public init(_ client: Client, _ trust: TLSFiles, signingKey: SigningKey?) {
        self.client = client
        transport = CurlTransport(trust)
        keys = ClientKeys(own: signingKey, usesProof: client.usesProof)
    }

    /// - Returns: what became of it; a request takes ten seconds at most.
    public func run(_ intent: Intent) -> HTTPOutcome {
        last += 1
        let id = RequestID(last)
        transport.start(client.request(for: intent, sign: keys.sign), id, timeout: .seconds(10))
        while true {
            for (over, outcome) in transport.collect() where over == id { return outcome }
            _ = transport.wait(for: [])
        }
    }

    /// Where the server is, by its metadata. - Returns: nil when it cannot be found out.
    public func endpoints() -> Endpoints? {
        for attempt in 0...1 {
            let intent = Intent.metadata(attempt: attempt)
            if case .metadataReplied(.endpoints(let found), _)? = client.event(
                for: run(intent), to: intent, RequestID(last))
            {
                return found
            }
        }
        return nil
    }
}
