import Foundation
import Hummingbird

extension Simulator {
    static let deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code"

    /// POST /token: the device grant (RFC 8628, 3.4 and 3.5), refresh (RFC 6749, 6), and what a program gets for itself
    /// (RFC 6749, 4.4).
    func addTokenRoute(to router: Router<SimulatorRequestContext>) {
        router.post("/token") { request, context in
            let parameters = try await RequestParameters.read(request)
            let application = try authenticatedClient(parameters, request, from: context.address)
            let asking = Asking(
                place: .token, client: application.clientID, code: try await troubledCode(parameters),
                dialect: dialect(of: parameters, from: application))
            return try await answer(asking, context) { act in
                let proof = try await DPoPProof.of(request, url: "\(issuer)/token", under: dpop, at: now())
                let issue = issue(for: application, proof: proof)
                let trouble = (act, troubles.scenario(client: asking.client, code: asking.code)?.clock ?? 0)
                let tokens =
                    switch try grantType(parameters, in: asking.dialect) {
                    case .deviceCode:
                        try await redeemDeviceCode(parameters, for: application, issue, trouble, context.address)
                    case .refreshToken: try await refresh(parameters, for: application, issue, trouble)
                    case .clientCredentials: try await issueToItself(parameters, application, issue)
                    }
                return tokens.response(in: asking.dialect)
            }
        }
    }

    /// In whose words a client is answered: what was said for all beats what was said for it, and that its own shape.
    func dialect(of parameters: RequestParameters, from application: Directory.Application) -> Dialect {
        settings.dialect ?? application.dialect ?? parameters.dialect
    }

    /// The user code a poll is about, where a trouble may be for codes.
    private func troubledCode(_ parameters: RequestParameters) async throws -> UserCode? {
        guard troubles.asksForCodes, let deviceCode = parameters["device_code"] else { return nil }
        return try await store.grant(deviceCode: deviceCode)?.grant.userCode
    }

    private func grantType(
        _ parameters: RequestParameters, in dialect: Dialect
    ) throws(OAuthError) -> Directory.GrantName {
        switch parameters["grant_type"] {
        // The published source does not know the registered name.
        case Self.deviceCodeGrant where dialect != .source: return .deviceCode
        case .some(let name):
            guard let grant = Directory.GrantName(rawValue: name) else {
                throw OAuthError(.unsupportedGrantType, "The requested grant_type is not supported.")
            }
            return grant
        case nil: throw OAuthError(.invalidRequest, "grant_type is missing.")
        }
    }

    private func redeemDeviceCode(
        _ parameters: RequestParameters, for application: Directory.Application, _ issue: TokenIssue,
        _ trouble: (act: Scenario.Act?, clock: Int), _ address: String
    ) async throws -> TokenAnswer {
        try require(.deviceCode, of: application)
        guard let deviceCode = parameters["device_code"] else {
            throw OAuthError(.invalidRequest, "device_code is missing.")
        }
        let result = try await store.poll(
            GrantStore.Poll(
                deviceCode: deviceCode, tenant: tenant.name, clientID: application.clientID,
                verifier: parameters["code_verifier"], rules: settings.polling, at: issue.time,
                pretended: trouble.act?.outcome)
        ) { stored, approval in
            let names = TokenIssue.Names()
            return (names, issue.rows(family: stored.id, Self.grant(of: stored.grant, approval), names))
        }
        guard case .answered(let answer, let stored, let gap, let names) = result else {
            throw OAuthError.unknownDeviceCode
        }
        audit(.poll, stored.grant) { entry in
            (entry.answer, entry.polls, entry.interval) = (answer.name, stored.grant.polls, stored.grant.interval)
            entry.gap = gap.map { ($0 * 1000).rounded() / 1000 }
            entry.address = address
        }
        switch answer {
        case .authorizationPending: throw OAuthError(.authorizationPending, "Authorization is still pending.")
        case .slowDown: throw OAuthError(.slowDown, "Polling too quickly.")
        case .accessDenied: throw OAuthError(.accessDenied, "The end-user denied the request.")
        case .expiredToken: throw OAuthError(.expiredToken, "The device code has expired.")
        case .wrongVerifier:
            throw OAuthError(.invalidGrant, "code_verifier is missing or does not match (RFC 7636, 4.6).")
        case .redeemedBefore:
            audit(.codeReused, stored.grant) { $0.reason = "used before: all tokens that came of it are revoked" }
            throw OAuthError(.invalidGrant, "This device code was used before.")
        case .tokens(let approval):
            guard let names else { preconditionFailure("the store said yes and issued nothing") }
            audit(.tokensIssued, stored.grant) {
                ($0.username, $0.scope) = (approval.username, stored.grant.scope.joined(separator: " "))
            }
            return try await issue.sign(
                Self.grant(of: stored.grant, approval), names,
                about: directory.person(approval.username, at: tenant),
                with: signingKeys.current(at: issue.time), trouble: trouble.act?.idToken, clockAhead: trouble.clock)
        }
    }

