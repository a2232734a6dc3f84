import DeviceFlow
import FlowTrace

/// What ends a probe before its time: a server that is gone or not trusted, and hands that fail.
extension Probe {
    /// So many requests in a row without a reply: the server is gone.
    private static let mostSilence = 3
    /// The same of requests that never got as far as the server.
    private static let mostUnconnected = 2

    /// - Returns: nil while there is use in going on.
    mutating func failure(_ exchange: Exchange, _ step: Step, of track: Track) -> Ending? {
        guard case .failed(let trouble, let wasSent) = exchange.outcome, !trouble.isUnreadable else {
            silence = []
            return nil
        }
        let isPage = step == .page || step == .completePage
        if isPage, Self.origin(exchange.request.url) != Self.origin(endpoints?.token ?? "") { return nil }
        if case .certificate(let problem) = trouble {
            guard problem == .unknownIssuer else { return nil }
            excuse([.tls], "its certificate comes from an authority that is not trusted here")
            return .unreachable(Self.stranger(exchange))
        }
        // What is wrong on purpose may be cut off on purpose: alone it tells nothing.
        let isProvoked = wasSent && [.questions, .stranger].contains(track.name) && !step.isForCodes
        silence.append((exchange, isProvoked))
        let isSilent = silence.count >= Self.mostSilence && silence.contains { !$0.isProvoked }
        let unconnected = silence.reversed().prefix { !$0.exchange.wasSent }.count
        guard isSilent || unconnected >= Self.mostUnconnected else { return nil }
        let reason = exchange.failureInWords ?? "no reply"
        guard exchanges.contains(where: { $0.reply != nil }), let first = silence.first?.exchange else {
            return .unreachable(reason)
        }
        let time = Self.seconds(first.sentAt - (began ?? first.sentAt), decimals: 1)
        return .unreachable("it stopped answering at request \(first.id.number) (\(time)): \(reason)")
    }

    /// "https://idp.example:8443": the page may be another server's.
    private static func origin(_ url: String) -> String {
        url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
    }

    /// As likely the tester's slip as the server's.
    private static func stranger(_ exchange: Exchange) -> String {
        let issuer = exchange.wire?.tls?.certificates.last.map { "was issued by \"\($0.issuer)\"" }
        return
            "its certificate \(issuer ?? "comes from an authority"), whom this machine does not trust; if that is "
            + "an authority of your own: --cacert FILE with its certificate"
    }

    // MARK: Hands

    /// What only an approval, or a denial, shows.
    static func checks(of act: Act) -> [Check] {
        switch act {
        case .approve: [.success, .noStore, .singleUse, .rotation, .revocation, .binding]
        case .deny: [.denial]
        }
    }

    /// An act that fails is tried again once; a token that is not taken now will not be taken later.
    mutating func takeHand(_ answer: HandAnswer, at now: Moment) {
        guard let act = hand?.act, let code = hand?.userCode else { return }
        hand = nil
        let index = tracks.firstIndex { $0.codes?.userCode.text == code && $0.steps.first == .poll(.decided(act)) }
        switch answer {
        case .done: break
        case .silent, .failed:
            if let index, tracks[index].handFailures == 0 {
                tracks[index].handFailures += 1
                tracks[index].steps.insert(.hand(act), at: 0)
                tracks[index].due = now + settings.pace * 2
            } else if case .failed(let sentence) = answer {
                end(
                    .noHand(
                        "the simulator did not \(act.rawValue) \(code), asked twice: \(sentence) "
                            + "(--simulator-state must be the folder of the server at --issuer)"))
            } else {
                end(.unreachable("it stopped answering when it was to \(act.rawValue) \(code)"))
            }
        case .forbidden(let sentence):
            end(
                .noHand(
                    "the simulator does not take the admin token (\(sentence)): --simulator-state must be the folder "
                        + "of the server at --issuer"))
        }
    }
}

extension Trouble {
    /// Too much of an answer, or none of HTTP, but there was somebody.
    fileprivate var isUnreadable: Bool { if case .unreadable = self { true } else { false } }
}

extension Exchange {
    /// Whether it got as far as the server.
    fileprivate var wasSent: Bool { if case .failed(_, wasSent: false) = outcome { false } else { true } }
}
