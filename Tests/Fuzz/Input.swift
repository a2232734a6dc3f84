/// What libFuzzer has made, taken apart.
struct Input {
    private var rest: ArraySlice<UInt8>

    init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        rest = Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// A byte that chooses; 0 where there is none left.
    mutating func choice() -> Int { Int(rest.popFirst() ?? 0) }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[choice() % elements.count] }

    /// Up to the next zero byte, or to the end.
    mutating func part() -> [UInt8] {
        let part = rest.prefix { $0 != 0 }
        rest = rest.dropFirst(part.count + 1)
        return Array(part)
    }

    /// What is left.
    var bytes: [UInt8] { Array(rest) }
    var text: String { String(decoding: rest, as: UTF8.self) }
    var isEmpty: Bool { rest.isEmpty }
}

/// Nothing in it moves a cursor, turns a line round or cannot be seen.
func isSafe(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
            && !(0x2066...0x2069).contains(scalar.value) && !(0x200B...0x200F).contains(scalar.value)
    }
}
