import DeviceFlow

/// What can be done to a sign-in from elsewhere: by the person with the phone, or by whoever runs the server.
public enum SecondDeviceAct: Equatable, Sendable {
    case approve(userCode: String), deny(userCode: String), expire(userCode: String)
}

/// A word that stands in the presenter's line for a while.
struct NoteSaid: Equatable, Sendable {
    var text: String
    var until: Moment

    static let stands = Duration.seconds(6)
}

/// Showing a sign-in to others: keys act as the second device, and a line tells the presenter which.
extension KioskModel {
    public struct Demo: Equatable, Sendable {
        /// What the presenter wants to be reminded of; nil: the keys.
        public var note: String?
        /// Keys can act at the server.
        public var acts: Bool

        public init(note: String? = nil, acts: Bool = true) {
            self.note = note
            self.acts = acts
        }
    }

    /// - Returns: nil for a key that means nothing here.
    mutating func demoKey(_ key: Key, at now: Moment) -> [KioskEffect]? {
        guard let demo = settings.demo, case .character(let character) = key else { return nil }
        if character == "g" || character == "G" { return [.openGallery] }
        guard demo.acts, let code = liveCode else { return nil }
        switch character {
        case "a", "A": return [.act(.approve(userCode: code))]
        case "d", "D": return [.act(.deny(userCode: code))]
        case "x", "X": return [.act(.expire(userCode: code))]
        default: return nil
        }
    }

    private var liveCode: String? {
        guard case .signingIn(let signIn, _, _) = phase else { return nil }
        switch signIn.state {
        case .waiting(let polling, _), .polling(let polling, _, _): return polling.codes.userCode.text
        case .idle, .requesting, .resting, .confirming, .ended: return nil
        }
    }

    /// The presenter's line; nil where nobody presents.
    func note(at now: Moment) -> String? {
        guard let demo = settings.demo else { return nil }
        if let noteSaid, now < noteSaid.until { return noteSaid.text }
        let acts = demo.acts && liveCode != nil ? "a approve  d deny  x expire  " : ""
        let keys = acts + "g gallery" + (settings.inspection == nil ? "" : "  i inspector")
        return demo.note.map { plain($0, limit: 200) + "  (" + keys + ")" } ?? "Demo: " + keys
    }

    func nextNote(after now: Moment) -> Moment? { noteSaid.flatMap { $0.until > now ? $0.until : nil } }
}
