import DeviceFlow

/// Does things at a simulator, one after the other, over one connection of its own: a certificate that goes bad later
/// does not shut the operator out.
final class Operator {
    private let device: SecondDevice
    private let requester: Requester

    init(_ device: SecondDevice, _ trust: TLSFiles) {
        self.device = device
        requester = Requester(trust)
    }

    /// What the server has said to it; `SecondDevice.answer` reads it.
    func outcome(of act: SecondDevice.Act) -> HTTPOutcome { requester.finish(device.request(for: act)).outcome }

    /// - Returns: whether it was done, and the server's own sentence; nil when no answer comes.
    func act(_ act: SecondDevice.Act) -> (done: Bool, sentence: String)? {
        let outcome = outcome(of: act)
        if case .failed = outcome { return nil }
        return SecondDevice.answer(outcome)
    }
}
