/// One client of one authorization server: turns what the sign-in wants into HTTP requests, and HTTP replies
/// into what the sign-in understands.
public struct Client: Equatable, Sendable {
    public var provider: Provider
    /// Empty where the server makes a client of its own.
    public var clientID: String
    public var clientSecret: Secret?
    /// Whether there is a key to sign with instead of a secret, or a certificate for TLS. (RFC 7523; RFC 8705)
    public var hasPrivateKey = false
    public var hasCertificate = false
    /// Whether tokens shall be bound to a key of this client. (RFC 9449)
    public var usesProof = false
    /// Space separated, as in RFC 6749, 3.3; nil: as the profile has it.
    public var scope: String?
    public var deviceName: String?
    /// Sent with the request for codes: audience, authorization_details (RFC 9396).
    public var parameters: [Parameter] = []
    /// RFC 8707: sent with the request for codes and with each poll.
    public var resources: [String] = []
    /// What the operator has set for the profile's placeholders.
    public var settings: [String: String] = [:]
    /// For discovery; nil when the endpoints are given.
    public var issuer: String?
    public var userAgent: String
    /// Counts the configurations that a running program has read; the endpoints it finds carry it.
    public var edition = 0

    public struct Parameter: Hashable, Sendable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

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

    /// - Parameter keys: new ones for a request for codes.
    public func request(
        for intent: Intent, keys: SignInKeys? = nil, sign: @escaping Signing = { _ in nil }
    ) -> HTTPRequest {
        var writer = RequestWriter(client: self, sign: sign)
        switch intent {
        case .metadata(let attempt):
            return writer.get(Metadata.address(of: issuer ?? "", attempt: attempt))
        case .register(let endpoints):
            writer.shape = provider.registrationRequest ?? Provider.RequestShape()
            writer.add("client_name", deviceName ?? "kiosk")
            return writer.send(to: endpoints.registration ?? "", endpoints, authenticates: false)
        case .codes(let endpoints):
            writer.shape = provider.codesRequest
            addCodesParameters(&writer, endpoints, keys)
            return writer.send(to: endpoints.deviceAuthorization, endpoints)
        case .poll(let endpoints, let redemption):
            writer.shape = provider.tokenRequest
            writer.add("grant_type", provider.tokenRequest.grantType ?? Self.deviceGrant)
            writer.add("device_code", redemption.deviceCode.revealed)
            writer.add("client_id", id(endpoints))
            for (name, value) in redemption.echoes.sorted(by: { $0.key < $1.key }) { writer.add(name, value.revealed) }
            if let verifier = redemption.codeVerifier { writer.add("code_verifier", verifier.revealed) }
            for resource in resources { writer.add("resource", resource) }
            return writer.send(to: endpoints.token, endpoints, isProven: usesProof, nonce: redemption.proofNonce)
        case .refresh(let endpoints, let token):
            writer.shape = provider.refreshRequest
            writer.add("grant_type", "refresh_token")
            writer.add("refresh_token", token.revealed)
            writer.add("client_id", id(endpoints))
            return writer.send(to: endpoints.token, endpoints, isProven: usesProof)
        case .revoke(let endpoints, let token, let hint):
            writer.shape = provider.revocationRequest
            writer.add("token", token.revealed)
            writer.add("token_type_hint", hint)
            writer.add("client_id", id(endpoints))
            return writer.send(to: endpoints.revocation ?? "", endpoints)
        case .keys(let endpoints, _):
            return writer.get(endpoints.keys ?? "")
        case .userinfo(let endpoints, let tokens):
            return writer.get(endpoints.userinfo ?? "", token: tokens.accessToken, isProven: usesProof)
        }
    }

    private func addCodesParameters(_ writer: inout RequestWriter, _ endpoints: Endpoints, _ keys: SignInKeys?) {
        writer.add("client_id", id(endpoints))
        // A parameter without a value counts as omitted, so it is omitted. (RFC 8628, 3.1)
        if let scope = scope ?? provider.scope.standard, !scope.isEmpty {
            writer.add("scope", scope.split(separator: " ").joined(separator: provider.scope.separator))
        }
        if let name = provider.deviceNameParameter, let deviceName, !deviceName.isEmpty { writer.add(name, deviceName) }
        if provider.usesPKCE, let keys {
            writer.add("code_challenge", keys.codeChallenge)
            writer.add("code_challenge_method", "S256")
        }
        if provider.identity.sendsNonce, let keys { writer.add("nonce", keys.nonce) }
        for parameter in parameters { writer.add(parameter.name, parameter.value) }
        for resource in resources { writer.add("resource", resource) }
    }

    /// Whether a sign-in needs random values of its own.
    public var needsKeys: Bool { provider.usesPKCE || provider.identity.sendsNonce || usesProof }

    func id(_ endpoints: Endpoints) -> String { endpoints.registered?.clientID ?? clientID }

    /// - Parameter keys: those the request was made with.
    public func event(
        for outcome: HTTPOutcome, to intent: Intent, _ id: RequestID, keys: SignInKeys? = nil,
        cryptography: Cryptography = .none
    ) -> Event {
        switch intent {
        case .metadata: .metadataReplied(Metadata.answer(outcome, client: self).found(by: edition), to: id)
        case .register: .registrationReplied(registrationAnswer(outcome), to: id)
        case .codes: .codesReplied(codesAnswer(outcome, keys: keys), to: id)
        case .poll(let endpoints, let redemption):
            .tokenReplied(
                tokenAnswer(outcome, endpoints, nonce: redemption.nonce), status: outcome.status, to: id)
        case .refresh(let endpoints, _): .refreshReplied(tokenAnswer(outcome, endpoints), to: id)
        case .revoke: .revocationReplied(revocationAnswer(outcome), to: id)
        case .keys(let endpoints, let tokens):
            .identityReplied(keysAnswer(outcome, tokens, endpoints, cryptography), to: id)
        case .userinfo(_, let tokens): .identityReplied(userinfoAnswer(outcome, tokens), to: id)
        }
    }
}

extension HTTPOutcome {
    /// nil when no HTTP reply came.
    var status: Int? { if case .replied(let reply) = self { reply.status } else { nil } }
}
