import Crypto
import Foundation
import JWTKit

/// One ES256 key.
struct SigningKey: Sendable {
    /// RFC 7638 thumbprint of the public key: the same key always has the same name.
    let keyID: String
    let publicKey: PublicKey
    private let key: ES256PrivateKey
    private let keys: Task<JWTKeyCollection, Never>

    /// One key of a JWK set (RFC 7517).
    struct PublicKey: Encodable, Sendable {
        let kty = "EC"
        let use = "sig"
        let alg = "ES256"
        let crv = "P-256"
        let kid: String
        let x: String
        let y: String

        enum CodingKeys: CodingKey { case kty, use, alg, crv, kid, x, y }
    }

    static func newPEM() -> String { P256.Signing.PrivateKey().pemRepresentation }

    init(pem: String) throws {
        let point = try P256.Signing.PrivateKey(pemRepresentation: pem).publicKey.x963Representation.dropFirst()
        let (x, y) = (Data(point.prefix(32)).base64URL, Data(point.suffix(32)).base64URL)
        keyID = Self.thumbprint(x: x, y: y)
        publicKey = PublicKey(kid: keyID, x: x, y: y)
        key = try ES256PrivateKey(pem: pem)
        keys = Task { [key, keyID] in
            let keys = JWTKeyCollection()
            await keys.add(ecdsa: key, kid: JWKIdentifier(string: keyID))
            return keys
        }
    }

    /// RFC 7638, 3 for a key on P-256.
    static func thumbprint(x: String, y: String) -> String {
        let canonical = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        return Data(SHA256.hash(data: Data(canonical.utf8))).base64URL
    }

    func sign(_ claims: AccessTokenClaims) async throws -> String {
        // RFC 9068, 2.1: the type keeps an access token from passing for an id_token.
        try await keys.value.sign(claims, kid: JWKIdentifier(string: keyID), header: ["typ": "at+jwt"])
    }

    func signIDToken(_ claims: some JWTPayload) async throws -> String {
        try await keys.value.sign(claims, kid: JWKIdentifier(string: keyID))
    }

    func accessTokenClaims(of token: String) async -> AccessTokenClaims? {
        try? await keys.value.verify(token, as: AccessTokenClaims.self)
    }
}
