/// What is different about one authorization server, as data: a file of `Assets/providers`.
///
/// Whatever a profile does not say is as RFC 8628 has it.
public struct Provider: Equatable, Sendable {
    public var name: String
    /// In words, for people.
    public var title: String
    /// Paths below the issuer, for servers whose metadata does not name these endpoints.
    public var deviceAuthorizationPath: String?
    public var tokenPath: String?
    /// How the two requests are written.
    public var codesRequest: RequestShape
    public var tokenRequest: RequestShape
    /// The parameter that tells the server what to call this device; nil: the server knows none.
    public var deviceNameParameter: String?
    public var reading: Reading

    public struct RequestShape: Equatable, Sendable {
        public enum Encoding: String, Sendable { case form, json }
        public var encoding = Encoding.form
        /// RFC name -> the name on the wire.
        public var names: [String: String] = [:]
        /// The value of grant_type, where it is not RFC 8628's URN.
        public var grantType: String?
    }

    /// How replies are read.
    public struct Reading: Equatable, Sendable {
        /// Members that may wrap the reply proper.
        public var envelopes: [String]
        /// RFC name -> other names it is found under.
        public var aliases: [String: [String]]
        /// Members that say whether the call went well.
        public var successFlags: [String]
        /// Where an error's code and its text stand, as dotted paths, in the order they are looked at.
        public var errorCodes: [String]
        public var errorTexts: [String]
        /// What errors mean; the first row that fits counts.
        public var answers: [Answer]
    }

    /// One row of the table: every condition that is given must hold.
    public struct Answer: Equatable, Sendable {
        public enum Endpoint: String, Sendable { case codes, token }
        public enum Meaning: String, Sendable {
            case pending, denied, expired, refused, unwell
            case slowDown = "slow_down"
            case tooManyRequests = "too_many_requests"
        }
        public var endpoint: Endpoint?
        public var status: Int?
        public var code: String?
        public var text: String?
        public var means: Meaning
        /// The OAuth error code the person's screen and the log name, where the server gave only a text.
        public var named: String?
    }
}

extension Provider {
    /// The profiles compiled in, by name.
    public static let names = ["rfc8628", "tokenidp"]

    /// - Returns: nil for a name that is not one of `names`.
    public static func named(_ name: String) -> Provider? {
        switch name {
        case "rfc8628": try? Provider(file: PackageResources.rfc8628_json)
        case "tokenidp": try? Provider(file: PackageResources.tokenidp_json)
        default: nil
        }
    }
}
