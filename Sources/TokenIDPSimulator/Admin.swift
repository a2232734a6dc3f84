import Foundation
import HTTPTypes
import Hummingbird

/// The secret between the running server and `tokenidp-sim approve`: a file only its owner can read.
public enum AdminToken {
    static let file = "admin-token"

    static func keep(in folder: StateFolder) throws -> String {
        if let token = try folder.read(file)?.trimmingCharacters(in: .whitespacesAndNewlines), token.count >= 40 {
            return token
        }
        let token = Secrets.token()
        try folder.write(token + "\n", to: file, secret: true)
        return token
    }
}

/// A grant as `/admin/grants` and `tokenidp-sim list --json` show it. Times are RFC 3339.
public struct ListedGrant: Codable, Sendable {
    public let userCode: String
    public let state: String
    public let clientID: String
    public let deviceName: String?
    public let scope: String
    public let createdAt: String
    public let expiresAt: String
    /// Seconds.
    public let interval: Int
    public let polls: Int
    public let decidedBy: String?

    enum CodingKeys: String, CodingKey {
        case state, scope, interval, polls
        case userCode = "user_code"
        case clientID = "client_id"
        case deviceName = "device_name"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case decidedBy = "decided_by"
    }

    init(_ grant: DeviceGrant, at now: Date) {
        userCode = grant.userCode.shown
        state = grant.standing(at: now).rawValue
        clientID = grant.clientID
        deviceName = grant.deviceName
        scope = grant.scope.joined(separator: " ")
        createdAt = grant.createdAt.formatted(.iso8601)
        expiresAt = grant.expiresAt.formatted(.iso8601)
        interval = grant.interval
        polls = grant.polls
        decidedBy =
            switch grant.state {
            case .pending: nil
            case .approved(let approval), .redeemed(let approval, _): approval.username
            case .denied(let username, _): username
            }
    }
}

/// What a command asks of the server.
struct AdminDecision: Codable, Sendable {
    var userCode: String
    var username: String?

    enum CodingKeys: String, CodingKey {
        case userCode = "user_code"
        case username = "as"
    }
}

/// What the server says to a command: a sentence for people, and success by the HTTP status.
struct AdminAnswer: Codable, Sendable {
    var message: String
}

extension Simulator {
    /// The endpoints behind `tokenidp-sim approve`, `deny`, `expire`, `why`, `list` and `watch`.
    func addAdmin(to router: Router<SimulatorRequestContext>) {
        let admin = router.group("/admin")
        admin.add(middleware: AdminDoor(token: adminToken))
        admin.get("/grants") { _, _ in
            let time = now()
            return Response.json(try await store.grants(limit: 500).map { ListedGrant($0.grant, at: time) })
        }
        for wish in AdminWish.allCases {
            admin.post(RouterPath("/" + wish.rawValue)) { request, _ in try await decideForScript(request, wish) }
        }
        admin.post("/why") { request, _ in
            guard let decision = try await Self.decision(in: request) else { return Self.notUnderstood }
            guard let code = UserCode(typed: decision.userCode), let stored = try await store.grant(code) else {
                return Response.json(AdminAnswer(message: Self.nobodyKnows), status: .notFound)
            }
            return Response.json(AdminAnswer(message: stored.grant.explanation(at: now())))
        }
    }

    private enum AdminWish: String, CaseIterable { case approve, deny, expire }

    private static let nobodyKnows =
        "No such code: it was mistyped, belongs to another server, or ended more than a day ago."
    private static var notUnderstood: Response {
        Response.json(AdminAnswer(message: "The request is not understood."), status: .badRequest)
    }

    private static func decision(in request: Request) async throws -> AdminDecision? {
        let body = try await request.body.collect(upTo: RequestParameters.largestBody)
        return try? JSONDecoder().decode(AdminDecision.self, from: Data(body.readableBytesView))
    }

    private func decideForScript(_ request: Request, _ wish: AdminWish) async throws -> Response {
        guard let decision = try await Self.decision(in: request) else { return Self.notUnderstood }
        let username = decision.username ?? directory.people.first?.username ?? ""
        guard directory.person(username) != nil else {
            let known = directory.people.map(\.username).joined(separator: ", ")
            return Response.json(
                AdminAnswer(message: "Nobody here is called \(username). Known: \(known)."), status: .badRequest)
        }
        guard let code = UserCode(typed: decision.userCode), let stored = try await store.grant(code) else {
            return Response.json(AdminAnswer(message: Self.nobodyKnows), status: .notFound)
        }
        let time = now()
        do {
            _ = try await store.decide(id: stored.id) { grant throws(DeviceGrant.DecisionRefused) in
                switch wish {
                case .approve: try grant.approve(as: username, authenticatedAt: time, at: time)
                case .deny: try grant.deny(by: decision.username, at: time)
                case .expire: try grant.expire(at: time)
                }
            }
        } catch let refused as DeviceGrant.DecisionRefused {
            return Response.json(AdminAnswer(message: refused.sentence), status: .conflict)
        }
        let done =
            switch wish {
            case .approve: "approved as \(username)"
            case .deny: "denied"
            case .expire: "expired"
            }
        return Response.json(AdminAnswer(message: "\(code.shown) \(done)."))
    }
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

/// Lets nobody in from another machine, and nobody without the admin token.
private struct AdminDoor: RouterMiddleware {
    typealias Context = SimulatorRequestContext

    let token: String

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        // Also with --lan the commands come by loopback; to the network this place does not exist.
        if let address = context.remoteAddress, !NetworkAddress.isLoopback(address) { throw HTTPError(.notFound) }
        guard let given = request.bearerToken, Secrets.equal(given, token) else {
            var response = Response.json(AdminAnswer(message: "The admin token is missing or wrong."))
            response.status = .unauthorized
            response.headers[.wwwAuthenticate] = #"Bearer realm="tokenidp-sim admin""#
            return response
        }
        return try await next(request, context)
    }
}
