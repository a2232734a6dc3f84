import CCrypto
import DeviceFlow

/// Signatures by OpenSSL's libcrypto, which libcurl has loaded already.
enum PublicKey {
    /// Whether a signature is that of a key, written as a JSON Web Key. (RFC 7518, 3 and 6; RFC 8037)
    static func verifies(_ signed: SignedText, _ key: JSONValue) -> Bool {
        var signature = signed.signature
        let loaded: OpaquePointer?
        switch signed.algorithm {
        case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
            loaded = rsaKey(key)
        case "ES256", "ES384", "ES512":
            guard let curve = Curve(algorithm: signed.algorithm), key["crv"]?.string == curve.name,
                let der = derSignature(signature, curve)
            else { return false }
            signature = der
            loaded = curveKey(key, curve)
        case "EdDSA", "Ed25519":
            guard key["crv"]?.string == "Ed25519", let x = bytes(key["x"]) else { return false }
            loaded = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, x, x.count)
        default:
            return false
        }
        guard let loaded else { return false }
        defer { EVP_PKEY_free(loaded) }
        return verify(signed, signature, loaded)
    }

    private static func verify(_ signed: SignedText, _ signature: [UInt8], _ key: OpaquePointer) -> Bool {
        guard let digesting = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(digesting) }
        let isEdwards = signed.algorithm.hasPrefix("Ed")
        var options: OpaquePointer?
        let digest = isEdwards ? nil : Digest.method(bits: Int(signed.algorithm.suffix(3)) ?? 0)
        guard isEdwards || digest != nil, EVP_DigestVerifyInit(digesting, &options, digest, nil, key) == 1 else {
            return false
        }
        if signed.algorithm.hasPrefix("PS") {
            // The salt is as long as the hash. (RFC 7518, 3.5)
            guard EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1,
                EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1
            else { return false }
        }
        return EVP_DigestVerify(digesting, signature, signature.count, signed.text, signed.text.count) == 1
    }

    /// RSA keys under 2048 bits MUST NOT be used. (RFC 7518, 3.3)
    private static func rsaKey(_ key: JSONValue) -> OpaquePointer? {
        guard let modulus = bytes(key["n"]), let exponent = bytes(key["e"]), modulus.count >= 256,
            let n = BN_bin2bn(modulus, Int32(modulus.count), nil)
        else { return nil }
        defer { BN_free(n) }
        guard let e = BN_bin2bn(exponent, Int32(exponent.count), nil) else { return nil }
        defer { BN_free(e) }
        return make("RSA") {
            OSSL_PARAM_BLD_push_BN($0, KIOSK_PARAMETER_N, n) == 1
                && OSSL_PARAM_BLD_push_BN($0, KIOSK_PARAMETER_E, e) == 1
        }
    }

    private struct Curve {
        let name: String
        /// As OpenSSL calls it.
        let group: String
        /// Bytes of one coordinate.
        let size: Int

        init?(algorithm: String) {
            switch algorithm {
            case "ES256": (name, group, size) = ("P-256", "prime256v1", 32)
            case "ES384": (name, group, size) = ("P-384", "secp384r1", 48)
            case "ES512": (name, group, size) = ("P-521", "secp521r1", 66)
            default: return nil
            }
        }
    }

    private static func curveKey(_ key: JSONValue, _ curve: Curve) -> OpaquePointer? {
        guard let x = bytes(key["x"]), let y = bytes(key["y"]), x.count == curve.size, y.count == curve.size else {
            return nil
        }
        let point: [UInt8] = [4] + x + y
        return curve.group.withCString { group in
            point.withUnsafeBytes { point in
                make("EC") {
                    OSSL_PARAM_BLD_push_utf8_string($0, KIOSK_PARAMETER_GROUP, group, 0) == 1
                        && OSSL_PARAM_BLD_push_octet_string($0, KIOSK_PARAMETER_POINT, point.baseAddress, point.count)
                            == 1
                }
            }
        }
    }

    private static func make(_ kind: String, _ fill: (OpaquePointer) -> Bool) -> OpaquePointer? {
        guard let builder = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(builder) }
        guard fill(builder), let parameters = OSSL_PARAM_BLD_to_param(builder) else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let making = EVP_PKEY_CTX_new_from_name(nil, kind, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(making) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(making) == 1,
            EVP_PKEY_fromdata(making, &key, KIOSK_EVP_PKEY_PUBLIC_KEY, parameters) == 1
        else { return nil }
        return key
    }

    /// JWS writes both numbers one after the other, OpenSSL wants them in DER. (RFC 7518, 3.4)
    private static func derSignature(_ signature: [UInt8], _ curve: Curve) -> [UInt8]? {
        guard signature.count == 2 * curve.size, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let size = Int32(curve.size)
        // From here on the pair owns both numbers.
        guard
            ECDSA_SIG_set0(
                pair, BN_bin2bn(signature, size, nil), BN_bin2bn(Array(signature[curve.size...]), size, nil)) == 1
        else { return nil }
        var der: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(pair, &der)
        defer { kiosk_openssl_free(der) }
        return count > 0 ? Array(UnsafeBufferPointer(start: der, count: Int(count))) : nil
    }

    private static func bytes(_ value: JSONValue?) -> [UInt8]? { value?.string.flatMap { Base64.decodeURL($0[...]) } }
}

/// SHA-2.
enum Digest {
    static func method(bits: Int) -> OpaquePointer? {
        switch bits {
        case 256: EVP_sha256()
        case 384: EVP_sha384()
        case 512: EVP_sha512()
        default: nil
        }
    }

    /// - Returns: nothing for a number of bits that is none of SHA-2's.
    static func hash(bits: Int, _ bytes: [UInt8]) -> [UInt8] {
        guard let method = method(bits: bits) else { return [] }
        var digest = [UInt8](repeating: 0, count: bits / 8)
        var count: UInt32 = 0
        return EVP_Digest(bytes, bytes.count, &digest, &count, method, nil) == 1 ? digest : []
    }
}

extension Cryptography {
    static let openSSL = Cryptography(verifies: PublicKey.verifies, hash: Digest.hash)
}
