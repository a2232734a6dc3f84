import Foundation
import TerminalTesting
import Testing

@Suite("Each way a provider talks, from waiting to every ending", .inTurns)
struct DialectTests {
    @Test("approved: the tokens come out under RFC 6749's names, exit code 0", arguments: Dialect.all)
    func approved(dialect: Dialect) async throws {
        let (server, result) = try await dialect.login(token: [dialect.pending, dialect.pending, dialect.tokens])
        #expect(result.end == .exit(0), "\(result.errors)")
        let tokens = try JSON(result.output)
        #expect(tokens["access_token"]?.string == Secrets.accessToken)
        #expect(result.output.filter { $0 == "\n" }.count == 1)
        #expect(try server.requests(to: "/token").count == 3)
        for part in dialect.codesRequest {
            let request = try server.requests(to: "/codes").first
            let sent = [request?["body"]?.string, request?["method"]?.string].compactMap { $0 }.joined(separator: " ")
            #expect(sent.contains(part), "\(sent)")
        }
        for part in dialect.pollRequest {
            let sent = try server.requests(to: "/token").first?["body"]?.string ?? ""
            #expect(sent.contains(part), "\(sent)")
        }
    }

    @Test("declined: exit code 3", arguments: Dialect.all.filter { $0.denied != nil })
    func denied(dialect: Dialect) async throws {
        let (_, result) = try await dialect.login(token: [dialect.pending, try #require(dialect.denied)])
        #expect(result.end == .exit(3), "\(result.errors)")
        #expect(result.output == "")
    }

    @Test("expired, by the server's word: exit code 4", arguments: Dialect.all.filter { $0.expired != nil })
    func expired(dialect: Dialect) async throws {
        let (_, result) = try await dialect.login(token: [dialect.pending, try #require(dialect.expired)])
        #expect(result.end == .exit(4), "\(result.errors)")
    }

    @Test("a final no: exit code 6, at once", arguments: Dialect.all.filter { $0.refused != nil })
    func refused(dialect: Dialect) async throws {
        let (server, result) = try await dialect.login(token: [try #require(dialect.refused), dialect.tokens])
        #expect(result.end == .exit(6), "\(result.errors)")
        #expect(try server.requests(to: "/token").count == 1)
    }
}

/// One way to talk: what a server of that kind answers.
struct Dialect: CustomTestStringConvertible, Sendable {
    /// The profile that it is a server of.
    var profile: String
    var codes: Answer
    var pending: Answer
    var tokens: Answer
    var denied: Answer?
    var expired: Answer?
    var refused: Answer?
    /// What must stand in the requests.
    var codesRequest: [String] = []
    var pollRequest: [String] = []
    /// For profiles with settings.
    var options: [String] = []
    var registration: Answer?

    var testDescription: String { profile }

    /// Runs `kiosk login` with the profile, its addresses replaced by this server's.
    func login(token: [Answer]) async throws -> (ScriptedServer, (end: ProcessEnd, output: String, errors: String)) {
        var answers = ["/codes": [codes], "/token": token]
        answers["/register"] = registration.map { [$0] }
        let server = try await ScriptedServer(answers)
        let folder = try TemporaryFolder()
        var endpoints: [String: JSON] = [
            "device_authorization": .string(server.origin + "/codes"), "token": .string(server.origin + "/token"),
        ]
        if registration != nil { endpoints["registration"] = .string(server.origin + "/register") }
        let file: JSON = [
            "name": "here", "extends": .string(profile), "metadata": false, "overrides": .object(endpoints),
        ]
        let path = try folder.file("here.json", String(decoding: try JSONEncoder().encode(file), as: UTF8.self))
        let secret = try folder.file("secret", Secrets.clientSecret)
        let client = registration == nil ? ["--client-id", "screen", "--client-secret-file", secret] : []
        let result = try await run(
            [product("kiosk"), "login", "--provider", path, "--poll-margin", "0", "--plain"] + client + options
                + ["--cacert", Certificates.authority])
        return (server, result)
    }

    static let all = [
        form, guide, multipart, formReplies, statusOnly, errorObject, messages, numbers, registrationFirst,
    ]

    /// Forms and RFC 6749's JSON, with a code challenge and a nonce.
    static let form = Dialect(
        profile: "keycloak", codes: .codes(), pending: .pending, tokens: .tokens,
        denied: .error("access_denied"), expired: .error("expired_token"), refused: .error("invalid_grant"),
        codesRequest: ["client_id=screen", "code_challenge=", "code_challenge_method=S256", "nonce="],
        pollRequest: ["device_code=" + Secrets.deviceCode, "code_verifier="],
        options: ["--set", "host=unused.example", "--set", "realm=unused"])

    /// JSON in camel case, in an envelope.
    static let guide = Dialect(
        profile: "tokenidp", codes: .codes(),
        pending: Answer(
            status: 400, json: ["isSuccess": false, "error": ["error": "Authorization is still pending."]]),
        tokens: Answer(
            json: ["isSuccess": true, "data": ["accessToken": .string(Secrets.accessToken), "tokenType": "Bearer"]]),
        denied: Answer(
            status: 400, json: ["isSuccess": false, "error": ["error": "The end-user denied the request."]]),
        expired: Answer(status: 400, json: ["isSuccess": false, "error": ["error": "The auth_req_id has expired."]]),
        refused: Answer(status: 401, json: ["isSuccess": false, "error": ["error": "Client authentication failed."]]),
        pollRequest: [#""grantType":"device_code""#, #""deviceCode":"#],
        options: ["--issuer", "https://unused.example"])

    /// JSON in RFC names without a grant type, and replies whose status says it all.
    static let statusOnly = Dialect(
        profile: "trakt",
        codes: Answer(
            json: [
                "device_code": .string(Secrets.deviceCode), "user_code": "5055CC52",
                "verification_url": "{origin}/activate", "expires_in": 60, "interval": 1,
            ]),
        pending: Answer(status: 400, body: ""), tokens: .tokens, denied: Answer(status: 418, body: ""),
        expired: Answer(status: 410, body: ""), refused: Answer(status: 409, body: ""),
        codesRequest: [#"{"client_id":"screen"}"#],
        pollRequest: [#""code":"\#(Secrets.deviceCode)""#, #""client_secret":"\#(Secrets.clientSecret)""#])

    /// Forms both ways, and errors in status 200.
    static let formReplies = Dialect(
        profile: "github",
        codes: Answer(
            status: 200,
            body: "device_code=\(Secrets.deviceCode)&user_code=WDJB-MJHT&verification_uri={origin}/device"
                + "&expires_in=60&interval=1",
            headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"]),
        pending: .error("authorization_pending", status: 200),
        tokens: Answer(
            status: 200, body: "access_token=\(Secrets.accessToken)&scope=repo%2Cgist&token_type=bearer",
            headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"]),
        denied: .error("access_denied", status: 200), expired: .error("expired_token", status: 200),
        refused: .error("incorrect_device_code", status: 200), pollRequest: ["client_id=screen"])

    /// The error is an object; its finer code tells.
    static let errorObject = Dialect(
        profile: "facebook",
        codes: Answer(
            json: [
                "code": .string(Secrets.deviceCode), "user_code": "A1NWZ9", "verification_uri": "{origin}/device",
                "expires_in": 60, "interval": 1,
            ]),
        pending: Answer(status: 400, json: ["error": ["message": "m", "code": 31, "error_subcode": 1_349_174]]),
        tokens: .tokens,
        denied: Answer(status: 400, json: ["error": ["message": "m", "code": 17, "error_subcode": 1_349_173]]),
        expired: Answer(status: 400, json: ["error": ["message": "m", "code": 463, "error_subcode": 1_349_152]]),
        codesRequest: ["access_token=screen"], pollRequest: ["code=" + Secrets.deviceCode],
        options: ["--set", "version=v2.6"])

    /// The code of an error stands in its message.
    static let messages = Dialect(
        profile: "twitch", codes: .codes(),
        pending: Answer(status: 400, json: ["status": 400, "message": "authorization_pending"]),
        tokens: Answer(
            json: ["access_token": .string(Secrets.accessToken), "scope": ["a", "b"], "token_type": "bearer"]),
        expired: Answer(status: 400, json: ["status": 400, "message": "invalid device code"]),
        codesRequest: ["scopes=user"], options: ["--scope", "user"])

    /// Errors are numbers.
    static let numbers = Dialect(
        profile: "huawei",
        codes: Answer(
            json: [
                "device_code": .string(Secrets.deviceCode), "user_code": "GHAUTH", "verification_url": "{origin}/d",
                "expire_in": 60, "interval": 1,
            ]),
        pending: Answer(status: 400, json: ["error": 1101, "sub_error": 20411]), tokens: .tokens,
        denied: Answer(status: 400, json: ["error": 1101, "sub_error": 20414]),
        expired: Answer(status: 400, json: ["error": 1101, "sub_error": 20404]),
        pollRequest: ["grant_type=device_code", "code=" + Secrets.deviceCode])

    /// Multipart forms, one address for both, and no lifetime told.
    static let multipart = Dialect(
        profile: "salesforce",
        codes: Answer(
            json: [
                "device_code": .string(Secrets.deviceCode), "user_code": "1234", "verification_uri": "{origin}/d",
                "interval": 1,
            ]),
        pending: .pending, tokens: .tokens, denied: .error("access_denied"), expired: .error("expired_token"),
        codesRequest: ["name=\"response_type\"\r\n\r\ndevice_code"],
        pollRequest: ["name=\"grant_type\"\r\n\r\ndevice\r\n"])

    /// A client is made first; JSON in camel case without an envelope.
    static let registrationFirst = Dialect(
        profile: "aws-sso-oidc",
        codes: Answer(
            json: [
                "deviceCode": .string(Secrets.deviceCode), "userCode": "GLXM-QZRT", "verificationUri": "{origin}/d",
                "expiresIn": 60, "interval": 1,
            ]),
        pending: .pending,
        tokens: Answer(json: ["accessToken": .string(Secrets.accessToken), "expiresIn": 28800, "idToken": .null]),
        denied: .error("access_denied"), expired: .error("expired_token"),
        refused: .error("invalid_client", status: 401),
        codesRequest: [#""clientId":"made-for-us""#, #""startUrl":"https://unused.example""#],
        pollRequest: [#""deviceCode":"#, #""clientSecret":"made-secret""#],
        options: ["--set", "region=unused", "--set", "start_url=https://unused.example"],
        registration: Answer(
            json: ["clientId": "made-for-us", "clientSecret": "made-secret", "clientSecretExpiresAt": 4_000_000_000]))
}
