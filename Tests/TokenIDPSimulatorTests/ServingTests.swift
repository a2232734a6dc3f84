import Foundation
import Glibc
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import NIOSSL
import Testing

@testable import TokenIDPSimulator

@Suite("The running server", .serialized, .timeLimit(.minutes(1)))
struct ServingTests {
    static func options(_ driver: SimulatorDriver, port: Int = 0) -> ServingOptions {
        ServingOptions(
            port: port, statePath: driver.folder.path, lan: false, certificate: nil,
            settings: SimulatorSettings(interval: 1))
    }

    static var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    static func serving(_ driver: SimulatorDriver, port: Int = 0) async throws -> Serving {
        try await Serving(options(driver, port: port), directory: try SimulatorDriver.directory.get(), logger: logger)
    }

    /// Runs a server, tells the story when it is ready, and stops it.
    static func whileServing(
        _ serving: Serving, _ story: @escaping @Sendable (ReadyLine) async throws -> Void
    ) async throws {
        let (ready, signal) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serving.run { signal.finish() } }
            for await _ in ready {}
            try await story(serving.readyLine)
            group.cancelAll()
        }
    }

    /// A client that trusts this file and nothing else.
    static func client(_ ready: ReadyLine, trusting file: String) throws -> TestClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(file)
        return TestClient(
            host: "localhost", port: ready.port,
            configuration: .init(tlsConfiguration: tls, timeout: .seconds(5), serverName: "localhost"))
    }

    static func post(_ client: TestClient, _ path: String, _ form: [String: String]) async throws -> [String: String] {
        let response = try await client.post(
            path, headers: [.contentType: RouteClient.formType],
            body: ByteBuffer(string: RouteClient.encoded(form)))
        let members = try JSONSerialization.jsonObject(
            with: Data(response.body.map { Array($0.readableBytesView) } ?? []))
        return (members as? [String: Any] ?? [:]).compactMapValues { $0 as? String }
    }

    @Test("One sign-in over real TLS, approved from the command line's side of the wire")
    func story() async throws {
        let driver = try SimulatorDriver()
        let serving = try await Self.serving(driver)
        try await Self.whileServing(serving) { ready in
            #expect(ready.issuer == "https://localhost:\(ready.port)")
            let file = try #require(ready.ca)
            let client = try Self.client(ready, trusting: file)
            client.connect()
            let codes = try await Self.post(
                client, "/device_authorization", ["client_id": "tokenidp-tv-app", "scope": "openid profile"])
            let server = try RunningServer.find(in: driver.folder)
            let userCode = try #require(codes["user_code"])
            let list = try await server.list(folder: driver.folder)
            #expect(list.map(\.userCode) == [userCode])
            #expect(
                try await server.approve(userCode, as: "bob", folder: driver.folder) == "\(userCode) approved as bob.")
            await #expect(throws: RunningServer.Failure.self) {
                try await server.deny(userCode, folder: driver.folder)
            }
            let poll = [
                "grant_type": "device_code", "client_id": "tokenidp-tv-app", "device_code": codes["device_code"] ?? "",
            ]
            let tokens = try await Self.post(client, "/token", poll)
            #expect(tokens["token_type"] == "Bearer")
            #expect(tokens["id_token"] != nil)
            try await client.shutdown()
        }
        #expect(throws: RunningServer.Failure.self, "a server that ended is not found") {
            try RunningServer.find(in: driver.folder)
        }
    }

    @Test("The authority is kept: the next start serves under the same one, and another's is refused")
    func authority() async throws {
        let (one, other) = try (SimulatorDriver(), SimulatorDriver())
        try await Self.whileServing(try await Self.serving(one)) { _ in }
        let kept = try one.folder.read("ca.pem")
        let strangers = try await Self.serving(other)
        try await Self.whileServing(try await Self.serving(one)) { ready in
            #expect(try one.folder.read("ca.pem") == kept)
            let trusting = try Self.client(ready, trusting: try #require(ready.ca))
            trusting.connect()
            #expect(try await trusting.get("/healthz").status == .ok)
            try await trusting.shutdown()
            let mistrusting = try Self.client(ready, trusting: try #require(strangers.readyLine.ca))
            mistrusting.connect()
            await #expect(throws: (any Error).self) { try await mistrusting.get("/healthz") }
        }
    }

    @Test("Folder 0700; CA key, signing key, admin token 0600")
    func modes() async throws {
        let driver = try SimulatorDriver()
        _ = try await Self.serving(driver)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(driver.folder.path) == 0o700)
        for secret in ["ca-key.pem", "signing-keys.json", "admin-token", "server.json"] {
            #expect(try mode(driver.folder.path(of: secret)) == 0o600, "\(secret)")
        }
    }

    @Test(
        "What is broken in the folder is named, and nothing is replaced unasked",
        arguments: ["ca.pem", "signing-keys.json"])
    func broken(_ file: String) async throws {
        let driver = try SimulatorDriver()
        _ = try await Self.serving(driver)
        try driver.folder.write("nonsense", to: file, secret: false)
        let refusal = await #expect(throws: CannotServe.self) { try await Self.serving(driver) }
        #expect(refusal?.description.contains("move \(file)") == true)
        #expect(try driver.folder.read(file) == "nonsense")
    }

    @Test("A port in use and a folder in use are said in words")
    func occupied() async throws {
        let (one, other) = try (SimulatorDriver(), SimulatorDriver())
        try await Self.whileServing(try await Self.serving(one)) { ready in
            let port = await #expect(throws: CannotServe.self) { try await Self.serving(other, port: ready.port) }
            #expect(port?.description.contains("Port \(ready.port) is in use") == true)
            let folder = await #expect(throws: CannotServe.self) { try await Self.serving(one) }
            #expect(folder?.description.contains("Another tokenidp-sim is using") == true)
        }
    }
}
