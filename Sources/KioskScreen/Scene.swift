import DeviceFlow

/// What the screen has to say at one moment: facts, without words and without places.
///
/// The model makes a scene (`KioskModel.scene(at:)`); the views turn it into a `Frame`, `PlainScreen` into
/// lines. Two equal scenes look the same, so nothing is painted between them.
public struct Scene: Equatable, Sendable {
    /// The operator's name for this screen, already made safe to show; nil shows the product's own.
    public var title: String?
    public var content: Content
    /// What the keys do now, most useful first; empty where the keyboard is not for visitors.
    public var keys: [KeyHint]
    /// The inspector, where it is open.
    public var pane: Pane?
    /// A line for whoever presents the screen to others.
    public var note: String?

    public init(
        title: String? = nil, content: Content, keys: [KeyHint] = [], pane: Pane? = nil, note: String? = nil
    ) {
        self.title = title
        self.content = content
        self.keys = keys
        self.pane = pane
        self.note = note
    }

    /// Indirect, for the reason that `KioskModel.Phase` gives.
    public indirect enum Content: Equatable, Sendable {
        /// Nobody is signing in; any key begins.
        case idle
        /// The television around the sign-in, before and after it.
        case home(Home)
        /// What a tile opens.
        case page(HomeMenu.Tile)
        /// Nobody has pressed a key for long: almost nothing, at a place that changes with the step.
        case dimmed(step: Int)
        /// Codes (or the server's metadata) have been asked for. `slow` after three seconds.
        case starting(host: String, slow: Bool)
        /// No code can be had for now; it is tried again by itself.
        ///
        /// `clock`: what this computer's clock shows, where that may be the reason.
        case noCode(Trouble, host: String, retryIn: Int, attempt: Int, clock: String? = nil)
        case code(Code)
        /// Approved; the server is asked who it was, or the tokens are on their way to who wants them.
        case confirming
        /// Whether it was the person at the screen who signed in: somebody else may have used the code. `secondsLeft`
        /// once they are few; without an answer nobody is signed in.
        case isThisYou(name: String?, secondsLeft: Int?)
        /// `name` comes from claims of the id_token that hold; nil when the server told none.
        case approved(name: String?)
        /// Somebody is signed in on this screen, until a key signs out, or after `leavingIn` seconds without one; nil
        /// while that is far.
        case signedIn(name: String?, leavingIn: Int?)
        /// Signed in, but the program that wants the tokens did not take them.
        case notHandedOver
        /// The person said yes, but the reply with the tokens was cut off and cannot be asked for again.
        case answerLost
        case denied
        case expired
        /// The server will never say yes; `code` is its OAuth error code, made safe to show.
        case refused(code: String)
        /// Somebody approved, but who it was cannot be believed; `code` is for the staff.
        case untrusted(code: String)
        /// The server's reply cannot be understood; `detail` is a short plain reason for the staff, in English.
        case notUnderstood(detail: String)
        /// The person at the screen called it off.
        case cancelled
        /// It was not the person at the screen who signed in, or nobody said so.
        case disowned(answered: Bool)
        /// In the place of all else, for whoever looks after a locked screen.
        case operatorPage(OperatorPage)
    }

    /// The home screen: its tiles, and who is signed in.
    public struct Home: Equatable, Sendable {
        public var tiles: [HomeMenu.Tile]
        /// The index of the tile that Enter opens.
        public var chosen: Int
        public var person: Person?

        public init(tiles: [HomeMenu.Tile], chosen: Int, person: Person? = nil) {
            self.tiles = tiles
            self.chosen = chosen
            self.person = person
        }
    }

    /// Who is signed in, and what this screen was allowed.
    public struct Person: Equatable, Sendable {
        /// From claims of the id_token that hold; nil when the server told none.
        public var name: String?
        /// The scopes that were granted. (RFC 6749, 3.3)
        public var scopes: [String]
        /// Until the tokens end, rounded up; nil: they are renewed, or the server has told no end.
        public var minutesLeft: Int?
        /// Seconds until the person is signed out for want of keys; nil while that is far.
        public var leavingIn: Int?

        public init(name: String?, scopes: [String] = [], minutesLeft: Int? = nil, leavingIn: Int? = nil) {
            self.name = name
            self.scopes = scopes
            self.minutesLeft = minutesLeft
            self.leavingIn = leavingIn
        }
    }

    /// A live code. A dead one is never part of any scene.
    public struct Code: Equatable, Sendable {
        public var userCode: UserCode
        public var verificationURI: VerificationURI
        /// What the QR holds, to the letter: the complete URI, or the plain one when there is no complete one
        /// on the same host.
        public var qrText: String
        /// The QR carries the code with it; the person only compares.
        public var qrIsComplete: Bool
        /// Seconds until the code is dead, rounded up; never 0.
        public var secondsLeft: Int
        public var link: Link
        /// An earlier code of this screen may still be in somebody's hands.
        public var ignoreEarlierCode: Bool
        /// The phone's browser may warn of the page's certificate.
        public var pageMayWarn: Bool
        /// A new code will come by itself when this one dies.
        public var renewsItself: Bool

        public init(
            userCode: UserCode, verificationURI: VerificationURI, qrText: String, qrIsComplete: Bool,
            secondsLeft: Int, link: Link = .steady, ignoreEarlierCode: Bool = false, pageMayWarn: Bool = false,
            renewsItself: Bool = false
        ) {
            self.userCode = userCode
            self.verificationURI = verificationURI
            self.qrText = qrText
            self.qrIsComplete = qrIsComplete
            self.secondsLeft = secondsLeft
            self.link = link
            self.ignoreEarlierCode = ignoreEarlierCode
            self.pageMayWarn = pageMayWarn
            self.renewsItself = renewsItself
        }
    }

    /// How the polling goes while the person is busy with the phone.
    public enum Link: Equatable, Sendable {
        case steady
        /// The server asked to be polled less often; `interval` in seconds.
        case slowed(interval: Int)
        /// The last request failed; the code still lives and the next try comes in `retryIn` seconds (0: now).
        case interrupted(Trouble, retryIn: Int)
    }

    /// A key and what it does, for the footer.
    public enum KeyHint: Hashable, Sendable {
        case anyKeyStarts, anyKeyGoesOn, tryAgain, signOut, newCode, cancel, quit, changeQR
        case move, open, back, language
        case yes, no, notYou
    }
}
