import Foundation
import Hummingbird

extension Simulator {
    /// POST /device_authorization (RFC 8628, 3.1 and 3.2; TokenIDP's guide for JSON).
    func addDeviceAuthorizationRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/device_authorization") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            let asking = Asking(
                place: .deviceAuthorization, client: application.clientID,
                dialect: dialect(of: parameters, from: application))
            return try await answer(asking, context) { act in
                try require(.deviceCode, of: application)
                let (deviceCode, stored) = try await store.start(
                    try newGrant(parameters, for: application, act, context), at: now())
                audit(.codesIssued, stored.grant) {
                    ($0.address, $0.scope) = (context.address, stored.grant.scope.joined(separator: " "))
                }
                return Response.json(codes(deviceCode, stored.grant))
            }
        }
    }

    private func newGrant(
        _ parameters: RequestParameters, for application: Directory.Application, _ act: Scenario.Act?,
        _ context: SimulatorRequestContext
    ) throws(OAuthError) -> GrantStore.NewGrant {
        var challenge: CodeChallenge?
        if let value = parameters["code_challenge"] {
            challenge = try CodeChallenge(value, method: parameters["code_challenge_method"])
        } else if parameters["code_challenge_method"] != nil {
            // Most likely the challenge got lost on the way, and with it what it protects.
            throw OAuthError(.invalidRequest, "code_challenge_method without code_challenge.")
        }
        return GrantStore.NewGrant(
            tenant: tenant.name, clientID: application.clientID,
            scope: try application.scope(asked: parameters["scope"]),
            deviceName: parameters["device_metadata"].flatMap(ShownText.name), askedFrom: context.remoteAddress,
            challenge: challenge, interval: application.interval ?? settings.interval,
            lifetime: act?.lifetime ?? application.codeLifetime ?? settings.codeLifetime)
    }

    /// All dialects get this shape: TokenIDP answers here without its envelope.
    private func codes(_ deviceCode: String, _ grant: DeviceGrant) -> DeviceAuthorizationResponse {
        DeviceAuthorizationResponse(
            deviceCode: deviceCode, userCode: grant.userCode.shown, verificationURI: verificationURI,
            verificationURIComplete: settings.givesCompleteURI
                ? "\(verificationURI)?user_code=\(grant.userCode.shown)" : nil,
            expiresIn: Int(grant.expiresAt.timeIntervalSince(grant.createdAt)),
            interval: settings.tellsInterval ? grant.interval : nil)
    }

    private struct DeviceAuthorizationResponse: Encodable {
        let deviceCode: String
        let userCode: String
        let verificationURI: String
        let verificationURIComplete: String?
        let expiresIn: Int
        let interval: Int?

        enum CodingKeys: String, CodingKey {
            case interval
            case deviceCode = "device_code"
            case userCode = "user_code"
            case verificationURI = "verification_uri"
            case verificationURIComplete = "verification_uri_complete"
            case expiresIn = "expires_in"
        }
    }
}

extension Directory.Application {
    /// The scopes a request asks for, each once, all of them allowed to the application (RFC 6749, 3.3).
    func scope(asked: String?) throws(OAuthError) -> [String] {
        guard let asked else { return defaultScopes }
        var scope: [String] = []
        for name in asked.split(separator: " ").map(String.init) where !scope.contains(name) {
            guard scopes.contains(name) else {
                throw OAuthError(.invalidScope, "The client may not ask for all of these scopes.")
            }
            scope.append(name)
        }
        return scope.isEmpty ? defaultScopes : scope
    }
}

/// Text from outside made fit for a page, a list or a terminal.
enum ShownText {
    /// A device's name for itself: one line, no control, format or private-use characters, at most 60 characters.
    /// Nil when nothing remains.
    static func name(_ text: String) -> String? {
        let clean = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: true
            }
        }
        let line = String(String.UnicodeScalarView(clean)).trimmingCharacters(in: .whitespaces)
        guard !line.isEmpty else { return nil }
        return line.count <= 60 ? line : "\(line.prefix(59))…"
    }
}
