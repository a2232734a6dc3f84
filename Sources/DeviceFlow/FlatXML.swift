/// One element around others that hold text and nothing else: the XML that GitHub answers with where it is asked to.
/// Anything more is refused.
enum FlatXML {
    /// - Returns: the text of each inner element by its name, the first of each; nil for anything else.
    static func members(_ bytes: [UInt8]) -> [String: String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var rest = text.drop(while: \.isWhitespace)
        if rest.hasPrefix("<?xml"), let end = rest.firstIndex(of: ">") {
            rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
        }
        guard let root = open(&rest) else { return nil }
        var members: [String: String] = [:]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("</") {
                guard close(root, &rest), rest.allSatisfy(\.isWhitespace) else { return nil }
                return members.isEmpty ? nil : members
            }
            guard let name = open(&rest), let end = rest.firstIndex(of: "<"), let value = unescape(rest[..<end]) else {
                return nil
            }
            rest = rest[end...]
            guard close(name, &rest) else { return nil }
            if members[name] == nil { members[name] = value }
        }
    }

    /// `<name>`, without attributes.
    private static func open(_ rest: inout Substring) -> String? {
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        let name = rest[rest.index(after: rest.startIndex)..<end]
        guard let first = name.first, first.isLetter || first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "." })
        else { return nil }
        rest = rest[rest.index(after: end)...]
        return String(name)
    }

    private static func close(_ name: String, _ rest: inout Substring) -> Bool {
        guard rest.hasPrefix("</\(name)>") else { return false }
        rest = rest.dropFirst(name.count + 3)
        return true
    }

    /// The five entities that XML knows by itself; a document type that could bring more is refused above.
    private static func unescape(_ text: Substring) -> String? {
        var out = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            out += rest[..<mark]
            guard let end = rest[mark...].firstIndex(of: ";") else { return nil }
            switch rest[rest.index(after: mark)..<end] {
            case "amp": out += "&"
            case "lt": out += "<"
            case "gt": out += ">"
            case "quot": out += "\""
            case "apos": out += "'"
            default: return nil
            }
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }
}
