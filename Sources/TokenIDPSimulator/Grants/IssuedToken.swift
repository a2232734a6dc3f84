import Foundation
import GRDB

/// A token that was given out: its fingerprint and what it stands for, never the token.
struct IssuedToken: Codable, FetchableRecord, MutablePersistableRecord, Sendable {
    static let databaseTableName = "issued_token"
    static func databaseDateEncodingStrategy(for column: String) -> DatabaseDateEncodingStrategy {
        .timeIntervalSince1970
    }
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .timeIntervalSince1970
    }

    static let table = """
        CREATE TABLE issued_token (
            fingerprint BLOB NOT NULL PRIMARY KEY, kind TEXT NOT NULL, family INTEGER NOT NULL,
            client_id TEXT NOT NULL, username TEXT NOT NULL, scope TEXT NOT NULL,
            authenticated_at REAL NOT NULL, expires_at REAL NOT NULL, used_at REAL, revoked_at REAL);
        CREATE INDEX issued_token_family ON issued_token (family);
        CREATE INDEX issued_token_expiry ON issued_token (expires_at);
        """
    static let laterColumns = """
        ALTER TABLE issued_token ADD COLUMN tenant TEXT NOT NULL DEFAULT 'system';
        ALTER TABLE issued_token ADD COLUMN key_thumbprint TEXT;
        """

    enum Kind: String, Codable, Sendable { case access, refresh }

    /// SHA-256 of a refresh token, or of an access token's `jti`.
    var fingerprint: Data
    var kind: Kind
    /// The grant it came of: all tokens of one grant are revoked together.
    var family: Int64
    var tenant: String
    var clientID: String
    var username: String
    var scope: String
    var authenticatedAt: Date
    var expiresAt: Date
    /// The key it is bound to (RFC 9449, 6.1 `jkt`); nil for a bearer token.
    var keyThumbprint: String?
    var usedAt: Date?
    var revokedAt: Date?

    enum CodingKeys: String, CodingKey {
        case fingerprint, kind, family, tenant, username, scope
        case clientID = "client_id"
        case authenticatedAt = "authenticated_at"
        case expiresAt = "expires_at"
        case keyThumbprint = "key_thumbprint"
        case usedAt = "used_at"
        case revokedAt = "revoked_at"
    }

    func isLive(at now: Date) -> Bool { revokedAt == nil && now < expiresAt }

    var scopes: [String] { scope.split(separator: " ").map(String.init) }

    static func revokeFamily(_ family: Int64, at now: Date, in db: Database) throws {
        try db.execute(
            sql: "UPDATE issued_token SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL",
            arguments: [now.timeIntervalSince1970, family])
    }
}
