/// # TokenIDPSimulator
///
/// A believable TokenIDP authorization server for the device grant, as a library: the rules (`DeviceGrant`,
/// `AttemptLimit`, `UserCode`: plain values), what is kept (`GrantStore`, `StateFolder`, `SigningKey`,
/// `CertificateAuthority`), the endpoints (`…Route`, `Discovery`, `Admin`), the verification pages
/// (`VerificationPages`, drawn from Assets/pages) and the sockets (`Serving`). The command line is next door in
/// `tokenidp-sim`. Nothing of the device side is imported: the two programs share only the wire, so that two readings
/// of RFC 8628 check each other.

import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// What an operator may set.
public struct SimulatorSettings: Sendable {
    /// Seconds between polls (RFC 8628, 3.2 `interval`).
    public var interval: Int
    /// Seconds a code lives (RFC 8628, 3.2 `expires_in`).
    public var codeLifetime: Int

    public init(interval: Int = 5, codeLifetime: Int = 600) {
        self.interval = interval
        self.codeLifetime = codeLifetime
    }
}

/// One authorization server: everything its routes share. It opens no socket itself; see `Serving`.
public struct Simulator: Sendable {
    /// Exactly what tokens and discovery say, without a slash at the end.
    public let issuer: String
    let settings: SimulatorSettings
    let directory: Directory
    let store: GrantStore
    let signingKey: SigningKey
    let adminToken: String
    let pages: PageTemplates
    let now: @Sendable () -> Date
    let sessions = SessionStore()
    let codeAttempts = SharedAttemptLimit()
    let passwordAttempts = SharedAttemptLimit()
    let clientAttempts = SharedAttemptLimit()
    let logger: Logger

    /// - Parameters:
    ///   - now: wall-clock time; tests step it.
    public init(
        issuer: String, settings: SimulatorSettings, directory: Directory, folder: StateFolder, logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        self.issuer = issuer
        self.settings = settings
        self.directory = directory
        self.now = now
        self.logger = logger
        store = try GrantStore(path: folder.path(of: "grants.sqlite"))
        signingKey = try await SigningKey(in: folder)
        adminToken = try AdminToken.keep(in: folder)
        pages = try PageTemplates()
    }

    /// Every route of the server.
    public func router() -> Router<SimulatorRequestContext> {
        let router = Router(context: SimulatorRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AnswerRules(logger: logger))
        addDeviceAuthorizationRoute(to: router)
        addTokenRoute(to: router)
        addRevocationRoute(to: router)
        addIntrospectionRoute(to: router)
        addUserInfoRoute(to: router)
        addDiscovery(to: router)
        addVerificationPages(to: router)
        addAdmin(to: router)
        router.get("/healthz") { _, _ in Response.json(["status": "ok"]) }
        for path in ["/device_authorization", "/token", "/revoke", "/introspect"] {
            router.get(RouterPath(path)) { _, _ in
                var response = OAuthError(.invalidRequest, "Use POST.").response(in: .rfc)
                response.status = .methodNotAllowed
                response.headers[.allow] = "POST"
                return response
            }
        }
        return router
    }

    var verificationURI: String { "\(issuer)/device" }
}

/// A request and the address it came from.
public struct SimulatorRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Numeric; nil where there is no network, as in tests of the rules.
    public let remoteAddress: String?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }

    var address: String { remoteAddress ?? "local" }
}

/// What holds for every answer: nothing is cached or guessed at, and an error never tells more than its name.
private struct AnswerRules: RouterMiddleware {
    typealias Context = SimulatorRequestContext

    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as OAuthError {
            response = error.response(in: RequestParameters.dialect(of: request))
        } catch let error as any HTTPResponseError {
            response = Response.json(["error": error.status == .notFound ? "not_found" : "invalid_request"])
            response.status = error.status
        } catch {
            logger.error("Request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            response = Response.json(["error": "server_error"], status: .internalServerError)
        }
        // RFC 6749, 5.1; RFC 8628, 3.2 shows it. Pages with codes must not be kept either.
        response.headers[.cacheControl] = "no-store"
        response.headers[.pragma] = "no-cache"
        response.headers[.xContentTypeOptions] = "nosniff"
        // The path without its query: that can carry a user code.
        logger.info("\(request.method) \(request.uri.path) \(response.status.code)")
        return response
    }
}

extension HTTPField.Name {
    static let pragma = fieldName("Pragma")
    static let xFrameOptions = fieldName("X-Frame-Options")
    static let referrerPolicy = fieldName("Referrer-Policy")

    private static func fieldName(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is not a header name") }
        return name
    }
}
