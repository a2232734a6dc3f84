import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit
import Testing

@testable import TokenIDPSimulator

@Suite("POST /token")
struct TokenTests {
    @Test("S9: pending, then tokens, in RFC 6749's shape")
    func success() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await route.codes(scope: "openid profile")
            let pending = try await route.poll(codes)
            #expect(pending.status == .badRequest)
            #expect(pending.error == "authorization_pending")
            try await route.approve(codes)
            driver.advance(by: 5)
            let answer = try await route.poll(codes)
            #expect(answer.status == .ok)
            #expect(answer.names == ["access_token", "token_type", "expires_in", "scope", "id_token"])
            #expect(answer["token_type"] == "Bearer")
            #expect(answer.int("expires_in") == 3600)
            #expect(answer["scope"] == "openid profile")
            // S17
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.pragma] == "no-cache")
        }
    }

    @Test("TokenIDP's guide: camelCase in, envelope out", arguments: ["device_code", RouteClient.deviceGrant])
    func guide(_ grantType: String) async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await route.codes(scope: "openid offline_access")
            let poll = #"{"grantType":"\#(grantType)","clientId":"tokenidp-tv-app","deviceCode":"\#(codes.device)"}"#
            let pending = try await route.post("/token", json: poll)
            #expect(pending.status == .badRequest)
            #expect(pending.bool("isSuccess") == false)
            #expect(pending["error.code"] == "authorization_pending")
            #expect(pending["error.error"] == "Authorization is still pending.")
            try await route.approve(codes)
            driver.advance(by: 5)
            let answer = try await route.post("/token", json: poll)
            #expect(answer.status == .ok)
            #expect(answer.bool("isSuccess") == true)
            #expect(answer["data.tokenType"] == "Bearer")
            #expect(answer.int("data.expiresIn") == 3600)
            for member in ["accessToken", "refreshToken", "idToken", "scope"] { #expect(answer.has("data.\(member)")) }
        }
    }

    @Test("TokenIDP's guide: an unknown client is 401 in the envelope")
    func guideClient() async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post(
                "/token", json: #"{"grantType":"device_code","clientId":"nobody","deviceCode":"x"}"#)
            #expect(answer.status == .unauthorized)
            #expect(answer["error.code"] == "invalid_client")
        }
    }

    @Test("S9: slow_down counts per device code and grows by five seconds each time")
    func slowDown() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let (hasty, calm) = try await (route.codes(), route.codes())
            #expect(try await route.poll(hasty).error == "authorization_pending")
            #expect(try await route.poll(calm).error == "authorization_pending", "another code is another count")
            driver.advance(by: 4.5)
            #expect(try await route.poll(hasty).error == "slow_down")
            driver.advance(by: 9.5)
            #expect(try await route.poll(hasty).error == "slow_down")
            #expect(try await route.poll(calm).error == "authorization_pending")
            driver.advance(by: 15)
            #expect(try await route.poll(hasty).error == "authorization_pending")
        }
    }

    @Test("S9: denied is access_denied, expired is expired_token")
    func endings() async throws {
        let driver = try SimulatorDriver(codeLifetime: 60)
        try await driver.run { route in
            let (denied, forgotten) = try await (route.codes(), route.codes())
            try await route.deny(denied)
            let answer = try await route.poll(denied)
            #expect(answer.status == .badRequest)
            #expect(answer.error == "access_denied")
            driver.advance(by: 60)
            #expect(try await route.poll(forgotten).error == "expired_token")
        }
    }

    @Test("A code is used once; using it again is invalid_grant and revokes what the first use gave")
    func secondUse() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let (codes, first) = try await route.tokens(scope: "openid offline_access")
            let bearer: HTTPFields = [.authorization: "Bearer \(try first.required("access_token"))"]
            #expect(try await route.get("/userinfo", headers: bearer).status == .ok)
            let second = try await route.poll(codes)
            #expect(second.status == .badRequest)
            #expect(second.error == "invalid_grant")
            #expect(second.names == ["error", "error_description"])
            #expect(try await route.get("/userinfo", headers: bearer).status == .unauthorized)
            let refreshed = try await route.post(
                "/token",
                form: [
                    "grant_type": "refresh_token", "client_id": "tokenidp-tv-app",
                    "refresh_token": try first.required("refresh_token"),
                ])
            #expect(refreshed.error == "invalid_grant")
        }
    }

    @Test("A code belongs to its client: another one gets invalid_grant and does no harm")
    func binding() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await route.codes()
            try await route.approve(codes)
            let stolen = try await route.post(
                "/token",
                form: [
                    "grant_type": RouteClient.deviceGrant, "client_id": "lobby-kiosk",
                    "client_secret": "lobby-kiosk-secret", "device_code": codes.device,
                ])
            #expect(stolen.error == "invalid_grant")
            #expect(try await route.poll(codes).status == .ok)
        }
    }

    @Test(
        "What is wrong is said in RFC 6749's words",
        arguments: [
            ("client_id=tokenidp-tv-app", 400, "invalid_request"),
            ("client_id=tokenidp-tv-app&grant_type=password", 400, "unsupported_grant_type"),
            ("client_id=tokenidp-tv-app&grant_type=device_code", 400, "invalid_request"),
            ("client_id=tokenidp-tv-app&grant_type=device_code&device_code=nope", 400, "invalid_grant"),
            ("client_id=tokenidp-tv-app&grant_type=refresh_token&refresh_token=nope", 400, "invalid_grant"),
            ("client_id=nobody&grant_type=device_code&device_code=x", 401, "invalid_client"),
            ("grant_type=device_code&device_code=x", 400, "invalid_request"),
            (
                "client_id=orders-worker&client_secret=orders-worker-secret&grant_type=device_code&device_code=x", 400,
                "unauthorized_client"
            ),
        ])
    func errors(_ form: String, _ status: Int, _ error: String) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post("/token", form)
            #expect(answer.status.code == status)
            #expect(answer.error == error)
        }
    }

    @Test("The id_token is signed with the published key and says who, for whom and when")
    func idToken() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await route.codes(scope: "openid profile email")
            driver.advance(by: 7)
            try await route.approve(codes, as: "bob")
            driver.advance(by: 5)
            let answer = try await route.poll(codes)
            let keys = JWTKeyCollection()
            try await keys.add(jwksJSON: try await route.get("/.well-known/jwks.json").text)
            let accessToken = try answer.required("access_token")
            let claims = try await keys.verify(try answer.required("id_token"), as: IDTokenClaims.self)
            let now = Int(driver.now.timeIntervalSince1970)
            #expect(claims.iss == SimulatorDriver.issuer)
            #expect(claims.sub == "bob")
            #expect(claims.aud == "tokenidp-tv-app")
            #expect(claims.iat == now && claims.exp == now + 3600 && claims.authTime == now - 5)
            let half = Data(SHA256.hash(data: Data(accessToken.utf8))).prefix(16)
            #expect(claims.accessTokenHash == half.base64URL)
            #expect(claims.about.name == "Bob Example")
            #expect(claims.about.email == "bob@example.com")
            #expect(claims.about.phoneNumber == nil, "phone was not asked for")
            let payload = try #require(accessToken.split(separator: ".").dropFirst().first)
            #expect(!String(payload).isEmpty)
            let access = try await keys.verify(accessToken, as: AccessTokenClaims.self)
            #expect(access.clientID == "tokenidp-tv-app" && access.scope == "openid profile email")
        }
    }

    @Test("No id_token without openid, no refresh token without offline_access")
    func scopes() async throws {
        try await SimulatorDriver().run { route in
            let plain = try await route.tokens(scope: "api.read").answer
            #expect(plain.names == ["access_token", "token_type", "expires_in", "scope"])
            #expect(try await route.tokens(scope: "openid offline_access").answer.has("refresh_token"))
        }
    }

    @Test("S22: a refresh token is used once; its second use revokes the family")
    func rotation() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let first = try await route.tokens(scope: "openid profile offline_access").answer
            @Sendable func refresh(_ token: String, scope: String? = nil) async throws -> Answer {
                var form = ["grant_type": "refresh_token", "client_id": "tokenidp-tv-app", "refresh_token": token]
                form["scope"] = scope
                return try await route.post("/token", form: form)
            }
            let old = try first.required("refresh_token")
            #expect(try await refresh(old, scope: "openid email").error == "invalid_scope")
            driver.advance(by: 100)
            let second = try await refresh(old, scope: "openid")
            #expect(second.status == .ok)
            #expect(second["scope"] == "openid")
            let new = try second.required("refresh_token")
            #expect(new != old)
            #expect(try await refresh(old).error == "invalid_grant")
            #expect(try await refresh(new).error == "invalid_grant", "the thief and the owner both start again")
        }
    }
}
