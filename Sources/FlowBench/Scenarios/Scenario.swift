import DeviceFlow
import FlowTrace
import KioskScreen

/// A whole sign-in by script: what happens to a kiosk, and what it must come to. (Assets/guides/qa.md)
public struct Scenario: Equatable, Sendable {
    public var name: String
    /// What happens, for people.
    public var title: String
    public var mode: KioskModel.Settings.Mode
    /// By the machine's clock instead of one that is stepped from deadline to deadline.
    public var isReal: Bool
    public var settings: Settings
    /// Played in their order: none before the one before it.
    public var steps: [Step]
    public var expected: Expectation
    /// Why it is known not to come to what is expected; nil: it should.
    public var known: String?

    /// What server and kiosk are told.
    public struct Settings: Equatable, Sendable {
        /// Seconds, as the server tells them. (RFC 8628, 3.2)
        public var interval = 5
        public var lifetime = 300
        public var scope = "openid profile"
        /// What the kiosk adds to every interval.
        public var margin = Duration.seconds(1)
        /// `login`: how long it tries to get a code.
        public var giveUpAfter = Duration.seconds(30)
        /// How long the greeting stands; nil: as long as each mode has it.
        public var greeting: Duration?
        /// Begins at once, and renews a code that expired.
        public var alwaysOn = false
        public var autoRenew = 3
        public var keepsSignedIn = false
        /// Whether whoever wants the tokens takes them.
        public var takesTokens = true
        /// How long an answer is waited for in real time before virtual time goes on without it.
        public var patience = Duration.seconds(5)
        /// When it is over, from its beginning; nil: at the kiosk's end, or back at its idle screen.
        public var lasts: Duration?

        public init() {}
    }

    public struct Step: Equatable, Sendable {
        public var trigger: Trigger
        public var deed: Deed
        /// The server has to refuse it: an approval that comes too late.
        public var isRefused = false

        public init(_ trigger: Trigger, _ deed: Deed, isRefused: Bool = false) {
            self.trigger = trigger
            self.deed = deed
            self.isRefused = isRefused
        }
    }

    /// When a step is played.
    public enum Trigger: Equatable, Sendable {
        /// Since the beginning; what is to be done at 0 is done before the kiosk begins.
        case at(Duration)
        /// Since the step before.
        case after(Duration)
        /// Since the newest code came up.
        case afterCode(Duration)
        /// Before the newest code ends.
        case beforeExpiry(Duration)
        /// As soon as so many polls have been answered, or have failed.
        case afterPolls(Int)
        /// When the kiosk is about to send its `number`th request of a kind, from 1.
        case before(Exchange.Purpose, number: Int)
    }

    public enum Deed: Equatable, Sendable {
        /// With the newest code.
        case approve, deny, expire
        /// One of the simulator's scenarios, for everybody; nil: all is well again.
        case trouble(String?)
        /// nil: the network is back.
        case outage(Outage?)
        case key(Key)
        /// As by SIGTERM.
        case stop
        /// The device sleeps: it does nothing, and time goes on.
        case suspend(Duration)
        /// The device's wall clock is set forward, or back.
        case deviceClock(Duration)
        /// The server's clock jumps forward, and the device's does not.
        case serverClock(Duration)
    }

    /// How the network is down.
    public enum Outage: String, CaseIterable, Equatable, Sendable {
        case dropped, dns, timeout
        /// Requests arrive; their answers do not.
        case answersLost = "answers_lost"

        var trouble: Trouble {
            switch self {
            case .dropped, .answersLost: .dropped
            case .dns: .dns
            case .timeout: .timeout
            }
        }
    }

    /// What it must come to; what is nil or empty is left open.
    public struct Expectation: Equatable, Sendable {
        /// The kiosk's exit code.
        public var exit: Int?
        /// The last event that ends a sign-in: approved, denied, expired, refused or failed.
        public var ending: String?
        /// Names of screens, in this order, others between them.
        public var screens: [String] = []
        /// Events of the log with some of their members, in this order, others between them.
        public var events: [LogEvent] = []
        /// Words that stand on some screen.
        public var says: [String] = []
        /// Who is greeted.
        public var greeted: Greeted?
        /// How many polls were sent.
        public var polls: Int?
        /// Whether tokens have been taken back: true, the server has confirmed it; false, none was asked to be.
        public var isRevoked: Bool?

        public enum Greeted: Equatable, Sendable { case byName(String), namelessly }

        public init() {}

        var isEmpty: Bool { self == Expectation() }
    }

    public init(
        name: String, title: String = "", mode: KioskModel.Settings.Mode = .login, isReal: Bool = false,
        settings: Settings = Settings(), steps: [Step] = [], expected: Expectation = Expectation(),
        known: String? = nil
    ) {
        self.name = name
        self.title = title
        self.mode = mode
        self.isReal = isReal
        self.settings = settings
        self.steps = steps
        self.expected = expected
        self.known = known
    }

    /// The client it signs in as: the simulator tells each the interval and lifetime it wants.
    public var clientID: String { "qa-\(settings.interval)-\(settings.lifetime)" }

    /// What a simulator has to be told to serve all of them (`--config`).
    public static func simulatorConfiguration(for scenarios: [Scenario]) -> String {
        let kinds = Dictionary(scenarios.map { ($0.clientID, $0.settings) }) { first, _ in first }
        let applications = kinds.sorted { $0.key < $1.key }.map { id, settings in
            JSONValue.object([
                "client_id": .string(id), "name": "kiosk qa", "grants": .array(["device_code", "refresh_token"]),
                "scopes": .array(["openid", "profile", "offline_access"]),
                "default_scopes": .array(["openid", "profile"]), "interval": .integer(Int64(settings.interval)),
                "code_lifetime": .integer(Int64(settings.lifetime)),
            ])
        }
        return JSONValue.object([
            "access_token_lifetime": .integer(3600), "refresh_token_lifetime": .integer(86_400),
            "applications": .array(applications),
            "people": .array([
                .object(["username": "alice", "password": "alice-password", "name": "Alice Example"])
            ]),
            "scopes": .object([
                "openid": "know who you are", "profile": "see your name", "offline_access": "stay signed in",
            ]),
        ]).line
    }
}
