import DeviceFlow

@testable import KioskScreen

/// Drives a kiosk by hand: keys, replies, and time from one deadline to the next.
struct KioskDriver {
    private(set) var model: KioskModel
    private(set) var now = Moment(.seconds(500))
    private(set) var effects: [KioskEffect] = []
    var canHandOver = true

    static let endpoints = Endpoints(
        deviceAuthorization: "https://idp.example/device_authorization", token: "https://idp.example/token",
        revocation: "https://idp.example/revoke")

    init(_ settings: KioskModel.Settings, discovers: Bool = false) {
        var settings = settings
        settings.endpoints = discovers ? nil : Self.endpoints
        model = KioskModel(settings: settings, size: Frame.Size(rows: 24, columns: 80))
        feed(.started(seed: 11))
        feed(.opened(.english, languages: Wording.locales, Abilities()))
    }

    /// A code that lives for a minute has just come up.
    static func showingCode(_ settings: KioskModel.Settings) -> KioskDriver {
        var kiosk = KioskDriver(settings)
        if settings.mode == .run, !settings.alwaysOn { kiosk.press(.enter) }
        kiosk.codes()
        return kiosk
    }

    /// Somebody has signed in on the home screen; the greeting is over.
    static func atHome(with tokens: TokenSet = refreshable, _ settings: KioskModel.Settings? = nil) -> KioskDriver {
        var kiosk = showingCode(settings ?? .init(mode: .run, home: .livingRoom))
        kiosk.approve(with: tokens)
        kiosk.advance(by: .zero)
        return kiosk
    }

    /// Somebody has signed in for good; the tokens live for 400 seconds.
    static func staysSignedIn(alwaysOn: Bool = false) -> KioskDriver {
        var kiosk = showingCode(
            .init(mode: .run, alwaysOn: alwaysOn, greeting: .zero, keepsSignedIn: true, idleLimit: nil))
        kiosk.approve(with: refreshable)
        kiosk.advance(by: .zero)
        return kiosk
    }

    mutating func feed(_ event: KioskEvent) {
        let new = model.update(event, at: now)
        effects += new
        for case .handOver in new { feed(.handedOver(canHandOver, why: canHandOver ? nil : "No space left on device")) }
    }

    mutating func press(_ key: Key) { feed(.key(key)) }

    mutating func codes(_ answer: CodesAnswer? = nil) {
        feed(.signIn(.codesReplied(answer ?? .codes(Self.codes), to: lastRequest)))
    }

    mutating func token(_ answer: TokenAnswer) {
        feed(.signIn(.tokenReplied(answer, status: 400, to: lastRequest)))
    }

    mutating func approve(with tokens: TokenSet = Self.tokens) {
        advance(by: .seconds(6))
        feed(.signIn(.tokenReplied(.tokens(tokens), status: 200, to: lastRequest)))
    }

    mutating func advance(by duration: Duration) {
        let end = now + duration
        while let deadline = model.deadline, deadline <= end {
            now = max(now, deadline)
            let before = model
            feed(.timePassed)
            if model == before { break }
        }
        now = end
        feed(.timePassed)
    }

    var content: Scene.Content { model.scene(at: now).content }
    var home: Scene.Home? { if case .home(let home) = content { home } else { nil } }
    var code: Scene.Code? { if case .code(let code) = content { code } else { nil } }
    var log: [LogEvent] { effects.compactMap { if case .log(let event) = $0 { event } else { nil } } }
    var exit: ExitCode? { effects.compactMap { if case .quit(let code) = $0 { code } else { nil } }.last }
    var handedOver: Int { effects.count { if case .handOver = $0 { true } else { false } } }

    var sent: [(intent: Intent, id: RequestID)] {
        effects.compactMap { if case .send(let intent, let id, _) = $0 { (intent, id) } else { nil } }
    }
    /// Requests for codes.
    var requests: Int { sent.count { if case .codes = $0.0 { true } else { false } } }
    var lookups: Int { sent.count { if case .metadata = $0.0 { true } else { false } } }
    var revocations: Int { sent.count { if case .revoke = $0.0 { true } else { false } } }
    var lastRequest: RequestID {
        sent.last { if case .revoke = $0.0 { false } else { true } }?.1 ?? RequestID(0)
    }

    private static let client: Client? = Provider.named("rfc8628").map {
        Client(provider: $0, clientID: "demo", userAgent: "kiosk/test")
    }

    private static func read(_ body: String, to intent: Intent) -> Event? {
        let reply = HTTPReply(status: 200, body: Array(body.utf8), receivedAt: 0)
        return client?.event(for: .replied(reply), to: intent, RequestID(0))
    }

    static let codes: Codes = {
        let body = """
            {"device_code":"D-SECRET","user_code":"WDJB-MJHT","verification_uri":"https://idp.example/device",
             "verification_uri_complete":"https://idp.example/device?user_code=WDJB-MJHT","expires_in":60,"interval":5}
            """
        guard case .codesReplied(.codes(let codes), _)? = read(body, to: .codes(endpoints)) else {
            preconditionFailure("the example is a good reply")
        }
        return codes
    }()

    static let tokens = tokens(#"{"access_token":"AT"}"#)
    static let refreshable = tokens(#"{"access_token":"AT","refresh_token":"RT","expires_in":400}"#)

    private static func tokens(_ body: String) -> TokenSet {
        let poll = Intent.poll(endpoints, Redemption(deviceCode: Secret("D-SECRET")))
        guard case .tokenReplied(.tokens(let tokens), _, _)? = read(body, to: poll) else {
            preconditionFailure("the example is a good reply")
        }
        return tokens
    }
}
