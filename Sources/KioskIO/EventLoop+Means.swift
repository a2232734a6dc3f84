import DeviceFlow
import FlowTrace
import KioskScreen

extension EventLoop {
    /// Everything but the two values that make a kiosk: what it has to work with.
    public struct Means {
        public var signals: Signals
        public var trust: TLSFiles
        /// For private_key_jwt; nil: the client has a secret, or none.
        public var signingKey: SigningKey?
        /// Where the tokens go; nil: nobody has asked for them.
        public var handover: Handover?
        public var log: (LogEvent, Moment) -> Void
        /// Who else is told; nil: nobody.
        public var reports: Reports?
        /// Reads the configuration again; nil: that is not for this kiosk.
        public var reload: (() throws(Renewal.Refusal) -> Renewal)?
        /// Where exchanges are written down; nil: nowhere.
        public var record: ((Exchange) -> Void)?
        /// For demonstrations; nil: keys cannot act at the server.
        public var secondDevice: SecondDevice?
        /// What a presenter can leaf through; nil: nothing.
        public var makeGallery: ((FullScreen, Wording) -> Gallery)?
        /// What opens the operator's menu; nil: nothing.
        public var operatorPIN: PINHash?
        /// The words this kiosk was started with, for the operator's network test.
        public var options: [String]

        public init(
            signals: Signals, trust: TLSFiles, signingKey: SigningKey? = nil, handover: Handover?,
            log: @escaping (LogEvent, Moment) -> Void, reports: Reports? = nil,
            reload: (() throws(Renewal.Refusal) -> Renewal)? = nil, record: ((Exchange) -> Void)? = nil,
            secondDevice: SecondDevice? = nil, makeGallery: ((FullScreen, Wording) -> Gallery)? = nil,
            operatorPIN: PINHash? = nil, options: [String] = []
        ) {
            self.signals = signals
            self.trust = trust
            self.signingKey = signingKey
            self.handover = handover
            self.log = log
            self.reports = reports
            self.reload = reload
            self.record = record
            self.secondDevice = secondDevice
            self.makeGallery = makeGallery
            self.operatorPIN = operatorPIN
            self.options = options
        }
    }
}
