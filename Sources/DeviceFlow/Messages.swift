/// Every word the sign-in hears.
public enum Event: Equatable, Sendable {
    /// The person wants to sign in. `seed` feeds the jitter of the back-off.
    case started(seed: UInt64)
    case metadataReplied(MetadataAnswer, to: RequestID)
    case registrationReplied(RegistrationAnswer, to: RequestID)
    case codesReplied(CodesAnswer, to: RequestID)
    case tokenReplied(TokenAnswer, status: Int?, to: RequestID)
    case identityReplied(IdentityAnswer, to: RequestID)
    case refreshReplied(TokenAnswer, to: RequestID)
    case revocationReplied(RevocationAnswer, to: RequestID)
    /// Time has come to the machine's deadline, or to any other moment: waking early changes nothing.
    case timePassed
    /// The network of this computer, or its clock, is another now: what failed may succeed.
    case surroundingsChanged
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
    /// A client of its own, where the server wants to make one.
    case register(Endpoints)
    case codes(Endpoints)
    case poll(Endpoints, Redemption)
    case refresh(Endpoints, Secret)
    case revoke(Endpoints, token: Secret, hint: String)
    /// The server's public keys, to check the id_token of these tokens.
    case keys(Endpoints, TokenSet)
    /// Who the person is, where the id_token does not say it.
    case userinfo(Endpoints, TokenSet)

    /// Where it goes; nil: where they are is what is asked.
    public var endpoints: Endpoints? {
        switch self {
        case .metadata: nil
        case .register(let endpoints), .codes(let endpoints), .poll(let endpoints, _), .refresh(let endpoints, _),
            .revoke(let endpoints, _, _), .keys(let endpoints, _), .userinfo(let endpoints, _):
            endpoints
        }
    }
}

/// What a poll carries: all of it came with, or was made for, the codes it asks about.
public struct Redemption: Hashable, Sendable {
    public var deviceCode: Secret
    /// Parameter -> what the reply with the codes held for it.
    public var echoes: [String: Secret]
    /// RFC 7636, 4.5.
    public var codeVerifier: Secret?
    /// What the server wants to find in the next proof. (RFC 9449, 8)
    public var proofNonce: String?
    /// What must stand in the id_token; nil: no nonce was sent.
    public var nonce: String?

    public init(deviceCode: Secret, echoes: [String: Secret] = [:], codeVerifier: Secret? = nil) {
        self.deviceCode = deviceCode
        self.echoes = echoes
        self.codeVerifier = codeVerifier
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
    /// Tokens came, but who signed in cannot be believed; they have been taken back.
    case untrusted(IdentityProblem)
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

/// What the reply to a registration means.
public enum RegistrationAnswer: Equatable, Sendable {
    /// `lifetime`: nil, where the client does not end.
    case client(clientID: String, secret: Secret?, lifetime: Duration?)
    case refused(OAuthError)
    case trouble(Trouble, retryAfter: Duration?)
    case nonsense(String)
}

/// What the token endpoint's reply means.
public enum TokenAnswer: Equatable, Sendable {
    case tokens(TokenSet)
    /// Tokens, with an id_token whose claims do not hold.
    case untrusted(TokenSet, IdentityProblem)
    case pending
    /// `interval` is what the server says it wants, if it does.
    case slowDown(interval: Duration?, retryAfter: Duration?)
    case denied
    case expired
    case refused(OAuthError)
    /// Ask again at once, with this in the proof. (RFC 9449, 8)
    case proofNonce(String)
    /// `mayHaveHeldTokens`: a success was on its way and did not arrive whole.
    case trouble(Trouble, retryAfter: Duration?, mayHaveHeldTokens: Bool)
}

/// What the revocation endpoint's reply means. (RFC 7009, 2.2)
public enum RevocationAnswer: Equatable, Sendable {
    /// The token is good no more, or never was.
    case done
    /// The server will never do it.
    case refused(OAuthError)
    /// The token still exists.
    case trouble(Trouble, retryAfter: Duration?)
}

/// What was found out about the person who signed in.
public enum IdentityAnswer: Equatable, Sendable {
    /// nil: nothing that could be shown.
    case known(TokenSet.Identity?)
    case untrusted(IdentityProblem)
    case trouble(Trouble)
}

/// What the sign-in tells the event log; never a secret.
public enum Note: Equatable, Sendable {
    /// The metadata has told where the server is asked.
    case discovered(Endpoints)
    /// The server has made a client of our own.
    case registered
    case codesRequested
    case codesShown(Codes)
    /// The complete URI names another host and was left out of the QR.
    case completeURIElsewhere(host: String)
    /// Times in the order they happened: since the last reply, and until this one. `retryAfter` is what the server
    /// wants to have waited.
    case poll(
        number: Int, waited: Duration, latency: Duration, status: Int?, answer: PollAnswer,
        retryAfter: Duration? = nil)
    /// Tokens are there; who signed in is being asked for.
    case confirming(ConfirmingStep)
    case retrying(Trouble, in: Duration)
    /// It is tried sooner than that, as the network or the clock has changed.
    case surroundingsChanged
    case intervalChanged(from: Duration, to: Duration)
    case ended(Outcome)
    /// The keys of the server could not be had: nobody is greeted by name.
    case identityUnchecked(Trouble)
    /// A token could not be taken back: why, and when it is tried again; nil: never.
    case notRevoked(String, retryIn: Duration?)
    /// Tokens came for a code that was dead or given up by then.
    case lateTokens(revoked: Bool)
}

/// What is asked to find out who signed in.
public enum ConfirmingStep: String, Equatable, Sendable {
    case jwks, userinfo
}

/// The words of the event log for one poll.
public enum PollAnswer: String, CaseIterable, Equatable, Sendable {
    case timeout, dropped, tls, dns, pending, denied, expired, tokens, transient, refused
    case slowDown = "slow_down"
}
