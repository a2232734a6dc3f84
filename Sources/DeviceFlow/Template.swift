/// A text with {placeholders}, filled in from the operator's settings or from a reply.
public struct Template: Equatable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// The names in braces.
    public var names: [String] {
        var names: [String] = []
        _ = filled { name in
            names.append(name)
            return ""
        }
        return names
    }

    /// - Returns: nil when a placeholder has no value.
    public func filled(_ value: (String) -> String?) -> String? {
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            guard let value = value(String(rest[rest.index(after: open)..<close])) else { return nil }
            out += rest[..<open]
            out += value
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}
