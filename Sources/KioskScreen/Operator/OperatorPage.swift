/// What the operator sees in the place of the visitors' screen: facts of the machine, none of a person.
public enum OperatorPage: Equatable, Sendable {
    /// `wrong`: how many were, since it was opened; `waits`: whole seconds until a PIN is looked at again.
    case pin(typed: Int, wrong: Int, waits: Int?)
    case menu([OperatorItem], chosen: Int)
    case status(OperatorStatus, top: Int)
    case test(OperatorTest, top: Int)

    /// A voice has nothing new to say of it: digits that were typed, another choice, seconds that went by.
    func saysTheSame(as other: OperatorPage) -> Bool {
        switch (self, other) {
        case (.pin(_, let wrong, let waits), .pin(_, let otherWrong, let otherWaits)):
            wrong == otherWrong && (waits == nil) == (otherWaits == nil)
        case (.menu(let items, _), .menu(let others, _)): items == others
        case (.status, .status): true
        case (.test(let test, _), .test(let otherTest, _)): test == otherTest
        case (.pin, _), (.menu, _), (.status, _), (.test, _): false
        }
    }
}

/// How a locked screen does.
public struct OperatorStatus: Equatable, Sendable {
    /// The state's word, in the language of the screen.
    public var state: String
    public var host: String
    public var version: String
    /// Since the program began, in whole seconds.
    public var uptime: Int
    /// Whole seconds since the server last answered a poll as servers do; nil: it has not yet.
    public var sinceGoodPoll: Int?
    public var codes: Int
    public var approvals: Int
    /// What keeps people from signing in now, in sentences of the screen's language.
    public var trouble: [String]

    public init(
        state: String, host: String, version: String, uptime: Int, sinceGoodPoll: Int?, codes: Int, approvals: Int,
        trouble: [String]
    ) {
        self.state = state
        self.host = host
        self.version = version
        self.uptime = uptime
        self.sinceGoodPoll = sinceGoodPoll
        self.codes = codes
        self.approvals = approvals
        self.trouble = trouble
    }
}
