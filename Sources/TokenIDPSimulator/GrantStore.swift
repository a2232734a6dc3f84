import Foundation
import GRDB

/// Device grants and issued tokens in SQLite (WAL): what was said to a device or a person is on disk before it is
/// said, so a restart or a kill loses no code and no approval and brings no used one back.
struct GrantStore: Sendable {
    /// A grant with its row number, which also names the family of tokens that came of it.
    struct Stored: Sendable, Equatable {
        let id: Int64
        var grant: DeviceGrant
    }

    struct NewGrant: Sendable {
        var clientID: String
        var scope: [String]
        var deviceName: String?
        var askedFrom: String?
        var interval: Int
        var lifetime: Int
    }

    enum PollResult: Sendable {
        case unknownCode
        case answered(DeviceGrant.PollAnswer, Stored)
    }

    private let pool: DatabasePool

    init(path: String) throws {
        pool = try DatabasePool(path: path)
        try Self.migrations.migrate(pool)
    }

    /// Starts a grant and returns it with its device code, which is stored nowhere: only its SHA-256 is.
    func start(_ new: NewGrant, at now: Date) async throws -> (deviceCode: String, stored: Stored) {
        let deviceCode = Secrets.token()
        let stored = try await pool.write { db in
            try Self.forgetOld(db, at: now)
            var random = SystemRandomNumberGenerator()
            var userCode = UserCode(using: &random)
            while try Row.fetchOne(
                db, sql: "SELECT 1 FROM device_grant WHERE user_code = ?", arguments: [userCode.letters]) != nil
            {
                userCode = UserCode(using: &random)
            }
            let grant = DeviceGrant(
                userCode: userCode, clientID: new.clientID, scope: new.scope, deviceName: new.deviceName,
                askedFrom: new.askedFrom, createdAt: now, expiresAt: now.addingTimeInterval(Double(new.lifetime)),
                interval: new.interval)
            var row = GrantRow(grant, deviceCodeHash: Secrets.fingerprint(of: deviceCode))
            try row.insert(db)
            return Stored(id: row.id ?? 0, grant: grant)
        }
        return (deviceCode, stored)
    }

    /// One poll. The grant's answer, its new state and the tokens that follow from it are one transaction.
    /// - Parameter tokens: what is issued when the answer is yes; called inside the transaction.
    func poll(
        deviceCode: String, by clientID: String, at now: Date,
        tokens: @escaping @Sendable (Stored, DeviceGrant.Approval) -> [IssuedToken]
    ) async throws -> PollResult {
        try await pool.write { db in
            let hash = Secrets.fingerprint(of: deviceCode)
            // A code of another client is as unknown as one that never was (RFC 6749, 5.2: "issued to another client").
            guard var row = try GrantRow.filter(Column("device_code_hash") == hash).fetchOne(db),
                row.clientID == clientID
            else { return .unknownCode }
            var stored = try row.stored()
            let answer = stored.grant.poll(at: now)
            row.update(from: stored.grant)
            try row.update(db)
            switch answer {
            case .tokens(let approval):
                for var token in tokens(stored, approval) { try token.insert(db) }
            case .redeemedBefore:
                try IssuedToken.revokeFamily(stored.id, at: now, in: db)
            case .authorizationPending, .slowDown, .accessDenied, .expiredToken: break
            }
            return .answered(answer, stored)
        }
    }

    func grant(_ userCode: UserCode) async throws -> Stored? {
        try await pool.read { db in
            try GrantRow.filter(Column("user_code") == userCode.letters).fetchOne(db)?.stored()
        }
    }

    func grant(id: Int64) async throws -> Stored? {
        try await pool.read { db in try GrantRow.fetchOne(db, key: id)?.stored() }
    }

    /// The newest grants first.
    func grants(limit: Int) async throws -> [Stored] {
        try await pool.read { db in
            try GrantRow.order(Column("id").desc).limit(limit).fetchAll(db).map { try $0.stored() }
        }
    }

