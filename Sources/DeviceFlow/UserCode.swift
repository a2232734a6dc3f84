/// The code the person types, exactly as the server sent it: case, dashes and all. (RFC 8628, 3.3)
///
/// Providers disagree whether case or dashes count (one hashes the code un-normalised), so it is
/// never changed, only refused when it could not be read off a screen and typed.
public struct UserCode: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public var description: String { text }

    /// - Returns: nil for an empty code, one of more than 64 characters, or one with anything but ASCII
    ///   letters, digits, `-`, `.`, `_` and single blanks inside.
    public init?(_ text: String) {
        let allowed = Array("-._ ".utf8)
        guard
            (1...64).contains(text.utf8.count), text.first != " ", text.last != " ",
            text.utf8.allSatisfy({ byte in
                allowed.contains(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            }),
            text.contains(where: { $0 != "-" && $0 != "." && $0 != "_" })
        else { return nil }
        self.text = text
    }
}
