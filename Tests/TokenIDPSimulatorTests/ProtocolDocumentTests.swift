import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import TokenIDPSimulator

@Suite("Discovery, keys, userinfo, revocation")
struct ProtocolDocumentTests {
    @Test(
        "S10, S20: the registered names, the exact issuer, no empty list",
        arguments: ["openid-configuration", "oauth-authorization-server"])
    func discovery(_ document: String) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.get("/.well-known/\(document)")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer["issuer"] == SimulatorDriver.issuer)
            #expect(answer["device_authorization_endpoint"] == "https://localhost:5001/device_authorization")
            #expect(answer["token_endpoint"] == "https://localhost:5001/token")
            #expect(answer["revocation_endpoint"] == "https://localhost:5001/revoke")
            #expect(answer["userinfo_endpoint"] == "https://localhost:5001/userinfo")
            #expect(answer["jwks_uri"] == "https://localhost:5001/.well-known/jwks.json")
            #expect(answer.list("response_types_supported") == ["none"], "required, and may not be empty")
            let grants = try #require(answer.list("grant_types_supported"))
            #expect(grants.contains(RouteClient.deviceGrant) && grants.contains("device_code"))
            #expect(answer.list("token_endpoint_auth_methods_supported")?.contains("none") == true)
            for name in answer.names { #expect(answer.list(name)?.isEmpty != true, "\(name) is empty") }
        }
    }

    @Test("introspection (RFC 7662): what a live token stands for, and nothing but inactive about any other")
    func introspection() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let tokens = try await route.tokens(scope: "openid offline_access").answer
            let (access, refresh) = (try tokens.required("access_token"), try tokens.required("refresh_token"))
            let own = ["client_id": "tokenidp-tv-app"]
            let service = ["client_id": "orders-worker", "client_secret": "orders-worker-secret"]
            for client in [own, service] {
                let answer = try await route.post("/introspect", form: client.merging(["token": access]) { $1 })
                #expect(answer.bool("active") == true)
                #expect(answer["sub"] == "alice" && answer["scope"] == "openid offline_access")
                #expect(answer["client_id"] == "tokenidp-tv-app" && answer["token_type"] == "Bearer")
                #expect(answer["iss"] == SimulatorDriver.issuer)
                #expect(answer.int("exp").map { $0 - Int(driver.now.timeIntervalSince1970) } == 3600)
            }
            #expect(
                try await route.post("/introspect", form: own.merging(["token": refresh]) { $1 }).bool("active") == true
            )
            // Another public client proves nothing, and an unknown token is nothing.
            for (client, token) in [(own, "nonsense"), (["client_id": "lobby-kiosk"], access)] {
                let answer = try await route.post("/introspect", form: client.merging(["token": token]) { $1 })
                #expect(answer.bool("active") != true)
            }
            #expect(try await route.post("/introspect", form: own).error == "invalid_request")
            _ = try await route.post("/revoke", form: own.merging(["token": refresh]) { $1 })
            let revoked = try await route.post("/introspect", form: own.merging(["token": access]) { $1 })
            #expect(revoked.text == #"{"active":false}"#)
            let again = try await route.tokens().answer
            driver.advance(by: 3601)
            let late = try await route.post(
                "/introspect", form: own.merging(["token": try again.required("access_token")]) { $1 })
            #expect(late.text == #"{"active":false}"#)
        }
    }

    @Test("The key set has a public key and nothing private")
    func keys() async throws {
        try await SimulatorDriver().run { route in
            let text = try await route.get("/.well-known/jwks.json").text
            #expect(text.contains(#""kty":"EC""#) && text.contains(#""crv":"P-256""#))
            #expect(!text.contains(#""d":"#))
        }
    }

    @Test("userinfo tells what the scopes allow, to a live token only")
    func userinfo() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let tokens = try await route.tokens(scope: "openid email").answer
            let bearer: HTTPFields = [.authorization: "Bearer \(try tokens.required("access_token"))"]
            let answer = try await route.get("/userinfo", headers: bearer)
            #expect(answer.names == ["sub", "email", "email_verified"])
            #expect(answer["sub"] == "alice")
            let bare = try await route.get("/userinfo")
            #expect(bare.status == .unauthorized)
            #expect(bare.headers[.wwwAuthenticate]?.contains("error=") == false, "RFC 6750, 3.1")
            let forged = try await route.get("/userinfo", headers: [.authorization: "Bearer x.y.z"])
            #expect(forged.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
            let api = try await route.tokens(scope: "api.read").answer
            let other: HTTPFields = [.authorization: "Bearer \(try api.required("access_token"))"]
            #expect(try await route.get("/userinfo", headers: other).status == .forbidden)
            driver.advance(by: 3600)
            #expect(try await route.get("/userinfo", headers: bearer).status == .unauthorized)
        }
    }

    @Test(
        "S21: revoking either token ends both; an unknown one is 200; a hint is not needed",
        arguments: [
            "access_token", "refresh_token",
        ])
    func revocation(_ which: String) async throws {
        try await SimulatorDriver().run { route in
            let tokens = try await route.tokens(scope: "openid offline_access").answer
            let bearer: HTTPFields = [.authorization: "Bearer \(try tokens.required("access_token"))"]
            let foreign = try await route.post(
                "/revoke",
                form: [
                    "client_id": "lobby-kiosk", "client_secret": "lobby-kiosk-secret",
                    "token": try tokens.required(which),
                ])
            #expect(foreign.error == "invalid_grant", "RFC 7009, 2.1: only its own client may revoke a token")
            #expect(try await route.get("/userinfo", headers: bearer).status == .ok)
            let answer = try await route.post(
                "/revoke",
                form: [
                    "client_id": "tokenidp-tv-app", "token": try tokens.required(which), "token_type_hint": "nonsense",
                ])
            #expect(answer.status == .ok)
            #expect(answer.text.isEmpty)
            #expect(try await route.get("/userinfo", headers: bearer).status == .unauthorized)
            let refreshed = try await route.post(
                "/token",
                form: [
                    "grant_type": "refresh_token", "client_id": "tokenidp-tv-app",
                    "refresh_token": try tokens.required("refresh_token"),
                ])
            #expect(refreshed.error == "invalid_grant")
            let unknown = try await route.post("/revoke", "client_id=tokenidp-tv-app&token=unknown")
            #expect(unknown.status == .ok)
            #expect(try await route.post("/revoke", "client_id=tokenidp-tv-app").error == "invalid_request")
        }
    }

    @Test("A page that does not exist is 404 in JSON, and health is healthy")
    func others() async throws {
        try await SimulatorDriver().run { route in
            let missing = try await route.get("/nothing")
            #expect(missing.status == .notFound)
            #expect(missing.error == "not_found")
            #expect(try await route.get("/healthz").status == .ok)
        }
    }
}

