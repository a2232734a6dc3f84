/// Reads one JSON text, strictly as RFC 8259 has it, out of bytes that nobody has looked at yet.
///
/// An own reader, where a library would do: FoundationEssentials' decoder costs each start 5 million
/// instructions and 2 MB (Tests/Benchmarks), and the screen is to be there as soon as the network lets it.
struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// Deeper nesting is refused: no reply needs it, and each level costs stack.
    static let deepest = 100

    struct Malformed: Error {
        /// The byte at which it could not go on, from 0.
        let place: Int
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(Malformed) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }  // RFC 8259, 8.1: a mark may be ignored
        let value = try value()
        skipBlanks()
        guard place == bytes.count else { throw Malformed(place: place) }
        return value
    }

    private mutating func value() throws(Malformed) -> JSONValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Malformed(place: place) }
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Of a name that comes twice the last value counts.
    private mutating func object() throws(Malformed) -> JSONValue {
        place += 1
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            let name = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw Malformed(place: place) }
            members[name] = try value()
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw Malformed(place: place) }
        return .object(members)
    }

    private mutating func array() throws(Malformed) -> JSONValue {
        place += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value())
            skipBlanks()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw Malformed(place: place) }
        return .array(elements)
    }

    /// RFC 8259, 6: no leading zeros or plus, digits on both sides of the point, nothing beyond a Double.
    private mutating func number() throws(Malformed) -> JSONValue {
        let start = place
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        guard let value = Double(text), value.isFinite else { throw Malformed(place: start) }
        return .number(value)
    }

    private mutating func digits() throws(Malformed) {
        let start = place
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { place += 1 }
        guard place > start else { throw Malformed(place: place) }
    }

    private mutating func string() throws(Malformed) -> String {
        guard take(UInt8(ascii: "\"")) else { throw Malformed(place: place) }
        // Most strings have nothing to be undone: they are taken as they stand.
        let start = place
        while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { place += 1 }
        if take(UInt8(ascii: "\"")) {
            guard let string = String(validating: bytes[start..<place - 1], as: UTF8.self) else {
                throw Malformed(place: place)
            }
            return string
        }
        var text = Array(bytes[start..<place])
        while let byte = peek {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw Malformed(place: place) }
                return string
            case UInt8(ascii: "\\"): text += try escaped().utf8
            case 0..<0x20: throw Malformed(place: place - 1)
            default: text.append(byte)
            }
        }
        throw Malformed(place: place)
    }

    private mutating func escaped() throws(Malformed) -> String {
        guard let byte = peek else { throw Malformed(place: place) }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return String(try scalar())
        default: throw Malformed(place: place - 1)
        }
    }

    /// Half a surrogate pair is no character: it becomes U+FFFD, as an odd name must not cost an approval.
    private mutating func scalar() throws(Malformed) -> Unicode.Scalar {
        let first = try fourHexDigits()
        guard 0xD800..<0xDC00 ~= first else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let rest = place
        if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let second = try fourHexDigits()
            if 0xDC00..<0xE000 ~= second {
                return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
            }
        }
        place = rest
        return "\u{FFFD}"
    }

    private mutating func fourHexDigits() throws(Malformed) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw Malformed(place: place)
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Malformed) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[offset]) else { throw Malformed(place: place) }
        }
        return value
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }
}
