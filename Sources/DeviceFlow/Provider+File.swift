extension Provider {
    /// What is wrong with a profile file, in words for the person who wrote it.
    public struct Problem: Error, Equatable, Sendable {
        /// The member at fault, as a dotted path.
        public let member: String
        public let expected: String
    }

    /// The fields of a profile file. Assets/guides/provider.schema.json says the same to editors.
    static let fields =
        [
            "name", "title", "note", "source", "verified", "extends", "settings", "issuer", "metadata", "endpoints",
            "overrides", "scope", "deviceName", "pkce", "identity", "codesRequest", "tokenRequest", "refreshRequest",
            "revocationRequest", "registrationRequest",
        ] + Reading.fields

    /// Reads a profile file: all but `name` may be left out. What it does not say comes from the profile it
    /// extends, which is rfc8628 where it names none.
    /// - Throws: `Problem` for what is no JSON, an unknown field, or another type than is expected.
    public init(file bytes: [UInt8]) throws(Problem) { try self.init(file: bytes, isCompiledIn: false) }

    init(file bytes: [UInt8], isCompiledIn: Bool) throws(Problem) {
        guard let document = JSONValue(parsing: bytes), case .object = document else {
            throw Problem(member: "the file", expected: "a JSON object")
        }
        let file = try ProfileMembers(document, known: Self.fields, isChecked: !isCompiledIn)
        guard let name = try file.string("name") else { throw Problem(member: "name", expected: "a text") }
        if name == Self.conforming {
            self.init(name: name)
        } else {
            let base = try file.string("extends") ?? Self.conforming
            guard base != name, let found = Self.named(base) else {
                throw Problem(member: "extends", expected: "the name of another profile, not \"\(base)\"")
            }
            self = found
            self.name = name
            (note, source, verified) = (nil, nil, nil)
        }
        title = try file.string("title") ?? name
        note = try file.string("note") ?? note
        source = try file.string("source") ?? source
        verified = try file.string("verified") ?? verified
        if let names = try file.member("settings", known: nil) {
            for name in names.names {
                settings[name] = try names.member(name, known: ["means", "default"]).map(Setting.init)
            }
        }
        issuer = try file.template("issuer") ?? issuer
        hasMetadata = try file.flag("metadata") ?? hasMetadata
        endpoints = try Self.endpoints(file, "endpoints", base: endpoints)
        overrides = try Self.endpoints(file, "overrides", base: overrides)
        try scope.read(file.member("scope", known: ["default", "separator", "replySeparator", "refused"]))
        deviceNameParameter = try file.string("deviceName") ?? deviceNameParameter
        usesPKCE = try file.flag("pkce") ?? usesPKCE
        try identity.read(file.member("identity", known: ["issuers", "userinfo", "nonce"]))
        try codesRequest.read(file.member("codesRequest", known: RequestShape.fields))
        try tokenRequest.read(file.member("tokenRequest", known: RequestShape.fields))
        try refreshRequest.read(file.member("refreshRequest", known: RequestShape.fields))
        try revocationRequest.read(file.member("revocationRequest", known: RequestShape.fields))
        if let registration = try file.member("registrationRequest", known: RequestShape.fields) {
            var shape = registrationRequest ?? RequestShape()
            try shape.read(registration)
            registrationRequest = shape
        }
        try reading.read(file)
        if !isCompiledIn { try checkPlaceholders() }
    }

    /// What RFC 8628 has.
    private init(name: String) {
        self.name = name
        title = name
        settings = [:]
        hasMetadata = true
        endpoints = [:]
        overrides = [:]
        scope = ScopeRules()
        usesPKCE = false
        identity = IdentityRules()
        codesRequest = RequestShape()
        tokenRequest = RequestShape()
        refreshRequest = RequestShape()
        revocationRequest = RequestShape()
        reading = Reading()
    }

    private static func endpoints(
        _ file: ProfileMembers, _ field: String, base: [Endpoint: Template]
    ) throws(Problem) -> [Endpoint: Template] {
        guard let members = try file.member(field, known: Endpoint.allCases.map(\.rawValue)) else { return base }
        var endpoints = base
        for endpoint in Endpoint.allCases {
            guard let template = try members.template(endpoint.rawValue) else { continue }
            endpoints[endpoint] = template
        }
        return endpoints
    }

    /// A placeholder that no setting fills would make every request fail.
    private func checkPlaceholders() throws(Problem) {
        var uses: [(String, Template)] = issuer.map { [("issuer", $0)] } ?? []
        uses += endpoints.map { ("endpoints." + $0.key.rawValue, $0.value) }
        uses += overrides.map { ("overrides." + $0.key.rawValue, $0.value) }
        for shape in [codesRequest, tokenRequest, refreshRequest, revocationRequest, registrationRequest ?? .init()] {
            uses += shape.fixed.map { ("fixed." + $0.key, $0.value) }
        }
        for (member, template) in uses {
            guard let unknown = template.names.first(where: { settings[$0] == nil }) else { continue }
            throw Problem(member: member, expected: "placeholders that stand in settings, and {\(unknown)} does not")
        }
    }
}

