import Foundation
import Hummingbird

extension Simulator {
    /// The first page: a field for the code, or the code to compare where it came in the address (RFC 8628, 3.3.1).
    func codePage(_ request: Request) -> Response {
        let time = now()
        var session = session(of: request) ?? PageSession(tenant: tenant.name, lastUse: time)
        session.grantID = nil
        sessions.save(session, at: time)
        var response: Response
        if let typed = request.uri.queryParameters["user_code"].map(String.init), let code = UserCode(typed: typed) {
            // The code is not looked up yet: a page that anyone can fetch must not tell which codes exist.
            response = page(.compare, ["formToken": session.formToken, "code": code.shown, "step1": true])
        } else {
            response = codePage(session, ["different": request.uri.queryParameters["different"] != nil])
        }
        response.setCookie(SessionStore.cookie(for: session))
        return response
    }

    private func codePage(
        _ session: PageSession, _ values: [String: Any], status: HTTPResponse.Status = .ok
    ) -> Response {
        let all: [String: Any] = ["formToken": session.formToken, "step1": true]
        return page(.code, all.merging(values) { _, new in new }, status: status)
    }

    func enterCode(_ form: PageForm) async throws -> Response {
        let time = now()
        let typed = form.fields["user_code"] ?? ""
        let code = UserCode(typed: typed)
        let keys = form.attemptKeys(for: code)
        if let wait = codeAttempts.wait(for: keys, at: time) { return tooManyAttempts(wait, form, "codes") }
        let known: GrantStore.Stored? = if let code { try await store.grant(code) } else { nil }
        guard let stored = known, stored.grant.tenant == tenant.name, stored.grant.standing(at: time) == .pending else {
            try await noteRefusal(of: known, form)
            codeAttempts.failed(keys, at: time)
            if let wait = codeAttempts.wait(for: keys, at: time) { return tooManyAttempts(wait, form, "codes") }
            var values: [String: Any] = ["typed": String(typed.prefix(20)), "problem": true]
            values[problem(with: known?.grant)] = true
            return codePage(form.session, values, status: .badRequest)
        }
        // Whoever has typed a good code is no guesser. Their address keeps its count: a code of one's own must not buy
        // more guesses at others'. (RFC 8628, 5.1)
        codeAttempts.forgive(["session \(form.session.id)"])
        audit(.codeEntered, stored.grant) { $0.address = form.address }
        var session = form.session
        session.enter(stored.grant.userCode, of: stored.id)
        sessions.save(session, at: time)
        return go(to: session.signIn == nil ? "/device/sign-in" : "/device/request")
    }

    /// What a page says about a code that cannot be decided; the template has the words. That a code was approved,
    /// denied or redeemed is one thing to a stranger: used. Another tenant's code is one that nobody knows.
    private func problem(with grant: DeviceGrant?) -> String {
        guard let grant, grant.tenant == tenant.name else { return "unknown" }
        switch grant.standing(at: now()) {
        case .expired: return "expired"
        case .used, .approved, .denied: return "used"
        case .pending: return "unknown"
        }
    }

    /// Tells the operator what the page does not.
    private func noteRefusal(of stored: GrantStore.Stored?, _ form: PageForm) async throws {
        let time = now()
        guard let stored else {
            return audit(.codeRefused) { ($0.address, $0.reason) = (form.address, "nobody has this code") }
        }
        let here = tenant.name
        if stored.grant.tenant != here {
            try await store.change(id: stored.id) { grant in
                grant.lastMismatch = DeviceGrant.Mismatch(tenant: here, at: time)
            }
        }
        let reason =
            stored.grant.tenant == here
            ? stored.grant.fate(at: time) : "tenant mismatch: it is \(stored.grant.tenant)'s"
        audit(.codeRefused, stored.grant) { ($0.tenant, $0.address, $0.reason) = (here, form.address, reason) }
    }
}
