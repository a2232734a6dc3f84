extension Probe {
    /// How many codes there could be, judged by the few that were seen.
    ///
    /// An estimate from above: what looks random may not be. Letters that are the same in all of at least four codes
    /// are taken for a fixed part.
    struct CodeStrength: Equatable {
        /// What its symbols are: "digits".
        let alphabet: String
        /// How many of them there are.
        let size: Int
        /// Symbols that vary.
        let length: Int
        let bits: Double
        /// How many different symbols were seen.
        let seen: Int

        private struct Class {
            let name: String
            let symbols: String
            let bits: Double
        }

        private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        private static let digits = "0123456789"
        private static let lower = "abcdefghijklmnopqrstuvwxyz"
        /// From the smallest; `bits` is the binary logarithm of the number of symbols.
        private static let classes = [
            Class(name: "digits", symbols: digits, bits: 3.3219),
            Class(name: "hexadecimal digits", symbols: digits + "abcdef", bits: 4),
            Class(name: "hexadecimal digits", symbols: digits + "ABCDEF", bits: 4),
            Class(name: "consonants", symbols: "BCDFGHJKLMNPQRSTVWXZ", bits: 4.3219),
            Class(name: "capital letters", symbols: upper, bits: 4.7004),
            Class(name: "small letters", symbols: lower, bits: 4.7004),
            Class(name: "letters and digits that look unlike", symbols: "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", bits: 5),
            Class(name: "capital letters and digits", symbols: digits + upper, bits: 5.1699),
            Class(name: "small letters and digits", symbols: digits + lower, bits: 5.1699),
            Class(name: "letters", symbols: upper + lower, bits: 5.7004),
            Class(name: "letters and digits", symbols: digits + upper + lower, bits: 5.9542),
        ]

        /// - Parameter codes: at least one.
        /// - Parameter ignoring: what only makes them easier to read.
        init(_ codes: [String], ignoring: String = "- ._") {
            let cleaned = codes.map { code in code.filter { !ignoring.contains($0) } }
            let symbols = Set(cleaned.joined())
            seen = symbols.count
            let found = Self.classes.first { symbols.isSubset(of: Set($0.symbols)) }
            alphabet = found?.name ?? "letters, digits and signs"
            size = found?.symbols.count ?? 64
            let longest = cleaned.map(\.count).min() ?? 0
            let columns = cleaned.map { Array($0) }
            let varying = (0..<longest).filter { column in Set(columns.map { $0[column] }).count > 1 }.count
            length = Set(cleaned).count >= 4 ? varying : longest
            bits = Double(length) * (found?.bits ?? 6)
        }

        /// "8 consonants, about 34 bits".
        var words: String { "\(length) \(alphabet), \(Int(bits.rounded(.down))) bits at most" }
    }

    /// What makes codes hard to read or to type; nil: nothing that was seen. (RFC 8628, 6.1, whose longest example
    /// has 11 characters)
    static func hardLetters(_ codes: [String]) -> String? {
        let symbols = Set(codes.joined()).subtracting("- ._")
        let hasDigits = symbols.contains { ("0"..."9").contains($0) }
        let hasLetters = symbols.contains { $0.isLetter }
        let longest = codes.map(\.count).max() ?? 0
        if longest > 14 { return "they have \(longest) characters" }
        if symbols.contains(where: \.isUppercase), symbols.contains(where: \.isLowercase) {
            return "they mix capital and small letters"
        }
        if hasDigits, hasLetters {
            let confused = symbols.filter { "0OoQ1IilL".contains($0) }.sorted().map(String.init)
            guard confused.isEmpty else { return "they hold \(confused.joined(separator: ", ")) among other letters" }
        }
        let vowels = symbols.filter { "AEIOUaeiou".contains($0) }.sorted().map(String.init)
        guard !hasDigits, !vowels.isEmpty else { return nil }
        return "they hold vowels (\(vowels.joined(separator: ", "))), so that words may come up by chance"
    }
}
