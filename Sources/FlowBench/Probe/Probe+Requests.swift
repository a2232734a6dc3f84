import DeviceFlow

/// What is sent for each step, and how it is told.
extension Probe {
    /// What no server has heard of.
    static let unknownParameter = "kiosk_probe"
    static let unknownClientID = "kiosk-probe-unknown-client"
    static let unknownGrant = "urn:example:kiosk-probe:no-such-grant"

    /// - Returns: nil for what is done by hand.
    func asked(_ step: Step, of track: Track) -> Asked? {
        let endpoints = endpoints ?? Endpoints(deviceAuthorization: "", token: "")
        let redemption = track.redemption ?? Redemption(deviceCode: Secret(""))
        let wrong = Intent.poll(endpoints, Redemption(deviceCode: Secret("kiosk-probe-no-such-device-code-0123456789")))
        switch step {
        case .metadata(let attempt): return .client(client, .metadata(attempt: attempt))
        case .register: return .client(client, .register(endpoints))
        case .codes(strange: false), .sample: return .client(client, .codes(endpoints))
        case .codes(strange: true): return .client(withStrangeParameters, .codes(endpoints))
        case .page: return .page(track.codes?.verificationURI.text ?? "")
        case .completePage: return .page(track.codes?.completeURI?.text ?? "")
        case .unknownClient: return .client(unknownClient, .codes(unregistered(endpoints)))
        case .wrongCode: return .client(client, wrong)
        case .missingCode:
            var client = client
            client.provider.tokenRequest.omitted.append("device_code")
            return .client(client, wrong)
        case .wrongGrant:
            var client = client
            client.provider.tokenRequest.grantType = Self.unknownGrant
            return .client(client, wrong)
        case .tokenByGet:
            var client = client
            client.provider.tokenRequest.method = .get
            return .client(client, wrong)
        case .otherClient:
            var client = unknownClient
            client.clientID = settings.otherClientID ?? ""
            client.clientSecret = nil
            return .client(client, .poll(unregistered(endpoints), redemption))
        case .poll: return .client(client, .poll(endpoints, redemption))
        case .hand: return nil
        case .refresh, .refreshAfterReplay, .refreshRevoked:
            return .client(client, .refresh(endpoints, track.tokens?.refreshToken ?? Secret("")))
        case .replay: return .client(client, .refresh(endpoints, track.spentRefresh ?? Secret("")))
        case .revoke:
            let refresh = track.isRefreshDead ? nil : track.tokens?.refreshToken
            return .client(
                client,
                .revoke(
                    endpoints, token: refresh ?? track.tokens?.accessToken ?? Secret(""),
                    hint: refresh == nil ? "access_token" : "refresh_token"))
        }
    }

    /// One with a value, one without; and where no scope is asked for, an empty one, which must count as none.
    private var withStrangeParameters: Client {
        var client = client
        client.parameters += [.init(Self.unknownParameter, "1"), .init(Self.unknownParameter + "_empty", "")]
        if asksForNoScope { client.parameters.append(.init("scope", "")) }
        return client
    }

    var asksForNoScope: Bool { (client.scope ?? client.provider.scope.standard ?? "").isEmpty }

    /// A client with a secret goes on using one, so that the answer to a wrong one is seen.
    private var unknownClient: Client {
        var client = client
        client.clientID = Self.unknownClientID
        client.clientSecret = client.clientSecret.map { _ in Secret("kiosk-probe") }
        client.hasPrivateKey = false
        client.hasCertificate = false
        return client
    }

    private func unregistered(_ endpoints: Endpoints) -> Endpoints {
        var endpoints = endpoints
        endpoints.registered = nil
        return endpoints
    }
}
