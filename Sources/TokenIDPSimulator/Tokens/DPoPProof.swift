import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit
import Synchronization

/// A proof that whoever asks holds a key (RFC 9449, 4).
struct DPoPProof: Sendable {
    /// RFC 7638 thumbprint of the key, which tokens are bound to.
    let thumbprint: String

    static let algorithms = ["ES256"]

    private struct Claims: JWTPayload {
        var jti: String
        var htm: String
        var htu: String
        var iat: Double
        var ath: String?
        var nonce: String?

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// The proof of a request; nil where there is none.
    /// - Parameters:
    ///   - url: what was asked, without a query (RFC 9449, 4.3).
    ///   - accessToken: the token that comes with it, at a resource.
    /// - Throws: `invalid_dpop_proof`, or `use_dpop_nonce` with the nonce to use.
    static func of(
        _ request: Request, url: String, accessToken: String? = nil, under rules: DPoPRules, at now: Date
    ) async throws -> DPoPProof? {
        let proofs = request.headers[values: .dpop]
        guard let proof = proofs.first else { return nil }
        guard proofs.count == 1 else { throw invalid("There are two of them.") }
        guard let parsed = try? DefaultJWTParser().parse(Array(proof.utf8), as: Claims.self) else {
            throw invalid("It is not a JWT with jti, htm, htu and iat.")
        }
        guard parsed.header.typ == "dpop+jwt", let algorithm = parsed.header.alg, algorithms.contains(algorithm) else {
            throw invalid("Its typ has to be dpop+jwt and its alg ES256.")
        }
        guard let jwk = parsed.header.jwk, jwk["kty"]?.asString == "EC", jwk["crv"]?.asString == "P-256",
            let x = jwk["x"]?.asString, let y = jwk["y"]?.asString, jwk["d"] == nil,
            let key = try? ES256PublicKey(parameters: (x: x, y: y))
        else { throw invalid("Its jwk has to be a public key on P-256.") }
        let keys = await JWTKeyCollection().add(ecdsa: key)
        guard (try? await keys.verify(proof, as: Claims.self)) != nil else { throw invalid("Its signature is wrong.") }
        let claims = parsed.payload
        guard claims.htm == request.method.rawValue, plain(claims.htu) == plain(url) else {
            throw invalid("It is for another request.")
        }
        guard abs(now.timeIntervalSince1970 - claims.iat) <= DPoPRules.window else {
            throw invalid("It was made too long ago, or its clock is wrong.")
        }
        if let accessToken,
            claims.ath != Data(SHA256.hash(data: Data(accessToken.utf8))).base64URL
        {
            throw invalid("It is for another access token.")
        }
        if rules.wantsNonce, claims.nonce.map({ rules.accepts($0, at: now) }) != true {
            throw OAuthError(.useDPoPNonce, "The proof has to carry the nonce given.", dpopNonce: rules.nonce(at: now))
        }
        let thumbprint = SigningKey.thumbprint(x: x, y: y)
        guard rules.isNew("\(thumbprint) \(claims.jti)", at: now) else { throw invalid("It was used before.") }
        return DPoPProof(thumbprint: thumbprint)
    }

    private static func invalid(_ sentence: String) -> OAuthError {
        OAuthError(.invalidDPoPProof, "The DPoP proof does not hold. \(sentence)")
    }

    /// Scheme and host count without their case, query and fragment not at all (RFC 9449, 4.3).
    private static func plain(_ url: String) -> String? {
        guard var parts = URLComponents(string: url) else { return nil }
        (parts.query, parts.fragment) = (nil, nil)
        parts.scheme = parts.scheme?.lowercased()
        parts.host = parts.host?.lowercased()
        return parts.string
    }
}

/// What makes a proof good here: its nonce, and that it was not seen before.
final class DPoPRules: Sendable {
    /// Seconds a proof may be old, or early.
    static let window: TimeInterval = 300

    let wantsNonce: Bool
    private let secret = SymmetricKey(size: .bits256)
    private let seen = Mutex<[Data: Date]>([:])

    init(wantsNonce: Bool) { self.wantsNonce = wantsNonce }

    func nonce(at now: Date) -> String { nonce(of: Int(now.timeIntervalSince1970 / Self.window)) }

    /// The nonce before the last holds too, so that one which was just given out is not stale at once.
    func accepts(_ given: String, at now: Date) -> Bool {
        let period = Int(now.timeIntervalSince1970 / Self.window)
        return Secrets.equal(given, nonce(of: period)) || Secrets.equal(given, nonce(of: period - 1))
    }

    func isNew(_ proof: String, at now: Date) -> Bool {
        seen.withLock { seen in
            if seen.count >= 50_000 { seen = seen.filter { now.timeIntervalSince($0.value) <= 2 * Self.window } }
            return seen.updateValue(now, forKey: Secrets.fingerprint(of: proof)) == nil
        }
    }

    private func nonce(of period: Int) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(String(period).utf8), using: secret)).base64URL
    }
}

extension HTTPField.Name {
    static let dpop = fieldName("DPoP")
    static let dpopNonce = fieldName("DPoP-Nonce")
}
