import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore

@testable import TokenIDPSimulator

/// One simulator on a folder of its own, with a clock that only moves when a test moves it.
final class SimulatorDriver: Sendable {
    static let issuer = "https://localhost:5001"
    static let directory = Result { try Directory.builtIn() }

    let folder: StateFolder
    let settings: SimulatorSettings
    private let directory: Directory
    private let clock = SimulatorClock(standingAt: Date(timeIntervalSince1970: 1_800_000_000.25))

    /// - Parameters:
    ///   - configuration: changes to the one that is compiled in, as pairs of its text and what stands there instead.
    init(
        interval: Int = 5, codeLifetime: Int = 600, configuration: [(String, String)] = [],
        _ change: (inout SimulatorSettings) -> Void = { _ in }
    ) throws {
        if configuration.isEmpty {
            directory = try Self.directory.get()
        } else {
            let text = try configuration.reduce(Directory.builtInText) { text, pair in
                guard text.contains(pair.0) else { throw Unexpected("the configuration has no \(pair.0)") }
                return text.replacing(pair.0, with: pair.1)
            }
            directory = try Directory(json: Data(text.utf8))
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("tokenidp-sim-\(UUID().uuidString)")
        folder = try StateFolder(creating: path.path)
        var settings = directory.settings
        (settings.interval, settings.codeLifetime) = (interval, codeLifetime)
        change(&settings)
        self.settings = settings
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    var now: Date { clock.now }

    func advance(by seconds: Double) { clock.advance(by: seconds) }

    /// A simulator as a start of the program would make it; a second one on the same folder is a restart.
    func simulator() throws -> Simulator {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try Simulator(
            address: Self.issuer, settings: settings, directory: directory, folder: folder, logger: logger,
            clock: clock)
    }

    /// Runs a story against the routes, without a socket.
    func run(_ story: @escaping @Sendable (RouteClient) async throws -> Void) async throws {
        let simulator = try simulator()
        let application = Application(responder: simulator.responder())
        try await application.test(.router) { client in
            try await story(RouteClient(client: client, driver: self, simulator: simulator))
        }
    }

    /// What the audit log holds, a dictionary of texts a line.
    func audit() throws -> [[String: String]] {
        try (folder.read("audit.jsonl") ?? "").split(separator: "\n").map { line in
            let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            return members.mapValues { "\($0)" }
        }
    }
}

/// Speaks to the routes as devices, scripts and browsers do.
struct RouteClient: Sendable {
    let client: any TestClientProtocol
    let driver: SimulatorDriver
    let simulator: Simulator

    static let formType = "application/x-www-form-urlencoded"
    static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
        Answer(try await client.execute(uri: path, method: .get, headers: headers))
    }

    func post(
        _ path: String, _ body: String, type: String? = formType, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        headers[.contentType] = type
        return Answer(
            try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)))
    }

    func post(_ path: String, form: [String: String], headers: HTTPFields = [:]) async throws -> Answer {
        try await post(path, Self.encoded(form), headers: headers)
    }

    func post(_ path: String, json: String) async throws -> Answer {
        try await post(path, json, type: "application/json")
    }

    /// Codes for the TV application.
    func codes(
        scope: String? = "openid profile", name: String? = nil, at tenant: String = "", _ more: [String: String] = [:]
    ) async throws -> Codes {
        var form = ["client_id": "tokenidp-tv-app"].merging(more) { $1 }
        form["scope"] = scope
        form["device_metadata"] = name
        let answer = try await post(tenant + "/device_authorization", form: form)
        return Codes(
            device: try answer.required("device_code"), user: try answer.required("user_code"), answer: answer)
    }

    func poll(
        _ codes: Codes, client: String = "tokenidp-tv-app", at tenant: String = "", _ more: [String: String] = [:],
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        let form = ["grant_type": Self.deviceGrant, "client_id": client, "device_code": codes.device]
        return try await post(tenant + "/token", form: form.merging(more) { $1 }, headers: headers)
    }

    func approve(_ codes: Codes, as username: String = "alice") async throws {
        let answer = try await admin("/admin/approve", #"{"user_code":"\#(codes.user)","as":"\#(username)"}"#)
        guard answer.status == .ok else { throw Unexpected(answer.text) }
    }

    func deny(_ codes: Codes) async throws {
        let answer = try await admin("/admin/deny", #"{"user_code":"\#(codes.user)"}"#)
        guard answer.status == .ok else { throw Unexpected(answer.text) }
    }

    func admin(_ path: String, _ json: String? = nil) async throws -> Answer {
        let token = try driver.folder.read("admin-token")?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        let headers: HTTPFields = [.authorization: "Bearer \(token)"]
        guard let json else { return try await get(path, headers: headers) }
        return try await post(path, json, type: "application/json", headers: headers)
    }

    /// Tokens for a fresh grant, approved by alice.
    func tokens(scope: String = "openid profile") async throws -> (codes: Codes, answer: Answer) {
        let codes = try await codes(scope: scope)
        try await approve(codes)
        return (codes, try await poll(codes))
    }

    static func encoded(_ form: [String: String]) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._*")
        return form.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
    }
}

struct Codes: Sendable {
    let device: String
    let user: String
    let answer: Answer
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// What came back, with its JSON members at hand.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String

    init(_ response: TestResponse) {
        (status, headers, text) = (response.status, response.headers, String(buffer: response.body))
    }

    private var members: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
    }

    /// A member by its path, `error.code` for one inside another.
    private func value(_ path: String) -> Any? {
        path.split(separator: ".").map(String.init).reduce(members as Any?) { ($0 as? [String: Any])?[$1] }
    }

    subscript(_ path: String) -> String? { value(path) as? String }
    func int(_ path: String) -> Int? { value(path) as? Int }
    func bool(_ path: String) -> Bool? { value(path) as? Bool }
    func list(_ path: String) -> [String]? { value(path) as? [String] }
    func has(_ path: String) -> Bool { value(path) != nil }
    var error: String? { self["error"] }
    var names: Set<String> { Set(members.keys) }

    func required(_ path: String) throws -> String {
        guard let text = self[path] else { throw Unexpected("no \(path) in \(status): \(text)") }
        return text
    }
}
