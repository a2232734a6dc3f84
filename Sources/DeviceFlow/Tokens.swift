/// A successful token response under RFC 6749's names, whatever the server's dialect. (RFC 6749, 5.1)
///
/// It prints as dots: every member of it is a credential, or tells about a person.
public struct TokenSet: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let members: [String: JSONValue]
    /// Who signed in, where the id_token says so and its claims hold.
    public let identity: Identity?

    public struct Identity: Equatable, Sendable {
        public let subject: String
        /// Made safe to show.
        public let name: String?
    }

    /// - Parameter members: with a non-empty `access_token`.
    init(members: [String: JSONValue], identity: Identity?) {
        self.members = members
        self.identity = identity
    }

    /// One line of JSON, for the program that asked for the tokens.
    public var handedOver: Secret { Secret(JSONValue.object(members).line) }

    public var accessToken: Secret { Secret(members["access_token"]?.string ?? "") }
    /// nil: as was asked for. (RFC 6749, 5.1)
    public var scope: String? { members["scope"]?.string }
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
    /// Reads an id_token that came straight from the token endpoint over TLS, which may stand in for its
    /// signature. (OpenID Connect Core, 3.1.3.7, 6)
    ///
    /// - Returns: nil when a claim does not hold: then nobody is greeted by name.
    init?(idToken: String, clientID: String, issuer: String?, now: Double) {
        let parts = idToken.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decodeURL(parts[1]), let claims = JSONValue(parsing: bytes),
            let subject = claims["sub"]?.string, !subject.isEmpty, let told = claims["iss"]?.string
        else { return nil }
        guard issuer == nil || issuer == told else { return nil }
        let audience: [String]
        switch claims["aud"] {
        case .string(let one): audience = [one]
        case .array(let several): audience = several.compactMap(\.string)
        default: return nil
        }
        // A clock without a battery may be behind; a minute ahead is nothing.
        guard audience.contains(clientID), audience.count == 1 || claims["azp"]?.string == clientID,
            let expiry = claims["exp"]?.numeric, now < expiry + 60
        else { return nil }
        self.subject = plain(subject, limit: 255)
        let names = ["name", "preferred_username", "email"].compactMap { claims[$0]?.string }
        self.name = names.map { plain($0, limit: 64) }.first { !$0.isEmpty }
    }
}
