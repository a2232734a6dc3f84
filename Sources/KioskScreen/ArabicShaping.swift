/// Arabic letters in the form their neighbours ask for.
///
/// A terminal sets one character a cell and few of them join letters, so the joined forms are written out
/// (Unicode, Arabic Presentation Forms-B). Reading order is kept; `RightToLeft` turns the line.
enum ArabicShaping {
    static func shape(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0xD8 || $0 == 0xD9 }) else { return text }
        let letters = Array(text.unicodeScalars)
        var out = String.UnicodeScalarView()
        var index = 0
        while index < letters.count {
            let letter = letters[index]
            guard let forms = table[letter.value] else {
                out.append(letter)
                index += 1
                continue
            }
            let joinsBefore = neighbour(letters, from: index, step: -1).map { table[$0]?.joinsNext ?? false } ?? false
            // Lam and alef are one letter.
            if letter.value == 0x644, let alef = letters.dropFirst(index + 1).first,
                let ligature = ligatures[alef.value]
            {
                append(ligature + (joinsBefore ? 1 : 0), to: &out)
                index += 2
                continue
            }
            let joinsAfter =
                forms.joinsNext
                && neighbour(letters, from: index, step: 1).map { table[$0]?.joinsPrevious ?? false } ?? false
            let offset: UInt32 =
                switch (joinsBefore && forms.joinsPrevious, joinsAfter) {
                case (false, false): 0
                case (true, false): 1
                case (false, true): 2
                case (true, true): 3
                }
            append(forms.first + offset, to: &out)
            index += 1
        }
        return String(out)
    }

    /// Marks above and below the letters do not part them.
    private static func neighbour(_ letters: [Unicode.Scalar], from index: Int, step: Int) -> UInt32? {
        var at = index + step
        while letters.indices.contains(at) {
            if letters[at].properties.generalCategory != .nonspacingMark { return letters[at].value }
            at += step
        }
        return nil
    }

    private static func append(_ value: UInt32, to out: inout String.UnicodeScalarView) {
        if let scalar = Unicode.Scalar(value) { out.append(scalar) }
    }

    private struct Forms {
        /// Alone; then, each one further: after a letter, before one, between two.
        let first: UInt32
        let joinsPrevious: Bool
        let joinsNext: Bool
    }

    /// The shaped forms stand in the order of the letters: one form for hamza, two for a letter that joins only what
    /// stands before it, four for the others.
    private static let table: [UInt32: Forms] = {
        var table: [UInt32: Forms] = [:]
        var form: UInt32 = 0xFE80
        for letter in (0x621...0x63A).map(UInt32.init) + (0x641...0x64A).map(UInt32.init) {
            let count: UInt32 = letter == 0x621 ? 1 : rightJoining.contains(letter) ? 2 : 4
            table[letter] = Forms(first: form, joinsPrevious: count > 1, joinsNext: count == 4)
            form += count
        }
        return table
    }()

    private static let rightJoining: Set<UInt32> = [
        0x622, 0x623, 0x624, 0x625, 0x627, 0x629, 0x62F, 0x630, 0x631, 0x632, 0x648, 0x649,
    ]
    /// Lam with each alef, alone; joined to the letter before: one further.
    private static let ligatures: [UInt32: UInt32] = [0x622: 0xFEF5, 0x623: 0xFEF7, 0x625: 0xFEF9, 0x627: 0xFEFB]
}
