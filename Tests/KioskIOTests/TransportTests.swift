import DeviceFlow
import Testing

@testable import KioskIO

/// What is asked of libcurl beyond a request.
@Suite struct TransportTests {
    @Test("a request that ends while others are pushed out is not slept over")
    func endsInPush() {
        let transport = CurlTransport(TLSFiles())
        // Nobody listens there, which the kernel says at once.
        transport.start(HTTPRequest(method: "GET", url: "http://127.0.0.1:1/"), RequestID(7), timeout: .seconds(300))
        while !transport.hasEnded { transport.push() }
        let before = Clock.now()
        _ = transport.wait(for: [], longest: 60_000)
        #expect(Clock.now() - before < .seconds(60), "nothing else would have ended this wait")
        let over = transport.collect()
        #expect(over.map(\.id) == [RequestID(7)])
        #expect(!transport.hasEnded && !transport.isBusy)
    }

    @Test("one that was not pushed, or was given up, has not ended")
    func givenUp() {
        let transport = CurlTransport(TLSFiles())
        #expect(!transport.hasEnded)
        transport.start(HTTPRequest(method: "GET", url: "http://127.0.0.1:1/"), RequestID(1), timeout: .seconds(300))
        #expect(!transport.hasEnded, "it has not been pushed yet")
        transport.abandon(RequestID(1))
        transport.push()
        #expect(!transport.hasEnded && transport.collect().isEmpty)
    }
}
