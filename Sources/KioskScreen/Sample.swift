import DeviceFlow

/// A scene of every kind with made-up facts, to be looked at without a server: for pictures and translators.
public enum Sample: String, CaseIterable, Sendable {
    case home, idle, dimmed, starting, pending, pendingPlain = "pending-plain", lastMinute = "last-minute", retrying,
        slowed, replaced
    case noCode = "no-code", confirming, isThisYou = "is-this-you", approved, signedIn = "signed-in",
        notHandedOver = "not-handed-over", denied, expired, refused, untrusted, nonsense, lost, cancelled, disowned,
        homeSignedIn = "home-signed-in", leaving, page,
        operatorPin = "operator-pin", operatorMenu = "operator-menu", operatorStatus = "operator-status",
        operatorTest = "operator-test"

    public func scene(title: String?) -> Scene {
        switch self {
        case .home: home(title)
        case .homeSignedIn: home(title, Self.person)
        case .leaving:
            home(
                title, Scene.Person(name: Self.person.name, scopes: Self.person.scopes, leavingIn: 12),
                keys: [.signOut, .quit])
        case .page:
            Scene(title: title, content: Self.tiles.dropFirst().first.map { .page($0) } ?? .idle, keys: [.back, .quit])
        case .dimmed: Scene(title: title, content: .dimmed(step: 4))
        case .idle: Scene(title: title, content: .idle, keys: [.anyKeyStarts, .language, .quit])
        case .starting: Scene(title: title, content: .starting(host: "idp.example", slow: true), keys: Self.waitingKeys)
        case .pending: code(title)
        case .pendingPlain: code(title, complete: false)
        case .lastMinute: code(title, secondsLeft: 42)
        case .retrying: code(title, link: .interrupted(.dropped, retryIn: 8))
        case .slowed: code(title, link: .slowed(interval: 10))
        case .replaced: code(title, ignoreEarlierCode: true)
        case .noCode:
            Scene(
                title: title, content: .noCode(.dns, host: "idp.example", retryIn: 8, attempt: 3),
                keys: Self.waitingKeys)
        case .confirming: Scene(title: title, content: .confirming, keys: Self.waitingKeys)
        case .isThisYou:
            Scene(
                title: title, content: .isThisYou(name: Self.person.name, secondsLeft: 8), keys: [.yes, .no, .quit])
        case .approved:
            Scene(
                title: title, content: .approved(name: Self.person.name), keys: [.anyKeyGoesOn, .notYou, .quit])
        case .signedIn:
            Scene(title: title, content: .signedIn(name: Self.person.name, leavingIn: nil), keys: [.notYou, .quit])
        case .notHandedOver: Scene(title: title, content: .notHandedOver, keys: [.tryAgain, .cancel])
        case .denied: ending(title, .denied)
        case .expired: ending(title, .expired)
        case .refused: ending(title, .refused(code: "unauthorized_client"))
        case .untrusted: ending(title, .untrusted(code: "id_token_signature"))
        case .nonsense: ending(title, .notUnderstood(detail: "expires_in is missing or not a time"))
        case .lost: ending(title, .answerLost)
        case .cancelled: ending(title, .cancelled)
        case .disowned: ending(title, .disowned(answered: true))
        case .operatorPin: page(title, .pin(typed: 4, wrong: 1, waits: nil), keys: [.open, .back])
        case .operatorMenu: page(title, .menu(OperatorItem.allCases, chosen: 1), keys: [.open, .move, .back])
        case .operatorStatus: page(title, .status(Self.status, top: 0), keys: [.back, .move])
        case .operatorTest: page(title, .test(.done(Self.findings), top: 0), keys: [.back, .move])
        }
    }

    private func page(_ title: String?, _ page: OperatorPage, keys: [Scene.KeyHint]) -> Scene {
        Scene(title: title, content: .operatorPage(page), keys: keys)
    }

    private static let status = OperatorStatus(
        state: Wording.english[.wordRetrying], host: "idp.example", version: "0.1.0", uptime: 1_234_567,
        sinceGoodPoll: 43, codes: 212, approvals: 187,
        trouble: [Wording.english.sentence(for: .dropped, host: "idp.example")])
    private static let findings = [
        OperatorFinding(.ok, "DNS", "idp.example is 192.0.2.10 (IPv4 only, 4 ms)"),
        OperatorFinding(.skipped, "proxy", "none is set"),
        OperatorFinding(.ok, "connection", "idp.example:443 answers at 192.0.2.10:443 (9 ms)"),
        OperatorFinding(
            .problem, "TLS", "the certificate of CN=idp.example has expired 2 days ago, at 2026-11-28 00:00:00 UTC"),
    ]

    private static let tiles = HomeMenu.livingRoom?.tiles ?? []
    private static let person = Scene.Person(
        name: "Alice Example", scopes: ["openid", "profile", "email"], minutesLeft: 59)

    private func home(
        _ title: String?, _ person: Scene.Person? = nil, keys own: [Scene.KeyHint]? = nil
    ) -> Scene {
        let home = Scene.Home(tiles: Self.tiles, chosen: person == nil ? 0 : 1, person: person)
        let keys: [Scene.KeyHint] = [.open, .move] + (person == nil ? [] : [.signOut]) + [.language, .quit]
        return Scene(title: title, content: .home(home), keys: own ?? keys)
    }

    private static let waitingKeys: [Scene.KeyHint] = [.cancel, .quit]

    private func ending(_ title: String?, _ content: Scene.Content) -> Scene {
        Scene(title: title, content: content, keys: [.anyKeyGoesOn, .quit])
    }

    private func code(
        _ title: String?, complete: Bool = true, secondsLeft: Int = 872, link: Scene.Link = .steady,
        ignoreEarlierCode: Bool = false
    ) -> Scene {
        let uri = "https://idp.example/device"
        guard let userCode = UserCode("WDJB-MJHT"), let address = try? VerificationURI(uri) else {
            preconditionFailure("the example of RFC 8628 can be shown")
        }
        return Scene(
            title: title,
            content: .code(
                Scene.Code(
                    userCode: userCode, verificationURI: address,
                    qrText: complete ? uri + "?user_code=WDJB-MJHT" : uri, qrIsComplete: complete,
                    secondsLeft: secondsLeft, link: link, ignoreEarlierCode: ignoreEarlierCode)),
            keys: [.cancel, .newCode, .changeQR, .quit])
    }
}
