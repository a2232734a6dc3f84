import DeviceFlow

/// What an operator has open over a locked screen, and what is kept for it while it is closed.
struct OperatorDesk: Equatable, Sendable {
    var chord = OperatorChord()
    var attempts = PINAttempts()
    var tally = OperatorTally()
    /// When a sign-in last began.
    var begun: Moment?
    /// nil: none was made since the menu was opened.
    var test: OperatorTest?
    /// nil: the screen is the visitors'.
    var open: Open?
    /// When it closes by itself; counts while something is open.
    var closesAt = Moment(.zero)

    enum Open: Equatable, Sendable {
        case pin(PINEntry)
        case menu(chosen: Int)
        /// `top`: the first line that is seen.
        case status(top: Int)
        case test(top: Int)

        /// Without a key.
        var stands: Duration {
            switch self {
            case .pin: .seconds(20)
            case .menu, .status, .test: .seconds(60)
            }
        }
    }

    /// A PIN as far as it is typed. Any character may be part of it: only the right PIN is right.
    struct PINEntry: Equatable, Sendable {
        private var typed: [Secret] = []
        /// How many were, since the page was opened.
        private(set) var wrong: Int

        init(wrong: Int = 0) { self.wrong = wrong }

        var count: Int { typed.count }
        var pin: Secret { Secret(typed.map(\.revealed).joined()) }

        mutating func type(_ character: Character) {
            if count < PINRule.most { typed.append(Secret(String(character))) }
        }

        mutating func takeBack() { typed = typed.dropLast() }
        mutating func clear() { typed = [] }
    }
}

/// What can be chosen in the operator's menu, in its order.
public enum OperatorItem: Equatable, Sendable, CaseIterable {
    case status, test, language, restart, quit, back
}
