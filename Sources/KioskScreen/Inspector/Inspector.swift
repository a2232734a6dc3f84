import DeviceFlow

/// The pane for whoever looks into a sign-in: which page is open, and where somebody is on it.
struct Inspector: Equatable, Sendable {
    var page = Page.timeline
    /// The first line on the page; nil: the newest end of the timeline, the beginning of other pages.
    var top: Int?
    /// The chosen entry of the timeline; nil: the newest.
    var chosen: Int?
    var search = ""
    /// The search is being typed.
    var isTyping = false
    /// Which of the lines that were found is in view, counted from the first.
    var found = 0
    /// The pane stands still while the sign-in goes on.
    var frozen: Still?
    /// A word about the last key, until the next.
    var said: String?

    enum Page: Int, CaseIterable, Sendable {
        case timeline, exchange, facts, profile

        var title: String {
            switch self {
            case .timeline: "1 Timeline"
            case .exchange: "2 Exchange"
            case .facts: "3 Clocks, TLS"
            case .profile: "4 Profile"
            }
        }
    }

    /// What the pane showed when it was frozen.
    struct Still: Equatable, Sendable {
        var trace: Trace
        var state: [PaneLine]
        var clocks: ClockReading?
        var at: Moment
    }
}

/// One line of the inspector: safe to show, and its role.
public struct PaneLine: Equatable, Sendable {
    public var text: String
    public var role: Ink.Role
    /// It is the chosen one, or it was searched for.
    public var isMarked = false

    public init(_ text: String, _ role: Ink.Role = .text) {
        self.text = text
        self.role = role
    }

    /// A heading.
    static func heading(_ text: String) -> PaneLine { PaneLine(text, .heading) }
}
