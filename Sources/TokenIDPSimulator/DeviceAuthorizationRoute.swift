import Foundation
import Hummingbird

extension Simulator {
    /// POST /device_authorization (RFC 8628, 3.1 and 3.2; TokenIDP's guide for JSON).
    func addDeviceAuthorizationRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/device_authorization") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            guard application.grants.contains(.deviceCode) else {
                throw OAuthError(.unauthorizedClient, "The device grant is not enabled for this client.")
            }
            let (deviceCode, stored) = try await store.start(
                GrantStore.NewGrant(
                    clientID: application.clientID, scope: try scope(parameters["scope"], for: application),
                    deviceName: parameters["device_metadata"].flatMap(ShownText.name), askedFrom: context.remoteAddress,
                    interval: settings.interval, lifetime: settings.codeLifetime),
                at: now())
            // Both dialects get this shape: TokenIDP answers here without its envelope.
            return Response.json(
                DeviceAuthorizationResponse(
                    deviceCode: deviceCode, userCode: stored.grant.userCode.shown, verificationURI: verificationURI,
                    verificationURIComplete: "\(verificationURI)?user_code=\(stored.grant.userCode.shown)",
                    expiresIn: settings.codeLifetime, interval: settings.interval))
        }
    }

    /// The scopes a request asks for, each once, all of them allowed to the application (RFC 6749, 3.3).
    private func scope(_ asked: String?, for application: Directory.Application) throws(OAuthError) -> [String] {
        guard let asked else { return application.defaultScopes }
        var scope: [String] = []
        for name in asked.split(separator: " ").map(String.init) where !scope.contains(name) {
            guard application.scopes.contains(name) else {
                throw OAuthError(.invalidScope, "The client may not ask for all of these scopes.")
            }
            scope.append(name)
        }
        return scope.isEmpty ? application.defaultScopes : scope
    }

    private struct DeviceAuthorizationResponse: Encodable {
        let deviceCode: String
        let userCode: String
        let verificationURI: String
        let verificationURIComplete: String
        let expiresIn: Int
        let interval: Int

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
