/// What is different about one authorization server, as data: a file of `Assets/providers`, explained field by
/// field in Assets/guides/providers.md.
///
/// Whatever a profile does not say is as RFC 8628 has it.
public struct Provider: Equatable, Sendable {
    public var name: String
    /// In words, for people.
    public var title: String
    /// What whoever sets the screen up should know; nil: nothing in particular.
    public var note: String?
    /// Where the facts come from, and how they were checked.
    public var source: String?
    public var verified: String?
    /// What the operator fills in with `--set`: name -> what it is.
    public var settings: [String: Setting]
    /// nil: the operator gives it.
    public var issuer: Template?
    /// Whether the server publishes metadata below its issuer. (RFC 8414; OpenID Connect Discovery)
    public var hasMetadata: Bool
    /// Where the metadata does not say it: URLs, or paths below the issuer.
    public var endpoints: [Endpoint: Template]
    /// Where the metadata says it wrong.
    public var overrides: [Endpoint: Template]
    public var scope: ScopeRules
    /// The parameter that tells the server what to call this device; nil: the server knows none.
    public var deviceNameParameter: String?
    /// Whether a code challenge is sent with the request for codes, and its verifier with each poll. (RFC 7636)
    public var usesPKCE: Bool
    public var identity: IdentityRules
    /// How the requests are written.
    public var codesRequest: RequestShape
    public var tokenRequest: RequestShape
    public var refreshRequest: RequestShape
    public var revocationRequest: RequestShape
    /// The client is made by a request of its own, and lives for a while; nil: it is known before.
    public var registrationRequest: RequestShape?
    public var reading: Reading

    public enum Endpoint: String, Sendable, CaseIterable {
        case deviceAuthorization = "device_authorization"
        case token, revocation, userinfo, jwks, registration
    }

    public struct Setting: Equatable, Sendable {
        /// In words: what to put here.
        public var means: String
        /// nil: must be given.
        public var standard: String?
    }

    public struct ScopeRules: Equatable, Sendable {
        /// Asked for when the operator says nothing, separated by blanks.
        public var standard: String?
        /// Between scopes on the wire; a blank in RFC 6749, 3.3.
        public var separator = " "
        /// The same in replies.
        public var replySeparator = " "
        /// The server refuses these for devices.
        public var refused: [String] = []
    }

    public struct IdentityRules: Equatable, Sendable {
        /// Accepted in `iss` besides the issuer; one `*` stands for any text without a slash.
        public var issuers: [String] = []
        /// Whether a name may be asked for at the userinfo endpoint.
        public var asksUserinfo = true
        /// Whether a nonce is sent with the request for codes and must come back. (OpenID Connect Core, 3.1.2.1)
        public var sendsNonce = false
    }
}

/// How one kind of request is written.
extension Provider {
    public struct RequestShape: Equatable, Sendable {
        public enum Encoding: String, Sendable, CaseIterable { case form, json, multipart, query }
        public enum Method: String, Sendable, CaseIterable { case post = "POST", get = "GET", delete = "DELETE" }
        /// How the client proves who it is. (RFC 6749, 2.3; RFC 7523, 2.2; RFC 8705)
        public enum Authentication: String, Sendable, CaseIterable {
            case none, basic, post
            case privateKeyJWT = "private_key_jwt"
            case tls
        }
        public var method = Method.post
        public var encoding = Encoding.form
        /// nil: as the metadata says, HTTP Basic where it says nothing.
        public var authentication: Authentication?
        /// RFC name -> the name on the wire.
        public var names: [String: String] = [:]
        /// Sent with every request of this kind.
        public var fixed: [String: Template] = [:]
        /// RFC names of what is not sent.
        public var omitted: [String] = []
        /// Parameter -> the member of the reply with the codes that is sent back in it.
        public var echoes: [String: String] = [:]
        public var headers: [String: String] = [:]
        /// The value of grant_type, where it is not RFC 8628's URN.
        public var grantType: String?

        public init() {}
    }
}

/// How replies are read.
extension Provider {
    public struct Reading: Equatable, Sendable {
        /// Members that may wrap the reply proper.
        public var envelopes: [String]
        /// RFC name -> other names it is found under.
        public var aliases: [String: [String]]
        /// Members that say whether the call went well.
        public var successFlags: [String]
        /// Where an error's code, its finer code and its text stand, as dotted paths, in the order they are looked at.
        public var errorCodes: [String]
        public var errorSubcodes: [String]
        public var errorTexts: [String]
        /// What errors mean; the first row that fits counts.
        public var answers: [Answer]
        /// How many of them, from the first, are the profile's own.
        public var ownAnswers = 0
        /// Seconds, where the server tells none.
        public var standardInterval: Int?
        public var standardLifetime: Int?
        /// Never polled more often, whatever the server tells; seconds.
        public var leastInterval: Int?
        /// How the complete URI is made where the server sends none.
        public var completeURI: Template?
        /// What a unit of expires_in is, in seconds, in the reply with the tokens.
        public var secondsPerUnit: Int
    }

    /// One row of the table: every condition that is given must hold.
    public struct Answer: Equatable, Sendable {
        public enum Endpoint: String, Sendable, CaseIterable { case codes, token }
        public enum Meaning: String, Sendable, CaseIterable {
            case pending, denied, expired, refused, unwell
            case slowDown = "slow_down"
            case tooManyRequests = "too_many_requests"
            /// Pending, or an end: only the local deadline can tell.
            case cannotTell = "cannot_tell"
        }
        public var endpoint: Endpoint?
        public var status: Int?
        public var code: String?
        public var subcode: String?
        public var text: String?
        public var means: Meaning
        /// The OAuth error code the person's screen and the log name, where the server gave another or none.
        public var named: String?
    }
}

extension Provider {
    /// The profile of any server that follows RFC 8628, and what all others build on.
    static let conforming = "rfc8628"

    /// The profiles compiled in, in alphabetical order.
    public static let names = EmbeddedProviders.names.map { String($0.dropLast(".json".count)) }.sorted()

    /// - Returns: nil for a name that is not one of `names`.
    public static func named(_ name: String) -> Provider? {
        EmbeddedProviders.bytes(name + ".json").flatMap { try? Provider(file: $0, isCompiledIn: true) }
    }
}