@Suite("The admin endpoints")
struct AdminTests {
    @Test("Nobody enters without the token", arguments: ["/admin/grants", "/admin/approve", "/admin/deny"])
    func door(_ path: String) async throws {
        try await SimulatorDriver().run { route in
            for headers: HTTPFields in [[:], [.authorization: "Bearer wrong"], [.authorization: "Basic wrong"]] {
                let answer =
                    path.hasSuffix("grants")
                    ? try await route.get(path, headers: headers)
                    : try await route.post(path, "{}", type: "application/json", headers: headers)
                #expect(answer.status == .unauthorized)
            }
        }
    }

    @Test("approve and deny say in words why they cannot")
    func words() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes()
            #expect(try await route.admin("/admin/approve", #"{"user_code":"ZZZZ-ZZZZ"}"#).status == .notFound)
            let stranger = try await route.admin("/admin/approve", #"{"user_code":"\#(codes.user)","as":"eve"}"#)
            #expect(stranger.status == .badRequest)
            #expect(stranger["message"] == "Nobody at system is called eve. Known: alice, bob.")
            let typed = codes.user.lowercased().replacing("-", with: "")
            #expect(try await route.admin("/admin/deny", #"{"user_code":"\#(typed)"}"#).status == .ok)
            let again = try await route.admin("/admin/approve", #"{"user_code":"\#(codes.user)"}"#)
            #expect(again.status == .conflict)
            #expect(again["message"] == "This code is denied already.")
        }
    }

    @Test("The list shows state and device, and no secret")
    func list() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes(name: "lobby\u{1B}[31m")
            try await route.approve(codes, as: "bob")
            let text = try await route.admin("/admin/grants").text
            let grants = try JSONDecoder().decode([ListedGrant].self, from: Data(text.utf8))
            #expect(grants.map(\.userCode) == [codes.user])
            #expect(grants.first?.state == "approved")
            #expect(grants.first?.decidedBy == "bob")
            #expect(grants.first?.deviceName == "lobby[31m")
            #expect(!text.contains(codes.device))
        }
    }
}

@Suite("A restart")
struct RestartTests {
    @Test(
        "loses no code and no approval, and brings no used code back; after a kill only the last second's counts are gone",
        arguments: [true, false])
    func restart(isOrderly: Bool) async throws {
        let driver = try SimulatorDriver()
        let kept = Kept()
        try await driver.run { route in
            let (pending, approved) = try await (route.codes(), route.codes())
            try await route.approve(approved)
            #expect(try await route.poll(pending).error == "authorization_pending")
            let (used, tokens) = try await route.tokens()
            await kept.keep(
                pending, approved, used, tokens, keys: try await route.get("/.well-known/jwks.json").text)
            if isOrderly { try await route.simulator.tidy() }
        }
        driver.advance(by: 2)
        try await driver.run { route in
            let (pending, approved, used, tokens, keys) = try await kept.all()
            #expect(try await route.poll(pending).error == (isOrderly ? "slow_down" : "authorization_pending"))
            #expect(try await route.poll(approved).status == .ok)
            let bearer: HTTPFields = [.authorization: "Bearer \(try tokens.required("access_token"))"]
            #expect(try await route.get("/userinfo", headers: bearer).status == .ok)
            #expect(try await route.get("/.well-known/jwks.json").text == keys)
            #expect(try await route.poll(used).error == "invalid_grant")
            #expect(try await route.get("/userinfo", headers: bearer).status == .unauthorized)
        }
    }

    @Test("A day after its end a code is forgotten, and the new ones are not")
    func forgetting() async throws {
        let driver = try SimulatorDriver(codeLifetime: 600)
        try await driver.run { route in
            let old = try await route.codes()
            driver.advance(by: 600 + 86_400 - 1)
            let young = try await route.codes()
            #expect(try await route.poll(old).error == "expired_token")
            driver.advance(by: 2)
            try await route.simulator.tidy()
            #expect(try await route.simulator.forgetSome() == false, "nothing more is left to forget")
            #expect(try await route.poll(old).error == "invalid_grant")
            #expect(try await route.poll(young).error == "authorization_pending")
        }
    }

    private actor Kept {
        private var values: (Codes, Codes, Codes, Answer, String)?
        func keep(_ pending: Codes, _ approved: Codes, _ used: Codes, _ tokens: Answer, keys: String) {
            values = (pending, approved, used, tokens, keys)
        }
        func all() throws -> (Codes, Codes, Codes, Answer, String) { try #require(values) }
    }
}
