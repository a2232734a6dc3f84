import CCrypto
import DeviceFlow
import Glibc

/// A private key that signs JSON Web Tokens: ES256, ES384, ES512, RS256 or EdDSA, as the key is. (RFC 7518; RFC 8037)
public final class SigningKey {
    private let key: OpaquePointer
    private let algorithm: String
    /// Bytes of one of the two numbers of an ECDSA signature; 0 for other kinds.
    private let coordinate: Int
    /// Names the key to the server, where it knows more than one.
    private let keyID: String?

    private init?(_ key: OpaquePointer?, keyID: String?) {
        guard let key else { return nil }
        let bits = EVP_PKEY_get_bits(key)
        if EVP_PKEY_is_a(key, "RSA") == 1, bits >= 2048 {
            (algorithm, coordinate) = ("RS256", 0)
        } else if EVP_PKEY_is_a(key, "ED25519") == 1 {
            (algorithm, coordinate) = ("EdDSA", 0)
        } else if EVP_PKEY_is_a(key, "EC") == 1,
            let kind = [256: ("ES256", 32), 384: ("ES384", 48), 521: ("ES512", 66)][bits]
        {
            (algorithm, coordinate) = kind
        } else {
            EVP_PKEY_free(key)
            return nil
        }
        self.key = key
        self.keyID = keyID
    }

    deinit { EVP_PKEY_free(key) }

    /// - Parameter pem: a private key without a password.
    /// - Returns: nil for anything else, and for RSA keys under 2048 bits.
    public convenience init?(pem: [UInt8], keyID: String?) {
        guard let memory = BIO_new_mem_buf(pem, Int32(pem.count)) else { return nil }
        defer { BIO_free(memory) }
        // A password would be asked for on the terminal.
        let noPassword: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 =
            {
                _, _, _, _ in -1
            }
        self.init(PEM_read_bio_PrivateKey(memory, nil, noPassword, nil), keyID: keyID)
    }

    /// A new P-256 key.
    static func fresh() -> SigningKey? { SigningKey(kiosk_new_p256_key(), keyID: nil) }

    /// Whether a server could not tell them apart.
    public func isSame(as other: SigningKey) -> Bool { EVP_PKEY_eq(key, other.key) == 1 && keyID == other.keyID }

    /// A signed token in compact form. (RFC 7515, 7.1)
    func token(header: [String: JSONValue], claims: [String: JSONValue]) -> String? {
        var header = header
        header["alg"] = .string(algorithm)
        header["kid"] = keyID.map { .string($0) }
        let text = [header, claims].map { Base64.encodeURL(Array(JSONValue.object($0).line.utf8)) }.joined(
            separator: ".")
        return signature(of: Array(text.utf8)).map { text + "." + Base64.encodeURL($0) }
    }

    /// The public half of an EC key, for a proof of possession. (RFC 7518, 6.2.1)
    var publicJWK: JSONValue? {
        guard let curve = [32: "P-256", 48: "P-384", 66: "P-521"][coordinate] else { return nil }
        var point = [UInt8](repeating: 0, count: 1 + 2 * coordinate)
        var count = 0
        guard EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, &point, point.count, &count) == 1,
            count == point.count
        else { return nil }
        return .object([
            "kty": "EC", "crv": .string(curve), "x": .string(Base64.encodeURL(Array(point[1...coordinate]))),
            "y": .string(Base64.encodeURL(Array(point[(1 + coordinate)...]))),
        ])
    }

    private func signature(of text: [UInt8]) -> [UInt8]? {
        guard let digesting = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(digesting) }
        let digest = algorithm == "EdDSA" ? nil : Digest.method(bits: Int(algorithm.suffix(3)) ?? 0)
        var count = 0
        guard EVP_DigestSignInit(digesting, nil, digest, nil, key) == 1,
            EVP_DigestSign(digesting, nil, &count, text, text.count) == 1
        else { return nil }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(digesting, &signature, &count, text, text.count) == 1 else { return nil }
        signature.removeLast(signature.count - count)
        return coordinate == 0 ? signature : numbers(inDER: signature)
    }

    /// Both numbers of an ECDSA signature one after the other. (RFC 7518, 3.4)
    private func numbers(inDER der: [UInt8]) -> [UInt8]? {
        der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            guard let pair = d2i_ECDSA_SIG(nil, &start, buffer.count) else { return nil }
            defer { ECDSA_SIG_free(pair) }
            var out = [UInt8](repeating: 0, count: 2 * coordinate)
            let size = Int32(coordinate)
            return out.withUnsafeMutableBufferPointer { numbers in
                guard let first = numbers.baseAddress,
                    BN_bn2binpad(ECDSA_SIG_get0_r(pair), first, size) == size,
                    BN_bn2binpad(ECDSA_SIG_get0_s(pair), first + coordinate, size) == size
                else { return nil }
                return Array(numbers)
            }
        }
    }
}
