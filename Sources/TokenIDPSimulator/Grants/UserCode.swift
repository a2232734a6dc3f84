/// The short code a person carries from the screen to the verification page (RFC 8628, 6.1): eight letters of an
/// alphabet without vowels and without letters that look like digits, 34.5 bits in all.
public struct UserCode: Hashable, Sendable {
    /// Base 20, as RFC 8628, 6.1 proposes it: no vowels, so no words; no digits, so nothing to mix up.
    static let alphabet = "BCDFGHJKLMNPQRSTVWXZ"
    static let length = 8

    /// The eight letters, upper case, without the dash.
    public let letters: String

    /// A new code from the system's secure random source.
    init(using random: inout some RandomNumberGenerator) {
        letters = String((0..<Self.length).compactMap { _ in Self.alphabet.randomElement(using: &random) })
    }

    /// The letters as they are stored; nil for any others.
    init?(letters: String) {
        guard letters.count == Self.length, letters.allSatisfy(Self.alphabet.contains) else { return nil }
        self.letters = letters
    }

    /// Reads what a person typed: case, spaces, dashes and everything else outside the alphabet are ignored
    /// (RFC 8628, 6.1). Nil when what remains is not eight letters.
    public init?(typed: String) {
        guard typed.utf8.count <= 64 else { return nil }
        // Byte by byte: upper case of some other letters is letters of the alphabet ("ﬆ" becomes "ST"), and a letter
        // with a mark on it is one Character that is none of them.
        let capitals = typed.utf8.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 }
        let letters = String(decoding: capitals.filter(Self.alphabet.utf8.contains), as: UTF8.self)
        guard letters.count == Self.length else { return nil }
        self.letters = letters
    }

    /// The form that is shown and sent, `WDJB-MJHT`: two short groups are easier to read and to say.
    public var shown: String { "\(letters.prefix(4))-\(letters.suffix(4))" }
}
