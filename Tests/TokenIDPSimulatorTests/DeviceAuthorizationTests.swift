import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import TokenIDPSimulator

@Suite("POST /device_authorization")
struct DeviceAuthorizationTests {
    @Test("S2, S3: every member, whole numbers, JSON, not to be stored")
    func answer() async throws {
        try await SimulatorDriver(interval: 7, codeLifetime: 300).run { route in
            let codes = try await route.codes(name: "tv")
            #expect(codes.answer.status == .ok)
            #expect(codes.answer.headers[.contentType] == "application/json")
            #expect(codes.answer.headers[.cacheControl] == "no-store")
            #expect(codes.answer.int("expires_in") == 300)
            #expect(codes.answer.int("interval") == 7)
            #expect(codes.answer["verification_uri"] == "https://localhost:5001/device")
            #expect(
                codes.answer["verification_uri_complete"] == "https://localhost:5001/device?user_code=\(codes.user)")
            #expect(codes.user.wholeMatch(of: /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/) != nil)
        }
    }

    @Test("S7: the plain verification_uri never carries the code")
    func plainURI() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes()
            #expect(try codes.answer.required("verification_uri").contains(codes.user) == false)
        }
    }

    @Test("S3, S13: codes differ, the device code carries 256 bits, and the database holds only its hash")
    func deviceCode() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await [route.codes(), route.codes(), route.codes()]
            #expect(Set(codes.map(\.device)).count == 3)
            #expect(Set(codes.map(\.user)).count == 3)
            for code in codes {
                #expect(code.device.wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil)
                for file in try FileManager.default.contentsOfDirectory(atPath: driver.folder.path) {
                    let bytes = try Data(contentsOf: URL(fileURLWithPath: driver.folder.path(of: file)))
                    #expect(bytes.range(of: Data(code.device.utf8)) == nil, "\(file) holds a device code")
                }
            }
        }
    }

    @Test("TokenIDP's guide: a JSON request is answered by the same plain object")
    func json() async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post(
                "/device_authorization",
                json: """
                    {"client_id":"tokenidp-tv-app","scope":"openid profile api.read","device_metadata":"living-room-tv"}
                    """)
            #expect(answer.status == .ok)
            #expect(
                answer.names == [
                    "device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in",
                    "interval",
                ])
        }
    }

    @Test("S1: unknown parameters are ignored, and so are empty ones")
    func unknown() async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post(
                "/device_authorization", "client_id=tokenidp-tv-app&scope=&acr_values=x&nonsense=%F0%9F%93%BA")
            #expect(answer.status == .ok)
        }
    }

    @Test(
        "S4: what is wrong is said in RFC 6749's words",
        arguments: [
            ("scope=openid", 400, "invalid_request"),
            ("client_id=", 400, "invalid_request"),
            ("client_id=nobody", 401, "invalid_client"),
            ("client_id=tokenidp-tv-app&client_secret=x", 401, "invalid_client"),
            ("client_id=lobby-kiosk", 401, "invalid_client"),
            ("client_id=lobby-kiosk&client_secret=wrong", 401, "invalid_client"),
            ("client_id=orders-worker&client_secret=orders-worker-secret", 400, "unauthorized_client"),
            ("client_id=tokenidp-tv-app&scope=orders.read", 400, "invalid_scope"),
            ("client_id=tokenidp-tv-app&scope=OpenID", 400, "invalid_scope"),
            ("client_id=tokenidp-tv-app&client_id=tokenidp-tv-app", 400, "invalid_request"),
        ])
    func errors(_ form: String, _ status: Int, _ error: String) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post("/device_authorization", form)
            #expect(answer.status.code == status)
            #expect(answer.error == error)
            #expect(answer.headers[.cacheControl] == "no-store")
            // S18: no quotes, no backslash, nothing but ASCII.
            let description = try answer.required("error_description")
            #expect(
                description.unicodeScalars.allSatisfy {
                    (0x20...0x7E).contains($0.value) && !"\"\\".unicodeScalars.contains($0)
                })
        }
    }

    @Test("TokenIDP's guide: the same errors in its envelope")
    func guideErrors() async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post("/device_authorization", json: #"{"client_id":"nobody"}"#)
            #expect(answer.status == .unauthorized)
            #expect(answer.bool("isSuccess") == false)
            #expect(answer["error.code"] == "invalid_client")
            #expect(answer.int("error.userId") == 0)
            #expect(try answer.required("error.correlationId").count == 36)
        }
    }

    @Test(
        "A body in no known media type is an invalid request",
        arguments: [nil, "text/plain", "multipart/form-data; boundary=x", "application/jsonp"])
    func mediaTypes(_ type: String?) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post("/device_authorization", "client_id=tokenidp-tv-app", type: type)
            #expect(answer.status == .badRequest)
            #expect(answer.error == "invalid_request")
        }
    }

    @Test("A charset after the media type does not matter")
    func charset() async throws {
        try await SimulatorDriver().run { route in
            let type = "Application/X-WWW-form-urlencoded; charset=UTF-8"
            let answer = try await route.post("/device_authorization", "client_id=tokenidp-tv-app", type: type)
            #expect(answer.status == .ok)
        }
    }

    @Test("RFC 6749, 2.3.1: a confidential client authenticates by Basic, form-encoded, or in the body")
    func confidential() async throws {
        try await SimulatorDriver().run { route in
            let basic = Data("lobby%2Dkiosk:lobby-kiosk-secret".utf8).base64EncodedString()
            let byHeader = try await route.post(
                "/device_authorization", "scope=openid", headers: [.authorization: "Basic \(basic)"])
            #expect(byHeader.status == .ok)
            let byBody = try await route.post(
                "/device_authorization", "client_id=lobby-kiosk&client_secret=lobby-kiosk-secret")
            #expect(byBody.status == .ok)
            let byBoth = try await route.post(
                "/device_authorization", "client_secret=lobby-kiosk-secret",
                headers: [.authorization: "Basic \(basic)"])
            #expect(byBoth.error == "invalid_request")
            let asAnother = try await route.post(
                "/device_authorization", "client_id=tokenidp-tv-app", headers: [.authorization: "Basic \(basic)"])
            #expect(asAnother.error == "invalid_request")
        }
    }

    @Test(
        "S17: a failed Basic authentication is 401 with a Basic challenge", arguments: ["lobby-kiosk:no", "nobody:x"])
    func challenge(_ credentials: String) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post(
                "/device_authorization", "scope=openid",
                headers: [.authorization: "Basic \(Data(credentials.utf8).base64EncodedString())"])
            #expect(answer.status == .unauthorized)
            #expect(answer.error == "invalid_client")
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic ") == true)
        }
    }

    @Test("S19: guessing a client secret is slowed")
    func bruteForce() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            for _ in 0..<5 {
                let answer = try await route.post("/token", "client_id=lobby-kiosk&client_secret=guess")
                #expect(answer.status == .unauthorized)
            }
            let right = "client_id=lobby-kiosk&client_secret=lobby-kiosk-secret"
            let blocked = try await route.post("/device_authorization", right)
            #expect(blocked.status == .tooManyRequests)
            #expect(blocked.headers[.retryAfter] == "60")
            driver.advance(by: 60)
            #expect(try await route.post("/device_authorization", right).status == .ok)
        }
    }

    @Test("Too large a body is refused, and GET is not the method", .timeLimit(.minutes(1)))
    func limits() async throws {
        try await SimulatorDriver().run { route in
            let large = "client_id=tokenidp-tv-app&x=" + String(repeating: "x", count: 40_000)
            #expect(try await route.post("/device_authorization", large).status == .contentTooLarge)
            let answer = try await route.get("/device_authorization")
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "POST")
        }
    }
}
