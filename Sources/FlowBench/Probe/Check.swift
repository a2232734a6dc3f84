import DeviceFlow

extension Probe {
    /// What is looked at, one thing each; several may belong to one rule of the checklist. What each means stands in
    /// Assets/rules/server.json.
    public enum Check: String, CaseIterable, Sendable {
        case tls, metadata, issuer, announced
        case passwordGrant = "password-grant"
        case unknownParameters = "unknown-parameters"
        case codesReply = "codes-reply"
        case members, unique
        case shortAddress = "short-address"
        case pageAddress = "page-address"
        case completeAddress = "complete-address"
        case page
        case pageWords = "page-words"
        case pageWarning = "page-warning"
        case codeStrength = "code-strength"
        case codeLetters = "code-letters"
        case deviceCodeStrength = "device-code-strength"
        case lifetime, attempts
        case errorShape = "error-shape"
        case errorStatus = "error-status"
        case errorCharacters = "error-characters"
        case bruteForce = "brute-force"
        case wrongCode = "wrong-code"
        case missingCode = "missing-code"
        case grantType = "grant-type"
        case postOnly = "post-only"
        case otherClient = "other-client"
        case pending, throttling
        case earlyPoll = "early-poll"
        case success
        case noStore = "no-store"
        case singleUse = "single-use"
        case denial, expiry, rotation, revocation, binding
    }

    /// What the rulebook says of a check.
    public struct Rule: Equatable, Sendable {
        public let check: Check
        /// Its number in the checklist: S for a server's rules, C where a client's says the same from the other side.
        public let id: String
        /// In the words of RFC 2119.
        public let level: String
        public let source: String
        public let title: String
        public let wants: String
        /// Who suffers when it is broken.
        public let harm: String
        /// Why nothing was seen, unless the probe knows better.
        public let unchecked: String
    }

    /// Every rule, in the order of the report.
    public static let rules: [Rule] = {
        guard case .array(let rows)? = EmbeddedRules.bytes("server.json").flatMap(JSONValue.init(parsing:)) else {
            return []
        }
        return rows.compactMap(Rule.init)
    }()

    /// What the rulebook says of one check; a test holds it to be complete.
    public static func rule(_ check: Check) -> Rule {
        guard let rule = rules.first(where: { $0.check == check }) else {
            preconditionFailure("Assets/rules/server.json has no row for \(check.rawValue)")
        }
        return rule
    }
}

extension Probe.Rule {
    fileprivate init?(_ row: JSONValue) {
        guard let check = row["check"]?.string.flatMap(Probe.Check.init), let id = row["rule"]?.string,
            let level = row["level"]?.string, let source = row["source"]?.string, let title = row["title"]?.string,
            let wants = row["wants"]?.string, let harm = row["harm"]?.string, let unchecked = row["unchecked"]?.string
        else { return nil }
        self.check = check
        self.id = id
        self.level = level
        self.source = source
        self.title = title
        self.wants = wants
        self.harm = harm
        self.unchecked = unchecked
    }
}
