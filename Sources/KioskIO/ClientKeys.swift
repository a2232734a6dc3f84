import CCrypto
import DeviceFlow

/// The keys this client signs with, and the random values of a sign-in.
final class ClientKeys {
    /// For private_key_jwt; nil: the client has a secret, or none.
    private let own: SigningKey?
    /// For DPoP: a fresh one for each sign-in; nil where tokens are not bound to a key. (RFC 9449)
    private var proof: SigningKey?
    private let usesProof: Bool

    init(own: SigningKey?, usesProof: Bool) {
        self.own = own
        self.usesProof = usesProof
    }

    /// What the next sign-in needs: nothing in it is ever used twice.
    func renewed() -> SignInKeys {
        if usesProof { proof = SigningKey.fresh() }
        // 32 bytes are 43 characters, the least RFC 7636, 4.1 allows.
        let verifier = Base64.encodeURL(Self.random(32))
        return SignInKeys(
            codeVerifier: Secret(verifier),
            codeChallenge: Base64.encodeURL(Digest.hash(bits: 256, Array(verifier.utf8))),
            nonce: Base64.encodeURL(Self.random(16)))
    }

    func sign(_ what: ToSign) -> String? {
        let now = Int64(Clock.wall())
        let id = JSONValue.string(Base64.encodeURL(Self.random(16)))
        switch what {
        case .assertion(let clientID, let audience):
            // RFC 7523, 3: short-lived and used once.
            return own?.token(
                header: ["typ": "JWT"],
                claims: [
                    "iss": .string(clientID), "sub": .string(clientID), "aud": .string(audience), "jti": id,
                    "iat": .integer(now), "exp": .integer(now + 60),
                ])
        case .proof(let method, let url, let nonce, let accessToken):
            guard let proof, let jwk = proof.publicJWK else { return nil }
            // RFC 9449, 4.2: without query and fragment.
            let target = String(url.prefix { $0 != "?" && $0 != "#" })
            var claims: [String: JSONValue] = [
                "htm": .string(method), "htu": .string(target), "jti": id, "iat": .integer(now),
            ]
            claims["nonce"] = nonce.map { .string($0) }
            claims["ath"] = accessToken.map {
                .string(Base64.encodeURL(Digest.hash(bits: 256, Array($0.revealed.utf8))))
            }
            return proof.token(header: ["typ": "dpop+jwt", "jwk": jwk], claims: claims)
        }
    }

    private static func random(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
}
