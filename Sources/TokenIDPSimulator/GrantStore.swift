import Foundation
import GRDB

/// Device grants and issued tokens in SQLite (WAL): what is said to a device or a person is in the file before it is
/// said, so a restart or a kill loses no code and no approval and brings no used one back. Not so a power cut: the
/// system is not made to write to the disk at each commit, which would cost more than all the rest.
struct GrantStore: Sendable {
    /// A grant with its row number, which also names the family of tokens that came of it.
    struct Stored: Sendable, Equatable {
        let id: Int64
        var grant: DeviceGrant
    }

    struct NewGrant: Sendable {
        var tenant: String
        var clientID: String
        var scope: [String]
        var deviceName: String?
        var askedFrom: String?
        var challenge: CodeChallenge?
        var interval: Int
        var lifetime: Int
    }

    /// Who polls, and under which rules.
    struct Poll: Sendable {
        var deviceCode: String
        var tenant: String
        var clientID: String
        var verifier: String?
        var rules: PollingRules
        var at: Date
        /// What the code counts as in a rehearsal, whatever was decided.
        var pretended: Scenario.Outcome?
    }

    enum PollResult: Sendable {
        case unknownCode
        /// - Parameter gap: seconds since the poll before; nil at the first.
        case answered(DeviceGrant.PollAnswer, Stored, gap: Double?)
    }

    private let pool: DatabasePool
    private let writer: GroupCommit

    init(path: String) throws {
        pool = try DatabasePool(path: path)
        writer = GroupCommit(pool)
        try Self.migrations.migrate(pool)
    }

    /// Starts a grant and returns it with its device code, which is stored nowhere: only its SHA-256 is.
    func start(_ new: NewGrant, at now: Date) async throws -> (deviceCode: String, stored: Stored) {
        let deviceCode = Secrets.token()
        let stored = try await writer.write { db in
            var random = SystemRandomNumberGenerator()
            var userCode = UserCode(using: &random)
            while try GrantRow.fetch(where: "user_code", userCode.letters, in: db) != nil {
                userCode = UserCode(using: &random)
            }
            let grant = DeviceGrant(
                userCode: userCode, tenant: new.tenant, clientID: new.clientID, scope: new.scope,
                deviceName: new.deviceName, askedFrom: new.askedFrom, challenge: new.challenge, createdAt: now,
                expiresAt: now.addingTimeInterval(Double(new.lifetime)), interval: new.interval)
            let id = try GrantRow.insert(grant, deviceCodeHash: Secrets.fingerprint(of: deviceCode), in: db)
            return Stored(id: id, grant: grant)
        }
        return (deviceCode, stored)
    }

    /// One poll. The grant's answer, its new state and the tokens that follow from it are one transaction.
    /// - Parameter tokens: what is issued when the answer is yes; called inside the transaction.
    func poll(
        _ poll: Poll, tokens: @escaping @Sendable (Stored, DeviceGrant.Approval) -> [IssuedToken]
    ) async throws -> PollResult {
        try await writer.write { db in
            // A code of another client or tenant is as unknown as one that never was (RFC 6749, 5.2: "issued to another
            // client").
            guard
                var stored = try GrantRow.fetch(
                    where: "device_code_hash", Secrets.fingerprint(of: poll.deviceCode), in: db),
                stored.grant.clientID == poll.clientID, stored.grant.tenant == poll.tenant
            else { return .unknownCode }
            let gap = stored.grant.lastPollAt.map { poll.at.timeIntervalSince($0) }
            let answer = stored.grant.poll(
                at: poll.at, verifier: poll.verifier, under: poll.rules, pretended: poll.pretended)
            if answer != .wrongVerifier { try GrantRow.update(stored, in: db) }
            switch answer {
            case .tokens(let approval):
                for var token in tokens(stored, approval) { try token.insert(db) }
            case .redeemedBefore:
                try IssuedToken.revokeFamily(stored.id, at: poll.at, in: db)
            case .authorizationPending, .slowDown, .accessDenied, .expiredToken, .wrongVerifier: break
            }
            return .answered(answer, stored, gap: gap)
        }
    }

    func grant(_ userCode: UserCode) async throws -> Stored? {
        try await pool.read { db in try GrantRow.fetch(where: "user_code", userCode.letters, in: db) }
    }

    func grant(id: Int64) async throws -> Stored? {
        try await pool.read { db in try GrantRow.fetch(where: "id", id, in: db) }
    }

