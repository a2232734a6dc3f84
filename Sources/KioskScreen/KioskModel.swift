import DeviceFlow

/// Everything the kiosk knows: one value, changed only by `update`, shown only through `scene(at:)`.
public struct KioskModel: Equatable, Sendable {
    public internal(set) var settings: Settings
    /// What a new configuration wants of the next sign-in; nil: nothing else than this one.
    var wanted: Settings?
    /// When a signal last brought a new code.
    var remoteCodeAt: Moment?
    public internal(set) var phase: Phase = .idle
    public internal(set) var size: Frame.Size
    /// How the person, or the operator, wants the QR drawn.
    public internal(set) var qrRendering: QRRendering
    /// The language of the screen.
    public internal(set) var wording = Wording.none
    /// The language it goes back to for the next person.
    var ownWording = Wording.none
    /// The languages that the screen can show, by their tags.
    var languages: [String] = []
    /// What the screen can do; nil while there is none.
    var abilities: Abilities?
    /// What stands on the home screen; nil: there is none.
    var home: HomeState?
    /// When everything is painted anew, as others may have written over it; nil: never.
    var repaintAt: Moment?
    /// When somebody last signed out by a key.
    var signedOutAt: Moment?
    /// When somebody last pressed a key, or something happened that people look at.
    var touched: Moment?
    /// Renewals since somebody last pressed a key.
    var renewals = 0
    /// How often in a row the server has refused or was not understood.
    var refusals = 0
    /// Grows with every sign-in, so that the jitter differs.
    var seed: UInt64 = 0
    /// Request numbers are never used twice, so a late reply is known for what it is.
    var nextRequest = 1
    /// When the tokens of whoever is here came: their life counts from there.
    var tokensCame: Moment?
    var endpoints: Endpoints?
    /// Until when somebody may still hold a code that was called off.
    var earlierCodeUntil: Moment?
    /// Tokens that the server has not taken back yet.
    var revocations = Revocations()
    /// Until when tokens that could not be handed over are kept, and when it is tried again.
    var handoverEnd: Moment?
    var handoverRetry: Moment?
    /// When the program began, as the event log counts.
    var began: Moment?
    /// The open inspector.
    var inspector: Inspector?
    /// What it can look back on; nil where it cannot be opened.
    var trace: Trace?
    /// As they were when the program began, and now.
    var firstClocks: ClockReading?
    var clocks: ClockReading?
    /// What the presenter has just been told; nil: the keys.
    var noteSaid: NoteSaid?
    /// For the operator of a locked screen; nil: it is not locked.
    var desk: OperatorDesk?

    public struct Settings: Equatable, Sendable {
        public enum Mode: Equatable, Sendable {
            /// Person after person.
            case run
            /// One sign-in, then the process ends.
            case login
        }
        public var mode: Mode
        public var rules: SignIn.Rules
        /// nil: by discovery.
        public var endpoints: Endpoints?
        /// The authorization server's host, for words.
        public var host: String
        /// The server's certificate comes from an authority of its own: a phone's browser may not know it.
        public var hasOwnAuthority: Bool
        public var title: String?
        /// What is asked for, where the server does not say what it granted. (RFC 6749, 5.1)
        public var scopes: [String]
        /// Begin at once, and renew a code that expired.
        public var alwaysOn: Bool
        /// How often `alwaysOn` renews before it waits for a key.
        public var autoRenew: Int
        /// How long the greeting stands.
        public var greeting: Duration
        /// Somebody has asked for the tokens: they are theirs, and not taken back when the greeting ends.
        public var handsOver: Bool
        /// After the greeting the person stays signed in, and the tokens are refreshed, until a key signs out.
        public var keepsSignedIn: Bool
        public var qrRendering: QRRendering
        /// The tiles around the sign-in; nil: the idle screen stands there.
        public var home: HomeMenu?
        /// On the home screen, somebody who presses no key for so long is signed out; nil: never.
        public var idleLimit: Duration?
        /// How an idle screen is spared.
        public var care: ScreenCare
        /// The share of the window that stays empty at each edge.
        public var overscan: Double
        public var logo: Logo?
        /// A sound when somebody has signed in.
        public var bell: Bool
        /// nil: the inspector cannot be opened.
        public var inspection: Inspection?
        /// nil: nobody presents this screen to others.
        public var demo: Demo?
        /// Before anything is handed over, the person at the screen is asked whether it was they who signed in.
        public var confirms: Bool
        /// Which reading of the configuration the part of it is from that a sign-in depends on (`Client.edition`).
        public var edition: Int
        /// nil: whoever stands at the keyboard may end it.
        public var lock: Lock?

