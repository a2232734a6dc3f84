import Crypto
import Foundation
import HTTPTypes
import JWTKit
import Testing

@testable import TokenIDPSimulator

@Suite("Whoever asks can prove it: code challenges and DPoP")
struct ProofTests {
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    @Test(
        "a poll needs the verifier of the challenge the codes were asked for with (RFC 7636, 4.6)",
        arguments: [("S256", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("plain", verifier)])
    func challenge(method: String, challenge: String) async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes(
                at: "", ["code_challenge": challenge, "code_challenge_method": method])
            try await route.approve(codes)
            #expect(try await route.poll(codes).error == "invalid_grant", "without")
            #expect(
                try await route.poll(codes, ["code_verifier": String(Self.verifier.reversed())]).error
                    == "invalid_grant")
            let tokens = try await route.poll(codes, ["code_verifier": Self.verifier])
            #expect(
                tokens.has("access_token"), "a guess neither uses the code up nor slows its owner down: \(tokens.text)")
        }
    }

    @Test(
        "a challenge that is none is refused at once, not when it is too late",
        arguments: [
            ["code_challenge": "short"], ["code_challenge": verifier, "code_challenge_method": "S512"],
            ["code_challenge": String(repeating: "ä", count: 50)],
        ])
    func badChallenge(form: [String: String]) async throws {
        try await SimulatorDriver().run { route in
            let answer = try await route.post(
                "/device_authorization", form: form.merging(["client_id": "tokenidp-tv-app"]) { $1 })
            #expect(answer.error == "invalid_request", "\(answer.text)")
        }
    }

    /// A device with a key of its own.
    struct Prover: Sendable {
        let key = P256.Signing.PrivateKey()

        struct Claims: JWTPayload {
            var jti = UUID().uuidString
            var htm = "POST"
            var htu = "https://localhost:5001/token"
            var iat: Int
            var ath: String?
            var nonce: String?
            func verify(using algorithm: some JWTAlgorithm) {}
        }

        var point: (x: String, y: String) {
            let raw = key.publicKey.x963Representation.dropFirst()
            return (Data(raw.prefix(32)).base64URL, Data(raw.suffix(32)).base64URL)
        }

        func headers(_ claims: Claims, type: String = "dpop+jwt") async throws -> HTTPFields {
            let keys = await JWTKeyCollection().add(ecdsa: try ES256PrivateKey(pem: key.pemRepresentation))
            let jwk: [String: JWTHeaderField] = [
                "kty": .string("EC"), "crv": .string("P-256"), "x": .string(point.x), "y": .string(point.y),
            ]
            let proof = try await keys.sign(claims, header: ["typ": .string(type), "jwk": .object(jwk)])
            return [.dpop: proof]
        }
    }

    @Test("tokens are bound to the key that was proved, refresh token too, and worth nothing without it (RFC 9449)")
    func bound() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let device = Prover()
            let now = Int(driver.now.timeIntervalSince1970)
            let codes = try await route.codes(scope: "openid offline_access")
            try await route.approve(codes)
            let tokens = try await route.poll(codes, headers: device.headers(.init(iat: now)))
            #expect(tokens["token_type"] == "DPoP", "\(tokens.text)")
            let access = try tokens.required("access_token")

            let bearer: HTTPFields = [.authorization: "Bearer \(access)"]
            let refused = try await route.get("/userinfo", headers: bearer)
            #expect(refused.status == .unauthorized)
            #expect(refused.headers[.wwwAuthenticate]?.hasPrefix("DPoP") == true)
            let ath = Data(SHA256.hash(data: Data(access.utf8))).base64URL
            let resource = Prover.Claims(htm: "GET", htu: "https://localhost:5001/userinfo", iat: now, ath: ath)
            var proved = try await device.headers(resource)
            proved[.authorization] = "DPoP \(access)"
            #expect(try await route.get("/userinfo", headers: proved)["sub"] == "alice")
            #expect(try await route.get("/userinfo", headers: proved).status == .unauthorized, "a proof is good once")
            var thiefs = try await Prover().headers(resource)
            thiefs[.authorization] = "DPoP \(access)"
            #expect(try await route.get("/userinfo", headers: thiefs).status == .unauthorized)

            let introspected = try await route.post(
                "/introspect", form: ["client_id": "tokenidp-tv-app", "token": access])
            #expect(introspected["token_type"] == "DPoP")
            #expect(introspected["cnf.jkt"] == SigningKey.thumbprint(x: device.point.x, y: device.point.y))

            let refresh = [
                "client_id": "tokenidp-tv-app", "grant_type": "refresh_token",
                "refresh_token": try tokens.required("refresh_token"),
            ]
            #expect(try await route.post("/token", form: refresh).error == "invalid_grant")
            #expect(
                try await route.post("/token", form: refresh, headers: Prover().headers(.init(iat: now))).error
                    == "invalid_grant")
            let fresh = try await route.post("/token", form: refresh, headers: device.headers(.init(iat: now)))
            #expect(fresh["token_type"] == "DPoP", "those who could not prove it did not use it up: \(fresh.text)")
        }
    }

    @Test("a proof that proves nothing is refused by name")
    func badProofs() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let device = Prover()
            let now = Int(driver.now.timeIntervalSince1970)
            let codes = try await route.codes()
            func error(_ headers: HTTPFields) async throws -> String? {
                try await route.poll(codes, headers: headers).error
            }
            #expect(try await error([.dpop: "nonsense"]) == "invalid_dpop_proof")
            #expect(try await error(device.headers(.init(iat: now), type: "JWT")) == "invalid_dpop_proof")
            #expect(try await error(device.headers(.init(htm: "GET", iat: now))) == "invalid_dpop_proof")
            #expect(
                try await error(device.headers(.init(htu: "https://other/token", iat: now))) == "invalid_dpop_proof")
            #expect(try await error(device.headers(.init(iat: now - 301))) == "invalid_dpop_proof")
            var forged = try await device.headers(.init(iat: now))
            forged[.dpop] = (forged[.dpop] ?? "").dropLast(10) + "AAAAAAAAAA"
            #expect(try await error(forged) == "invalid_dpop_proof")
            #expect(try await error(device.headers(.init(iat: now))) == "authorization_pending")
        }
    }

    @Test("where a nonce is wanted it is given with the refusal, and the same poll with it is no second one")
    func nonce() async throws {
        let driver = try SimulatorDriver { $0.wantsDPoPNonce = true }
        try await driver.run { route in
            let device = Prover()
            let now = Int(driver.now.timeIntervalSince1970)
            let codes = try await route.codes()
            let first = try await route.poll(codes, headers: device.headers(.init(iat: now)))
            #expect(first.error == "use_dpop_nonce")
            let nonce = try #require(first.headers[.dpopNonce])
            let second = try await route.poll(codes, headers: device.headers(.init(iat: now, nonce: nonce)))
            #expect(second.error == "authorization_pending", "not slow_down: \(second.text)")
        }
    }

    @Test("keys take turns: the next one is published before it signs, the last one as long as its tokens hold")
    func rotation() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            func published() async throws -> [String] {
                let set = try await route.get("/.well-known/jwks.json").text
                return set.matches(of: /"kid":"([^"]+)"/).map { String($0.1) }
            }
            func signer(_ token: String) throws -> String? {
                try DefaultJWTParser().parse(Array(token.utf8), as: Prover.Claims.Any.self).header.kid
            }
            let before = try await published()
            #expect(before.count == 2)
            let old = try await route.tokens().answer.required("access_token")
            #expect(try signer(old) == before[0])
            #expect(try await route.admin("/admin/rotate-key", "{}")["message"]?.contains(before[1]) == true)
            let after = try await published()
            #expect(after.first == before[1] && after.last == before[0] && after.count == 3)
            let new = try await route.tokens().answer.required("access_token")
            #expect(try signer(new) == before[1])
            let bearer: HTTPFields = [.authorization: "Bearer \(old)"]
            #expect(try await route.get("/userinfo", headers: bearer).status == .ok)
            driver.advance(by: 3601)
            #expect(try await published() == Array(after.prefix(2)))
        }
        // A restart goes on with the same keys.
        let keys = try SigningKeys(in: driver.folder, lifetime: 0, afterlife: 3600, at: driver.now)
        #expect(try keys.published(at: driver.now).count == 2)
    }

    @Test("a key that is given a lifetime is replaced by itself")
    func keyLifetime() async throws {
        let driver = try SimulatorDriver { $0.signingKeyLifetime = 86_400 }
        try await driver.run { route in
            let before = try await route.get("/.well-known/jwks.json").text
            driver.advance(by: 86_401)
            _ = try await route.tokens()
            #expect(try await route.get("/.well-known/jwks.json").text != before)
        }
    }
}

extension ProofTests.Prover.Claims {
    /// Any token, for its header.
    struct `Any`: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) {}
    }
}
