import Crypto
import Foundation
import JWTKit

/// The ES256 key that signs every token. It lives in the state folder, so tokens outlive a restart.
struct SigningKey: Sendable {
    /// RFC 7638 thumbprint of the public key: the same key always has the same name.
    let keyID: String
    let publicKey: PublicKey
    private let keys: JWTKeyCollection

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

    /// Reads the key from the folder, or makes it on the first start.
    init(in folder: StateFolder) async throws {
        let key: P256.Signing.PrivateKey
        if let pem = try folder.read("signing-key.pem") {
            guard let kept = try? P256.Signing.PrivateKey(pemRepresentation: pem) else {
                throw StateFolder.Unusable(
                    description: "\(folder.path) holds a signing key that cannot be read; move signing-key.pem away.")
            }
            key = kept
        } else {
            key = P256.Signing.PrivateKey()
            try folder.write(key.pemRepresentation, to: "signing-key.pem", secret: true)
        }
        try await self.init(key)
    }

    init(_ key: P256.Signing.PrivateKey) async throws {
        let point = key.publicKey.x963Representation.dropFirst()
        let (x, y) = (Data(point.prefix(32)).base64URL, Data(point.suffix(32)).base64URL)
        let canonical = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        keyID = Data(SHA256.hash(data: Data(canonical.utf8))).base64URL
        publicKey = PublicKey(kid: keyID, x: x, y: y)
        keys = JWTKeyCollection()
        await keys.add(ecdsa: try ES256PrivateKey(pem: key.pemRepresentation), kid: JWKIdentifier(string: keyID))
    }

    func sign(_ claims: AccessTokenClaims) async throws -> String {
        // RFC 9068, 2.1: the type keeps an access token from passing for an id_token.
        try await keys.sign(claims, kid: JWKIdentifier(string: keyID), header: ["typ": "at+jwt"])
    }

    func sign(_ claims: IDTokenClaims) async throws -> String {
        try await keys.sign(claims, kid: JWKIdentifier(string: keyID))
    }

    /// The claims of an access token that this key signed; nil for anything else. Expiry is the caller's to check.
    func accessTokenClaims(of token: String) async -> AccessTokenClaims? {
        try? await keys.verify(token, as: AccessTokenClaims.self)
    }
}