    /// Applies a person's decision to the grant as it is now, not as it was when a page was drawn.
    /// - Throws: `DeviceGrant.DecisionRefused`.
    func decide(
        id: Int64, _ decision: @escaping @Sendable (inout DeviceGrant) throws(DeviceGrant.DecisionRefused) -> Void
    ) async throws -> DeviceGrant {
        try await pool.write { db in
            guard var row = try GrantRow.fetchOne(db, key: id) else { throw DeviceGrant.DecisionRefused.expired }
            var grant = try row.stored().grant
            try decision(&grant)
            row.update(from: grant)
            try row.update(db)
            return grant
        }
    }

    /// The token with this fingerprint, if it was ever issued and is not forgotten yet.
    func token(_ fingerprint: Data) async throws -> IssuedToken? {
        try await pool.read { db in try IssuedToken.fetchOne(db, key: fingerprint) }
    }

    func revokeFamily(_ family: Int64, at now: Date) async throws {
        try await pool.write { db in try IssuedToken.revokeFamily(family, at: now, in: db) }
    }

    enum RotationResult: Sendable {
        case rotated(IssuedToken)
        case refused
    }

    /// Uses up a refresh token and stores its successors. A token that was used before is a sign of theft: its whole
    /// family is revoked (RFC 9700, 4.14.2).
    func rotate(
        refreshToken: String, by clientID: String, at now: Date,
        successors: @escaping @Sendable (IssuedToken) -> [IssuedToken]
    ) async throws -> RotationResult {
        try await pool.write { db in
            guard var token = try IssuedToken.fetchOne(db, key: Secrets.fingerprint(of: refreshToken)),
                token.kind == .refresh, token.clientID == clientID, token.isLive(at: now)
            else { return .refused }
            guard token.usedAt == nil else {
                try IssuedToken.revokeFamily(token.family, at: now, in: db)
                return .refused
            }
            token.usedAt = now
            try token.update(db)
            for var successor in successors(token) { try successor.insert(db) }
            return .rotated(token)
        }
    }

    /// A day after its end a code is forgotten: long enough to tell a person "this was used", short enough to stay small.
    private static func forgetOld(_ db: Database, at now: Date) throws {
        let dayAgo = now.addingTimeInterval(-86_400).timeIntervalSince1970
        try db.execute(
            sql: "DELETE FROM device_grant WHERE id IN (SELECT id FROM device_grant WHERE expires_at < ? LIMIT 100)",
            arguments: [dayAgo])
        try db.execute(
            sql: """
                DELETE FROM issued_token WHERE fingerprint IN
                (SELECT fingerprint FROM issued_token WHERE expires_at < ? LIMIT 100)
                """,
            arguments: [dayAgo])
    }

    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("grants and tokens") { db in
            try db.execute(
                sql: """
                    CREATE TABLE device_grant (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        device_code_hash BLOB NOT NULL UNIQUE, user_code TEXT NOT NULL UNIQUE,
                        client_id TEXT NOT NULL, scope TEXT NOT NULL, device_name TEXT, asked_from TEXT,
                        created_at REAL NOT NULL, expires_at REAL NOT NULL, interval INTEGER NOT NULL,
                        last_poll_at REAL, polls INTEGER NOT NULL, state TEXT NOT NULL,
                        decided_by TEXT, decided_at REAL, authenticated_at REAL, redeemed_at REAL);
                    CREATE INDEX device_grant_expiry ON device_grant (expires_at);
                    CREATE TABLE issued_token (
                        fingerprint BLOB NOT NULL PRIMARY KEY, kind TEXT NOT NULL, family INTEGER NOT NULL,
                        client_id TEXT NOT NULL, username TEXT NOT NULL, scope TEXT NOT NULL,
                        authenticated_at REAL NOT NULL, expires_at REAL NOT NULL, used_at REAL, revoked_at REAL);
                    CREATE INDEX issued_token_family ON issued_token (family);
                    CREATE INDEX issued_token_expiry ON issued_token (expires_at);
                    """)
        }
        return migrator
    }
}
