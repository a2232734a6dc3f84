/// What may be an operator's PIN.
public enum PINRule {
    /// Ten thousand PINs of four digits are soon tried where somebody has the file, a million are not in a lobby.
    public static let fewest = 6
    /// As many as the screen takes.
    public static let most = 32

    /// - Returns: what is wrong with it, in words that do not repeat it; nil: nothing.
    public static func problem(_ pin: String) -> String? {
        let digits = pin.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard digits.allSatisfy((0...9).contains) else {
            return "a PIN is digits only, as a keypad has no other keys"
        }
        guard digits.count >= fewest else { return "a PIN has \(fewest) digits or more" }
        guard digits.count <= most else { return "a PIN has \(most) digits at most" }
        let steps = Set(zip(digits, digits.dropFirst()).map { $1 - $0 })
        if steps.count == 1, let step = steps.first, (-1...1).contains(step) {
            return "one digit again and again, or digits in their order, are what people try first"
        }
        return nil
    }
}