        public init(
            mode: Mode, rules: SignIn.Rules = .init(), endpoints: Endpoints? = nil, host: String = "",
            hasOwnAuthority: Bool = false, title: String? = nil, scopes: [String] = [], alwaysOn: Bool = false,
            autoRenew: Int = 3,
            greeting: Duration = .zero, handsOver: Bool = false, keepsSignedIn: Bool = false,
            qrRendering: QRRendering = .automatic, home: HomeMenu? = nil, idleLimit: Duration? = .seconds(120),
            care: ScreenCare = .none, overscan: Double = 0, logo: Logo? = nil, bell: Bool = false,
            inspection: Inspection? = nil, demo: Demo? = nil, confirms: Bool = false, edition: Int = 0,
            lock: Lock? = nil
        ) {
            self.mode = mode
            self.rules = rules
            self.endpoints = endpoints
            self.host = host
            self.hasOwnAuthority = hasOwnAuthority
            self.title = title
            self.scopes = scopes
            self.alwaysOn = alwaysOn
            self.autoRenew = autoRenew
            self.greeting = greeting
            self.handsOver = handsOver
            self.keepsSignedIn = keepsSignedIn
            self.qrRendering = qrRendering
            self.home = home
            self.idleLimit = idleLimit
            self.care = care
            self.overscan = overscan
            self.logo = logo
            self.bell = bell
            self.inspection = inspection
            self.demo = demo
            self.confirms = confirms
            self.edition = edition
            self.lock = lock
        }
    }

    /// What is over, as far as the screen has words for it.
    public enum Ending: Equatable, Sendable {
        case outcome(Outcome)
        /// Asked whether it was they who signed in, the person said no, or nobody answered.
        case disowned(answered: Bool)
    }

    /// Indirect: what a phase knows of a person lies in memory of its own, which is wiped when the phase is over.
    public indirect enum Phase: Equatable, Sendable {
        /// Waiting for a key.
        case idle
        /// `since`: when it began; `afterAnother`: an earlier code was seen on this screen and is void now.
        case signingIn(SignIn, since: Moment, afterAnother: Bool)
        /// The person at the screen is asked whether it was they who signed in; nobody has the tokens yet.
        case asking(SignIn, TokenSet, since: Moment, until: Moment)
        /// The tokens are on their way to the program that asked for them.
        case handingOver(SignIn, TokenSet)
        /// They could not be taken; they are kept for another try, until the moment.
        case notHandedOver(SignIn, TokenSet, until: Moment)
        /// Somebody has signed in; the words stand until the moment.
        case greeting(SignIn, TokenSet, until: Moment)
        /// Somebody stays signed in.
        case signedIn(SignIn, KeptSession)
        /// It ended otherwise; the words stand until a key, or until the moment.
        case ended(Ending, until: Moment)
        /// The program ends; `about` is what its last words are about, if it has any.
        case stopped(ExitCode, about: Ending?)
    }

    public init(settings: Settings, size: Frame.Size) {
        self.settings = settings
        self.size = size
        qrRendering = settings.qrRendering
        endpoints = settings.endpoints
        home = settings.home.map { HomeState($0) }
        trace = settings.inspection.map { Trace($0.provider) }
        desk = settings.lock.map { _ in OperatorDesk() }
    }

    /// How long the words of an ending stand before the idle screen.
    static let endingStands = Duration.seconds(60)
    /// How long tokens wait for another try to hand them over.
    static let handoverWaits = Duration.seconds(120)
    /// How often it is tried again by itself.
    static let handoverRetries = Duration.seconds(20)
    /// When an always-on screen tries again once the server has refused or was not understood: as soon as the words
    /// were there to be read, for what is over by then (another page by a guest network, a server half renewed), and
    /// each time twice as late, as what is not will not mend by being asked.
    static func refusalRetry(_ refusals: Int) -> Duration {
        min(endingStands * (1 << min(refusals - 1, 8)), .seconds(300))
    }
    /// A new code by key not sooner than this after the last: minting is limited too.
    static let leastCodeLife = Duration.seconds(5)
    /// When a wait for codes is worth another word.
    static let slowStart = Duration.seconds(3)
}
