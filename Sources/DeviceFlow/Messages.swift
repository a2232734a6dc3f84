/// Every word the sign-in hears.
public enum Event: Equatable, Sendable {
    /// The person wants to sign in. `seed` feeds the jitter of the back-off.
    case started(seed: UInt64)
    case metadataReplied(MetadataAnswer, to: RequestID)
    case codesReplied(CodesAnswer, to: RequestID)
    case tokenReplied(TokenAnswer, status: Int?, to: RequestID)
    /// Time has come to the machine's deadline, or to any other moment: waking early changes nothing.
    case timePassed
    /// The person at the screen, or the operator, calls it off.
    case cancelled
}

/// Every word the sign-in says.
public enum Effect: Equatable, Sendable {
    /// Send this request; its outcome comes back under the same number. `timeout` is its longest life.
    case send(Intent, RequestID, timeout: Duration)
    /// Drop this request; its outcome is of no use any more.
    case abandon(RequestID)
    case note(Note)
}

/// Numbers a request, so that a reply to an abandoned one is known for what it is.
public struct RequestID: Hashable, Sendable {
    public let number: Int
    public init(_ number: Int) { self.number = number }
}

/// What a request is for. Codes and tokens travel with the endpoints of the server that made them, so they
/// cannot be sent to another one. (RFC 9700, 2.1: mix-up)
public enum Intent: Equatable, Sendable {
    /// The `attempt`th of the well-known addresses of the issuer, from 0. (RFC 8414, 5)
    case metadata(attempt: Int)
    case codes(Endpoints)
    case poll(Endpoints, deviceCode: Secret)
    case revoke(Endpoints, token: Secret, hint: String)
}

/// Where a server is asked. All `https`, or on loopback.
public struct Endpoints: Hashable, Sendable {
    public var deviceAuthorization: String
    public var token: String
    /// RFC 7009; nil where the server has told none.
    public var revocation: String?
    /// The issuer identifier the id_token must carry; nil when no discovery was asked for.
    public var issuer: String?
    /// Whether the client's secret goes into the body instead of the Authorization header.
    public var secretInBody: Bool

    public init(
        deviceAuthorization: String, token: String, revocation: String? = nil, issuer: String? = nil,
        secretInBody: Bool = false
    ) {
        self.deviceAuthorization = deviceAuthorization
        self.token = token
        self.revocation = revocation
        self.issuer = issuer
        self.secretInBody = secretInBody
    }
}

/// How a sign-in ended.
public enum Outcome: Equatable, Sendable {
    case approved(TokenSet)
    /// The reply with the tokens was cut off, and the server gives them only once.
    case answerLost
    case denied
    case expired
    case refused(OAuthError)
    /// The server was not understood; a short plain reason in English for the staff.
    case nonsense(String)
    /// No codes could be had in time.
    case unreachable(Trouble)
    case cancelled
}

/// An error the server named, made safe to show. (RFC 6749, 5.2)
public struct OAuthError: Hashable, Sendable {
    public let code: String
    /// For the log of the staff only: servers have put device codes into it.
    public let hasDescription: Bool

    public init(code: String, hasDescription: Bool = false) {
        self.code = plain(code, limit: 64)
        self.hasDescription = hasDescription
    }
}

/// What the device authorization endpoint's reply means.
public enum CodesAnswer: Equatable, Sendable {
    case codes(Codes)
    case refused(OAuthError)
    case trouble(Trouble, retryAfter: Duration?)
    /// An answer in JSON that lacks what is REQUIRED, or shows what must not be shown.
    case nonsense(String)
}

/// What the metadata document means.
public enum MetadataAnswer: Equatable, Sendable {
    case endpoints(Endpoints)
    /// There is no document at this address; the next one may have it.
    case absent(status: Int)
    case trouble(Trouble, retryAfter: Duration?)
    case nonsense(String)
}

/// What the token endpoint's reply means.
public enum TokenAnswer: Equatable, Sendable {
    case tokens(TokenSet)
    case pending
    /// `interval` is what the server says it wants, if it does.
    case slowDown(interval: Duration?, retryAfter: Duration?)
    case denied
    case expired
    case refused(OAuthError)
    /// `mayHaveHeldTokens`: a success was on its way and did not arrive whole.
    case trouble(Trouble, retryAfter: Duration?, mayHaveHeldTokens: Bool)
}

/// What the sign-in tells the event log; never a secret.
public enum Note: Equatable, Sendable {
    case codesRequested
    case codesShown(Codes)
    /// The complete URI names another host and was left out of the QR.
    case completeURIElsewhere(host: String)
    /// Times in the order they happened: since the last reply, and until this one.
    case poll(number: Int, waited: Duration, latency: Duration, status: Int?, answer: PollAnswer)
    case retrying(Trouble, in: Duration)
    case intervalChanged(from: Duration, to: Duration)
    case ended(Outcome)
    /// Tokens came for a code that was dead or given up by then.
    case lateTokens(revoked: Bool)
}

/// The words of the event log for one poll.
public enum PollAnswer: String, Equatable, Sendable {
    case timeout, dropped, tls, dns, pending, denied, expired, tokens, transient, refused
    case slowDown = "slow_down"
}
