/// The members of a reply's body, out of its envelope and under the names of the RFCs.
struct ReplyBody {
    private let document: JSONValue
    /// What the envelope holds, or the whole document.
    private let inner: [String: JSONValue]
    private let reading: Provider.Reading

    /// - Returns: nil when the body holds no members that could be read: HTML, nothing, or half of something.
    init?(_ reply: HTTPReply, _ reading: Provider.Reading) {
        guard let document = Self.document(reply), case .object(let members) = document else { return nil }
        self.document = document
        self.reading = reading
        // A member of that name may also stand beside the reply proper: only what holds it is its envelope.
        let marks = Self.marks.flatMap { [$0] + (reading.aliases[$0] ?? []) }
        let envelope = reading.envelopes.lazy.compactMap { name -> [String: JSONValue]? in
            guard case .object(let inside)? = document.value(at: name) else { return nil }
            return marks.contains { inside[$0] != nil } ? inside : nil
        }.first
        inner = envelope ?? members
    }

    /// What the replies of this protocol are known by.
    private static let marks = ["device_code", "access_token"]

    /// JSON says itself where it ends, so a whole document in a connection that ended early is still whole; a
    /// form does not.
    private static func document(_ reply: HTTPReply) -> JSONValue? {
        if let document = JSONValue(parsing: reply.body) {
            // TokenIDP has been seen to encode JSON twice.
            guard case .string(let text) = document else { return document }
            return JSONValue(parsing: Array(text.utf8))
        }
        let type = reply.headers["content-type"]?.prefix { $0 != ";" }.lowercased() ?? ""
        if reply.isWhole, type.hasSuffix("/xml") || type.hasSuffix("+xml") {
            return FlatXML.members(reply.body).map { .object($0.mapValues { .string($0) }) }
        }
        guard reply.isWhole, type.hasPrefix("application/x-www-form-urlencoded") || type.hasPrefix("text/plain"),
            let members = FormEncoding.decode(reply.body)
        else { return nil }
        return .object(members.mapValues { .string($0) })
    }

    /// A member by its RFC name; null counts as absent.
    subscript(_ name: String) -> JSONValue? {
        for candidate in [name] + (reading.aliases[name] ?? []) {
            if let value = inner[candidate], value != .null { return value }
        }
        return nil
    }

    /// Every member, those that are known under their RFC names; unknown ones are kept.
    var underRFCNames: [String: JSONValue] {
        var members = inner.filter { $0.value != .null && !reading.successFlags.contains($0.key) }
        for (name, aliases) in reading.aliases {
            guard let value = self[name] else { continue }
            for alias in aliases { members[alias] = nil }
            members[name] = value
        }
        return members
    }

    /// nil when the reply names none.
    var errorCode: String? { first(reading.errorCodes) }
    var errorSubcode: String? { first(reading.errorSubcodes) }
    var errorText: String? { first(reading.errorTexts) }

    /// An error code, or a flag that says the call did not go well: also in a reply with status 200.
    var isError: Bool {
        errorCode != nil || reading.successFlags.contains { document.value(at: $0)?.bool == false }
    }

    /// Codes are texts; some servers number them.
    private func first(_ paths: [String]) -> String? {
        paths.lazy.compactMap { path -> String? in
            let value = document.value(at: path)
            return value?.string ?? value?.integer.map(String.init)
        }.first { !$0.isEmpty }
    }
}
