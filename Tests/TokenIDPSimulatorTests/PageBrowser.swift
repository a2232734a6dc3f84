import Foundation
import HTTPTypes
import Hummingbird

/// A browser without scripts: it keeps cookies, follows redirects, and sends the forms a page really has.
actor PageBrowser {
    private let route: RouteClient
    private var cookies: [String: String] = [:]
    private(set) var address = ""
    private(set) var page = ""
    private(set) var status = HTTPResponse.Status.ok
    private(set) var headers: HTTPFields = [:]
    /// Every `Set-Cookie` of this browser's life.
    private(set) var cookiesSet: [String] = []

    init(_ route: RouteClient) { self.route = route }

    struct NoSuchForm: Error { let page: String }

    func open(_ path: String) async throws {
        try await take(try await route.get(path, headers: requestHeaders), at: path)
    }

    /// Fills in the form that has these fields and buttons and sends it.
    func submit(_ fields: [String: String]) async throws {
        let forms = page.matches(of: /<form[^>]* action="([^"]+)"[^>]*>(.*?)<\/form>/.dotMatchesNewlines())
        guard
            let form = forms.first(where: { form in
                fields.allSatisfy { name, value in
                    form.2.contains(#"name="\#(name)" value="\#(value)""#)
                        || form.2.matches(of: /<input [^>]*name="([^"]+)"/).contains { $0.1 == name }
                }
            })
        else { throw NoSuchForm(page: page) }
        var values: [String: String] = [:]
        for hidden in form.2.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)">/) {
            values[String(hidden.1)] = String(hidden.2)
        }
        values.merge(fields) { _, typed in typed }
        try await post(String(form.1), values)
    }

    /// Sends any form, also one that no page has.
    func post(_ path: String, _ values: [String: String]) async throws {
        try await take(try await route.post(path, form: values, headers: requestHeaders), at: path)
    }

    /// The value of the hidden field that proves where a form comes from.
    var formToken: String? {
        page.firstMatch(of: /name="form_token" value="([^"]+)"/).map { String($0.1) }
    }

    func forgetCookies() { cookies = [:] }
    func renameCookies(_ rename: @Sendable (String) -> String) {
        cookies = Dictionary(uniqueKeysWithValues: cookies.map { (rename($0.key), $0.value) })
    }

    /// Whether a text is on the page, its stylesheet left out.
    func shows(_ text: String) -> Bool {
        page.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "").contains(text)
    }

    private var requestHeaders: HTTPFields {
        cookies.isEmpty ? [:] : [.cookie: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
    }

    /// The form that a button with this id is in, sent by it.
    func press(_ id: String) async throws {
        let forms = page.matches(of: /<form[^>]* action="([^"]+)"[^>]*>(.*?)<\/form>/.dotMatchesNewlines())
        guard let form = forms.first(where: { $0.2.contains(#"id="\#(id)""#) }) else { throw NoSuchForm(page: page) }
        var values: [String: String] = [:]
        for hidden in form.2.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)">/) {
            values[String(hidden.1)] = String(hidden.2)
        }
        if let button = form.2.matches(of: /<button [^>]*>/).first(where: { $0.0.contains(#"id="\#(id)""#) }),
            let name = button.0.firstMatch(of: /\ name="([^"]+)"/),
            let value = button.0.firstMatch(of: /\ value="([^"]+)"/)
        {
            values[String(name.1)] = String(value.1)
        }
        try await post(String(form.1), values)
    }

    private func take(_ answer: Answer, at path: String) async throws {
        for cookie in answer.headers[values: .setCookie] {
            cookiesSet.append(cookie)
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            cookies[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
        (address, page, status, headers) = (path, answer.text, answer.status, answer.headers)
        if answer.status == .seeOther, let next = answer.headers[.location] { try await open(next) }
    }
}