    private static func grant(of grant: DeviceGrant, _ approval: DeviceGrant.Approval) -> TokenIssue.Grant {
        TokenIssue.Grant(
            username: approval.username, scope: grant.scope, authenticatedAt: approval.authenticatedAt,
            isRefreshable: grant.scope.contains("offline_access"))
    }

    private func refresh(
        _ parameters: RequestParameters, for application: Directory.Application, _ issue: TokenIssue,
        _ trouble: (act: Scenario.Act?, clock: Int)
    ) async throws -> TokenAnswer {
        try require(.refreshToken, of: application)
        guard let refreshToken = parameters["refresh_token"] else {
            throw OAuthError(.invalidRequest, "refresh_token is missing.")
        }
        let asked = parameters["scope"].map { $0.split(separator: " ").map(String.init) }
        if let asked, let known = try await store.token(Secrets.fingerprint(of: refreshToken)),
            !Set(asked).isSubset(of: known.scopes)
        {
            throw OAuthError(.invalidScope, "A refresh may not widen the scope.")  // RFC 6749, 6.
        }
        let names = TokenIssue.Names()
        let result = try await store.rotate(
            refreshToken: refreshToken, by: application.clientID, of: tenant.name,
            thumbprint: issue.proof?.thumbprint, at: issue.time
        ) { used in
            issue.rows(family: used.family, Self.grant(of: used, asked: nil), names)
        }
        switch result {
        case .refused: throw OAuthError(.invalidGrant, "This refresh token is not valid.")
        case .reused(let token):
            audit(.refreshTokenReused) {
                ($0.clientID, $0.username) = (token.clientID, token.username)
                $0.reason = "used before: all tokens of its family are revoked"
            }
            throw OAuthError(.invalidGrant, "This refresh token is not valid.")
        case .rotated(let used):
            audit(.refreshed) { ($0.clientID, $0.username, $0.scope) = (used.clientID, used.username, used.scope) }
            return try await issue.sign(
                Self.grant(of: used, asked: asked), names, about: directory.person(used.username, at: tenant),
                with: signingKeys.current(at: issue.time), trouble: trouble.act?.idToken, clockAhead: trouble.clock)
        }
    }

    private static func grant(of token: IssuedToken, asked: [String]?) -> TokenIssue.Grant {
        TokenIssue.Grant(
            username: token.username, scope: asked ?? token.scopes, authenticatedAt: token.authenticatedAt,
            isRefreshable: true)
    }

    private func issueToItself(
        _ parameters: RequestParameters, _ application: Directory.Application, _ issue: TokenIssue
    ) async throws -> TokenAnswer {
        try require(.clientCredentials, of: application)
        guard application.secret != nil else {
            throw OAuthError(.unauthorizedClient, "A public client cannot act for itself.")  // RFC 6749, 4.4.
        }
        let grant = TokenIssue.Grant(
            username: application.clientID, scope: try application.scope(asked: parameters["scope"]),
            authenticatedAt: issue.time, isRefreshable: false)
        let names = TokenIssue.Names()
        try await store.issue(issue.rows(family: 0, grant, names))
        audit(.tokensIssued) {
            ($0.clientID, $0.scope) = (application.clientID, grant.scope.joined(separator: " "))
        }
        return try await issue.sign(grant, names, about: nil, with: signingKeys.current(at: issue.time))
    }

    func require(_ grant: Directory.GrantName, of application: Directory.Application) throws(OAuthError) {
        guard application.grants.contains(grant) else {
            audit(.clientRefused) {
                ($0.clientID, $0.reason) = (application.clientID, "the \(grant.rawValue) grant is not enabled for it")
            }
            throw OAuthError(.unauthorizedClient, "The \(grant.rawValue) grant is not enabled for this client.")
        }
    }

    private func issue(for application: Directory.Application, proof: DPoPProof?) -> TokenIssue {
        TokenIssue(
            tenant: tenant, clientID: application.clientID, time: now(), accessLifetime: settings.accessTokenLifetime,
            refreshLifetime: settings.refreshTokenLifetime, proof: proof, bindsRefreshToken: application.secret == nil)
    }
}

extension DeviceGrant.PollAnswer {
    /// The error code of RFC 8628, 3.5, or what else a poll came to.
    var name: String {
        switch self {
        case .authorizationPending: "authorization_pending"
        case .slowDown: "slow_down"
        case .accessDenied: "access_denied"
        case .expiredToken: "expired_token"
        case .wrongVerifier: "wrong_verifier"
        case .redeemedBefore: "used_before"
        case .tokens: "tokens"
        }
    }
}
