import Crypto
import CryptoExtras
import Foundation

/// Who may ask and who may say yes: the applications and people of a configuration, read once from JSON.
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

        enum CodingKeys: String, CodingKey {
            case clientID = "client_id"
            case name, secret, grants, scopes
            case defaultScopes = "default_scopes"
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

        enum CodingKeys: String, CodingKey {
            case username, password, name, email
            case givenName = "given_name"
            case familyName = "family_name"
            case phoneNumber = "phone_number"
        }
    }

    fileprivate struct File: Decodable {
        var applications: [Application]
        var people: [Person]
        var scopes: [String: String]
        var accessTokenLifetime: Int
        var refreshTokenLifetime: Int
        var interval: Int?
        var codeLifetime: Int?

        enum CodingKeys: String, CodingKey {
            case applications, people, scopes, interval
            case codeLifetime = "code_lifetime"
            case accessTokenLifetime = "access_token_lifetime"
            case refreshTokenLifetime = "refresh_token_lifetime"
        }
    }

    public let applications: [String: Application]
    /// In the order of the file, which is the order on the sign-in page.
    public let people: [Person]
    /// Each scope as the words after "It wants to".
    public let scopeWords: [String: String]
    /// Seconds.
    public let accessTokenLifetime: Int
    /// Seconds.
    public let refreshTokenLifetime: Int
    /// Of codes and polls, as far as the configuration says.
    public let settings: SimulatorSettings
    private let passwords: Task<[String: PasswordHash], any Error>

    /// - Parameter json: JSON5, so that a configuration may explain itself.
    /// - Throws: `ConfigurationProblem` when it is not a configuration, or one nobody could use.
    public init(json: Data) throws(ConfigurationProblem) {
        let file = try Self.read(json)
        applications = Dictionary(file.applications.map { ($0.clientID, $0) }) { first, _ in first }
        scopeWords = file.scopes
        accessTokenLifetime = file.accessTokenLifetime
        refreshTokenLifetime = file.refreshTokenLifetime
        settings = SimulatorSettings(interval: file.interval ?? 5, codeLifetime: file.codeLifetime ?? 600)
        let people = file.people
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

    private static func read(_ json: Data) throws(ConfigurationProblem) -> File {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let file: File
        do {
            file = try decoder.decode(File.self, from: json)
        } catch let error as DecodingError {
            throw ConfigurationProblem(error)
        } catch {
            throw ConfigurationProblem("it is not JSON5: \(error)")
        }
        try file.check()
        return file
    }

    /// The configuration that is compiled in, with its comments.
    public static var builtInText: String { String(decoding: PackageResources.default_json5, as: UTF8.self) }

    public static func builtIn() throws -> Directory { try Directory(json: Data(builtInText.utf8)) }

    public func person(_ username: String) -> Person? { people.first { $0.username == username } }

    /// The person with this name and password. An unknown name costs the same time as a wrong password.
    public func signIn(username: String, password: String) async throws -> Person? {
        let hashes = try await passwords.value
        guard let hash = hashes[username], let person = person(username) else {
            _ = try hashes.values.first?.matches(password)
            return nil
        }
        return try hash.matches(password) ? person : nil
    }
}

extension Directory.File {
    /// What no type can hold.
    fileprivate func check() throws(ConfigurationProblem) {
        func require(_ holds: Bool, _ words: String) throws(ConfigurationProblem) {
            if !holds { throw ConfigurationProblem(words) }
        }
        try require(!applications.isEmpty, "applications is empty: nobody could ask for a code")
        try require(!people.isEmpty, "people is empty: nobody could approve one")
        try require(Set(applications.map(\.clientID)).count == applications.count, "two applications share a client_id")
        try require(Set(people.map(\.username)).count == people.count, "two people share a username")
        for application in applications {
            let name = application.clientID
            try require(!name.isEmpty && !application.name.isEmpty, "an application has an empty client_id or name")
            try require(
                Set(application.defaultScopes).isSubset(of: application.scopes),
                "\(name): default_scopes has a scope that its scopes have not")
            let unknown = application.scopes.filter { scopes[$0] == nil }
            try require(unknown.isEmpty, "\(name): scopes has no words for \(unknown.joined(separator: ", "))")
        }
        for (name, seconds, limit) in [
            ("interval", interval ?? 5, 3600), ("code_lifetime", codeLifetime ?? 600, 86_400),
            ("access_token_lifetime", accessTokenLifetime, 86_400 * 365),
            ("refresh_token_lifetime", refreshTokenLifetime, 86_400 * 3650),
        ] {
            try require((1...limit).contains(seconds), "\(name) should be from 1 to \(limit) seconds")
        }
    }
}

/// A password as scrypt keeps it (RFC 7914), with a salt of its own. N = 2^14, r = 8, p = 1: 16 MiB for each guess.
struct PasswordHash: Sendable {
    private let salt: [UInt8]
    private let key: SymmetricKey

    init(_ password: String) throws {
        salt = SymmetricKey(size: .bits128).withUnsafeBytes(Array.init)
        key = try Self.derive(password, salt: salt)
    }

    /// `SymmetricKey` compares in constant time.
    func matches(_ password: String) throws -> Bool { try Self.derive(password, salt: salt) == key }

    private static func derive(_ password: String, salt: [UInt8]) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << 14, blockSize: 8, parallelism: 1)
    }
}
