import DeviceFlow
import KioskScreen

/// What a running kiosk goes on with after its configuration was read again.
public struct Renewal {
    /// Their edition is the client's own.
    public var settings: KioskModel.Settings
    public var client: Client
    public var trust: TLSFiles
    public var signingKey: SigningKey?
    public var handover: Handover?
    public var theme: Theme
    public var wording: Wording
    /// Options that have changed and count only from the next start.
    public var needingRestart: [String]

    /// Why it cannot be used.
    public struct Refusal: Error {
        /// As at a start.
        public let words: String
        public init(words: String) { self.words = words }
    }

    public init(
        settings: KioskModel.Settings, client: Client, trust: TLSFiles, signingKey: SigningKey?, handover: Handover?,
        theme: Theme, wording: Wording, needingRestart: [String]
    ) {
        self.settings = settings
        self.client = client
        self.trust = trust
        self.signingKey = signingKey
        self.handover = handover
        self.theme = theme
        self.wording = wording
        self.needingRestart = needingRestart
    }
}
