import Foundation
import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
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

    public init(
        port: Int, statePath: String, lan: Bool, certificate: (file: String, keyFile: String)?,
        settings: SimulatorSettings
    ) {
        (self.port, self.statePath, self.lan, self.certificate) = (port, statePath, lan, certificate)
        self.settings = settings
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
    public let pid: Int32

    enum CodingKeys: String, CodingKey {
        case event, issuer, port, ca, pid
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
                identity = try authority.issueServerCertificate(
                    for: ["localhost", "127.0.0.1", "::1"] + (lanAddress.map { [$0] } ?? []), at: Date())
            }
            tls = identity.tls
            simulator = try await Simulator(
                issuer: "https://\(host):\(port)", settings: options.settings, directory: directory, folder: folder,
                logger: logger)
            readyLine = ReadyLine(
                issuer: simulator.issuer, port: port,
                ca: options.certificate == nil ? folder.path(of: CertificateAuthority.certificateFile) : nil,
                deviceAuthorizationEndpoint: "\(simulator.issuer)/device_authorization",
                tokenEndpoint: "\(simulator.issuer)/token", verificationURI: simulator.verificationURI, pid: getpid())
            try RunningServer(host: host, port: port, pid: getpid(), leaf: identity.leafPEM()).write(to: folder)
        } catch let error as CannotServe {
            throw error
        } catch {
            throw CannotServe(description: "\(error)")
        }
    }

    /// Runs until SIGTERM or SIGINT.
    /// - Parameter whenReady: called once, when every address answers.
    public func run(whenReady: @escaping @Sendable () -> Void) async throws {
        let responder = simulator.router().buildResponder()
        let waiting = Mutex(hosts.count)
        // A keep-alive connection may rest as long as a slow poller does; RFC 8628 intervals are far shorter.
        let server = try HTTPServerBuilder.tls(
            .http1(configuration: .init(idleTimeout: .seconds(120))), tlsConfiguration: tls)
        let applications = hosts.map { host in
            Application(
                responder: responder, server: server,
                configuration: .init(address: .hostname(host, port: readyLine.port)),
                onServerRunning: { _ in
                    let left = waiting.withLock {
                        $0 -= 1
                        return $0
                    }
                    if left == 0 { whenReady() }
                },
                logger: simulator.logger)
        }
        defer { folder.remove(RunningServer.file) }
        var configuration = ServiceGroupConfiguration(
            services: applications, gracefulShutdownSignals: [.sigterm, .sigint], logger: simulator.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(3)
        try await ServiceGroup(configuration: configuration).run()
    }
}
