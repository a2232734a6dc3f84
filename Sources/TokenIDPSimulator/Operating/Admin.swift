import Foundation
import HTTPTypes
import Hummingbird

/// What the operator can do, by a command or on the page: each act says what came of it in a sentence.
extension Simulator {
    struct Refused: Error {
        let status: HTTPResponse.Status
        let sentence: String
    }

    enum Act: String, CaseIterable, Sendable {
        case approve, deny, expire, why, scenario, advance
        case rotateKey = "rotate-key"
        case ticket
    }

    /// The endpoints behind the commands of `tokenidp-sim`, for whoever has the admin token.
    func addAdmin(to router: Router<SimulatorRequestContext>) {
        addAdminPage(to: router)
        let admin = router.group("/admin")
        admin.add(middleware: AdminDoor(simulator: self))
        admin.get("/grants") { request, _ in
            let time = now()
            let limit = request.uri.queryParameters.get("limit", as: Int.self) ?? 500
            let grants = try await store.grants(limit: min(max(limit, 1), 200_000))
            return Response.json(grants.map { ListedGrant($0.grant, at: time) })
        }
        admin.get("/troubles") { _, _ in Response.json(troubles.all) }
        for act in Act.allCases {
            admin.post(RouterPath("/" + act.rawValue)) { request, context in
                let body = try await request.body.collect(upTo: RequestParameters.largestBody)
                let json = Data(body.readableBytesView)
                guard let value = try? JSONDecoder().decode(JSONValue.self, from: json),
                    let wish = try? JSONDecoder().decode(AdminWish.self, from: json)
                else {
                    return Response.json(AdminAnswer(message: "The request is not understood."), status: .badRequest)
                }
                if let unknown = Shape.keys(AdminWish.CodingKeys.self).unknown(in: value) {
                    return Response.json(AdminAnswer(message: unknown), status: .badRequest)
                }
                do {
                    return Response.json(AdminAnswer(message: try await perform(act, wish, context)))
                } catch let refused as Refused {
                    return Response.json(AdminAnswer(message: refused.sentence), status: refused.status)
                }
            }
        }
    }

    /// - Returns: what was done, in a sentence.
    func perform(_ act: Act, _ wish: AdminWish, _ context: SimulatorRequestContext) async throws -> String {
        switch act {
        case .approve, .deny, .expire: try await decide(act, wish)
        case .why: try await explain(wish)
        case .scenario: try changeTroubles(wish)
        case .advance: try advance(wish, context)
        case .rotateKey: try rotateKey()
        case .ticket: "\(issuer)/admin?ticket=\(adminSessions.newTicket(at: Date()))"
        }
    }

    private func explain(_ wish: AdminWish) async throws -> String {
        let grant = try await stored(wish).grant
        let scenario = troubles.scenario(client: grant.clientID, code: grant.userCode)
        let trouble = scenario.flatMap { $0.act(at: .token) == nil ? nil : " Scenario \($0.name) is on for its polls." }
        return grant.explanation(at: now()) + (trouble ?? "")
    }

    private func stored(_ wish: AdminWish) async throws -> GrantStore.Stored {
        guard let code = wish.userCode.flatMap(UserCode.init(typed:)), let stored = try await store.grant(code) else {
            throw Refused(
                status: .notFound,
                sentence: "No such code: it was mistyped, belongs to another server, or ended more than a day ago.")
        }
        return stored
    }

    private func decide(_ act: Act, _ wish: AdminWish) async throws -> String {
        let stored = try await stored(wish)
        let owner = tenants.all.first { $0.name == stored.grant.tenant } ?? tenant
        let people = directory.people(at: owner).map(\.username)
        let username = wish.username ?? people.first ?? ""
        guard people.contains(username) else {
            throw Refused(
                status: .badRequest,
                sentence: "Nobody at \(owner.name) is called \(username). Known: \(people.joined(separator: ", ")).")
        }
        let time = now()
        do {
            let grant = try await store.change(id: stored.id) { grant throws(DeviceGrant.DecisionRefused) in
                switch act {
                case .approve: try grant.approve(as: username, authenticatedAt: time, at: time)
                case .deny: try grant.deny(by: wish.username, at: time)
                default: try grant.expire(at: time)
                }
            }
            let event: AuditLog.Entry.Event = act == .approve ? .approved : act == .deny ? .denied : .expired
            audit(event, grant) {
                ($0.username, $0.reason) = (act == .approve ? username : wish.username, "by the operator")
            }
        } catch let refused as DeviceGrant.DecisionRefused {
            throw Refused(status: .conflict, sentence: refused.sentence)
        }
        let code = stored.grant.userCode.shown
        switch act {
        case .approve: return "\(code) approved as \(username)."
        case .deny: return "\(code) denied."
        default: return "\(code) expired."
        }
    }

