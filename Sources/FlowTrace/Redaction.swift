import DeviceFlow

/// Takes secrets out of what people are shown or given: by the names they travel under, and, once seen, by their
/// values wherever they stand (servers have put device codes into error descriptions).
public struct Redaction: Equatable, Sendable {
    /// In lower case.
    private let names: Set<String>
    private var known = KnownValues()

    /// What stands in a secret's place.
    public static let dots = "••••"

    /// RFC 6749, 7009, 7523, 7636, 8628 and OpenID Connect.
    private static let standardNames = [
        "device_code", "access_token", "refresh_token", "id_token", "client_secret", "client_assertion",
        "code_verifier",
        "token", "password", "registration_access_token",
    ]

    /// - Parameter provider: whose dialect may call them otherwise.
    public init(_ provider: Provider) {
        let standard = Set(Self.standardNames)
        var names = standard
        for (name, aliases) in provider.reading.aliases where standard.contains(name) { names.formUnion(aliases) }
        for shape in [
            provider.codesRequest, provider.tokenRequest, provider.refreshRequest, provider.revocationRequest,
        ] {
            for (name, own) in shape.names where standard.contains(name) { names.insert(own) }
            for (parameter, member) in shape.echoes { names.formUnion([parameter, member]) }
        }
        self.names = Set(names.map { $0.lowercased() })
    }

    public func isSecret(_ name: String) -> Bool {
        // "deviceCode" is the same word as "device_code".
        let plain = name.lowercased()
        return names.contains(plain) || names.contains { $0.filter { $0 != "_" } == plain }
    }

    // MARK: Learning

    /// Remembers the values of every secret in a reply, and of a request, to find them elsewhere.
    public mutating func learn(from exchange: Exchange) {
        for (name, value) in Self.parameters(of: exchange.request) where isSecret(name) { known.learn(value) }
        if let document = exchange.reply.flatMap({ JSONValue(parsing: $0.body) }) { learn(from: document) }
    }

    private mutating func learn(from value: JSONValue, under name: String = "") {
        switch value {
        case .object(let members): for (name, member) in members { learn(from: member, under: name) }
        case .array(let elements): for element in elements { learn(from: element, under: name) }
        case .string(let text):
            if isSecret(name) {
                known.learn(text)
            } else if text.first == "{", let inner = JSONValue(parsing: Array(text.utf8)) {
                learn(from: inner)
            }
        case .null, .bool, .integer, .number: break
        }
    }

    /// What has been seen so far belongs to somebody who has gone.
    public mutating func forget() { known = KnownValues() }

    // MARK: Hiding

    /// A JSON document with dots for its secrets.
    /// - Parameter mark: what stands for a secret instead, by its name.
    public func hidden(
        _ value: JSONValue, under name: String = "", mark: (String) -> String = { _ in Redaction.dots }
    ) -> JSONValue {
        switch value {
        case .object(let members):
            return .object(
                [String: JSONValue](
                    uniqueKeysWithValues: members.map { ($0, hidden($1, under: $0, mark: mark)) }))
        case .array(let elements):
            return .array(elements.map { hidden($0, under: name, mark: mark) })
        case .string(let text):
            if isSecret(name) { return .string(mark(name)) }
            if text.first == "{", let inner = JSONValue(parsing: Array(text.utf8)) {
                return .string(hidden(inner, mark: mark).line)
            }
            return .string(withoutKnownValues(text))
        case .integer, .number: return isSecret(name) ? .string(mark(name)) : value
        case .null, .bool: return value
        }
    }

    /// Any body as text with dots for its secrets, also one that was cut off in the middle of them.
    public func hidden(body: [UInt8]) -> String {
        if let document = JSONValue(parsing: body) { return hidden(document).line }
        let text = String(decoding: body, as: UTF8.self)
        if !text.contains("<"), !text.contains("{"), let members = FormEncoding.decode(body), !members.isEmpty {
            let shown = members.sorted { $0.key < $1.key }.map { "\($0)=\(hidden(parameter: $0, $1))" }
            return shown.joined(separator: "&")
        }
        return withoutKnownValues(withoutQuotedSecrets(text))
    }

    /// A parameter's value, decoded.
    func hidden(parameter name: String, _ value: String) -> String {
        isSecret(name) ? Self.dots : withoutKnownValues(value)
    }

    /// A header field's value.
    public func hidden(field name: String, _ value: String) -> String {
        switch name.lowercased() {
        case "authorization":
            let scheme = value.split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
            return scheme + " " + Self.dots
        case "dpop", "cookie", "set-cookie": return Self.dots
        default: return withoutKnownValues(value)
        }
    }

    /// Any text with dots for secrets that have been seen.
    public func withoutKnownValues(_ text: String) -> String {
        known.replaced(in: text, by: Self.dots)
    }

    /// The strings behind the names of secrets in a broken document: `"access_token":"ey…`, whole or not.
    private func withoutQuotedSecrets(_ text: String) -> String {
        var out = ""
        var name = ""
        var isName = true
        var rest = text[...]
        while let quote = rest.firstIndex(of: "\"") {
            out += rest[...quote]
            if rest[..<quote].contains(where: { $0 == "," || $0 == "{" }) { isName = true }
            if rest[..<quote].contains(":") { isName = false }
            rest = rest[rest.index(after: quote)...]
            let end = rest.firstIndex(of: "\"") ?? rest.endIndex
            let string = rest[..<end]
            out += !isName && isSecret(name) ? Self.dots[...] : string
            if isName { name = String(string) }
            guard end < rest.endIndex else { return out }
            out += "\""
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }
}
