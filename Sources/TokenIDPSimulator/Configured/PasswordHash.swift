import Crypto
import CryptoExtras

/// A password as scrypt keeps it (RFC 7914), with a salt of its own. N = 2^14, r = 8, p = 1: 16 MiB for each guess.
struct PasswordHash: Sendable {
    private let salt: [UInt8]
    private let key: SymmetricKey

    init(_ password: String) throws {
        salt = SymmetricKey(size: .bits128).withUnsafeBytes(Array.init)
        key = try Self.derive(password, salt: salt)
    }

    /// `SymmetricKey` compares in constant time.
    func matches(_ password: String) throws -> Bool { try Self.derive(password, salt: salt) == key }

    private static func derive(_ password: String, salt: [UInt8]) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << 14, blockSize: 8, parallelism: 1)
    }
}
