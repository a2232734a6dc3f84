import Foundation
import HTTPTypes
import Testing

@testable import TokenIDPSimulator

@Suite("Dialects, limits, the clock and the audit log")
struct AnsweringTests {
    static let guidePoll = #"{"grantType":"device_code","clientId":"tokenidp-tv-app","deviceCode":"CODE"}"#

    @Test("TokenIDP's published source: HTTP 500 while it waits, another envelope, minutes, and a double JWKS")
    func source() async throws {
        let driver = try SimulatorDriver { $0.dialect = .source }
        try await driver.run { route in
            let codes = try await route.codes()
            func poll() async throws -> Answer {
                try await route.post("/token", json: Self.guidePoll.replacing("CODE", with: codes.device))
            }
            let pending = try await poll()
            #expect(pending.status == .internalServerError)
            #expect(pending["Error.Error"] == "An error has occurred, please contact support.")
            driver.advance(by: 5)
            try await route.approve(codes)
            let tokens = try await poll()
            #expect(tokens.status == .ok && tokens.bool("isSuccess") == true, "\(tokens.text)")
            #expect(tokens["value.token_type"] == "Bearer" && tokens.int("value.expires_in") == 60)
            #expect(tokens["value.expireAt"] == "2027-01-15T09:00:05Z")
            #expect(!tokens.has("value.scope"))
            #expect(try await poll().status == .internalServerError, "a used code is no other error than a waiting one")
            let unknown = try await route.post("/token", json: Self.guidePoll.replacing("CODE", with: "nope"))
            #expect(unknown.status == .ok && unknown["value.errorCode"] == "invalid_grant")
            let urn = try await route.poll(codes)
            #expect(urn.status == .badRequest && urn["error.error"] == "The requested grant_type is not supported.")
            let stranger = try await route.post(
                "/device_authorization", form: ["client_id": "tokenidp-tv-app", "scope": "x"])
            #expect(stranger.status == .internalServerError)
            #expect(try await route.get("/.well-known/jwks.json").text.hasPrefix(#""{\"keys"#))
        }
    }

