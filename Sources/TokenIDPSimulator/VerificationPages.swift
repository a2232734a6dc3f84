import Foundation
import HTTPTypes
import Hummingbird

/// The pages a person walks through on the phone (RFC 8628, 3.3): enter or compare the code, sign in, see who asks
/// for what, approve or deny, go back to the screen. Everything is a form; nothing needs a script.
extension Simulator {
    func addVerificationPages(to router: Router<SimulatorRequestContext>) {
        router.get("/") { _, _ in Self.go(to: "/device") }
        router.get("/device") { request, _ in codePage(request) }
        addForm("/device", to: router) { form in try await enterCode(form) }
        router.get("/device/sign-in") { request, _ in
            guard let session = sessions.session(of: request, at: now()), session.grantID != nil else {
                return Self.go(to: "/device")
            }
            return session.signIn == nil ? signInPage(session) : Self.go(to: "/device/request")
        }
        addForm("/device/sign-in", to: router) { form in try await signIn(form) }
        addForm("/device/sign-out", to: router) { form in
            var session = form.session
            session.signIn = nil
            sessions.save(session, at: now())
            return Self.go(to: session.grantID == nil ? "/device" : "/device/sign-in")
        }
        router.get("/device/request") { request, _ in try await requestPage(request) }
        addForm("/device/request", to: router) { form in try await decide(form) }
    }

    /// A form that came with its session's token.
    struct PageForm: Sendable {
        let fields: RequestParameters
        let session: PageSession
        /// The keys under which its failures count.
        let attemptKeys: [String]
    }

    private func addForm(
        _ path: RouterPath, to router: Router<SimulatorRequestContext>,
        _ handle: @escaping @Sendable (PageForm) async throws -> Response
    ) {
        router.post(path) { request, context in
            guard let fields = try? await RequestParameters.read(request), fields.dialect == .rfc,
                let session = sessions.session(of: request, at: now()), let token = fields["form_token"],
                Secrets.equal(token, session.formToken)
            else { return pages.render(.problem, ["stale": true], status: .forbidden) }
            return try await handle(
                PageForm(
                    fields: fields, session: session,
                    attemptKeys: ["session \(session.id)", "address \(context.address)"]))
        }
    }

    // MARK: The code

    private func codePage(_ request: Request) -> Response {
        let time = now()
        var session = sessions.session(of: request, at: time) ?? PageSession(lastUse: time)
        session.grantID = nil
        sessions.save(session, at: time)
        var response: Response
        if let typed = request.uri.queryParameters["user_code"].map(String.init), let code = UserCode(typed: typed) {
            // The code is not looked up yet: a page that anyone can fetch must not tell which codes exist.
            response = pages.render(.compare, ["formToken": session.formToken, "code": code.shown, "step1": true])
        } else {
            let different = request.uri.queryParameters["different"] != nil
            response = codePage(session, ["different": different])
        }
        response.setCookie(SessionStore.cookie(for: session))
        return response
    }

    private func codePage(
        _ session: PageSession, _ values: [String: Any], status: HTTPResponse.Status = .ok
    ) -> Response {
        let page: [String: Any] = ["formToken": session.formToken, "step1": true]
        return pages.render(.code, page.merging(values) { _, new in new }, status: status)
    }

    private func enterCode(_ form: PageForm) async throws -> Response {
        let time = now()
        let typed = form.fields["user_code"] ?? ""
        if let wait = codeAttempts.wait(for: form.attemptKeys, at: time) { return tooManyAttempts(wait) }
        let stored: GrantStore.Stored? =
            if let code = UserCode(typed: typed) { try await store.grant(code) } else { nil }
        guard let stored, stored.grant.standing(at: time) == .pending else {
            codeAttempts.failed(form.attemptKeys, at: time)
            if let wait = codeAttempts.wait(for: form.attemptKeys, at: time) { return tooManyAttempts(wait) }
            var values: [String: Any] = ["typed": String(typed.prefix(20)), "problem": true]
            values[stored.map { Self.problem($0.grant.standing(at: time)) } ?? "unknown"] = true
            return codePage(form.session, values, status: .badRequest)
        }
        // Whoever has typed a good code is no guesser. Their address keeps its count: a code of one's own must not buy
        // more guesses at others'. (RFC 8628, 5.1)
        codeAttempts.forgive(["session \(form.session.id)"])
        var session = form.session
        session.grantID = stored.id
        sessions.save(session, at: time)
        return Self.go(to: session.signIn == nil ? "/device/sign-in" : "/device/request")
    }

    /// What a page says about a code that cannot be decided; the template has the words. That a code was approved,
    /// denied or redeemed is one thing to a stranger: used.
    private static func problem(_ standing: DeviceGrant.Standing) -> String {
        switch standing {
        case .expired: "expired"
        case .used, .approved, .denied: "used"
        case .pending: "unknown"
        }
    }

