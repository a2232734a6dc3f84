extension Provider {
    /// What is wrong with a profile file, in words for the person who wrote it.
    public struct Problem: Error, Equatable, Sendable {
        /// The member at fault, as a dotted path.
        public let member: String
        public let expected: String
    }

    /// Reads a profile file: all but `name` may be left out.
    /// - Throws: `Problem` for what is no JSON, or of another type than is expected.
    public init(file bytes: [UInt8]) throws(Problem) {
        guard let document = JSONValue(parsing: bytes), case .object = document else {
            throw Problem(member: "the file", expected: "a JSON object")
        }
        let file = Members(value: document, path: "")
        guard let name = try file.string("name") else { throw Problem(member: "name", expected: "a text") }
        self.name = name
        title = try file.string("title") ?? name
        deviceAuthorizationPath = try file.string("deviceAuthorizationPath")
        tokenPath = try file.string("tokenPath")
        codesRequest = try file.member("codesRequest").map(RequestShape.init) ?? RequestShape()
        tokenRequest = try file.member("tokenRequest").map(RequestShape.init) ?? RequestShape()
        deviceNameParameter = try file.string("deviceNameParameter")
        // The profile whose reading this one adds to: its own rows come first.
        let base = try file.string("extends").flatMap { Provider.named($0)?.reading }
        reading = try Reading(file, base: base)
    }
}

extension Provider.RequestShape {
    fileprivate init(_ file: Members) throws(Provider.Problem) {
        encoding = try file.choice("encoding") ?? .form
        names = try file.texts("names")
        grantType = try file.string("grantType")
    }
}

extension Provider.Reading {
    fileprivate init(_ file: Members, base: Self?) throws(Provider.Problem) {
        envelopes = try file.strings("envelopes") + (base?.envelopes ?? [])
        var own: [String: [String]] = [:]
        if let names = try file.member("aliases") {
            for name in names.names { own[name] = try names.strings(name) }
        }
        aliases = (base?.aliases ?? [:]).merging(own) { $1 + $0 }
        successFlags = try file.strings("successFlags") + (base?.successFlags ?? [])
        errorCodes = try file.strings("errorCodes") + (base?.errorCodes ?? [])
        errorTexts = try file.strings("errorTexts") + (base?.errorTexts ?? [])
        var rows: [Provider.Answer] = []
        for row in try file.list("answers") { rows.append(try Provider.Answer(row)) }
        answers = rows + (base?.answers ?? [])
    }
}

extension Provider.Answer {
    fileprivate init(_ row: Members) throws(Provider.Problem) {
        endpoint = try row.choice("endpoint")
        status = try row.integer("status")
        code = try row.string("code")
        text = try row.string("text")
        named = try row.string("named")
        guard let means: Meaning = try row.choice("means") else {
            throw Provider.Problem(member: row.path + "means", expected: "what the row means")
        }
        self.means = means
    }
}

/// The members of one object of a profile, and the way to it.
private struct Members {
    let value: JSONValue
    /// With a dot at its end, unless this is the whole file.
    let path: String

    var names: [String] { if case .object(let members) = value { members.keys.sorted() } else { [] } }

    func string(_ name: String) throws(Provider.Problem) -> String? {
        guard let found = value[name] else { return nil }
        guard let text = found.string else { throw Provider.Problem(member: path + name, expected: "a text") }
        return text
    }

    func integer(_ name: String) throws(Provider.Problem) -> Int? {
        guard let found = value[name] else { return nil }
        guard let whole = found.integer else { throw Provider.Problem(member: path + name, expected: "a whole number") }
        return whole
    }

    func strings(_ name: String) throws(Provider.Problem) -> [String] {
        guard let found = value[name] else { return [] }
        guard let texts = found.strings else {
            throw Provider.Problem(member: path + name, expected: "a list of texts")
        }
        return texts
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(Provider.Problem) -> Choice? {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw Provider.Problem(member: path + name, expected: "one of the words it may be, not \"\(text)\"")
        }
        return choice
    }

    func member(_ name: String) throws(Provider.Problem) -> Members? {
        guard let found = value[name] else { return nil }
        guard case .object = found else { throw Provider.Problem(member: path + name, expected: "an object") }
        return Members(value: found, path: path + name + ".")
    }

    func list(_ name: String) throws(Provider.Problem) -> [Members] {
        guard let found = value[name] else { return [] }
        guard case .array(let elements) = found else {
            throw Provider.Problem(member: path + name, expected: "a list of objects")
        }
        return elements.enumerated().map { Members(value: $1, path: "\(path)\(name)[\($0)].") }
    }

    func texts(_ name: String) throws(Provider.Problem) -> [String: String] {
        guard let members = try member(name) else { return [:] }
        var texts: [String: String] = [:]
        for name in members.names { texts[name] = try members.string(name) }
        return texts
    }
}
