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

        /// A code of another client or tenant is as unknown as one that never was (RFC 6749, 5.2: "issued to another
        /// client").
        func isBy(ownerOf grant: DeviceGrant) -> Bool { grant.clientID == clientID && grant.tenant == tenant }
    }

    enum PollResult: Sendable {
        case unknownCode
        /// - Parameters:
        ///   - gap: seconds since the poll before; nil at the first.
        ///   - issue: what was issued, where the answer is tokens.
        case answered(DeviceGrant.PollAnswer, Stored, gap: Double?, issue: TokenIssue.Names?)
    }

    private let pool: DatabasePool
    private let writer: GroupCommit
    private let live = LiveGrants()
    /// A connection of its own, so that moving what was written from the log into the table keeps nobody waiting.
    private let mover: DatabaseQueue

    init(path: String) throws {
        var configuration = GRDB.Configuration()
        // A server that was here a moment ago may still be closing the file.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 16000")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        writer = GroupCommit(pool)
        try Self.migrations.migrate(pool)
        mover = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Starts a grant and returns it with its device code, which is stored nowhere: only its SHA-256 is.
    func start(_ new: NewGrant, at now: Date) async throws -> (deviceCode: String, stored: Stored) {
        let deviceCode = Secrets.token()
        let key = LiveGrants.Key(deviceCode: deviceCode)
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
            let id = try GrantRow.insert(grant, deviceCodeHash: key.data, in: db)
            return Stored(id: id, grant: grant)
        } committed: { [live] stored in
            live.add(stored, key)
        }
        return (deviceCode, stored)
    }

    /// One poll. An answer that changes more than counts, its grant's new state and the tokens that follow from it are
    /// one transaction.
    /// - Parameter issue: what is issued when the answer is yes; called inside the transaction.
    func poll(
        _ poll: Poll,
        issue: @escaping @Sendable (Stored, DeviceGrant.Approval) -> (names: TokenIssue.Names, rows: [IssuedToken])
    ) async throws -> PollResult {
        let key = LiveGrants.Key(deviceCode: poll.deviceCode)
        var result = live.poll(poll, key)
        if case .notHere = result {
            guard try await load(key) else { return .unknownCode }
            result = live.poll(poll, key)
        }
        switch result {
        case .answered(let answer, let stored, let gap): return .answered(answer, stored, gap: gap, issue: nil)
        case .unknownCode: return .unknownCode
        case .needsWriting, .notHere: break
        }
        return try await writer.write { [live] db in
            guard let known = try GrantRow.fetch(where: "device_code_hash", key.data, in: db) else {
                return .unknownCode
            }
            var stored = live.current(known)
            guard poll.isBy(ownerOf: stored.grant) else { return .unknownCode }
            let gap = stored.grant.lastPollAt.map { poll.at.timeIntervalSince($0) }
            let answer = stored.grant.poll(poll)
            var names: TokenIssue.Names?
            if answer != .wrongVerifier { try GrantRow.update(stored, in: db) }
            if case .tokens(let approval) = answer {
                let issued = issue(stored, approval)
                names = issued.names
                for var token in issued.rows { try token.insert(db) }
            } else if answer == .redeemedBefore {
                try IssuedToken.revokeFamily(stored.id, at: poll.at, in: db)
            }
            return .answered(answer, stored, gap: gap, issue: names)
        } committed: { [live] (written: PollResult) in
            if case .answered(_, let stored, _, _) = written { live.decided(stored) }
        }
    }

    /// Takes a grant into memory. By the writer, so that no decision can come between reading it and keeping it: what
    /// was read before would hide the decision from the device.
    /// A code that nobody has is told apart by a reader: guesses shall cost no transaction.
    /// - Returns: whether there is one.
    private func load(_ key: LiveGrants.Key) async throws -> Bool {
        guard try await pool.read({ db in try GrantRow.fetch(where: "device_code_hash", key.data, in: db) }) != nil
        else { return false }
        return try await writer.write { db in
            try GrantRow.fetch(where: "device_code_hash", key.data, in: db)
        } committed: { [live] stored in
            if let stored { live.add(stored, key) }
        } != nil
    }

    func grant(_ userCode: UserCode) async throws -> Stored? {
        try await pool.read { db in try GrantRow.fetch(where: "user_code", userCode.letters, in: db) }
            .map(live.current)
    }

    func grant(id: Int64) async throws -> Stored? {
        try await pool.read { db in try GrantRow.fetch(where: "id", id, in: db) }.map(live.current)
    }

    func grant(deviceCode: String) async throws -> Stored? {
        let hash = Secrets.fingerprint(of: deviceCode)
        return try await pool.read { db in try GrantRow.fetch(where: "device_code_hash", hash, in: db) }
            .map(live.current)
    }

    /// The newest grants first.
    func grants(limit: Int) async throws -> [Stored] {
        try await pool.read { db in try GrantRow.newest(limit, in: db) }.map(live.current)
    }

    /// Changes the grant as it is now, not as it was when a page was drawn.
    /// - Throws: what `change` throws, such as `DeviceGrant.DecisionRefused`; then nothing is changed.
    @discardableResult func change(
        id: Int64, _ change: @escaping @Sendable (inout DeviceGrant) throws(DeviceGrant.DecisionRefused) -> Void
    ) async throws -> DeviceGrant {
        try await writer.write { [live] db in
            guard let known = try GrantRow.fetch(where: "id", id, in: db) else {
                throw DeviceGrant.DecisionRefused.expired
            }
            var stored = live.current(known)
            try change(&stored.grant)
            try GrantRow.update(stored, in: db)
            return stored
        } committed: { [live] changed in
            live.decided(changed)
        }.grant
    }

    /// Keeps the tokens of no grant: those that a program gets for itself.
    func issue(_ tokens: [IssuedToken]) async throws {
        try await writer.write { db in for var token in tokens { try token.insert(db) } }
    }

    /// The token with this fingerprint, if it was ever issued and is not forgotten yet.
    func token(_ fingerprint: Data) async throws -> IssuedToken? {
        try await pool.read { db in try IssuedToken.fetchOne(db, key: fingerprint) }
    }

    func revokeFamily(_ family: Int64, at now: Date) async throws {
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

    /// Writes down when devices polled last.
    func writeCounts(at now: Date) async throws {
        var rest = live.takeUnwritten()[...]
        while !rest.isEmpty {
            let some = live.counts(of: rest.prefix(500))
            rest = rest.dropFirst(500)
            try await writer.write { db in for counts in some { try GrantRow.update(counts, in: db) } }
            // Others have their turn too: this can wait, and devices do.
            if !rest.isEmpty { try? await Task.sleep(for: .milliseconds(2)) }
        }
        while live.letGoOfSome(at: now) { try? await Task.sleep(for: .milliseconds(1)) }
    }

    /// Moves what was written from the log into the table, so that the log stays short.
    func moveLog() async throws {
        _ = try await mover.writeWithoutTransaction { db in try db.checkpoint(.passive) }
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
