import KioskScreen

extension Scene.Content {
    /// As `kiosk render` calls it.
    var name: String {
        switch self {
        case .idle: "idle"
        case .home: "home"
        case .page: "page"
        case .dimmed: "dimmed"
        case .starting: "starting"
        case .noCode: "no-code"
        case .code(let code):
            switch code.link {
            case .steady: code.ignoreEarlierCode ? "replaced" : "pending"
            case .slowed: "slowed"
            case .interrupted: "retrying"
            }
        case .confirming: "confirming"
        case .isThisYou: "is-this-you"
        case .approved: "approved"
        case .signedIn: "signed-in"
        case .notHandedOver: "not-handed-over"
        case .answerLost: "lost"
        case .denied: "denied"
        case .expired: "expired"
        case .refused: "refused"
        case .untrusted: "untrusted"
        case .notUnderstood: "nonsense"
        case .cancelled: "cancelled"
        case .disowned: "disowned"
        case .operatorPage(.pin): "operator-pin"
        case .operatorPage(.menu): "operator-menu"
        case .operatorPage(.status): "operator-status"
        case .operatorPage(.test): "operator-test"
        }
    }

    /// Every name there is.
    static let names = [
        "idle", "home", "page", "dimmed", "starting", "no-code", "pending", "replaced", "slowed", "retrying",
        "confirming", "is-this-you", "approved", "signed-in", "not-handed-over", "lost", "denied", "expired", "refused",
        "untrusted", "nonsense", "cancelled", "disowned", "operator-pin", "operator-menu", "operator-status",
        "operator-test",
    ]
}
