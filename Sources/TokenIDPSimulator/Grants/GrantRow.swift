import Foundation
import GRDB

/// A device grant as a row of SQLite. Times are seconds since 1970, with their fraction. Read and written by hand: a
/// poll is the server's most frequent work, and coding keys cost it twice as much.
struct GrantRow: FetchableRecord {
    /// A row that no version of this program can have written.
    struct Unreadable: Error { let id: Int64 }

    let stored: GrantStore.Stored

    static let table = """
        CREATE TABLE device_grant (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            device_code_hash BLOB NOT NULL UNIQUE, user_code TEXT NOT NULL UNIQUE,
            client_id TEXT NOT NULL, scope TEXT NOT NULL, device_name TEXT, asked_from TEXT,
            created_at REAL NOT NULL, expires_at REAL NOT NULL, interval INTEGER NOT NULL,
            last_poll_at REAL, polls INTEGER NOT NULL, state TEXT NOT NULL,
            decided_by TEXT, decided_at REAL, authenticated_at REAL, redeemed_at REAL);
        CREATE INDEX device_grant_expiry ON device_grant (expires_at);
        """
    static let laterColumns = """
        ALTER TABLE device_grant ADD COLUMN tenant TEXT NOT NULL DEFAULT 'system';
        ALTER TABLE device_grant ADD COLUMN challenge TEXT;
        ALTER TABLE device_grant ADD COLUMN mismatch_tenant TEXT;
        ALTER TABLE device_grant ADD COLUMN mismatch_at REAL;
        """

    private static let columns = """
        id, user_code, client_id, scope, device_name, asked_from, created_at, expires_at, interval, last_poll_at, \
        polls, state, decided_by, decided_at, authenticated_at, redeemed_at, tenant, challenge, mismatch_tenant, \
        mismatch_at
        """

    /// Columns are read by their place in `columns`.
    init(row: Row) throws {
        let id: Int64 = row[0]
        let code: String = row[1]
        guard let userCode = UserCode(letters: code) else { throw Unreadable(id: id) }
        func date(_ index: Int) -> Date? { (row[index] as Double?).map(Date.init(timeIntervalSince1970:)) }
        let scope: String = row[3]
        let challenge: String? = row[17]
        var grant = DeviceGrant(
            userCode: userCode, tenant: row[16], clientID: row[2], scope: scope.split(separator: " ").map(String.init),
            deviceName: row[4], askedFrom: row[5], challenge: challenge.flatMap(CodeChallenge.init(stored:)),
            createdAt: Date(timeIntervalSince1970: row[6]), expiresAt: Date(timeIntervalSince1970: row[7]),
            interval: row[8])
        grant.lastPollAt = date(9)
        grant.polls = row[10]
        let (state, decidedBy): (String, String?) = (row[11], row[12])
        func approval() throws -> DeviceGrant.Approval {
            guard let decidedBy, let at = date(13), let authenticatedAt = date(14) else { throw Unreadable(id: id) }
            return DeviceGrant.Approval(username: decidedBy, authenticatedAt: authenticatedAt, approvedAt: at)
        }
        switch state {
        case "pending": grant.state = .pending
        case "approved": grant.state = .approved(try approval())
        case "denied": grant.state = .denied(by: decidedBy, at: date(13) ?? grant.createdAt)
        case "redeemed": grant.state = .redeemed(try approval(), at: date(15) ?? grant.createdAt)
        default: throw Unreadable(id: id)
        }
        if let tenant: String = row[18], let at = date(19) {
            grant.lastMismatch = DeviceGrant.Mismatch(tenant: tenant, at: at)
        }
        stored = GrantStore.Stored(id: id, grant: grant)
    }

    /// The grant that a condition on one value picks.
    static func fetch(
        where condition: StaticString, _ value: some DatabaseValueConvertible, in db: Database
    ) throws -> GrantStore.Stored? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM device_grant WHERE \(condition) = ?")
        return try GrantRow.fetchOne(statement, arguments: [value])?.stored
    }

    static func newest(_ limit: Int, in db: Database) throws -> [GrantStore.Stored] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM device_grant ORDER BY id DESC LIMIT ?")
        return try GrantRow.fetchAll(statement, arguments: [limit]).map(\.stored)
    }

    /// - Returns: the row's number.
    static func insert(_ grant: DeviceGrant, deviceCodeHash: Data, in db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO device_grant (device_code_hash, user_code, client_id, scope, device_name, asked_from,
                    created_at, expires_at, interval, polls, state, tenant, challenge)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'pending', ?, ?)
                """)
        try statement.execute(arguments: [
            deviceCodeHash, grant.userCode.letters, grant.clientID, grant.scope.joined(separator: " "),
            grant.deviceName, grant.askedFrom, grant.createdAt.timeIntervalSince1970,
            grant.expiresAt.timeIntervalSince1970, grant.interval, grant.tenant, grant.challenge?.stored,
        ])
        return db.lastInsertedRowID
    }

    /// Writes what may change in a grant's life.
    static func update(_ stored: GrantStore.Stored, in db: Database) throws {
        let grant = stored.grant
        var (state, decidedBy, decidedAt): (String, String?, Date?) = ("pending", nil, nil)
        var (authenticatedAt, redeemedAt): (Date?, Date?) = (nil, nil)
        switch grant.state {
        case .pending: break
        case .denied(let username, let at): (state, decidedBy, decidedAt) = ("denied", username, at)
        case .approved(let approval), .redeemed(let approval, _):
            (state, decidedBy, decidedAt) = ("approved", approval.username, approval.approvedAt)
            authenticatedAt = approval.authenticatedAt
            if case .redeemed(_, let at) = grant.state { (state, redeemedAt) = ("redeemed", at) }
        }
        let statement = try db.cachedStatement(
            sql: """
                UPDATE device_grant SET expires_at = ?, interval = ?, last_poll_at = ?, polls = ?, state = ?,
                    decided_by = ?, decided_at = ?, authenticated_at = ?, redeemed_at = ?, mismatch_tenant = ?,
                    mismatch_at = ?
                WHERE id = ?
                """)
        try statement.execute(arguments: [
            grant.expiresAt.timeIntervalSince1970, grant.interval, grant.lastPollAt?.timeIntervalSince1970, grant.polls,
            state, decidedBy, decidedAt?.timeIntervalSince1970, authenticatedAt?.timeIntervalSince1970,
            redeemedAt?.timeIntervalSince1970, grant.lastMismatch?.tenant,
            grant.lastMismatch?.at.timeIntervalSince1970, stored.id,
        ])
    }

    static func update(_ counts: LiveGrants.Counts, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE device_grant SET interval = ?, last_poll_at = ?, polls = ? WHERE id = ?")
        try statement.execute(arguments: [
            counts.interval, counts.lastPollAt?.timeIntervalSince1970, counts.polls, counts.id,
        ])
    }
}
