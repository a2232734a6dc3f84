// FlowTrace: what went over the wire, as values for people to look at.
//
//   Exchange    one request and what became of it     Wire       what the connection tells of it: fields, times, TLS
//   Redaction   secrets become dots or placeholders   HAR        exchanges for browsers' developer tools
//   CurlLine    one exchange for a shell                     KnownValues  secrets that have been seen
//
// What it all means stands in DeviceFlow, where it comes from in KioskIO's transport, how it is shown in KioskScreen.

import DeviceFlow

/// One request and what became of it.
public struct Exchange: Equatable, Sendable {
    /// The number under which the sign-in knows it.
    public var id: RequestID
    public var purpose: Purpose
    public var request: HTTPRequest
    public var sentAt: Moment
    public var endedAt: Moment
    /// The machine's wall clock at `sentAt`, in seconds since 1970.
    public var wallClock: Double
    public var outcome: HTTPOutcome
    /// nil: nobody was looking yet, so that only what the sign-in needs was kept.
    public var wire: Wire?

    public init(
        id: RequestID, purpose: Purpose, request: HTTPRequest, sentAt: Moment, endedAt: Moment, wallClock: Double,
        outcome: HTTPOutcome, wire: Wire?
    ) {
        self.id = id
        self.purpose = purpose
        self.request = request
        self.sentAt = sentAt
        self.endedAt = endedAt
        self.wallClock = wallClock
        self.outcome = outcome
        self.wire = wire
    }

    public var latency: Duration { endedAt - sentAt }
    public var reply: HTTPReply? { if case .replied(let reply) = outcome { reply } else { nil } }

    /// What a request is for, in the words of the RFCs.
    public enum Purpose: String, CaseIterable, Equatable, Sendable {
        case metadata, registration
        case deviceAuthorization = "device_authorization"
        case token, refresh, revocation, jwks, userinfo
        /// The page for people, opened as a browser would.
        case verificationPage = "verification_page"

        public init(_ intent: Intent) {
            self =
                switch intent {
                case .metadata: .metadata
                case .register: .registration
                case .codes: .deviceAuthorization
                case .poll: .token
                case .refresh: .refresh
                case .revoke: .revocation
                case .keys: .jwks
                case .userinfo: .userinfo
                }
        }
    }
}