    func grant(deviceCode: String) async throws -> Stored? {
        let hash = Secrets.fingerprint(of: deviceCode)
        return try await pool.read { db in try GrantRow.fetch(where: "device_code_hash", hash, in: db) }
    }

    /// The newest grants first.
    func grants(limit: Int) async throws -> [Stored] {
        try await pool.read { db in try GrantRow.newest(limit, in: db) }
    }

    /// Changes the grant as it is now, not as it was when a page was drawn.
    /// - Throws: what `change` throws, such as `DeviceGrant.DecisionRefused`; then nothing is changed.
    @discardableResult func change(
        id: Int64, _ change: @escaping @Sendable (inout DeviceGrant) throws(DeviceGrant.DecisionRefused) -> Void
    ) async throws -> DeviceGrant {
        try await writer.write { db in
            guard var stored = try GrantRow.fetch(where: "id", id, in: db) else {
                throw DeviceGrant.DecisionRefused.expired
            }
            try change(&stored.grant)
            try GrantRow.update(stored, in: db)
            return stored.grant
        }
    }

    /// Keeps the tokens of no grant: those that a program gets for itself.
    func issue(_ tokens: [IssuedToken]) async throws {
        try await writer.write { db in for var token in tokens { try token.insert(db) } }
    }

    /// The token with this fingerprint, if it was ever issued and is not forgotten yet.
    func token(_ fingerprint: Data) async throws -> IssuedToken? {
        try await pool.read { db in try IssuedToken.fetchOne(db, key: fingerprint) }
    }

    /// - Returns: how many tokens were still good.
    @discardableResult func revokeFamily(_ family: Int64, at now: Date) async throws -> Int {
        try await writer.write { db in try IssuedToken.revokeFamily(family, at: now, in: db) }
    }

    func revoke(_ fingerprint: Data, at now: Date) async throws {
        try await writer.write { db in
            try db.execute(
                sql: "UPDATE issued_token SET revoked_at = ? WHERE fingerprint = ? AND revoked_at IS NULL",
                arguments: [now.timeIntervalSince1970, fingerprint])
        }
    }

    enum RotationResult: Sendable {
        case rotated(IssuedToken)
        /// It was used before: a sign of theft. Its whole family is revoked (RFC 9700, 4.14.2).
        case reused(IssuedToken)
        case refused
    }

    /// Uses up a refresh token and stores its successors.
    /// - Parameter thumbprint: of the key that whoever asks has proved to hold.
    func rotate(
        refreshToken: String, by clientID: String, of tenant: String, thumbprint: String?, at now: Date,
        successors: @escaping @Sendable (IssuedToken) -> [IssuedToken]
    ) async throws -> RotationResult {
        try await writer.write { db in
            guard var token = try IssuedToken.fetchOne(db, key: Secrets.fingerprint(of: refreshToken)),
                token.kind == .refresh, token.clientID == clientID, token.tenant == tenant, token.isLive(at: now),
                token.keyThumbprint == nil || token.keyThumbprint == thumbprint
            else { return .refused }
            guard token.usedAt == nil else {
                try IssuedToken.revokeFamily(token.family, at: now, in: db)
                return .reused(token)
            }
            token.usedAt = now
            try token.update(db)
            for var successor in successors(token) { try successor.insert(db) }
            return .rotated(token)
        }
    }

    /// Removes some of what ended more than a day ago: long enough to tell a person "this was used", short enough to
    /// stay small. Few at a time, so that nobody has to wait behind it.
    /// - Returns: whether there may be more.
    func forgetSome(at now: Date, limit: Int = 100) async throws -> Bool {
        let dayAgo = now.addingTimeInterval(-86_400).timeIntervalSince1970
        return try await writer.write { db in
            var removed = 0
            for (table, key) in [("device_grant", "id"), ("issued_token", "fingerprint")] {
                let statement = try db.cachedStatement(
                    sql: """
                        DELETE FROM \(table) WHERE \(key) IN
                        (SELECT \(key) FROM \(table) WHERE expires_at < ? LIMIT ?)
                        """)
                try statement.execute(arguments: [dayAgo, limit])
                removed = max(removed, db.changesCount)
            }
            return removed == limit
        }
    }

    private static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("grants and tokens") { db in
            try db.execute(sql: GrantRow.table + IssuedToken.table)
        }
        migrator.registerMigration("tenants and proofs") { db in
            try db.execute(sql: GrantRow.laterColumns + IssuedToken.laterColumns)
        }
        return migrator
    }
}
