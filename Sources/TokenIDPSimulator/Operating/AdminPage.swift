import Foundation
import HTTPTypes
import Hummingbird

/// The operator's page: the live grants, updating by itself, with what can be done about each, the troubles that are
/// on, and the clock where it is virtual.
extension Simulator {
    func addAdminPage(to router: Router<SimulatorRequestContext>) {
        router.get("/admin") { request, context in
            try checkAdminMayComeFrom(context)
            if let ticket = request.uri.queryParameters["ticket"].map(String.init) {
                // Machine's time: a virtual clock that stands still would keep a ticket good for ever.
                guard adminSessions.punch(ticket, at: Date()) else {
                    return pages.render(.adminSignIn, ["ticket": true, "tenant": tenant.title], status: .forbidden)
                }
                return enter()
            }
            guard let session = adminSessions.session(of: request, at: Date()) else {
                return pages.render(.adminSignIn, ["tenant": tenant.title])
            }
            return pages.render(.admin, try await adminValues(session), scripted: true)
        }
        router.get("/admin/live") { request, context in
            try checkAdminMayComeFrom(context)
            guard let session = adminSessions.session(of: request, at: Date()) else {
                return Response(status: .unauthorized)
            }
            return pages.render(.adminLive, try await adminValues(session), scripted: true)
        }
        router.post("/admin/sign-in") { request, context in
            try checkAdminMayComeFrom(context)
            let attempt = ["admin \(context.address)"]
            if let wait = passwordAttempts.wait(for: attempt, at: Date()) {
                var response = pages.render(
                    .adminSignIn, ["tooMany": true, "tenant": tenant.title], status: .tooManyRequests)
                response.headers[.retryAfter] = String(wait)
                return response
            }
            guard let given = try? await RequestParameters.read(request)["token"],
                Secrets.equal(given.trimmingCharacters(in: .whitespaces), adminToken)
            else {
                passwordAttempts.failed(attempt, at: Date())
                return pages.render(.adminSignIn, ["wrong": true, "tenant": tenant.title], status: .forbidden)
            }
            return enter()
        }
        router.post("/admin/act") { request, context in
            try checkAdminMayComeFrom(context)
            guard let session = adminSessions.session(of: request, at: Date()),
                let fields = try? await RequestParameters.read(request), let token = fields["form_token"],
                Secrets.equal(token, session.formToken), let act = fields["act"].flatMap(Act.init(rawValue:))
            else { return pages.render(.adminSignIn, ["stale": true, "tenant": tenant.title], status: .forbidden) }
            let wish = AdminWish(
                userCode: fields["user_code"], username: fields["as"], scenario: fields["scenario"],
                client: fields["client"], seconds: fields["seconds"].flatMap(Double.init))
            do {
                _ = try await perform(act, wish, context)
                return .redirect(to: "/admin", type: .normal)
            } catch let refused as Refused {
                var values = try await adminValues(session)
                values["refused"] = refused.sentence
                return pages.render(.admin, values, status: refused.status, scripted: true)
            }
        }
    }

    private func enter() -> Response {
        var response = Response.redirect(to: "/admin", type: .normal)
        response.setCookie(AdminSessions.cookie(for: adminSessions.begin(at: Date())))
        return response
    }

    private func adminValues(_ session: AdminSessions.Session) async throws -> [String: Any] {
        let time = now()
        let grants = try await store.grants(limit: 100).map { row($0.grant, at: time) }
        var values: [String: Any] = [
            "tenant": tenant.title, "formToken": session.formToken, "grants": grants, "none": grants.isEmpty,
            "time": time.formatted(.iso8601.time(includingFractionalSeconds: false)), "virtual": clock.isVirtual,
            "scenarios": Scenario.all.map { ["name": $0.name, "title": $0.title] },
            "clients": directory.applications.keys.sorted(),
            "troubles": troubles.all.map { trouble -> [String: Any] in
                var one: [String: Any] = [
                    "name": trouble.scenario, "title": Scenario.named(trouble.scenario)?.title ?? "",
                ]
                one["client"] = trouble.client
                one["code"] = trouble.code
                return one
            },
        ]
        values["calm"] = troubles.all.isEmpty
        return values
    }

    private func row(_ grant: DeviceGrant, at now: Date) -> [String: Any] {
        let listed = ListedGrant(grant, at: now)
        var row: [String: Any] = [
            "code": listed.userCode, "state": listed.state, "client": listed.clientID, "polls": listed.polls,
            "interval": listed.interval, "scope": listed.scope, listed.state: true,
            "left": max(0, Int(grant.expiresAt.timeIntervalSince(now).rounded(.up))),
            "isLive": listed.state == "pending" || listed.state == "approved",
        ]
        if grant.tenant != tenant.name { row["tenantName"] = grant.tenant }
        if let name = listed.deviceName { row["device"] = name }
        if let by = listed.decidedBy { row["by"] = by }
        if let last = grant.lastPollAt { row["lastPoll"] = max(0, Int(now.timeIntervalSince(last))) }
        return row
    }
}
