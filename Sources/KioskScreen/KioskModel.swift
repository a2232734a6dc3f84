import DeviceFlow

/// Everything the kiosk knows: one value, changed only by `update`, shown only through `scene(at:)`.
public struct KioskModel: Equatable, Sendable {
    public let settings: Settings
    public internal(set) var phase: Phase = .idle
    public internal(set) var size: Frame.Size
    /// How the person, or the operator, wants the QR drawn.
    public internal(set) var qrRendering: QRRendering
    /// Renewals since somebody last pressed a key.
    var renewals = 0
    /// Grows with every sign-in, so that the jitter differs.
    var seed: UInt64 = 0
    /// Request numbers are never used twice, so a late reply is known for what it is.
    var nextRequest = 1
    var endpoints: Endpoints?
    /// Until when somebody may still hold a code that was called off.
    var earlierCodeUntil: Moment?

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

        public init(
            mode: Mode, rules: SignIn.Rules = .init(), endpoints: Endpoints? = nil, host: String = "",
            hasOwnAuthority: Bool = false, title: String? = nil, alwaysOn: Bool = false, autoRenew: Int = 3,
            greeting: Duration = .zero, handsOver: Bool = false, keepsSignedIn: Bool = false,
            qrRendering: QRRendering = .automatic
        ) {
            self.mode = mode
            self.rules = rules
            self.endpoints = endpoints
            self.host = host
            self.hasOwnAuthority = hasOwnAuthority
            self.title = title
            self.alwaysOn = alwaysOn
            self.autoRenew = autoRenew
            self.greeting = greeting
            self.handsOver = handsOver
            self.keepsSignedIn = keepsSignedIn
            self.qrRendering = qrRendering
        }
    }

    public enum Phase: Equatable, Sendable {
        /// Waiting for a key.
        case idle
        /// `since`: when it began; `afterAnother`: an earlier code was seen on this screen and is void now.
        case signingIn(SignIn, since: Moment, afterAnother: Bool)
        /// The tokens are on their way to the program that asked for them.
        case handingOver(SignIn, TokenSet)
        /// They could not be taken; they are kept for another try, until the moment.
        case notHandedOver(SignIn, TokenSet, until: Moment)
        /// Somebody has signed in; the words stand until the moment.
        case greeting(SignIn, TokenSet, until: Moment)
        /// Somebody stays signed in.
        case signedIn(SignIn, KeptSession)
        /// It ended otherwise; the words stand until a key, or until the moment.
        case ended(Outcome, until: Moment)
        /// The program ends; `outcome` is what its last words are about, if it has any.
        case stopped(ExitCode, outcome: Outcome?)
    }

    public init(settings: Settings, size: Frame.Size) {
        self.settings = settings
        self.size = size
        qrRendering = settings.qrRendering
        endpoints = settings.endpoints
    }

    /// How long the words of an ending stand before the idle screen.
    static let endingStands = Duration.seconds(60)
    /// How long tokens wait for another try to hand them over.
    static let handoverWaits = Duration.seconds(120)
    /// How often an always-on screen tries again when the server refuses or is not understood.
    static let refusalRetry = Duration.seconds(300)
    /// A new code by key not sooner than this after the last: minting is limited too.
    static let leastCodeLife = Duration.seconds(5)
    /// When a wait for codes is worth another word.
    static let slowStart = Duration.seconds(3)

    /// When `timePassed` will next change what is, or what is shown; nil: never.
    public var deadline: Moment? {
        switch phase {
        case .idle, .handingOver, .stopped: nil
        case .greeting(_, _, let until), .notHandedOver(_, _, let until), .ended(_, let until): until
        case .signedIn(_, let session): session.deadline
        case .signingIn(let signIn, _, _): signIn.deadline
        }
    }

    /// When the screen will next say something else by itself.
    public func nextTick(after now: Moment) -> Moment? {
        guard case .signingIn(let signIn, let since, _) = phase else { return nil }
        switch signIn.state {
        case .waiting(let polling, _), .polling(let polling, _, _):
            return polling.expiry - .seconds((polling.expiry - now).secondsRoundedUp - 1)
        case .resting(_, _, let until):
            return until - .seconds((until - now).secondsRoundedUp - 1)
        case .requesting:
            let slow = since + Self.slowStart
            return slow > now ? slow : nil
        case .idle, .confirming, .ended:
            return nil
        }
    }
}

extension QRRendering {
    /// What the key brings next: a person whose phone fails can try another drawing.
    var next: QRRendering {
        switch self {
        case .automatic: .full
        case .full: .half
        case .half: .off
        case .off: .automatic
        }
    }
}
