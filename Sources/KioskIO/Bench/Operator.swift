import DeviceFlow

/// Does things at a simulator, one after the other, over one connection of its own: a certificate that goes bad later
/// does not shut the operator out.
final class Operator {
    private let device: SecondDevice
    private let transport: CurlTransport
    private var last = 0

    init(_ simulator: SimulatorProcess) {
        device = simulator.secondDevice
        transport = CurlTransport(simulator.trust)
    }

    /// - Returns: whether it was done, and the server's own sentence; nil when no answer comes.
    func act(_ act: SecondDevice.Act) -> (done: Bool, sentence: String)? {
        last += 1
        transport.start(device.request(for: act), RequestID(last), timeout: .seconds(10))
        while true {
            if let finished = transport.collect().first {
                if case .failed = finished.outcome { return nil }
                return SecondDevice.answer(finished.outcome)
            }
            _ = transport.wait(for: [])
        }
    }
}
