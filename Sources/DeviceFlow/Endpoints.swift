/// Where a server is asked, and what it has told about itself. All `https`, or on loopback.
public struct Endpoints: Hashable, Sendable {
    public var deviceAuthorization: String
    public var token: String
    /// RFC 7009; nil where the server has told none.
    public var revocation: String?
    /// OpenID Connect Core, 5.3; nil where the server has told none.
    public var userinfo: String?
    /// The server's public keys (jwks_uri); nil where it has told none.
    public var keys: String?
    /// Where the client itself is made.
    public var registration: String?
    /// The issuer identifier the id_token must carry; nil when no discovery was asked for.
    public var issuer: String?
    /// Whether the client's secret goes into the body instead of the Authorization header.
    public var secretInBody: Bool
    /// The client the server has made for this device.
    public var registered: RegisteredClient?
    /// Whose they are: the client of the same `edition` asks there and reads what is answered, also when the
    /// configuration has been read again meanwhile.
    public var edition = 0

    public init(
        deviceAuthorization: String, token: String, revocation: String? = nil, userinfo: String? = nil,
        keys: String? = nil, registration: String? = nil, issuer: String? = nil, secretInBody: Bool = false
    ) {
        self.deviceAuthorization = deviceAuthorization
        self.token = token
        self.revocation = revocation
        self.userinfo = userinfo
        self.keys = keys
        self.registration = registration
        self.issuer = issuer
        self.secretInBody = secretInBody
    }

    /// Whether a URL may be asked for codes and tokens: `https`, or plain `http` on loopback; no userinfo, no
    /// fragment. (RFC 8628, 3.1; RFC 6749, 3.2)
    public static func isAllowed(_ url: String) -> Bool {
        !url.contains("#") && (try? VerificationURI(url)) != nil
    }
}

/// A client that a server has made on request, for a while. (AWS IAM Identity Center: RegisterClient)
public struct RegisteredClient: Hashable, Sendable {
    public let clientID: String
    public let secret: Secret?
    /// nil: it does not end.
    public let until: Moment?

    public init(clientID: String, secret: Secret?, until: Moment?) {
        self.clientID = clientID
        self.secret = secret
        self.until = until
    }
}

extension Provider {
    /// The server's address, where the profile knows it. - Returns: nil when a setting is missing.
    public func issuer(_ settings: [String: String]) -> String? { issuer.flatMap { $0.filled { value($0, settings) } } }

    /// What an endpoint's template comes to: a URL, or a path below the issuer.
    func url(_ template: Template?, _ settings: [String: String], issuer: String?) -> String? {
        guard let text = template?.filled({ value($0, settings) }) else { return nil }
        guard text.hasPrefix("/") else { return Endpoints.isAllowed(text) ? text : nil }
        guard let issuer else { return nil }
        return (issuer.last == "/" ? String(issuer.dropLast()) : issuer) + text
    }

    /// The endpoints that need no metadata; nil where the profile does not know the two that matter.
    public func fixedEndpoints(_ settings: [String: String], issuer: String?) -> Endpoints? {
        func known(_ endpoint: Endpoint) -> String? {
            url(overrides[endpoint] ?? endpoints[endpoint], settings, issuer: issuer)
        }
        guard let device = known(.deviceAuthorization), let token = known(.token) else { return nil }
        return Endpoints(
            deviceAuthorization: device, token: token, revocation: known(.revocation),
            userinfo: identity.asksUserinfo ? known(.userinfo) : nil,
            keys: known(.jwks), registration: known(.registration), issuer: issuer)
    }

    /// What a placeholder stands for: what the operator has set, or the profile's own.
    public func value(_ name: String, _ settings: [String: String]) -> String? {
        settings[name] ?? self.settings[name]?.standard
    }
}

extension Provider {
    /// The settings that a request cannot do without, in alphabetical order.
    /// - Parameter knowsServer: whether the operator has said where the server is.
    public func neededSettings(knowsServer: Bool) -> [String] {
        var templates = knowsServer ? [] : [issuer].compactMap { $0 }
        if !knowsServer { templates += endpoints.values.map { $0 } + overrides.values.map { $0 } }
        for shape in [codesRequest, tokenRequest, refreshRequest, revocationRequest, registrationRequest ?? .init()] {
            templates += shape.fixed.values.map { $0 }
        }
        return Set(templates.flatMap(\.names)).sorted()
    }
}
