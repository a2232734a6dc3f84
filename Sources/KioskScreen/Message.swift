import DeviceFlow

/// The words of a screen that says one thing, and the picture beside them.
struct Message {
    var symbol: String?
    var heading: String
    var body: [String]
    /// A sentence with a number that changes while the screen stands, or a stand-in for it.
    var moving: String?
    var number = 0
    var hints: [String] = []

    /// - Returns: nil for scenes that have a screen of their own.
    init?(_ content: Scene.Content, _ wording: Wording) {
        func make(
            _ symbol: String?, _ heading: Sentence, _ body: [String], moving: String? = nil, number: Int = 0,
            hints: [String] = []
        ) -> Message {
            Message(
                symbol: symbol, heading: wording[heading], body: body, moving: moving, number: number, hints: hints)
        }
        func welcome(_ name: String?) -> [String] {
            name.map { [wording(.approvedNamed, ["name": shown($0, limit: 60)])] } ?? []
        }
        switch content {
        case .code, .home, .dimmed, .operatorPage:
            return nil
        case .page(let tile):
            self = Message(
                heading: tile.label(in: wording, isSignedIn: false), body: tile.text(in: wording).map { [$0] } ?? [])
        case .idle:
            self = make("phone", .idleHeading, [wording[.idleBody]], hints: [wording[.idleHint]])
        case .starting(let host, let slow):
            let slowly = slow ? [wording(.startingSlow, ["host": shown(host, limit: 255)])] : []
            self = make("phone", .startingHeading, [wording[.startingBody]], hints: slowly)
        case .noCode(let trouble, let host, let retryIn, let attempt, let clock):
            let why = wording.sentence(for: trouble, host: shown(host, limit: 255))
            let retry =
                retryIn > 0
                ? wording(.noCodeRetry, ["attempt": "\(attempt)", "seconds": MovingLines.standIn])
                : wording[.noCodeRetryNow]
            // Attempt 0 is none: it is not tried again.
            self = make(
                "network", .noCodeHeading, [why], moving: attempt > 0 ? retry : nil, number: retryIn,
                hints: [wording.advice(for: trouble, clock: clock.map { shown($0, limit: 40) })])
        case .confirming:
            self = make("check", .confirmingHeading, [wording[.confirmingBody]])
        case .isThisYou(let name, let seconds):
            let who =
                name.map { wording(.isThisYouNamed, ["name": shown($0, limit: 60)]) } ?? wording[.isThisYouUnnamed]
            let ends = wording(.isThisYouEnds, ["seconds": MovingLines.standIn])
            self = make(
                "person", .isThisYouHeading, [who, wording[.isThisYouBody]], moving: seconds == nil ? nil : ends,
                number: seconds ?? 0, hints: [wording[.isThisYouHint]])
        case .approved(let name):
            self = make(
                "check", .approvedHeading, welcome(name) + [wording[.approvedBody]], hints: [wording[.approvedHint]])
        case .signedIn(let name, let leaving):
            self = make(
                "person", .approvedHeading, welcome(name) + [wording[.signedInBody]],
                moving: leaving.map { _ in wording(.homeLeaving, ["seconds": MovingLines.standIn]) },
                number: leaving ?? 0, hints: [wording[.signedInHint]])
        case .notHandedOver:
            self = make(
                "warning", .notHandedOverHeading, [wording[.notHandedOverBody]], hints: [wording[.notHandedOverHint]])
        case .answerLost:
            self = make("warning", .answerLostHeading, [wording[.answerLostBody], wording[.answerLostHint]])
        case .denied:
            self = make("cross", .deniedHeading, [wording[.deniedBody]], hints: [wording[.deniedHint]])
        case .expired:
            self = make("clock", .expiredHeading, [wording[.expiredBody]], hints: [wording[.expiredHint]])
        case .refused(let code):
            let staff = wording(.refusedStaff, ["code": shown(code, limit: 80)])
            self = make("warning", .refusedHeading, [wording[.refusedBody], staff])
        case .untrusted(let code):
            let staff = wording(.untrustedStaff, ["code": shown(code, limit: 80)])
            self = make("lock", .untrustedHeading, [wording[.untrustedBody], staff])
        case .notUnderstood(let detail):
            let staff = wording(.notUnderstoodStaff, ["detail": shown(detail, limit: 160)])
            self = make("warning", .notUnderstoodHeading, [wording[.notUnderstoodBody], staff])
        case .disowned(let answered):
            let why = wording[answered ? .disownedBody : .disownedUnanswered]
            self = make("cross", .disownedHeading, [why], hints: [wording[.disownedHint]])
        case .cancelled:
            self = make("cross", .cancelledHeading, [wording[.cancelledBody]], hints: [wording[.cancelledHint]])
        }
    }

    private init(
        symbol: String? = nil, heading: String, body: [String], moving: String? = nil, number: Int = 0,
        hints: [String] = []
    ) {
        self.symbol = symbol
        self.heading = heading
        self.body = body
        self.moving = moving
        self.number = number
        self.hints = hints
    }
}

/// What came from outside, safe to stand in a cell. The scene's texts are made safe where they enter; a second
/// time costs little and keeps the promise in the place that draws.
func shown(_ text: String, limit: Int) -> String { ArabicShaping.shape(plain(text, limit: limit)) }
