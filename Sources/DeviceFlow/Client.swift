/// One client of one authorization server: turns what the sign-in wants into HTTP requests, and HTTP replies
/// into what the sign-in understands.
public struct Client: Equatable, Sendable {
    public var provider: Provider
    public var clientID: String
    public var clientSecret: Secret?
    /// Space separated, as in RFC 6749, 3.3; nil: not sent.
    public var scope: String?
    public var deviceName: String?
    /// For discovery; nil when the endpoints are given.
    public var issuer: String?
    public var userAgent: String

    public init(
        provider: Provider, clientID: String, clientSecret: Secret? = nil, scope: String? = nil,
        deviceName: String? = nil, issuer: String? = nil, userAgent: String
    ) {
        self.provider = provider
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scope = scope
        self.deviceName = deviceName
        self.issuer = issuer
        self.userAgent = userAgent
    }

    /// RFC 8628, 3.4.
    static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

    public func request(for intent: Intent) -> HTTPRequest {
        switch intent {
        case .metadata(let attempt):
            return HTTPRequest(
                method: "GET", url: Metadata.address(of: issuer ?? "", attempt: attempt), headers: commonHeaders)
        case .codes(let endpoints):
            var parameters = [("client_id", clientID)]
            // A parameter without a value counts as omitted, so it is omitted. (RFC 8628, 3.1)
            if let scope, !scope.isEmpty { parameters.append(("scope", scope)) }
            if let name = provider.deviceNameParameter, let deviceName, !deviceName.isEmpty {
                parameters.append((name, deviceName))
            }
            return post(endpoints.deviceAuthorization, parameters, provider.codesRequest, endpoints)
        case .poll(let endpoints, let deviceCode):
            let parameters = [
                ("grant_type", provider.tokenRequest.grantType ?? Self.deviceGrant),
                ("device_code", deviceCode.revealed), ("client_id", clientID),
            ]
            return post(endpoints.token, parameters, provider.tokenRequest, endpoints)
        case .revoke(let endpoints, let token, let hint):
            let parameters = [("token", token.revealed), ("token_type_hint", hint), ("client_id", clientID)]
            return post(endpoints.revocation ?? "", parameters, Provider.RequestShape(), endpoints)
        }
    }

    /// - Returns: nil where nobody waits for the answer (a revocation's).
    public func event(for outcome: HTTPOutcome, to intent: Intent, _ id: RequestID) -> Event? {
        switch intent {
        case .metadata: .metadataReplied(Metadata.answer(outcome, client: self), to: id)
        case .codes: .codesReplied(codesAnswer(outcome), to: id)
        case .poll(let endpoints, _): .tokenReplied(tokenAnswer(outcome, endpoints), status: outcome.status, to: id)
        case .revoke: nil
        }
    }

    private var commonHeaders: [HTTPRequest.Header] {
        [.init("Accept", "application/json"), .init("User-Agent", userAgent)]
    }

    /// RFC 6749, 2.3.1: a secret goes into the Authorization header, unless the server wants it in the body.
    private func post(
        _ url: String, _ parameters: [(String, String)], _ shape: Provider.RequestShape, _ endpoints: Endpoints
    ) -> HTTPRequest {
        var headers = commonHeaders
        var parameters = parameters
        if let clientSecret {
            if endpoints.secretInBody {
                parameters.append(("client_secret", clientSecret.revealed))
            } else {
                let pair = FormEncoding.escape(clientID) + ":" + FormEncoding.escape(clientSecret.revealed)
                headers.append(.init("Authorization", "Basic " + Base64.encode(Array(pair.utf8))))
            }
        }
        let named = parameters.map { (shape.names[$0.0] ?? $0.0, $0.1) }
        let body: String
        switch shape.encoding {
        case .form:
            // No charset: servers have compared this value to the letter.
            headers.append(.init("Content-Type", "application/x-www-form-urlencoded"))
            body = FormEncoding.encode(named)
        case .json:
            headers.append(.init("Content-Type", "application/json"))
            body = JSONValue.object([String: JSONValue](named.map { ($0.0, .string($0.1)) }) { $1 }).line
        }
        return HTTPRequest(method: "POST", url: url, headers: headers, body: Secret(body))
    }
}

extension HTTPOutcome {
    /// nil when no HTTP reply came.
    var status: Int? { if case .replied(let reply) = self { reply.status } else { nil } }
}
