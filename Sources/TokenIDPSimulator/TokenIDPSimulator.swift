/// # TokenIDPSimulator
///
/// A believable TokenIDP authorization server for the device grant, as a library, by folder: `Configured`, what an
/// operator says (`Configuration` makes a `Directory`, who, and `SimulatorSettings`, how); `Grants`, the rules as plain
/// values and the store they live in; `Tokens`, what is signed; `Endpoints`, what programs ask; `PersonsPages`, what a
/// person walks through (drawn from Assets/pages); `Operating`, the operator's page, commands and log; `Troubles`, what
/// goes wrong on demand (Assets/scenarios); `Sockets`, TLS, ports and the state folder. Begin at `Grants/DeviceGrant`.
/// The command line is next door in `tokenidp-sim`. Nothing of the device side is imported: the two programs share only
/// the wire, so that two readings of RFC 8628 check each other.

import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// One authorization server, seen from one of its tenants: everything its routes share. It opens no socket itself; see
/// `Serving`.
public struct Simulator: Sendable {
    let tenants: Tenants
    /// Whose routes these are.
    private(set) var tenant: Tenant
    let settings: SimulatorSettings
    let directory: Directory
    let store: GrantStore
    let signingKeys: SigningKeys
    let adminToken: String
    let pages: PageTemplates
    let clock: SimulatorClock
    let folder: StateFolder
    let log: AuditLog
    let troubles: Troubles
    let sessions = SessionStore()
    let adminSessions = AdminSessions()
    let codeAttempts: SharedAttemptLimit
    let passwordAttempts: SharedAttemptLimit
    let clientAttempts = SharedAttemptLimit(AttemptRules())
    let clientRequests: RequestLimit
    let dpop: DPoPRules
    let logger: Logger

    /// - Parameter address: where the server is reached, as in `https://localhost:5001`.
    public init(
        address: String, settings: SimulatorSettings, directory: Directory, folder: StateFolder, logger: Logger,
        clock: SimulatorClock = SimulatorClock()
    ) throws {
        try clock.goOn(in: folder)
        self.folder = folder
        let all = directory.tenantPlans.map { Tenant($0, at: address) }
        tenants = Tenants(all: all)
        tenant = all[0]
        self.settings = settings
        self.directory = directory
        self.clock = clock
        self.logger = logger
        store = try GrantStore(path: folder.path(of: "grants.sqlite"))
        signingKeys = try SigningKeys(
            in: folder, lifetime: settings.signingKeyLifetime, afterlife: settings.accessTokenLifetime, at: clock.now)
        adminToken = try AdminToken.keep(in: folder)
        pages = try PageTemplates()
        log = try AuditLog(in: folder) { clock.now }
        troubles = Troubles(directory.troubles + (settings.firstTrouble.map { [$0] } ?? []))
        codeAttempts = SharedAttemptLimit(settings.codeAttempts)
        passwordAttempts = SharedAttemptLimit(settings.passwordAttempts)
        clientRequests = RequestLimit(most: settings.clientRequestsAMinute)
        dpop = DPoPRules(wantsNonce: settings.wantsDPoPNonce)
    }

    /// The same server, seen from another tenant.
    private func of(_ tenant: Tenant) -> Simulator {
        var other = self
        other.tenant = tenant
        return other
    }

    public var issuer: String { tenant.issuer }
    var verificationURI: String { "\(issuer)/device" }
    func now() -> Date { clock.now }

    /// Answers for every tenant.
    public func responder() -> some HTTPResponder<SimulatorRequestContext> {
        TenantResponder(
            tenants: tenants, responders: tenants.all.map { of($0).router().buildResponder() })
    }

    /// Every route of the tenant.
    private func router() -> Router<SimulatorRequestContext> {
        let router = Router(context: SimulatorRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AnswerRules(simulator: self))
        addDeviceAuthorizationRoute(to: router)
        addTokenRoute(to: router)
        addRevocationRoute(to: router)
        addIntrospectionRoute(to: router)
        addUserInfoRoute(to: router)
        addDiscovery(to: router)
        addVerificationPages(to: router)
        if tenant == tenants.all[0] { addAdmin(to: router) }
        router.get("/healthz") { _, _ in Response.json(["status": "ok"]) }
        router.get("/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: EmbeddedSimulator.bytes("openapi.json") ?? [])))
        }
        return router
    }

    /// Writes a line of the audit log.
    func audit(
        _ event: AuditLog.Entry.Event, _ grant: DeviceGrant? = nil, _ fill: (inout AuditLog.Entry) -> Void = { _ in }
    ) {
        var entry = grant.map { AuditLog.Entry(event, $0) } ?? AuditLog.Entry(event)
        entry.tenant = entry.tenant ?? tenant.name
        fill(&entry)
        log.record(entry)
    }

    /// Writes down what is in memory only, and keeps the database's log short.
    func tidy() async throws {
        try await store.writeCounts(at: now())
        try await store.moveLog()
    }

    /// Removes a little of what ended long ago.
    /// - Returns: whether there may be more.
    func forgetSome() async throws -> Bool { try await store.forgetSome(at: now()) }
}

/// A request and the address it came from.
public struct SimulatorRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Numeric; nil where there is no network, as in tests of the rules.
    public let remoteAddress: String?
    /// What the request came by.
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
        channel = source.channel
    }

    var address: String { remoteAddress ?? "local" }
}

extension HTTPField.Name {
    static let pragma = fieldName("Pragma")
    static let xFrameOptions = fieldName("X-Frame-Options")
    static let referrerPolicy = fieldName("Referrer-Policy")

    static func fieldName(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is not a header name") }
        return name
    }
}
