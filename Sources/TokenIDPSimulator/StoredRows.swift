import Foundation
import GRDB

/// A device grant as a row of SQLite. Times are seconds since 1970, with their fraction.
struct GrantRow: Codable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "device_grant"

    /// A row that no version of this program can have written.
    struct Unreadable: Error { let id: Int64? }

    enum StateName: String, Codable { case pending, approved, denied, redeemed }

    var id: Int64?
    var deviceCodeHash: Data
    var userCode: String
    var clientID: String
    var scope: String
    var deviceName: String?
    var askedFrom: String?
    var createdAt: Double
    var expiresAt: Double
    var interval: Int
    var lastPollAt: Double?
    var polls: Int
    var state: StateName
    var decidedBy: String?
    var decidedAt: Double?
    var authenticatedAt: Double?
    var redeemedAt: Double?

    enum CodingKeys: String, CodingKey {
        case id, scope, interval, polls, state
        case deviceCodeHash = "device_code_hash"
        case userCode = "user_code"
        case clientID = "client_id"
        case deviceName = "device_name"
        case askedFrom = "asked_from"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastPollAt = "last_poll_at"
        case decidedBy = "decided_by"
        case decidedAt = "decided_at"
        case authenticatedAt = "authenticated_at"
        case redeemedAt = "redeemed_at"
    }

    init(_ grant: DeviceGrant, deviceCodeHash: Data) {
        self.deviceCodeHash = deviceCodeHash
        userCode = grant.userCode.letters
        clientID = grant.clientID
        scope = grant.scope.joined(separator: " ")
        deviceName = grant.deviceName
        askedFrom = grant.askedFrom
        createdAt = grant.createdAt.timeIntervalSince1970
        expiresAt = grant.expiresAt.timeIntervalSince1970
        interval = grant.interval
        polls = 0
        state = .pending
        update(from: grant)
    }

    mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

    /// Takes over what may change in a grant's life.
    mutating func update(from grant: DeviceGrant) {
        expiresAt = grant.expiresAt.timeIntervalSince1970
        interval = grant.interval
        lastPollAt = grant.lastPollAt?.timeIntervalSince1970
        polls = grant.polls
        switch grant.state {
        case .pending: state = .pending
        case .approved(let approval):
            state = .approved
            take(approval)
        case .denied(let username, let at):
            (state, decidedBy, decidedAt) = (.denied, username, at.timeIntervalSince1970)
        case .redeemed(let approval, let at):
            (state, redeemedAt) = (.redeemed, at.timeIntervalSince1970)
            take(approval)
        }
    }

    private mutating func take(_ approval: DeviceGrant.Approval) {
        decidedBy = approval.username
        decidedAt = approval.approvedAt.timeIntervalSince1970
        authenticatedAt = approval.authenticatedAt.timeIntervalSince1970
    }

    func stored() throws -> GrantStore.Stored {
        guard let id, let code = UserCode(typed: userCode) else { throw Unreadable(id: id) }
        var grant = DeviceGrant(
            userCode: code, clientID: clientID, scope: scope.split(separator: " ").map(String.init),
            deviceName: deviceName, askedFrom: askedFrom, createdAt: Date(timeIntervalSince1970: createdAt),
            expiresAt: Date(timeIntervalSince1970: expiresAt), interval: interval)
        grant.lastPollAt = lastPollAt.map(Date.init(timeIntervalSince1970:))
        grant.polls = polls
        switch state {
        case .pending: grant.state = .pending
        case .approved: grant.state = .approved(try approval())
        case .denied:
            grant.state = .denied(by: decidedBy, at: Date(timeIntervalSince1970: decidedAt ?? createdAt))
        case .redeemed:
            grant.state = .redeemed(try approval(), at: Date(timeIntervalSince1970: redeemedAt ?? createdAt))
        }
        return GrantStore.Stored(id: id, grant: grant)
    }

    private func approval() throws -> DeviceGrant.Approval {
        guard let decidedBy, let decidedAt, let authenticatedAt else { throw Unreadable(id: id) }
        return DeviceGrant.Approval(
            username: decidedBy, authenticatedAt: Date(timeIntervalSince1970: authenticatedAt),
            approvedAt: Date(timeIntervalSince1970: decidedAt))
    }
}

/// A token that was given out: its fingerprint and what it stands for, never the token.
struct IssuedToken: Codable, FetchableRecord, MutablePersistableRecord, Sendable {
    static let databaseTableName = "issued_token"
    static func databaseDateEncodingStrategy(for column: String) -> DatabaseDateEncodingStrategy {
        .timeIntervalSince1970
    }
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .timeIntervalSince1970
    }

    enum Kind: String, Codable, Sendable { case access, refresh }

    /// SHA-256 of a refresh token, or of an access token's `jti`.
    var fingerprint: Data
    var kind: Kind
    /// The grant it came of: all tokens of one grant are revoked together.
    var family: Int64
    var clientID: String
    var username: String
    var scope: String
    var authenticatedAt: Date
    var expiresAt: Date
    var usedAt: Date?
    var revokedAt: Date?

    enum CodingKeys: String, CodingKey {
        case fingerprint, kind, family, username, scope
        case clientID = "client_id"
        case authenticatedAt = "authenticated_at"
        case expiresAt = "expires_at"
        case usedAt = "used_at"
        case revokedAt = "revoked_at"
    }

    func isLive(at now: Date) -> Bool { revokedAt == nil && now < expiresAt }

    static func revokeFamily(_ family: Int64, at now: Date, in db: Database) throws {
        try db.execute(
            sql: "UPDATE issued_token SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL",
            arguments: [now.timeIntervalSince1970, family])
    }
}
