import Foundation

/// Who may ask and who may say yes: the applications and people of a configuration.
public struct Directory: Sendable {
    public struct Application: Decodable, Sendable {
        public var clientID: String
        /// The name people see on the verification page.
        public var name: String
        /// Nil for a public client.
        public var secret: String?
        public var grants: Set<GrantName>
        public var scopes: [String]
        /// Taken when the request names no scope (RFC 6749, 3.3).
        public var defaultScopes: [String]
        /// Where it is known; nil is everywhere.
        public var tenants: [String]?
        /// Seconds, where it has an interval of its own.
        public var interval: Int?
        /// Seconds, where its codes have a lifetime of their own.
        public var codeLifetime: Int?
        /// How it is answered, where not by the shape of its requests.
        public var dialect: Dialect?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case clientID = "client_id"
            case name, secret, grants, scopes, tenants, interval, dialect
            case defaultScopes = "default_scopes"
            case codeLifetime = "code_lifetime"
        }
    }

    public enum GrantName: String, Decodable, Sendable {
        case deviceCode = "device_code"
        case refreshToken = "refresh_token"
        case clientCredentials = "client_credentials"
    }

    public struct Person: Decodable, Sendable {
        public var username: String
        public var password: String
        public var name: String
        public var givenName: String?
        public var familyName: String?
        public var email: String?
        public var phoneNumber: String?
        /// Where the person is known; nil is everywhere.
        public var tenants: [String]?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case username, password, name, email, tenants
            case givenName = "given_name"
            case familyName = "family_name"
            case phoneNumber = "phone_number"
        }
    }

    /// Each scope as the words after "It wants to".
    public let scopeWords: [String: String]
    /// All else a configuration says.
    public let settings: SimulatorSettings
    let tenantPlans: [Tenant.Plan]
    let troubles: [Trouble]
    let applications: [String: Application]
    /// In the order of the file, which is the order on the sign-in page.
    let people: [Person]
    private let passwords: Task<[String: PasswordHash], any Error>

    /// - Parameter json: a configuration, as `tokenidp-sim config` prints one.
    /// - Throws: `ConfigurationProblem` when it is not a configuration, or one nobody could use.
    public init(json: Data) throws(ConfigurationProblem) {
        let configuration = try Configuration.read(json)
        applications = Dictionary(configuration.applications.map { ($0.clientID, $0) }) { first, _ in first }
        scopeWords = configuration.scopes
        settings = configuration.settings
        tenantPlans = configuration.tenantPlans
        troubles = configuration.troubles ?? []
        let people = configuration.people
        // The plain passwords are dropped here; hashing is slow by intention, so the start does not wait for it.
        self.people = people.map {
            var person = $0
            person.password = ""
            return person
        }
        passwords = Task.detached {
            try Dictionary(people.map { ($0.username, try PasswordHash($0.password)) }) { first, _ in first }
        }
    }

    /// The configuration that is compiled in, with its comments.
    public static var builtInText: String { Configuration.builtInText }

    public static func builtIn() throws -> Directory { try Directory(json: Data(builtInText.utf8)) }

    func application(_ clientID: String, at tenant: Tenant) -> Application? {
        guard let application = applications[clientID], application.tenants?.contains(tenant.name) != false else {
            return nil
        }
        return application
    }

    func people(at tenant: Tenant) -> [Person] { people.filter { $0.tenants?.contains(tenant.name) != false } }

    func person(_ username: String, at tenant: Tenant) -> Person? {
        people(at: tenant).first { $0.username == username }
    }

    /// The person with this name and password. An unknown name costs the same time as a wrong password.
    func signIn(username: String, password: String, at tenant: Tenant) async throws -> Person? {
        let hashes = try await passwords.value
        guard let hash = hashes[username], let person = person(username, at: tenant) else {
            _ = try hashes.values.first?.matches(password)
            return nil
        }
        return try hash.matches(password) ? person : nil
    }
}
