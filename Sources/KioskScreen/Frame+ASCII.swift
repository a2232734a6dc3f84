extension Frame {
    /// For terminals that know ASCII only: everything else becomes its nearest ASCII character or `?`.
    mutating func reduceToASCII() {
        for row in 0..<size.rows {
            for column in 0..<size.columns {
                guard let character = self[row, column].text else {
                    self[row, column].text = "?"
                    continue
                }
                if !character.isASCII { self[row, column].text = Self.nearestASCII(character) ?? "?" }
            }
        }
    }

    /// What a character beyond ASCII is still read as without its marks; nil: nothing like it.
    static func nearestASCII(_ character: Character) -> Character? {
        nearest[character]
    }

    private static let nearest = [Character: Character](
        uniqueKeysWithValues: alike.flatMap { like in like.key.map { ($0, like.value) } })

    private static let alike: KeyValuePairs<String, Character> = [
        "\u{2019}\u{2018}": "'", "\u{201C}\u{201D}\u{201E}\u{AB}\u{BB}": "\"", "\u{2013}\u{2014}": "-",
        "\u{2026}\u{B7}": ".", "\u{A0}\u{202F}": " ", "áàâäãåā": "a", "éèêë": "e", "íìîï": "i", "óòôöõø": "o",
        "úùûü": "u", "ýÿ": "y", "çć": "c", "ñń": "n", "ß": "s", "œ": "o", "æ": "a", "ÁÀÂÄÃÅ": "A", "ÉÈÊË": "E",
        "ÍÌÎÏ": "I", "ÓÒÔÖÕØ": "O", "ÚÙÛÜ": "U", "Ç": "C", "Ñ": "N", "Œ": "O", "Æ": "A", "\u{2190}": "<",
        "\u{2192}": ">", "\u{2191}": "^", "\u{2193}": "v", "¿": "?", "¡": "!", "ªº": ".",
        "\u{2022}": "*", "\u{2500}": "-", "\u{2502}": "|",
    ]
}