    @Test("one dialect for all, or for an application; else a request's shape decides")
    func choice() async throws {
        let driver = try SimulatorDriver(configuration: [
            (#""client_id": "lobby-kiosk","#, #""client_id": "lobby-kiosk", "dialect": "guide","#)
        ])
        try await driver.run { route in
            let form = ["client_id": "lobby-kiosk", "client_secret": "lobby-kiosk-secret", "grant_type": "password"]
            #expect(try await route.post("/token", form: form)["error.code"] == "unsupported_grant_type")
            let codes = try await route.codes()
            #expect(try await route.poll(codes).error == "authorization_pending")
        }
        try await SimulatorDriver { $0.dialect = .guide }.run { route in
            let codes = try await route.codes()
            #expect(try await route.poll(codes)["error.code"] == "authorization_pending")
        }
        try await SimulatorDriver { $0.dialect = .rfc }.run { route in
            let codes = try await route.codes()
            let answer = try await route.post("/token", json: Self.guidePoll.replacing("CODE", with: codes.device))
            #expect(answer.error == "authorization_pending")
        }
    }

    @Test("a client that asks too often is told to wait, with Retry-After, until the minute is over")
    func clientLimit() async throws {
        let driver = try SimulatorDriver { $0.clientRequestsAMinute = 3 }
        try await driver.run { route in
            let codes = try await route.codes()
            _ = try await route.poll(codes)
            _ = try await route.poll(codes)
            let answer = try await route.poll(codes)
            #expect(answer.status == .tooManyRequests && answer.error == "rate_limit_exceeded")
            let wait = try #require(answer.headers[.retryAfter].flatMap { Double($0) })
            #expect((1...60).contains(wait))
            let other = try await route.post(
                "/device_authorization", form: ["client_id": "lobby-kiosk", "client_secret": "lobby-kiosk-secret"])
            #expect(other.status == .ok, "others have their own count")
            driver.advance(by: wait)
            #expect(try await route.poll(codes).status == .badRequest)
        }
    }

    @Test("what an operator can choose about polls and pages is what devices and people get")
    func settings() async throws {
        let driver = try SimulatorDriver(configuration: [
            (#""tell_interval": true"#, #""tell_interval": false"#), (#""slow_down_step": 5"#, #""slow_down_step": 2"#),
            (#""complete_uri": true"#, #""complete_uri": false"#), (#""one_tap": true"#, #""one_tap": false"#),
            (#""client_id": "lobby-kiosk","#, #""client_id": "lobby-kiosk", "interval": 7, "code_lifetime": 30,"#),
        ])
        try await driver.run { route in
            let codes = try await route.codes()
            #expect(codes.answer.names == ["device_code", "user_code", "verification_uri", "expires_in"])
            for _ in 0..<2 { _ = try await route.poll(codes) }
            #expect(try await route.admin("/admin/grants").text.contains(#""interval":7,"#), "5 and 2")
            let browser = PageBrowser(route)
            try await browser.open("/device")
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.shows("Password"))
            #expect(await !browser.shows("Continue as"))
            try await browser.post(
                "/device/sign-in", ["form_token": await browser.formToken ?? "", "continue_as": "alice"])
            #expect(await browser.shows("do not go together"), "nor by a form that no page has")
            let lobby = try await route.post(
                "/device_authorization", form: ["client_id": "lobby-kiosk", "client_secret": "lobby-kiosk-secret"])
            #expect(lobby.int("expires_in") == 30)
        }
    }

    @Test("a program can get a token for itself, about nobody (RFC 6749, 4.4)")
    func clientCredentials() async throws {
        try await SimulatorDriver().run { route in
            let worker = ["client_id": "orders-worker", "client_secret": "orders-worker-secret"]
            let tokens = try await route.post(
                "/token", form: worker.merging(["grant_type": "client_credentials"]) { $1 })
            #expect(tokens["scope"] == "orders.read" && !tokens.has("refresh_token") && !tokens.has("id_token"))
            let token = worker.merging(["token": try tokens.required("access_token")]) { $1 }
            #expect(try await route.post("/introspect", form: token)["sub"] == "orders-worker")
            #expect(try await route.post("/revoke", form: token).status == .ok)
            #expect(try await route.post("/introspect", form: token).bool("active") == false)
            let screen = ["client_id": "tokenidp-tv-app", "grant_type": "client_credentials"]
            #expect(try await route.post("/token", form: screen).error == "unauthorized_client")
        }
    }

    @Test("the clock is moved by an admin call, only where it is virtual")
    func clock() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await route.codes()
            let answer = try await route.admin("/admin/advance", #"{"seconds":599.5}"#)
            #expect(answer["message"] == "It is 2027-01-15T08:09:59.750Z now.")
            #expect(try await route.poll(codes).error == "authorization_pending")
            _ = try await route.admin("/admin/advance", #"{"seconds":0.5}"#)
            #expect(try await route.poll(codes).error == "expired_token")
            #expect(try await route.admin("/admin/advance", #"{"seconds":-1}"#).status == .badRequest)
        }
        let clock = SimulatorClock(standingAt: Date(timeIntervalSince1970: 1_800_000_000))
        try clock.goOn(in: driver.folder)
        #expect(clock.now == driver.now, "a restart goes on where it stood")
        #expect(SimulatorClock().advance(by: 1) == nil, "the machine's own is not moved")
    }

    @Test("the audit log tells the story a line an event, without a secret in it")
    func auditLog() async throws {
        let driver = try SimulatorDriver()
        let secrets = Secrets()
        try await driver.run { route in
            let codes = try await route.codes(scope: "openid offline_access")
            _ = try await route.poll(codes)
            driver.advance(by: 1)
            _ = try await route.poll(codes)
            let browser = PageBrowser(route)
            try await browser.open("/device")
            await secrets.add([try #require(await browser.formToken)])
            try await browser.submit(["user_code": "BBBB-BBBB"])
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["username": "alice", "password": "wrong-password"])
            try await browser.submit(["username": "alice", "password": "alice-password"])
            try await browser.submit(["decision": "approve"])
            driver.advance(by: 10)
            let tokens = try await route.poll(codes)
            _ = try await route.poll(codes)
            let token = ["client_id": "tokenidp-tv-app", "token": try tokens.required("access_token")]
            _ = try await route.post("/revoke", form: token)
            await secrets.add([
                codes.device, try tokens.required("access_token"), try tokens.required("refresh_token"),
                "wrong-password", "alice-password",
            ])
        }
        let lines = try driver.audit()
        #expect(
            lines.map { $0["event"] ?? "" } == [
                "codes_issued", "poll", "poll", "code_refused", "code_entered", "sign_in_failed", "signed_in",
                "approved", "poll", "tokens_issued", "poll", "code_reused", "revoked",
            ])
        #expect(lines[2]["answer"] == "slow_down" && lines[2]["gap"] == "1" && lines[2]["interval"] == "10")
        #expect(lines[3]["reason"] == "nobody has this code")
        #expect(lines[7]["username"] == "alice" && lines[7]["client_id"] == "tokenidp-tv-app")
        #expect(lines[0]["time"] == "2027-01-15T08:00:00.250Z")
        let text = try #require(try driver.folder.read("audit.jsonl"))
        for secret in await secrets.all { #expect(!text.contains(secret), "\(secret)") }
    }

    private actor Secrets {
        private(set) var all: [String] = []
        func add(_ secrets: [String]) { all += secrets }
    }
}
