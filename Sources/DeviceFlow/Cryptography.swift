/// What this core does not do itself: it is done outside, by a library that is made for it.
public struct Cryptography: Sendable {
    /// Whether a signature is that of a public key, written as a JSON Web Key. (RFC 7515, 5.2; RFC 7517)
    public var verifies: @Sendable (SignedText, _ key: JSONValue) -> Bool
    /// SHA-256, -384 or -512 by its number of bits.
    public var hash: @Sendable (_ bits: Int, [UInt8]) -> [UInt8]

    public init(
        verifies: @escaping @Sendable (SignedText, JSONValue) -> Bool,
        hash: @escaping @Sendable (Int, [UInt8]) -> [UInt8]
    ) {
        self.verifies = verifies
        self.hash = hash
    }

    /// Believes nothing.
    public static let none = Cryptography(verifies: { _, _ in false }, hash: { _, _ in [] })
}

/// A text and its signature.
public struct SignedText: Equatable, Sendable {
    /// RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 or EdDSA. (RFC 7518, 3.1; RFC 8037, 3.1)
    public let algorithm: String
    public let text: [UInt8]
    public let signature: [UInt8]

    public init(algorithm: String, text: [UInt8], signature: [UInt8]) {
        self.algorithm = algorithm
        self.text = text
        self.signature = signature
    }
}

/// Why it cannot be believed who signed in; each has a code for the log and for the staff.
public enum IdentityProblem: String, Equatable, Sendable {
    case unreadable = "id_token_unreadable"
    case algorithm = "id_token_algorithm"
    case unknownKey = "id_token_key_unknown"
    case signature = "id_token_signature"
    case issuer = "id_token_issuer"
    case audience = "id_token_audience"
    case party = "id_token_azp"
    case expired = "id_token_expired"
    case notYet = "id_token_from_the_future"
    case nonce = "id_token_nonce"
    case accessToken = "id_token_at_hash"
}
