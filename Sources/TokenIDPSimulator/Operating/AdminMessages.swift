import Foundation

/// A grant as `/admin/grants` and `tokenidp-sim list --json` show it. Times are RFC 3339.
public struct ListedGrant: Codable, Sendable {
    public let userCode: String
    public let state: String
    public let tenant: String
    public let clientID: String
    public let deviceName: String?
    public let scope: String
    public let createdAt: String
    public let expiresAt: String
    /// Seconds.
    public let interval: Int
    public let polls: Int
    public let lastPollAt: String?
    public let decidedBy: String?

    enum CodingKeys: String, CodingKey {
        case state, tenant, scope, interval, polls
        case userCode = "user_code"
        case clientID = "client_id"
        case deviceName = "device_name"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastPollAt = "last_poll_at"
        case decidedBy = "decided_by"
    }

    init(_ grant: DeviceGrant, at now: Date) {
        userCode = grant.userCode.shown
        state = grant.standing(at: now).rawValue
        tenant = grant.tenant
        clientID = grant.clientID
        deviceName = grant.deviceName
        scope = grant.scope.joined(separator: " ")
        createdAt = grant.createdAt.formatted(.iso8601)
        expiresAt = grant.expiresAt.formatted(.iso8601)
        interval = grant.interval
        polls = grant.polls
        lastPollAt = grant.lastPollAt?.formatted(.iso8601)
        decidedBy =
            switch grant.state {
            case .pending: nil
            case .approved(let approval), .redeemed(let approval, _): approval.username
            case .denied(let username, _): username
            }
    }
}

/// What a command asks of the server.
struct AdminWish: Codable, Sendable {
    var userCode: String?
    var username: String?
    /// A scenario to put on, for the code, the client or all; nil calls one off.
    var scenario: String?
    var client: String?
    /// Seconds to move a virtual clock by.
    var seconds: Double?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case scenario, client, seconds
        case userCode = "user_code"
        case username = "as"
    }
}

/// What the server says to a command: a sentence for people, and success by the HTTP status.
struct AdminAnswer: Codable, Sendable {
    var message: String
}

extension DeviceGrant.DecisionRefused {
    /// For the operator; pages say it at more length.
    var sentence: String {
        switch self {
        case .expired: "This code has expired."
        case .used: "This code was used already."
        case .alreadyApproved: "This code is approved already."
        case .alreadyDenied: "This code is denied already."
        }
    }
}
