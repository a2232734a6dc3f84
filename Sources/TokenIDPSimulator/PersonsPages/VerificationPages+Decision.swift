import Foundation
import Hummingbird

extension Simulator {
    /// Who asks for what, with two buttons; or what became of it.
    func requestPage(_ request: Request) async throws -> Response {
        let time = now()
        guard let session = session(of: request), let grantID = session.grantID,
            let stored = try await store.grant(id: grantID)
        else { return go(to: "/device") }
        guard let signIn = session.signIn, let person = directory.person(signIn.username, at: tenant) else {
            return go(to: "/device/sign-in")
        }
        let grant = stored.grant
        switch grant.standing(at: time) {
        case .pending: return page(.request, requestValues(grant, person, session, at: time))
        case .approved, .used, .denied: return donePage(grant, for: person)
        case .expired: return page(.problem, ["expired": true], status: .badRequest)
        }
    }

    private func requestValues(
        _ grant: DeviceGrant, _ person: Directory.Person, _ session: PageSession, at now: Date
    ) -> [String: Any] {
        let minutes = Int(now.timeIntervalSince(grant.createdAt) / 60)
        var values: [String: Any] = [
            "formToken": session.formToken, "step3": true, "code": grant.userCode.shown,
            "application": directory.applications[grant.clientID]?.name ?? grant.clientID,
            "scopes": grant.scope.map { directory.scopeWords[$0] ?? $0 },
            "name": person.name, "givenName": person.givenName ?? person.name,
            "initial": String(person.name.prefix(1)),
            "askedAt": grant.createdAt.formatted(.iso8601.time(includingFractionalSeconds: false)).prefix(5),
        ]
        if let deviceName = grant.deviceName { values["deviceName"] = deviceName }
        if let askedFrom = grant.askedFrom {
            let here = NetworkAddress.isLoopback(askedFrom)
            values[here ? "fromThisComputer" : "askedFrom"] = here ? true : askedFrom
        }
        values[minutes < 1 ? "justNow" : minutes == 1 ? "oneMinuteAgo" : "minutesAgo"] = minutes < 2 ? true : minutes
        return values
    }

    func decide(_ form: PageForm) async throws -> Response {
        let time = now()
        guard let grantID = form.session.grantID, let signIn = form.session.signIn,
            let stored = try await store.grant(id: grantID), form.fields["user_code"] == stored.grant.userCode.shown
        else {
            // Signed out, or another code was entered in another window: the page that was drawn no longer counts.
            return go(to: "/device/request")
        }
        guard let decision = form.fields["decision"], ["approve", "deny"].contains(decision) else {
            return go(to: "/device/request")
        }
        do {
            let decided = try await store.change(id: grantID) { grant throws(DeviceGrant.DecisionRefused) in
                if decision == "approve" {
                    try grant.approve(as: signIn.username, authenticatedAt: signIn.at, at: time)
                } else {
                    try grant.deny(by: signIn.username, at: time)
                }
            }
            audit(decision == "approve" ? .approved : .denied, decided) {
                ($0.username, $0.address) = (signIn.username, form.address)
            }
        } catch is DeviceGrant.DecisionRefused {
            // Decided elsewhere or expired meanwhile: the page says which.
        }
        return go(to: "/device/request")
    }

    private func donePage(_ grant: DeviceGrant, for person: Directory.Person) -> Response {
        let approved: Bool
        switch grant.state {
        case .approved(let approval), .redeemed(let approval, _):
            guard approval.username == person.username else { return page(.problem, ["decided": true]) }
            approved = true
        case .denied(let username, _):
            guard username == person.username else { return page(.problem, ["decided": true]) }
            approved = false
        case .pending: return go(to: "/device/request")
        }
        var values: [String: Any] = [approved ? "approved" : "denied": true]
        if let deviceName = grant.deviceName { values["deviceName"] = deviceName }
        return page(.done, values)
    }
}