extension Provider.Setting {
    fileprivate init(_ file: ProfileMembers) throws(Provider.Problem) {
        guard let means = try file.string("means") else {
            throw Provider.Problem(member: file.path + "means", expected: "what the operator shall put here, in words")
        }
        self.means = means
        standard = try file.string("default")
    }
}

extension Provider.ScopeRules {
    fileprivate mutating func read(_ file: ProfileMembers?) throws(Provider.Problem) {
        guard let file else { return }
        standard = try file.string("default") ?? standard
        separator = try file.string("separator") ?? separator
        replySeparator = try file.string("replySeparator") ?? replySeparator
        refused += try file.strings("refused")
    }
}

extension Provider.IdentityRules {
    fileprivate mutating func read(_ file: ProfileMembers?) throws(Provider.Problem) {
        guard let file else { return }
        issuers += try file.strings("issuers")
        asksUserinfo = try file.flag("userinfo") ?? asksUserinfo
        sendsNonce = try file.flag("nonce") ?? sendsNonce
    }
}

extension Provider.RequestShape {
    static let fields = [
        "method", "encoding", "authentication", "names", "fixed", "omit", "echo", "headers", "grantType",
    ]

    fileprivate mutating func read(_ file: ProfileMembers?) throws(Provider.Problem) {
        guard let file else { return }
        method = try file.choice("method") ?? method
        encoding = try file.choice("encoding") ?? encoding
        authentication = try file.choice("authentication") ?? authentication
        names.merge(try file.texts("names")) { $1 }
        fixed.merge(try file.texts("fixed").mapValues(Template.init)) { $1 }
        omitted += try file.strings("omit")
        echoes.merge(try file.texts("echo")) { $1 }
        headers.merge(try file.texts("headers")) { $1 }
        grantType = try file.string("grantType") ?? grantType
        if let bad = headers.first(where: { !HTTPRequest.isPlain($0.key) || !HTTPRequest.isPlain($0.value) }) {
            throw Provider.Problem(
                member: file.path + "headers." + bad.key, expected: "visible ASCII without line breaks")
        }
    }
}

extension Provider.Reading {
    static let fields = [
        "envelopes", "aliases", "successFlags", "errorCodes", "errorSubcodes", "errorTexts", "answers", "defaults",
        "minimumInterval", "completeURI", "expiresInUnit",
    ]

    fileprivate init() {
        envelopes = []
        aliases = [:]
        successFlags = []
        errorCodes = []
        errorSubcodes = []
        errorTexts = []
        answers = []
        secondsPerUnit = 1
    }

    /// What the file says is looked at before what the profile it extends says.
    fileprivate mutating func read(_ file: ProfileMembers) throws(Provider.Problem) {
        envelopes = try file.strings("envelopes") + envelopes
        if let names = try file.member("aliases", known: nil) {
            for name in names.names { aliases[name] = try names.strings(name) + (aliases[name] ?? []) }
        }
        successFlags = try file.strings("successFlags") + successFlags
        errorCodes = try file.strings("errorCodes") + errorCodes
        errorSubcodes = try file.strings("errorSubcodes") + errorSubcodes
        errorTexts = try file.strings("errorTexts") + errorTexts
        var rows: [Provider.Answer] = []
        for row in try file.list("answers", known: Provider.Answer.fields) { rows.append(try Provider.Answer(row)) }
        answers = rows + answers
        ownAnswers = rows.count
        if let defaults = try file.member("defaults", known: ["interval", "expires_in"]) {
            standardInterval = try defaults.integer("interval") ?? standardInterval
            standardLifetime = try defaults.integer("expires_in") ?? standardLifetime
        }
        leastInterval = try file.integer("minimumInterval") ?? leastInterval
        completeURI = try file.template("completeURI") ?? completeURI
        let unit: Unit? = try file.choice("expiresInUnit")
        secondsPerUnit = unit?.seconds ?? secondsPerUnit
    }

    private enum Unit: String, CaseIterable {
        case seconds, minutes
        var seconds: Int { self == .seconds ? 1 : 60 }
    }
}

extension Provider.Answer {
    static let fields = ["endpoint", "status", "code", "subcode", "text", "means", "named"]

    fileprivate init(_ row: ProfileMembers) throws(Provider.Problem) {
        endpoint = try row.choice("endpoint")
        status = try row.integer("status")
        code = try row.string("code")
        subcode = try row.string("subcode")
        text = try row.string("text")
        named = try row.string("named")
        guard let means: Meaning = try row.choice("means") else {
            throw Provider.Problem(member: row.path + "means", expected: "what the row means")
        }
        self.means = means
    }
}
