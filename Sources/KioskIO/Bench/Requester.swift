import DeviceFlow
import FlowTrace

/// One request after the other, each waited for, with all that the connection tells of it.
public final class Requester {
    private let transport: CurlTransport
    private var last = 0

    public init(_ trust: TLSFiles) { transport = CurlTransport(trust, tracing: .all) }

    /// - Parameter timeout: its longest life.
    public func send(
        _ request: HTTPRequest, for purpose: Exchange.Purpose, timeout: Duration = .seconds(10)
    ) -> Exchange {
        let sentAt = Clock.now()
        let wallClock = Clock.wall()
        let finished = finish(request, timeout: timeout)
        return Exchange(
            id: finished.id, purpose: purpose, request: request, sentAt: sentAt, endedAt: Clock.now(),
            wallClock: wallClock, outcome: finished.outcome, wire: finished.wire)
    }

    /// The same for what is no part of a sign-in.
    func finish(_ request: HTTPRequest, timeout: Duration = .seconds(10)) -> CurlTransport.Finished {
        last += 1
        let id = RequestID(last)
        transport.start(request, id, timeout: timeout)
        while true {
            for finished in transport.collect() where finished.id == id { return finished }
            _ = transport.wait(for: [])
        }
    }
}
