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

    private struct File: Decodable {
        var applications: [Application]
        var people: [Person]
        var scopes: [String: String]
        var accessTokenLifetime: Int
        var refreshTokenLifetime: Int

        enum CodingKeys: String, CodingKey {
            case applications, people, scopes
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
    private let passwords: Task<[String: PasswordHash], any Error>

    /// - Throws: `DecodingError` when the JSON is not a configuration.
    public init(json: Data) throws {
        let file = try JSONDecoder().decode(File.self, from: json)
        applications = Dictionary(file.applications.map { ($0.clientID, $0) }) { first, _ in first }
        scopeWords = file.scopes
        accessTokenLifetime = file.accessTokenLifetime
        refreshTokenLifetime = file.refreshTokenLifetime
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

    /// The configuration that is compiled in.
    public static func builtIn() throws -> Directory { try Directory(json: Data(PackageResources.default_json)) }

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
