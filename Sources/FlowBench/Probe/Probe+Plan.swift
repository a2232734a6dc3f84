import DeviceFlow
import FlowTrace

/// Who asks what, in which order, and when.
extension Probe {
    /// Timers are rounded, and a poll must not be early for that.
    static let grain = Duration.milliseconds(20)
    /// So long after its end a code is surely dead.
    static let afterExpiry = Duration.seconds(1)

    mutating func begin(at now: Moment) {
        var steps: [Step] = []
        if client.issuer != nil, client.provider.hasMetadata {
            steps = [.metadata(attempt: 0), .metadata(attempt: 1)]
        } else {
            excuse(
                [.metadata, .issuer, .announced, .passwordGrant],
                client.issuer == nil
                    ? "no --issuer was given, so that there is no metadata to look at"
                    : "the profile says that this server publishes no metadata")
        }
        tracks = [Track(.finding, steps, at: now)]
    }

    /// When all that could be done is done.
    mutating func nextStage(at now: Moment) {
        switch stage {
        case .finding:
            record(Judge.announcement(documents))
            guard let endpoints else { return end(withoutEndpoints) }
            let elsewhere = [
                endpoints.deviceAuthorization, endpoints.token, endpoints.revocation, endpoints.registration,
            ]
            .compactMap { $0 }.first { !Self.isOnThisComputer($0) }
            if let elsewhere, !settings.mayTest {
                return end(
                    .noCodes(
                        "the metadata leads to another computer (\(elsewhere)): if you may test it, say so with "
                            + "--i-may-test-this"))
            }
            stage = .registering
            tracks = [
                Track(.finding, client.provider.registrationRequest == nil ? [] : [.register], at: now)
            ]
        case .registering:
            stage = .testing
            plan(at: now)
        case .testing: end(codesProblem.map(Ending.noCodes) ?? .complete)
        }
    }

    /// Why there is nothing to ask.
    private var withoutEndpoints: Ending {
        guard exchanges.contains(where: { $0.reply != nil }) else {
            return .unreachable(exchanges.last?.failureInWords ?? "no reply")
        }
        if findings.contains(where: { $0.check == .issuer && $0.verdict == .broken }) {
            return .noCodes("its metadata is another issuer's, which no client may use")
        }
        return .noCodes(
            "its metadata does not say where to ask for codes and tokens; --device-endpoint and --token-endpoint would")
    }

    static func isOnThisComputer(_ url: String) -> Bool { (try? VerificationURI(url))?.isLoopback ?? false }

    private mutating func plan(at now: Moment) {
        var careful: [Step] = [.codes(strange: false), .poll(.patient), .poll(.patient)]
        // The poll after the early one waits 5 s longer, as a client that was told slow_down must.
        var careless: [Step] = [.codes(strange: true), .poll(.patient), .poll(.early), .poll(.patient)]
        switch settings.hands {
        case .none:
            let reason = "it needs somebody who approves and denies (leave out --no-hands)"
            excuse(Self.checks(of: .approve) + Self.checks(of: .deny), reason)
            unattended.formUnion(Self.checks(of: .approve) + Self.checks(of: .deny))
        case .person, .simulator:
            careful += [.hand(.approve), .poll(.decided(.approve))]
            careless += [.hand(.deny), .poll(.decided(.deny))]
        }
        tracks = [
            Track(.careful, careful, at: now), Track(.careless, careless, at: now),
            Track(.expiring, [.codes(strange: false), .poll(.afterExpiry)], at: now),
            Track(
                .questions,
                [.unknownClient, .wrongCode, .missingCode, .wrongGrant, .tokenByGet, .sample, .sample], at: now),
        ]
        if settings.otherClientID != nil {
            tracks.append(Track(.stranger, [.codes(strange: false), .otherClient], at: now))
        }
    }

    /// nil: nothing is left, or somebody else has to finish first.
    func due(_ track: Track) -> Moment? {
        switch track.steps.first {
        case nil: nil
        case .hand: hand == nil ? track.due : nil
        case .poll(.early): track.due
        case .poll(.afterExpiry): max(track.due, track.expiry + Self.afterExpiry)
        case .poll(.patient), .poll(.decided), .poll(.again):
            max(track.due, track.lastReply + track.interval + Self.grain)
        case .metadata, .register, .codes, .sample, .page, .completePage, .unknownClient, .wrongCode, .missingCode,
            .wrongGrant, .tokenByGet, .otherClient, .refresh, .replay, .refreshAfterReplay, .revoke, .refreshRevoked:
            track.due
        }
    }

    // MARK: By hand

    mutating func actByHand(_ step: Step, of index: Int, at now: Moment, _ effects: inout [Effect]) {
        guard case .hand(let act) = step, let codes = tracks[index].codes else { return }
        let left = tracks[index].expiry - now
        if left < min(codes.lifetime / 2, .seconds(120)), !tracks[index].isRenewed {
            tracks[index].isRenewed = true
            tracks[index].steps.insert(contentsOf: [.codes(strange: false), step], at: 0)
            return
        }
        let code = codes.userCode.text
        tracks[index].toldOutcome = nil
        hand = Hand(act: act, userCode: code, until: tracks[index].expiry)
        if settings.hands == .simulator {
            effects.append(.hand(act, userCode: code))
            effects.append(.tell("at the simulator: \(act.rawValue) \(code)"))
        } else {
            hand?.nextReminder = now + .seconds(30)
            effects.append(
                .tell(
                    "BY HAND NOW: open \(codes.verificationURI.text) , enter \(code), and \(act.rawValue.uppercased()). "
                        + "(\(Self.seconds(left, decimals: 0)) left)"))
        }
    }

    mutating func remind(at now: Moment, _ effects: inout [Effect]) {
        guard let due = hand?.nextReminder, due <= now, let waiting = hand else { return }
        hand?.nextReminder = now + .seconds(30)
        let left = Self.seconds(max(.zero, waiting.until - now), decimals: 0)
        effects.append(.tell("still waiting for you to \(waiting.act.rawValue) \(waiting.userCode): \(left) left"))
    }
}
