/// Tokens that are to be taken back. A server that cannot do it now still knows them, so it is asked again for a
/// while. (RFC 7009, 2.2.1)
public struct Revocations: Equatable, Sendable {
    private var pending: [Pending] = []

    private struct Pending: Equatable {
        let intent: Intent
        /// nil between two tries.
        var request: RequestID?
        var failures = 0
        var nextTry: Moment?
    }

    /// Requests for one token at most: within about three minutes, or as much later as the server asks for each time.
    static let mostTries = 6

    public init() {}

    /// When `timePassed` will next ask again; nil: nothing is to be asked again.
    public var deadline: Moment? { pending.compactMap(\.nextTry).min() }

    /// A request was sent for the first time.
    public mutating func asked(_ intent: Intent, _ id: RequestID) {
        pending.append(Pending(intent: intent, request: id))
    }

    public mutating func replied(_ answer: RevocationAnswer, to id: RequestID, at now: Moment) -> [Effect] {
        guard let index = pending.firstIndex(where: { $0.request == id }) else { return [] }
        switch answer {
        case .done:
            pending.remove(at: index)
            return []
        case .refused(let error):
            pending.remove(at: index)
            return [.note(.notRevoked(error.code, retryIn: nil))]
        case .trouble(let trouble, let retryAfter):
            pending[index].failures += 1
            guard pending[index].failures < Self.mostTries else {
                pending.remove(at: index)
                return [.note(.notRevoked(trouble.inOneWord, retryIn: nil))]
            }
            let backOff = Duration.seconds(5 << min(pending[index].failures - 1, 4))
            let wait = max(backOff, min(retryAfter ?? .zero, .seconds(3600)))
            pending[index].request = nil
            pending[index].nextTry = now + wait
            return [.note(.notRevoked(trouble.inOneWord, retryIn: wait))]
        }
    }

    /// Asks again where it is time.
    /// - Parameters:
    ///   - isLast: the program ends: now or never.
    ///   - last: the number of the last request; counts on.
    public mutating func timePassed(at now: Moment, isLast: Bool = false, after last: inout Int) -> [Effect] {
        var effects: [Effect] = []
        for index in pending.indices {
            guard let nextTry = pending[index].nextTry, now >= nextTry || isLast else { continue }
            last += 1
            pending[index].request = RequestID(last)
            pending[index].nextTry = nil
            effects.append(.send(pending[index].intent, RequestID(last), timeout: .seconds(5)))
        }
        return effects
    }
}
