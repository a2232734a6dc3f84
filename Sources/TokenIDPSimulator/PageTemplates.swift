import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// The pages of Assets/pages, ready to be filled in.
struct PageTemplates: Sendable {
    enum Page: String, CaseIterable, Sendable {
        case code, compare, signIn, request, done, problem

        fileprivate var template: [UInt8] {
            switch self {
            case .code: PackageResources.code_mustache
            case .compare: PackageResources.compare_mustache
            case .signIn: PackageResources.sign_in_mustache
            case .request: PackageResources.request_mustache
            case .done: PackageResources.done_mustache
            case .problem: PackageResources.problem_mustache
            }
        }
    }

    private let library: MustacheLibrary
    private let style: String
    private let contentSecurityPolicy: String

    init() throws {
        var library = MustacheLibrary()
        let partials = ["layout": PackageResources.layout_mustache, "notice": PackageResources.notice_mustache]
        for (name, bytes) in partials { try library.register(String(decoding: bytes, as: UTF8.self), named: name) }
        for page in Page.allCases {
            try library.register(String(decoding: page.template, as: UTF8.self), named: page.rawValue)
        }
        self.library = library
        style = String(decoding: PackageResources.style_css, as: UTF8.self)
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        contentSecurityPolicy =
            "default-src 'none'; style-src 'sha256-\(hash)'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    }

    /// A page filled in. Values are escaped by the template engine; only the stylesheet goes in as it is.
    func render(_ page: Page, _ values: [String: Any], status: HTTPResponse.Status = .ok) -> Response {
        var values = values
        values["style"] = style
        guard let html = library.render(values, withTemplate: page.rawValue) else {
            return Response(status: .internalServerError)
        }
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: contentSecurityPolicy,
                // For browsers that do not know frame-ancestors.
                .xFrameOptions: "DENY",
                // The address can carry a user code.
                .referrerPolicy: "no-referrer",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
