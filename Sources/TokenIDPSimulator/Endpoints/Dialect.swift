/// In whose words a request is answered. TokenIDP's guide, its published source and RFC 8628 disagree; a device may
/// have been written for any of them.
public enum Dialect: String, Codable, Sendable, CaseIterable {
    /// Forms and RFC 6749 members.
    case rfc
    /// JSON in camelCase, in the envelope of TokenIDP's guide.
    case guide
    /// As TokenIDP's published source answers: another envelope, and HTTP 500 while it waits.
    case source
}
