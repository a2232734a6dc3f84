import Foundation
import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
import UnixSignals

/// What `tokenidp-sim serve` was asked for.
public struct ServingOptions: Sendable {
    public var port: Int
    public var statePath: String
    public var lan: Bool
    /// The operator's own certificate and key, PEM.
    public var certificate: (file: String, keyFile: String)?
    public var settings: SimulatorSettings
    public var clock: SimulatorClock

    public init(
        port: Int, statePath: String, lan: Bool, certificate: (file: String, keyFile: String)?,
        settings: SimulatorSettings, clock: SimulatorClock = SimulatorClock()
    ) {
        (self.port, self.statePath, self.lan, self.certificate) = (port, statePath, lan, certificate)
        (self.settings, self.clock) = (settings, clock)
    }
}

/// The one line on stdout that says the server answers now.
public struct ReadyLine: Codable, Sendable {
    public var event = "ready"
    public let issuer: String
    public let port: Int
    /// Absent with the operator's own certificate, which this authority did not issue.
    public let ca: String?
    public let deviceAuthorizationEndpoint: String
    public let tokenEndpoint: String
    public let verificationURI: String
    /// The issuers of all tenants, by name.
    public let tenants: [String: String]
    public let pid: Int32

    enum CodingKeys: String, CodingKey {
        case event, issuer, port, ca, tenants, pid
        case deviceAuthorizationEndpoint = "device_authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case verificationURI = "verification_uri"
    }

    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// Why a server did not start, in one sentence for the operator.
public struct CannotServe: Error, CustomStringConvertible {
    public let description: String
}

/// Simulator and sockets: from options to a server that answers, and back to nothing on SIGTERM or SIGINT.
public struct Serving: Sendable {
    private let simulator: Simulator
    private let tls: TLSConfiguration
    private let hosts: [String]
    private let folder: StateFolder
    private let lock: FolderLock
    public let readyLine: ReadyLine

    /// - Throws: `CannotServe` when port, folder or certificate cannot be had.
    public init(_ options: ServingOptions, directory: Directory, logger: Logger) async throws {
        do {
            folder = try StateFolder(creating: options.statePath)
            guard let lock = try folder.lock() else {
                throw CannotServe(
                    description: "Another tokenidp-sim is using \(options.statePath); give another --state.")
            }
            self.lock = lock
            folder.removeDrafts()
            let lanAddress = options.lan ? try NetworkAddress.ofDefaultRoute() : nil
            // "localhost" resolves to both loopback addresses, so a server on one alone would be missed or, worse,
            // someone else's would be met.
            let (port, hosts) = try NetworkAddress.reserve(
                port: options.port, on: options.lan ? ["0.0.0.0"] : ["127.0.0.1", "::1"])
            self.hosts = hosts
            let authority = try CertificateAuthority(in: folder, at: Date())
            var host = lanAddress ?? "localhost"
            let identity: ServerIdentity
            if let own = options.certificate {
                identity = try ServerIdentity(certificateFile: own.file, keyFile: own.keyFile)
                host = try identity.host(preferring: host)
            } else {
                let tenantHosts = directory.tenantPlans.compactMap(\.host)
                identity = try authority.issueServerCertificate(
                    for: ["localhost", "127.0.0.1", "::1"] + (lanAddress.map { [$0] } ?? []) + tenantHosts, at: Date())
            }
            simulator = try Simulator(
                address: "https://\(host):\(port)", settings: options.settings, directory: directory, folder: folder,
                logger: logger, clock: options.clock)
            tls = try Self.tls(identity, troubles: simulator.troubles, authority, host: host)
            readyLine = ReadyLine(
                issuer: simulator.issuer, port: port,
                ca: options.certificate == nil ? folder.path(of: CertificateAuthority.certificateFile) : nil,
                deviceAuthorizationEndpoint: "\(simulator.issuer)/device_authorization",
                tokenEndpoint: "\(simulator.issuer)/token", verificationURI: simulator.verificationURI,
                tenants: Dictionary(simulator.tenants.all.map { ($0.name, $0.issuer) }) { first, _ in first },
                pid: getpid())
            try RunningServer(host: host, port: port, pid: getpid(), leaf: identity.leafPEM()).write(to: folder)
        } catch let error as CannotServe {
            throw error
        } catch {
            throw CannotServe(description: "\(error)")
        }
    }

    /// The certificate is chosen for each connection, so that one that does not hold can be put on and taken off.
    private static func tls(
        _ identity: ServerIdentity, troubles: Troubles, _ authority: CertificateAuthority, host: String
    ) throws -> TLSConfiguration {
        let wrong = try Dictionary(
            Scenario.CertificateTrouble.allCases.map {
                ($0, try authority.issueServerCertificate(for: [host], at: Date(), trouble: $0))
            }
        ) { first, _ in first }
        var tls = identity.tls
        tls.sslContextCallback = { hello, promise in
            // The operator's commands have to get through, or nobody could call the trouble off.
            guard hello.serverHostname != RunningServer.operatorName, let trouble = troubles.certificate,
                let identity = wrong[trouble]
            else {
                return promise.succeed(.noChanges)
            }
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = identity.chain.map { .certificate($0) }
            override.privateKey = .privateKey(identity.key)
            promise.succeed(override)
        }
        return tls
    }

    /// Runs until SIGTERM or SIGINT.
    /// - Parameter whenReady: called once, when every address answers.
    public func run(whenReady: @escaping @Sendable () -> Void) async throws {
        let responder = simulator.responder()
        let logger = simulator.logger
        let waiting = Mutex(hosts.count)
        // A keep-alive connection may rest as long as a slow poller does; RFC 8628 intervals are far shorter.
        let builder = try HTTPServerBuilder.tls(
            .http1(configuration: .init(idleTimeout: .seconds(120))), tlsConfiguration: tls)
        // Not Hummingbird's Application: that writes the machine's time into every `Date`, also where the clock is
        // virtual or a scenario has it wrong.
        var services: [any Service] = try hosts.map { host in
            try builder.buildServer(
                configuration: .init(address: .hostname(host, port: readyLine.port)),
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
                responder: { (request, writer: consuming ResponseWriter, channel) in
                    let context = SimulatorRequestContext(source: .init(channel: channel, logger: logger))
                    let response = try await responder.respond(to: request, context: context)
                    try await writer.write(response: response.head, body: response.body)
                },
                onServerRunning: { _ in
                    let left = waiting.withLock {
                        $0 -= 1
                        return $0
                    }
                    if left == 0 { whenReady() }
                })
        }
        services.append(Tidying(simulator: simulator))
        defer { folder.remove(RunningServer.file) }
        simulator.audit(.started) { $0.reason = readyLine.issuer }
        defer { simulator.audit(.stopped) }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// Each second writes down what is in memory only, and removes what ended long ago, a little at a time.
private struct Tidying: Service {
    let simulator: Simulator

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                do {
                    try await simulator.tidy()
                    while try await simulator.forgetSome() { try await Task.sleep(for: .milliseconds(5)) }
                } catch is CancellationError {
                    break
                } catch {
                    // Nothing is wrong with what is said to devices; the next second may do better.
                    simulator.logger.error("Old codes cannot be removed", metadata: ["error": "\(error)"])
                }
            }
        }
        try? await simulator.tidy()
    }
}
