import Crypto
import Foundation

/// Random values and fingerprints of them. Only fingerprints are stored, so a copy of the database opens nothing.
enum Secrets {
    /// 32 random bytes in base64url: 256 bits, far beyond guessing (RFC 8628, 5.2).
    static func token() -> String { Data(SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)).base64URL }

    static func fingerprint(of secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    /// Whether two secrets are equal, in a time that tells nothing about where they differ: digests of equal length
    /// are compared, and swift-crypto compares digests in constant time.
    static func equal(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Data(one.utf8)) == SHA256.hash(data: Data(other.utf8))
    }
}

extension Data {
    /// Base64url without padding (RFC 4648, 5).
    var base64URL: String {
        base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
