import Foundation
import TerminalTesting

/// Tests/Fixtures/scripted_server.py as a process: an authorization server that does what the script says.
final class ScriptedServer {
    let origin: String
    private let process: PipedProcess
    private let folder: TemporaryFolder
    private let journalFile: String

    /// - Parameters:
    ///   - answers: path -> what is answered; the last answer of a list is given again and again.
    ///   - certificate: nil for plain http.
    ///   - wantsClients: whether only clients with a certificate are let in.
    init(
        _ answers: [String: [Answer]], certificate: Certificates.Server? = .good, wantsClients: Bool = false
    ) async throws {
        try await Certificates.prepare()
        folder = try TemporaryFolder()
        let script = String(decoding: try JSONEncoder().encode(answers.mapValues { $0.map(\.fields) }), as: UTF8.self)
        journalFile = try folder.file("journal", "")
        var arguments = ["/usr/bin/env", "python3", fixture("scripted_server.py"), try folder.file("script", script)]
        arguments.append(journalFile)
        if let certificate { arguments += ["--certificate", certificate.certificate, "--key", certificate.key] }
        if wantsClients { arguments += ["--client-authority", Certificates.authority] }
        process = try PipedProcess(arguments, environment: testEnvironment())
        let process = process
        guard await eventually({ process.output().contains("\n") }),
            let line = process.output().split(separator: "\n").first,
            let origin = try JSON(line)["origin"]?.string
        else { throw TestingFailure("scripted_server.py: \(process.errors())") }
        self.origin = origin
    }

    /// The usual pair of paths.
    convenience init(
        codes: [Answer] = [.codes()], token: [Answer], revoke: [Answer] = [.init(json: [:])],
        certificate: Certificates.Server? = .good
    ) async throws {
        try await self.init(
            ["/device_authorization": codes, "/token": token, "/revoke": revoke], certificate: certificate)
    }

    /// What the kiosk is started with to talk to it: a public client, no margin.
    var options: [String] {
        [
            "--device-endpoint", origin + "/device_authorization", "--token-endpoint", origin + "/token",
            "--client-id", "screen", "--poll-margin", "0",
        ] + (origin.hasPrefix("https") ? ["--cacert", Certificates.authority] : [])
    }

    /// Everything that has happened so far.
    func journal() throws -> [JSON] { try JSON.lines(of: String(contentsOfFile: journalFile, encoding: .utf8)) }

    /// The requests to one path so far.
    func requests(to path: String) throws -> [JSON] {
        try journal().filter { $0["event"] == "request" && $0["path"]?.string == path }
    }

    /// How often something has happened.
    func count(_ event: String) throws -> Int { try journal().count { $0["event"]?.string == event } }

    /// Seconds between the first byte of each reply to a path and the next request to it.
    func pauses(at path: String) throws -> [Double] {
        var pauses: [Double] = []
        var replied: Double?
        for line in try journal() where line["path"]?.string == path {
            if line["event"] == "answered" { replied = line["began"]?.number }
            if line["event"] == "request", let began = replied, let now = line["t"]?.number {
                pauses.append(now - began)
            }
        }
        return pauses
    }
}

/// One answer of the script; the fields are explained in scripted_server.py.
struct Answer: Sendable {
    var fields: JSON

    init(status: Int = 200, json: JSON, headers: [String: String] = [:]) {
        fields = ["status": .number(Double(status)), "json": json, "headers": .object(headers.mapValues(JSON.string))]
    }
    init(status: Int, body: String, headers: [String: String] = [:]) {
        fields = [
            "status": .number(Double(status)), "body": .string(body),
            "headers": .object(headers.mapValues(JSON.string)),
        ]
    }
    init(status: Int = 200, filler: Int) {
        fields = ["status": .number(Double(status)), "filler": .number(Double(filler))]
    }
    private init(trouble: String) { fields = ["trouble": .string(trouble)] }

    /// No reply at all: the connection is reset, closed, or stays silent.
    static let reset = Answer(trouble: "reset")
    static let close = Answer(trouble: "close")
    static let hang = Answer(trouble: "hang")

    static func codes(
        userCode: String = "WDJB-MJHT", deviceCode: String = Secrets.deviceCode,
        uri: String = "{origin}/device", complete: String? = "{origin}/device?user_code=WDJB-MJHT",
        expiresIn: JSON = 60, interval: JSON? = 1
    ) -> Answer {
        var members: [String: JSON] = [
            "device_code": .string(deviceCode), "user_code": .string(userCode), "verification_uri": .string(uri),
            "expires_in": expiresIn,
        ]
        if let complete { members["verification_uri_complete"] = .string(complete) }
        if let interval { members["interval"] = interval }
        return Answer(json: .object(members))
    }
    static let tokens = Answer(
        json: [
            "access_token": .string(Secrets.accessToken), "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": .string(Secrets.refreshToken), "scope": "openid", "unknown_member": ["kept": true],
        ])
    static func error(_ code: String, status: Int = 400, _ more: [String: JSON] = [:]) -> Answer {
        Answer(status: status, json: .object(["error": .string(code)].merging(more) { $1 }))
    }
    static let pending = error("authorization_pending")

    /// The same answer, begun this many seconds later.
    func delayed(_ seconds: Double) -> Answer { adding("delay", .number(seconds)) }
    /// The same answer, a byte of its body every so many seconds.
    func dripping(_ seconds: Double) -> Answer { adding("drip", .number(seconds)) }
    /// The same answer, its connection closed in the middle of the body.
    func cut(after bytes: Int) -> Answer { adding("cut", .number(Double(bytes))) }
    /// The same answer, the last on its connection.
    func closing() -> Answer { adding("close", true) }

    private func adding(_ name: String, _ value: JSON) -> Answer {
        var answer = self
        answer.fields = .object(fields.members.merging([name: value]) { $1 })
        return answer
    }
}

/// What must never be seen anywhere but where it belongs.
enum Secrets {
    static let deviceCode = "device-code-nobody-may-see"
    static let accessToken = "access-token-nobody-may-see"
    static let refreshToken = "refresh-token-nobody-may-see"
    static let clientSecret = "client-secret-nobody-may-see"
    static let all = [deviceCode, accessToken, refreshToken, clientSecret]
}