    private func changeTroubles(_ wish: AdminWish) throws -> String {
        let trouble = Trouble(scenario: wish.scenario ?? "", client: wish.client, code: wish.userCode)
        let whom = [wish.client.map { "client \($0)" }, wish.userCode.map { "codes \($0)" }].compactMap { $0 }
            .joined(separator: ", ")
        let forWhom = whom.isEmpty ? "all" : whom
        guard wish.scenario != nil else {
            let wasOn = whom.isEmpty ? !troubles.all.isEmpty : troubles.callOff(trouble)
            if whom.isEmpty { troubles.callOffAll() }
            audit(.scenario) { ($0.clientID, $0.userCode, $0.reason) = (wish.client, wish.userCode, "called off") }
            return wasOn ? "Called off for \(forWhom)." : "Nothing was on for \(forWhom)."
        }
        do throws(ConfigurationProblem) {
            try trouble.check { directory.applications[$0] != nil }
        } catch {
            throw Refused(
                status: .badRequest,
                sentence: "\(error.description.prefix(1).uppercased())\(error.description.dropFirst()).")
        }
        let before = troubles.all.first { $0.isForTheSame(as: trouble) && $0 != trouble }
        troubles.add(trouble)
        audit(.scenario) { ($0.clientID, $0.userCode, $0.reason) = (wish.client, wish.userCode, trouble.scenario) }
        return "\(trouble.scenario) is on for \(forWhom)\(before.map { ", instead of \($0.scenario)" } ?? "")."
    }

    private func advance(_ wish: AdminWish, _ context: SimulatorRequestContext) throws -> String {
        // Whoever moves the clock ends every code and token there is: never from another machine, whatever was asked.
        guard context.isLocal else {
            throw Refused(status: .forbidden, sentence: "The clock is moved from this machine only.")
        }
        guard let seconds = wish.seconds, (0...315_360_000).contains(seconds) else {
            throw Refused(status: .badRequest, sentence: "seconds is a number from 0 to 315360000.")
        }
        guard let time = clock.advance(by: seconds) else {
            throw Refused(
                status: .conflict, sentence: "This server has the machine's clock; start it with --virtual-clock.")
        }
        try clock.keep(in: folder)
        audit(.clock) { $0.reason = "moved by \(seconds) s" }
        return "It is \(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))) now."
    }

    private func rotateKey() throws -> String {
        let keyID = try signingKeys.rotate(at: now())
        audit(.keyRotated) { $0.reason = keyID }
        return "Tokens are signed with key \(keyID) now; the one before stays published until its tokens have ended."
    }
}

/// Lets nobody in from another machine, unless the operator asked for it, and nobody without the admin token.
private struct AdminDoor: RouterMiddleware {
    typealias Context = SimulatorRequestContext

    let simulator: Simulator

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        try simulator.checkAdminMayComeFrom(context)
        guard let given = request.bearerToken, Secrets.equal(given, simulator.adminToken) else {
            var response = Response.json(AdminAnswer(message: "The admin token is missing or wrong."))
            response.status = .unauthorized
            response.headers[.wwwAuthenticate] = #"Bearer realm="tokenidp-sim admin""#
            return response
        }
        return try await next(request, context)
    }
}

extension Simulator {
    /// Also with --lan the commands come by loopback; to the network this place does not exist.
    func checkAdminMayComeFrom(_ context: SimulatorRequestContext) throws {
        guard settings.letsAdminInFromAnywhere || context.isLocal else { throw HTTPError(.notFound) }
    }
}

extension SimulatorRequestContext {
    /// Whether the request comes from this machine: by loopback, or from the very address it was sent to.
    var isLocal: Bool {
        guard let remoteAddress else { return true }
        return NetworkAddress.isLoopback(remoteAddress) || remoteAddress == channel.localAddress?.ipAddress
    }
}
