/// A token that the client signs with a key of its own. It is made outside of this core, where keys, clocks and
/// random numbers are.
public enum ToSign: Equatable, Sendable {
    /// Who the client is, instead of a secret. (RFC 7523, 2.2 and 3)
    case assertion(clientID: String, audience: String)
    /// That this client holds the key its tokens are bound to. (RFC 9449, 4.2)
    case proof(method: String, url: String, nonce: String?, accessToken: Secret?)
}

/// - Returns: nil when there is no key for it.
public typealias Signing = (ToSign) -> String?

/// Random values of one sign-in, made when its codes are asked for.
public struct SignInKeys: Equatable, Sendable {
    /// Sent back with each poll. (RFC 7636, 4.1)
    public var codeVerifier: Secret
    /// BASE64URL(SHA256(verifier)): sent with the request for codes. (RFC 7636, 4.2)
    public var codeChallenge: String
    /// Must come back in the id_token. (OpenID Connect Core, 3.1.2.1)
    public var nonce: String

    public init(codeVerifier: Secret, codeChallenge: String, nonce: String) {
        self.codeVerifier = codeVerifier
        self.codeChallenge = codeChallenge
        self.nonce = nonce
    }
}
