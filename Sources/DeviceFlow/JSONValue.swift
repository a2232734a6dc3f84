/// Any JSON value, so that members nobody asked for can be ignored or kept. (RFC 6749, 5.1)
public enum JSONValue: Hashable, Sendable {
    case null, bool(Bool), integer(Int64), number(Double), string(String)
    case array([JSONValue]), object([String: JSONValue])

    /// - Returns: nil when the bytes are not one JSON text in UTF-8. (RFC 8259)
    public init?(parsing bytes: [UInt8]) {
        var reader = JSONReader(bytes)
        guard let value = try? reader.document() else { return nil }
        self = value
    }

    /// One line, members in alphabetical order, slashes as they are.
    public var line: String {
        var text = ""
        write(to: &text)
        return text
    }

    public subscript(_ member: String) -> JSONValue? {
        if case .object(let members) = self { members[member] } else { nil }
    }

    /// The value at a dotted path ("error.code").
    public func value(at path: String) -> JSONValue? {
        var here: JSONValue? = self
        for member in path.split(separator: ".") { here = here?[String(member)] }
        return here == .null ? nil : here
    }

    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var integer: Int? { if case .integer(let whole) = self { Int(exactly: whole) } else { nil } }

    /// nil when any element is no string.
    public var strings: [String]? {
        guard case .array(let elements) = self else { return nil }
        let strings = elements.compactMap(\.string)
        return strings.count == elements.count ? strings : nil
    }

    /// A number, also one sent as a string: some servers do. NaN and infinities are none.
    public var numeric: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .string(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .null, .bool, .array, .object: nil
        }
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let whole): text += String(whole)
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                Self.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
}
