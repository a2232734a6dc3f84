import DeviceFlow
import Foundation
import Glibc
import Testing

@testable import KioskIO

@Suite("Signatures by libcrypto")
struct SignatureTests {
    /// RFC 7515, A.2 (RS256), A.3 (ES256); RFC 8037, A.4 (EdDSA): key, signing input, signature.
    static let examples: [(algorithm: String, key: String, text: String, signature: String)] = [
        (
            "RS256",
            #"{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}"#,
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
        ),
        (
            "ES256",
            #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        ),
        (
            "EdDSA", #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        ),
    ]

    static func signed(_ algorithm: String, _ text: String, _ signature: [UInt8]) -> SignedText {
        SignedText(algorithm: algorithm, text: Array(text.utf8), signature: signature)
    }

    @Test(
        "the examples of the RFCs hold; a changed text, a changed signature, another algorithm do not", arguments: 0..<3
    )
    func examples(index: Int) throws {
        let example = Self.examples[index]
        let key = try #require(JSONValue(parsing: Array(example.key.utf8)))
        let signature = try #require(Base64.decodeURL(example.signature))
        #expect(PublicKey.verifies(Self.signed(example.algorithm, example.text, signature), key))
        #expect(!PublicKey.verifies(Self.signed(example.algorithm, example.text + "x", signature), key))
        var spoilt = signature
        spoilt[10] ^= 1
        #expect(!PublicKey.verifies(Self.signed(example.algorithm, example.text, spoilt), key))
        for other in ["RS384", "PS256", "ES384", "EdDSA", "none", "HS256", ""] where other != example.algorithm {
            #expect(!PublicKey.verifies(Self.signed(other, example.text, signature), key), "\(other)")
        }
        for short in [[], Array(signature.dropLast()), signature + [0]] {
            #expect(!PublicKey.verifies(Self.signed(example.algorithm, example.text, short), key))
        }
    }

    @Test(
        "a key that is none verifies nothing and does not trap",
        arguments: [
            "{}", #"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#, #"{"kty":"RSA","n":"","e":""}"#,
            #"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#,
            #"{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
            #"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#, #"{"kty":"OKP","crv":"X25519","x":"AAAA"}"#,
        ])
    func badKeys(key: String) throws {
        let key = try #require(JSONValue(parsing: Array(key.utf8)))
        for example in Self.examples {
            let signature = try #require(Base64.decodeURL(example.signature))
            #expect(!PublicKey.verifies(Self.signed(example.algorithm, example.text, signature), key))
        }
    }

    /// A key made by the openssl command.
    static func pem(_ arguments: [String]) throws -> [UInt8] {
        try openssl(["genpkey"] + arguments)
    }

    /// What the openssl command answers.
    static func openssl(_ arguments: [String]) throws -> [UInt8] {
        let process = Foundation.Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    @Test("RS and PS with 256, 384 and 512 bits as the openssl command makes them", arguments: [256, 384, 512])
    func rsa(bits: Int) throws {
        let folder = URL(filePath: "/tmp/kiosk-pss-\(getpid())-\(bits)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, text) = (folder.path + "/key", folder.path + "/text")
        try Data(Self.pem(["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])).write(to: URL(filePath: key))
        try Data("a text".utf8).write(to: URL(filePath: text))
        let plain = try Self.openssl(["dgst", "-sha\(bits)", "-sign", key, text])
        let signature = try Self.openssl([
            "dgst", "-sha\(bits)", "-sign", key, "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest",
            text,
        ])
        let modulus = String(decoding: try Self.openssl(["rsa", "-in", key, "-noout", "-modulus"]), as: UTF8.self)
        let digits = modulus.dropFirst("Modulus=".count).filter(\.isHexDigit)
        let n = stride(from: 0, to: digits.count, by: 2).compactMap { offset in
            UInt8(digits.dropFirst(offset).prefix(2), radix: 16)
        }
        let jwk: JSONValue = .object(["kty": "RSA", "n": .string(Base64.encodeURL(n)), "e": "AQAB"])
        #expect(PublicKey.verifies(Self.signed("RS\(bits)", "a text", plain), jwk))
        #expect(!PublicKey.verifies(Self.signed("PS\(bits)", "a text", plain), jwk))
        #expect(PublicKey.verifies(Self.signed("PS\(bits)", "a text", signature), jwk))
        #expect(!PublicKey.verifies(Self.signed("RS\(bits)", "a text", signature), jwk))
        #expect(!PublicKey.verifies(Self.signed("PS\(bits)", "b text", signature), jwk))
    }

    @Test("a fresh key signs what its public half verifies")
    func fresh() throws {
        let key = try #require(SigningKey.fresh())
        let token = try #require(key.token(header: ["typ": "dpop+jwt"], claims: ["a": "b"]))
        let parts = token.split(separator: ".")
        let signed = Self.signed("ES256", "\(parts[0]).\(parts[1])", try #require(Base64.decodeURL(parts[2])))
        #expect(PublicKey.verifies(signed, try #require(key.publicJWK)))
        let other = try #require(SigningKey.fresh()?.publicJWK)
        #expect(!PublicKey.verifies(signed, other))
        #expect(Base64.decodeURL(parts[1]) == Array(#"{"a":"b"}"#.utf8))
    }

    @Test(
        "private keys of each kind are read and say their algorithm",
        arguments: [
            ("ES256", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
            ("ES384", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
            ("ES512", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]),
            ("EdDSA", ["-algorithm", "ED25519"]),
            ("RS256", ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ])
    func privateKeys(algorithm: String, arguments: [String]) throws {
        let key = try #require(SigningKey(pem: Self.pem(arguments), keyID: "k1"))
        let token = try #require(key.token(header: [:], claims: [:]))
        let parts = token.split(separator: ".")
        let header = try #require(Base64.decodeURL(parts[0]))
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"\#(algorithm)","kid":"k1"}"#)
        guard let jwk = key.publicJWK else {
            #expect(!algorithm.hasPrefix("ES"))
            return
        }
        let signed = Self.signed(algorithm, "\(parts[0]).\(parts[1])", try #require(Base64.decodeURL(parts[2])))
        #expect(PublicKey.verifies(signed, jwk))
    }

    @Test("a file that is no private key, or a weak one, is none")
    func noKey() throws {
        #expect(SigningKey(pem: Array("rubbish".utf8), keyID: nil) == nil)
        #expect(
            SigningKey(pem: try Self.pem(["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]), keyID: nil) == nil)
    }

    @Test("SHA-2 by its number of bits")
    func digest() {
        #expect(
            Base64.encodeURL(Digest.hash(bits: 256, Array("abc".utf8))) == "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"
        )
        #expect(Digest.hash(bits: 384, []).count == 48)
        #expect(Digest.hash(bits: 1, []) == [])
    }

    @Test("a sign-in's values: RFC 7636's challenge belongs to its verifier, and no two are the same")
    func keys() throws {
        let keys = ClientKeys(own: nil, usesProof: true)
        let (one, two) = (keys.renewed(), keys.renewed())
        #expect(one.codeVerifier != two.codeVerifier && one.nonce != two.nonce)
        #expect(one.codeVerifier.revealed.count == 43)
        #expect(Base64.encodeURL(Digest.hash(bits: 256, Array(one.codeVerifier.revealed.utf8))) == one.codeChallenge)
        let proof = try #require(
            keys.sign(.proof(method: "POST", url: "https://a/t?x=1", nonce: "n", accessToken: nil)))
        let claims = try #require(Base64.decodeURL(proof.split(separator: ".")[1]).flatMap { JSONValue(parsing: $0) })
        #expect(claims["htu"] == "https://a/t" && claims["htm"] == "POST" && claims["nonce"] == "n")
        #expect(keys.sign(.assertion(clientID: "me", audience: "https://a")) == nil)
    }
}
