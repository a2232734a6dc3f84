/// A successful token response under RFC 6749's names, whatever the server's dialect. (RFC 6749, 5.1)
///
/// It prints as dots: every member of it is a credential, or tells about a person.
public struct TokenSet: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let members: [String: JSONValue]
    /// Who signed in, where the server says so and it can be believed.
    public internal(set) var identity: Identity?
    /// What the id_token must carry; nil: no nonce was sent.
    var nonce: String?

    public struct Identity: Hashable, Sendable {
        public let subject: String
        /// Made safe to show.
        public let name: String?

        public init(subject: String, name: String?) {
            self.subject = plain(subject, limit: 255)
            self.name = name.map { plain($0, limit: 64) }
        }
    }

    /// - Parameter members: with a non-empty `access_token`.
    public init(members: [String: JSONValue], identity: Identity?) {
        self.members = members
        self.identity = identity
    }

    /// One line of JSON, for the program that asked for the tokens.
    public var handedOver: Secret { Secret(JSONValue.object(members).line) }

    public var accessToken: Secret { Secret(members["access_token"]?.string ?? "") }
    var idToken: Secret? { members["id_token"]?.string.map { Secret($0) } }
    public var refreshToken: Secret? { members["refresh_token"]?.string.map { Secret($0) } }
    /// nil: as was asked for. (RFC 6749, 5.1)
    public var scope: String? { members["scope"]?.string }
    /// The same, one by one; empty where the server does not say. (RFC 6749, 3.3)
    public var scopes: [String] { scope?.split(separator: " ").map(String.init) ?? [] }
    /// Seconds.
    public var expiresIn: Double? { members["expires_in"]?.numeric }

    /// What RFC 7009 can take back, refresh token first: with it go the tokens it made. (RFC 7009, 2.1)
    var revocable: [(Secret, String)] {
        ["refresh_token", "access_token"].compactMap { name in
            members[name]?.string.map { (Secret($0), name) }
        }
    }

    public var description: String { "TokenSet(••••)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension TokenSet.Identity {
    /// - Parameter claims: of an id_token, or of the userinfo endpoint.
    init(subject: String, claims: JSONValue) {
        let names = ["name", "preferred_username", "email"].compactMap { claims[$0]?.string }
        self.init(subject: subject, name: names.map { plain($0, limit: 64) }.first { !$0.isEmpty })
    }
}

extension TokenSet {
    /// What takes them back at a server, one request after the other.
    public func revocations(_ endpoints: Endpoints) -> [Intent] {
        revocable.map { .revoke(endpoints, token: $0, hint: $1) }
    }

    /// Reads back what `handedOver` wrote. - Returns: nil for anything else.
    public init?(handedOver bytes: [UInt8]) {
        guard case .object(let members)? = JSONValue(parsing: bytes), members["access_token"]?.string?.isEmpty == false
        else { return nil }
        self.init(members: members, identity: nil)
    }

    /// After a refresh: what the new reply does not name stays. (RFC 6749, 6)
    func refreshed(by new: TokenSet) -> TokenSet {
        var merged = TokenSet(members: members.merging(new.members) { $1 }, identity: identity)
        merged.nonce = nonce
        return merged
    }
}
