import CCrypto
import DeviceFlow
import KioskScreen

/// A PIN as a file may hold it: salted and hashed with scrypt (RFC 7914), as one line in the PHC string format,
/// `$scrypt$ln=14,r=8,p=5$SALT$HASH`.
///
/// A million PINs of six digits are no secret from whoever has the file and a day: the file is for the screen's own user.
public struct PINHash: Equatable, Sendable {
    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// scrypt's parameters: 2 to the power of `logN` rounds, in 128 r 2^logN bytes of memory, p times.
    private struct Cost: Equatable, Sendable {
        var logN: Int
        var r: Int
        var p: Int

        /// OWASP's choice for 16 MB, which a small computer has to spare.
        static let standard = Cost(logN: 14, r: 8, p: 5)
        static let mostMemory = 256 << 20

        var memory: Int { 128 * r << logN }
        /// A file that asks for more is a slip, or would stop the screen.
        var isBearable: Bool {
            (10...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) && memory <= Self.mostMemory
        }
    }

    /// With a new salt.
    ///
    /// - Returns: nil where there is no memory for it.
    public init?(hashing pin: Secret) {
        cost = .standard
        salt = (0..<16).map { _ in .random(in: .min ... .max) }
        guard let made = Self.derive(pin, salt, cost, count: 32) else { return nil }
        hash = made
    }

    /// - Parameter line: what `line` has made, or another program in the same format.
    /// - Returns: nil for anything else, and for costs that a screen should not bear.
    public init?(line: Substring) {
        let parts = line.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Self.cost(parts[2]),
            let salt = Self.decode(parts[3]), let hash = Self.decode(parts[4]), (8...64).contains(salt.count),
            (16...64).contains(hash.count)
        else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    public var line: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.encode(salt))$\(Self.encode(hash))"
    }

    /// Takes as long for a wrong PIN as for the right one.
    public func isHash(of pin: Secret) -> Bool {
        guard let made = Self.derive(pin, salt, cost, count: hash.count) else { return false }
        return CRYPTO_memcmp(made, hash, hash.count) == 0
    }

    private static func derive(_ pin: Secret, _ salt: [UInt8], _ cost: Cost, count: Int) -> [UInt8]? {
        var out = [UInt8](repeating: 0, count: count)
        let text = pin.revealed
        let made = EVP_PBE_scrypt(
            text, text.utf8.count, salt, salt.count, 1 << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p),
            UInt64(2 * Cost.mostMemory), &out, count)
        return made == 1 ? out : nil
    }

    private static func cost(_ text: Substring) -> Cost? {
        var numbers: [Int] = []
        let names = ["ln=", "r=", "p="]
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == names.count else { return nil }
        for (name, part) in zip(names, parts) {
            guard part.hasPrefix(name), let number = Int(part.dropFirst(name.count)), number < 100 else { return nil }
            numbers.append(number)
        }
        let cost = Cost(logN: numbers[0], r: numbers[1], p: numbers[2])
        return cost.isBearable ? cost : nil
    }

    // The format has base 64's standard letters, and no padding.

    private static func encode(_ bytes: [UInt8]) -> String { String(Base64.encode(bytes).filter { $0 != "=" }) }

    private static func decode(_ text: Substring) -> [UInt8]? {
        guard !text.contains(where: { $0 == "-" || $0 == "_" }) else { return nil }
        return Base64.decodeURL(
            String(text.map { (letter: Character) in letter == "+" ? "-" : letter == "/" ? "_" : letter }))
    }
}
