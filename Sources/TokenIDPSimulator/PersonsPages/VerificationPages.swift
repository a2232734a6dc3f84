import Foundation
import HTTPTypes
import Hummingbird

/// The pages a person walks through on the phone (RFC 8628, 3.3): enter or compare the code, sign in, see who asks
/// for what, approve or deny, go back to the screen. Everything is a form; nothing needs a script.
extension Simulator {
    func addVerificationPages(to router: Router<SimulatorRequestContext>) {
        router.get("/") { _, _ in go(to: "/device") }
        router.get("/device") { request, _ in codePage(request) }
        addForm("/device", to: router) { form in try await enterCode(form) }
        router.get("/device/sign-in") { request, _ in
            guard let session = session(of: request), session.grantID != nil else { return go(to: "/device") }
            return session.signIn == nil ? signInPage(session) : go(to: "/device/request")
        }
        addForm("/device/sign-in", to: router) { form in try await signIn(form) }
        addForm("/device/sign-out", to: router) { form in
            var session = form.session
            session.signIn = nil
            sessions.save(session, at: now())
            return go(to: session.grantID == nil ? "/device" : "/device/sign-in")
        }
        router.get("/device/request") { request, _ in try await requestPage(request) }
        addForm("/device/request", to: router) { form in try await decide(form) }
    }

    /// A form that came with its session's token.
    struct PageForm: Sendable {
        let fields: RequestParameters
        let session: PageSession
        let address: String

        /// The keys under which its failures count: browser and address.
        var attemptKeys: [String] { ["session \(session.id)", "address \(address)"] }

        /// The same for a code that was typed, which also counts for whoever is signed in and for the code itself: many
        /// addresses together get no more guesses than one.
        func attemptKeys(for code: UserCode?) -> [String] {
            attemptKeys
                + [session.signIn.map { "person \($0.username)" }, code.map { "code \($0.letters)" }]
                .compactMap { $0 }
        }
    }

    private func addForm(
        _ path: RouterPath, to router: Router<SimulatorRequestContext>,
        _ handle: @escaping @Sendable (PageForm) async throws -> Response
    ) {
        router.post(path) { request, context in
            guard let fields = try? await RequestParameters.read(request), fields.dialect == .rfc,
                let session = session(of: request), let token = fields["form_token"],
                Secrets.equal(token, session.formToken)
            else { return page(.problem, ["stale": true], status: .forbidden) }
            return try await handle(PageForm(fields: fields, session: session, address: context.address))
        }
    }

    func session(of request: Request) -> PageSession? {
        sessions.session(of: request, tenant: tenant.name, at: now())
    }

    /// A page of this tenant.
    func page(
        _ page: PageTemplates.Page, _ values: [String: Any], status: HTTPResponse.Status = .ok
    ) -> Response {
        pages.render(
            page, values.merging(["base": tenant.path, "tenant": tenant.title]) { own, _ in own }, status: status)
    }

    func tooManyAttempts(_ wait: Int, _ form: PageForm, _ what: String) -> Response {
        audit(.rateLimited) {
            ($0.address, $0.username) = (form.address, form.session.signIn?.username)
            $0.reason = "too many wrong \(what)"
        }
        var response = page(
            .problem, ["tooMany": true, "minutes": max(1, (wait + 59) / 60), "oneMinute": wait <= 60],
            status: .tooManyRequests)
        response.headers[.retryAfter] = String(wait)
        return response
    }

    /// After a form the browser fetches the next page by GET, so that "reload" repeats nothing.
    func go(to path: String) -> Response { .redirect(to: tenant.path + path, type: .normal) }
}
