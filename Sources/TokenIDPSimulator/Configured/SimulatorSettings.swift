import Foundation

/// How the server behaves, as far as an operator may choose: all of a configuration but the people and programs.
/// Times are whole seconds where nothing else is said.
public struct SimulatorSettings: Sendable, Equatable {
    /// Between two polls (RFC 8628, 3.2 `interval`).
    public var interval: Int
    /// Of a code (RFC 8628, 3.2 `expires_in`).
    public var codeLifetime: Int
    /// How polls are held in check.
    public var polling = PollingRules()
    /// Whether `interval` is told; where it is not, a device has to assume 5 (RFC 8628, 3.2).
    public var tellsInterval = true
    /// Whether `verification_uri_complete` is sent, which the QR carries (RFC 8628, 3.3.1).
    public var givesCompleteURI = true
    /// Whether the sign-in page lets a person in by one tap; else a password is asked for.
    public var offersOneTap = true
    public var accessTokenLifetime = 3600
    public var refreshTokenLifetime = 2_592_000
    /// How long one key signs before the next does; 0 is for ever.
    public var signingKeyLifetime = 0
    /// Requests of one client in a minute before it is told 429; 0 is no limit.
    public var clientRequestsAMinute = 0
    public var codeAttempts = AttemptRules()
    public var passwordAttempts = AttemptRules()
    /// Whether a DPoP proof has to carry a nonce of this server (RFC 9449, 8).
    public var wantsDPoPNonce = false
    /// Whether the admin page and commands may come from other machines.
    public var letsAdminInFromAnywhere = false
    /// What is wrong from the start on, for everybody.
    public var firstTrouble: Trouble?
    /// How every request is answered; nil lets its shape decide.
    public var dialect: Dialect?

    public init(interval: Int = 5, codeLifetime: Int = 600) {
        self.interval = interval
        self.codeLifetime = codeLifetime
    }
}

/// What a poll that comes too early costs (RFC 8628, 3.5).
public struct PollingRules: Sendable, Equatable {
    /// Seconds by which each slow_down lengthens the interval.
    public var slowDownStep = 5
    /// Seconds a poll may be early and still counts as punctual: clocks and networks jitter.
    public var tolerance = 0.1
}

/// How guessing is slowed: so many failures are free, then each costs a wait that doubles.
public struct AttemptRules: Sendable, Equatable {
    /// RFC 8628, 5.1: an eight-letter code of base 20 stays safe with five attempts at a time.
    public var free = 5
    /// Seconds.
    public var firstWait = 60
    /// Seconds.
    public var longestWait = 900
}
