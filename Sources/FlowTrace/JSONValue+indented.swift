import DeviceFlow

extension JSONValue {
    /// The document in lines, two columns further in at each level; members in alphabetical order.
    public var indented: [String] { lines(margin: "", first: "") }

    private func lines(margin: String, first: String) -> [String] {
        switch self {
        case .object(let members) where !members.isEmpty:
            let inner = members.sorted { $0.key < $1.key }.map { name, value in
                value.lines(margin: margin + "  ", first: JSONValue.string(name).line + ": ")
            }
            return Self.enclosed("{", inner, "}", margin: margin, first: first)
        case .array(let elements) where !elements.isEmpty:
            let inner = elements.map { $0.lines(margin: margin + "  ", first: "") }
            return Self.enclosed("[", inner, "]", margin: margin, first: first)
        case .object, .array, .null, .bool, .integer, .number, .string:
            return [margin + first + line]
        }
    }

    private static func enclosed(
        _ open: String, _ inner: [[String]], _ close: String, margin: String, first: String
    ) -> [String] {
        var lines = [margin + first + open]
        for (index, element) in inner.enumerated() {
            lines += element
            if index < inner.count - 1 { lines[lines.count - 1] += "," }
        }
        return lines + [margin + close]
    }
}
