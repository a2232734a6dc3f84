import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// The pages of Assets/pages, ready to be filled in.
struct PageTemplates: Sendable {
    /// By the names of their files.
    enum Page: String, Sendable {
        case code, compare, request, done, problem, admin
        case signIn = "sign_in"
        case adminSignIn = "admin_sign_in"
        /// The part of the admin page that is fetched again and again.
        case adminLive = "admin_live"
    }

    private let library: MustacheLibrary
    private let style: String
    private let script: String
    private let contentSecurityPolicy: String

    init() throws {
        var library = MustacheLibrary()
        var assets: [String: String] = [:]
        for file in EmbeddedPages.names {
            let text = String(decoding: EmbeddedPages.bytes(file) ?? [], as: UTF8.self)
            if file.hasSuffix(".mustache") {
                try library.register(text, named: String(file.dropLast(".mustache".count)))
            } else {
                assets[file] = text
            }
        }
        self.library = library
        style = assets["style.css"] ?? ""
        script = assets["admin.js"] ?? ""
        contentSecurityPolicy =
            "default-src 'none'; style-src '\(Self.hash(style))'; form-action 'self'; frame-ancestors 'none'; "
            + "base-uri 'none'"
    }

    /// A source as a content security policy names it.
    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }

    /// A page filled in. Values are escaped by the template engine; only style and script go in as they are.
    /// - Parameter scripted: whether the page is the operator's, which keeps itself up to date. No other has a script.
    func render(
        _ page: Page, _ values: [String: Any], status: HTTPResponse.Status = .ok, scripted: Bool = false
    ) -> Response {
        var values = values
        values["style"] = style
        if scripted { values["script"] = script }
        let policy =
            contentSecurityPolicy
            + (scripted ? "; script-src '\(Self.hash(script))'; connect-src 'self'" : "")
        guard let html = library.render(values, withTemplate: page.rawValue) else {
            return Response(status: .internalServerError)
        }
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy,
                // For browsers that do not know frame-ancestors.
                .xFrameOptions: "DENY",
                // The address can carry a user code.
                .referrerPolicy: "no-referrer",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
