import Foundation
import Hummingbird

extension Simulator {
    func signInPage(
        _ session: PageSession, _ values: [String: Any] = [:], status: HTTPResponse.Status = .ok
    ) -> Response {
        var all: [String: Any] = ["formToken": session.formToken, "step2": true]
        all["code"] = session.entered.last { $0.grantID == session.grantID }?.code.shown
        if settings.offersOneTap {
            all["oneTap"] = true
            all["people"] = directory.people(at: tenant).map {
                ["username": $0.username, "name": $0.name, "initial": String($0.name.prefix(1))]
            }
        }
        return page(.signIn, all.merging(values) { _, new in new }, status: status)
    }

    func signIn(_ form: PageForm) async throws -> Response {
        let time = now()
        let person: Directory.Person?
        if let chosen = form.fields["continue_as"], settings.offersOneTap {
            // The demonstration's short way: its people have nothing to protect.
            person = directory.person(chosen, at: tenant)
        } else {
            let username = (form.fields["username"] ?? "").trimmingCharacters(in: .whitespaces).lowercased()
            let keys = form.attemptKeys + ["person \(username)"]
            if let wait = passwordAttempts.wait(for: keys, at: time) { return tooManyAttempts(wait, form, "passwords") }
            person = try await directory.signIn(
                username: username, password: form.fields["password"] ?? "", at: tenant)
            if person == nil {
                passwordAttempts.failed(keys, at: time)
                audit(.signInFailed) { ($0.username, $0.address) = (String(username.prefix(40)), form.address) }
                return signInPage(
                    form.session, ["wrong": true, "problem": true, "username": String(username.prefix(40))],
                    status: .badRequest)
            }
        }
        guard let person else { return go(to: "/device/sign-in") }
        audit(.signedIn) { ($0.username, $0.address) = (person.username, form.address) }
        var session = form.session
        sessions.rename(&session)
        if let code = form.fields["user_code"].flatMap(UserCode.init(typed:)) { session.goBack(to: code) }
        session.signIn = PageSession.SignIn(username: person.username, at: time)
        sessions.save(session, at: time)
        var response = go(to: session.grantID == nil ? "/device" : "/device/request")
        response.setCookie(SessionStore.cookie(for: session))
        return response
    }
}