    private func tooManyAttempts(_ wait: Int) -> Response {
        var response = pages.render(
            .problem, ["tooMany": true, "minutes": max(1, (wait + 59) / 60), "oneMinute": wait <= 60],
            status: .tooManyRequests)
        response.headers[.retryAfter] = String(wait)
        return response
    }

    // MARK: Signing in

    private func signInPage(
        _ session: PageSession, _ values: [String: Any] = [:], status: HTTPResponse.Status = .ok
    ) -> Response {
        let page: [String: Any] = [
            "formToken": session.formToken, "step2": true,
            "people": directory.people.map {
                ["username": $0.username, "name": $0.name, "initial": String($0.name.prefix(1))]
            },
        ]
        return pages.render(.signIn, page.merging(values) { _, new in new }, status: status)
    }

    private func signIn(_ form: PageForm) async throws -> Response {
        let time = now()
        let person: Directory.Person?
        if let chosen = form.fields["continue_as"] {
            // The demonstration's short way: its people have nothing to protect.
            person = directory.person(chosen)
        } else {
            let username = (form.fields["username"] ?? "").trimmingCharacters(in: .whitespaces).lowercased()
            let keys = form.attemptKeys + ["person \(username)"]
            if let wait = passwordAttempts.wait(for: keys, at: time) { return tooManyAttempts(wait) }
            person = try await directory.signIn(username: username, password: form.fields["password"] ?? "")
            if person == nil {
                passwordAttempts.failed(keys, at: time)
                return signInPage(
                    form.session, ["wrong": true, "problem": true, "username": String(username.prefix(40))],
                    status: .badRequest)
            }
        }
        guard let person else { return Self.go(to: "/device/sign-in") }
        var session = form.session
        sessions.rename(&session)
        session.signIn = PageSession.SignIn(username: person.username, at: time)
        sessions.save(session, at: time)
        var response = Self.go(to: session.grantID == nil ? "/device" : "/device/request")
        response.setCookie(SessionStore.cookie(for: session))
        return response
    }

    // MARK: The decision

    private func requestPage(_ request: Request) async throws -> Response {
        let time = now()
        guard let session = sessions.session(of: request, at: time), let grantID = session.grantID,
            let stored = try await store.grant(id: grantID)
        else { return Self.go(to: "/device") }
        guard let signIn = session.signIn, let person = directory.person(signIn.username) else {
            return Self.go(to: "/device/sign-in")
        }
        let grant = stored.grant
        switch grant.standing(at: time) {
        case .pending: return pages.render(.request, requestValues(grant, person, session, at: time))
        case .approved, .used, .denied: return donePage(grant, for: person)
        case .expired: return pages.render(.problem, ["expired": true], status: .badRequest)
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

    private func decide(_ form: PageForm) async throws -> Response {
        let time = now()
        guard let grantID = form.session.grantID, let signIn = form.session.signIn,
            let stored = try await store.grant(id: grantID), form.fields["user_code"] == stored.grant.userCode.shown
        else {
            // Signed out, or another code was entered in another window: the page that was drawn no longer counts.
            return Self.go(to: "/device/request")
        }
        guard let decision = form.fields["decision"], ["approve", "deny"].contains(decision) else {
            return Self.go(to: "/device/request")
        }
        do {
            _ = try await store.decide(id: grantID) { grant throws(DeviceGrant.DecisionRefused) in
                if decision == "approve" {
                    try grant.approve(as: signIn.username, authenticatedAt: signIn.at, at: time)
                } else {
                    try grant.deny(by: signIn.username, at: time)
                }
            }
        } catch is DeviceGrant.DecisionRefused {
            // Decided elsewhere or expired meanwhile: the page says which.
        }
        return Self.go(to: "/device/request")
    }

    private func donePage(_ grant: DeviceGrant, for person: Directory.Person) -> Response {
        let approved: Bool
        switch grant.state {
        case .approved(let approval), .redeemed(let approval, _):
            guard approval.username == person.username else { return pages.render(.problem, ["decided": true]) }
            approved = true
        case .denied(let username, _):
            guard username == person.username else { return pages.render(.problem, ["decided": true]) }
            approved = false
        case .pending: return Self.go(to: "/device/request")
        }
        var values: [String: Any] = [approved ? "approved" : "denied": true]
        if let deviceName = grant.deviceName { values["deviceName"] = deviceName }
        return pages.render(.done, values)
    }

    /// After a form the browser fetches the next page by GET, so that "reload" repeats nothing.
    private static func go(to path: String) -> Response { .redirect(to: path, type: .normal) }
}
