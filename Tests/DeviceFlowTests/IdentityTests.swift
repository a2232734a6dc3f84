import Testing

@testable import DeviceFlow

/// Who signed in: the claims of the id_token, its signature, and the userinfo endpoint. (C37 to C39)
@Suite struct IdentityTests {
    static let now: Double = 1_787_000_000
    static let endpoints = Endpoints(
        deviceAuthorization: "https://a/d", token: "https://a/t", userinfo: "https://a/u", keys: "https://a/k",
        issuer: "https://a")

    static func idToken(_ claims: String, header: String = #"{"alg":"ES256","kid":"k1"}"#) -> String {
        [header, claims, "a signature"].map { Base64.encodeURL(Array($0.utf8)) }.joined(separator: ".")
    }

    static func client(_ rules: Provider.IdentityRules = .init()) throws -> Client {
        var provider = try #require(Provider.named("rfc8628"))
        provider.identity = rules
        return Client(provider: provider, clientID: "me", userAgent: "kiosk/test")
    }

    static func tokens(_ claims: String, nonce: String? = nil) -> TokenSet {
        var tokens = TokenSet(
            members: ["access_token": "AT", "id_token": .string(idToken(claims))], identity: nil)
        tokens.nonce = nonce
        return tokens
    }

    /// Accepts the signature made by the key named `good`.
    static let cryptography = Cryptography(
        verifies: { signed, key in
            key["x"]?.string == "good" && String(decoding: signed.signature, as: UTF8.self) == "a signature"
        },
        // The first bytes are all that at_hash looks at.
        hash: { bits, text in text + [UInt8](repeating: 0, count: bits / 8 - text.count) })

    static func reply(_ body: String, status: Int = 200) -> HTTPOutcome {
        .replied(
            HTTPReply(
                status: status, headers: ["content-type": "application/json"], body: Array(body.utf8), receivedAt: now))
    }

    static let goodKeys: String = #"{"keys":[{"kty":"EC","kid":"k1","x":"good"}]}"#

    static func answer(_ claims: String, keys: String = goodKeys, nonce: String? = nil) throws -> IdentityAnswer {
        try client().keysAnswer(reply(keys), tokens(claims, nonce: nonce), endpoints, cryptography)
    }

    @Test("a good id_token tells who it is, its name made safe to show")
    func good() throws {
        let answer = try Self.answer(
            #"{"iss":"https://a","sub":"s","aud":"me","exp":1787000100,"iat":1787000000,"name":"Z\u001b[2J\u202eoë"}"#)
        #expect(answer == .known(TokenSet.Identity(subject: "s", name: "Zoë")))
    }

    @Test(
        "each claim of OpenID Connect Core, 3.1.3.7 must hold",
        arguments: [
            (#"{"iss":"https://a","sub":"s","aud":["me","other"],"azp":"me","exp":1787000100}"#, nil),
            (#"{"iss":"https://b","sub":"s","aud":"me","exp":1787000100}"#, IdentityProblem.issuer),
            (#"{"iss":"https://a/","sub":"s","aud":"me","exp":1787000100}"#, .issuer),
            (#"{"iss":"https://a","sub":"s","aud":"other","exp":1787000100}"#, .audience),
            (#"{"iss":"https://a","sub":"s","exp":1787000100}"#, .audience),
            (#"{"iss":"https://a","sub":"s","aud":["me","other"],"exp":1787000100}"#, .party),
            (#"{"iss":"https://a","sub":"s","aud":"me","azp":"other","exp":1787000100}"#, .party),
            (#"{"iss":"https://a","sub":"s","aud":"me","exp":1786990000}"#, .expired),
            (#"{"iss":"https://a","sub":"s","aud":"me"}"#, .expired),
            (#"{"iss":"https://a","sub":"s","aud":"me","exp":1787009999,"iat":1787005000}"#, .notYet),
            (#"{"iss":"https://a","sub":"","aud":"me","exp":1787000100}"#, .unreadable),
            (#"{"iss":"https://a","sub":"s","aud":"me","exp":1787000100,"at_hash":"AAAA"}"#, .accessToken),
            (#"{"iss":"https://a","sub":"s","aud":"me","exp":1787000100,"at_hash":"QVQAAAAAAAAAAAAAAAAAAA"}"#, nil),
        ])
    func claims(claims: String, problem: IdentityProblem?) throws {
        let answer = try Self.answer(claims)
        let identity = TokenSet.Identity(subject: "s", name: nil)
        #expect(answer == (problem.map(IdentityAnswer.untrusted) ?? .known(identity)))
    }

    @Test("C37, 11: a nonce that was sent must come back")
    func nonce() throws {
        let claims = #"{"iss":"https://a","sub":"s","aud":"me","exp":1787000100,"nonce":"n1"}"#
        #expect(try Self.answer(claims, nonce: "n1") == .known(TokenSet.Identity(subject: "s", name: nil)))
        #expect(try Self.answer(claims, nonce: "n2") == .untrusted(.nonce))
    }

    static let goodClaims: String = #"{"iss":"https://a","sub":"s","aud":"me","exp":1787000100}"#

    @Test(
        "only a key of the server counts: the named one, or, where none has that name, any of the kind",
        arguments: [
            (goodKeys, nil),
            (
                #"{"keys":[{"kty":"EC","kid":"k1","x":"bad"},{"kty":"EC","kid":"k2","x":"good"}]}"#,
                IdentityProblem.signature
            ),
            (#"{"keys":[{"kty":"EC","kid":"zz","x":"good"}]}"#, nil),
            (#"{"keys":[{"kty":"EC","kid":"zz","x":"bad"}]}"#, .unknownKey),
            (#"{"keys":[{"kty":"RSA","kid":"k1","x":"good"}]}"#, .unknownKey),
            (#"{"keys":[{"kty":"EC","use":"enc","x":"good"}]}"#, .unknownKey),
            (#"{"keys":[]}"#, .unknownKey),
            (#""{\"keys\":[{\"kty\":\"EC\",\"kid\":\"k1\",\"x\":\"good\"}]}""#, nil),
        ])
    func keys(keys: String, problem: IdentityProblem?) throws {
        let answer = try Self.answer(Self.goodClaims, keys: keys)
        #expect(answer == (problem.map(IdentityAnswer.untrusted) ?? .known(TokenSet.Identity(subject: "s", name: nil))))
    }

    @Test("alg none and shared secrets are never believed", arguments: ["none", "HS256", ""])
    func algorithm(name: String) throws {
        let token = Self.idToken(Self.goodClaims, header: #"{"alg":"\#(name)"}"#)
        let tokens = TokenSet(members: ["access_token": "AT", "id_token": .string(token)], identity: nil)
        let answer = try Self.client().keysAnswer(Self.reply(Self.goodKeys), tokens, Self.endpoints, Self.cryptography)
        #expect(answer == .untrusted(.algorithm))
    }

    @Test("keys that cannot be had are trouble, not a verdict", arguments: [(503, "{}"), (200, "<html>"), (404, "{}")])
    func noKeys(status: Int, body: String) throws {
        let answer = try Self.client().keysAnswer(
            Self.reply(body, status: status), Self.tokens(Self.goodClaims), Self.endpoints, Self.cryptography)
        guard case .trouble = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test("other issuers count where the profile names them, a star standing for one part of the path")
    func issuers() throws {
        let client = try Self.client(.init(issuers: ["https://login.example/*/v2.0"]))
        func isKnown(_ issuer: String) -> Bool {
            let tokens = Self.tokens(#"{"iss":"\#(issuer)","sub":"s","aud":"me","exp":1787000100}"#)
            return client.claims(of: tokens, Self.endpoints, nonce: nil, now: Self.now)
                == .known(TokenSet.Identity(subject: "s", name: nil))
        }
        #expect(isKnown("https://login.example/9188040d/v2.0"))
        #expect(!isKnown("https://login.example/a/b/v2.0"))
        #expect(!isKnown("https://login.example//v2.0"))
        #expect(!isKnown("https://login.example.evil/x/v2.0"))
    }

    @Test("C39: userinfo counts only for the same subject")
    func userinfo() throws {
        var tokens = Self.tokens(Self.goodClaims)
        tokens.identity = TokenSet.Identity(subject: "s", name: nil)
        let client = try Self.client()
        #expect(
            client.userinfoAnswer(Self.reply(#"{"sub":"s","name":"Zoë"}"#), tokens)
                == .known(TokenSet.Identity(subject: "s", name: "Zoë")))
        #expect(
            client.userinfoAnswer(Self.reply(#"{"sub":"t","name":"Mallory"}"#), tokens)
                == .known(TokenSet.Identity(subject: "s", name: nil)))
    }

    // MARK: In the flow

    static func confirming(_ claims: String) -> SignInDriver {
        var driver = SignInDriver(endpoints: endpoints)
        driver.feed(.started(seed: 1))
        driver.codes(.codes(.example()))
        driver.advance(by: .seconds(6))
        driver.token(.tokens(tokens(claims)), status: 200)
        return driver
    }

    @Test("the keys are asked for, then the name, then the person is greeted")
    func flow() {
        var driver = Self.confirming(Self.goodClaims)
        #expect(driver.outcome == nil)
        guard case .keys? = driver.sent.last else {
            Issue.record("no request for keys: \(driver.sent)")
            return
        }
        driver.feed(.identityReplied(.known(TokenSet.Identity(subject: "s", name: nil)), to: driver.lastRequest))
        guard case .userinfo? = driver.sent.last else {
            Issue.record("no request for the name: \(driver.sent)")
            return
        }
        driver.feed(.identityReplied(.known(TokenSet.Identity(subject: "s", name: "Zoë")), to: driver.lastRequest))
        guard case .approved(let tokens)? = driver.outcome else {
            Issue.record("\(String(describing: driver.outcome))")
            return
        }
        #expect(tokens.identity?.name == "Zoë")
        #expect(driver.revocations == 0)
    }

    @Test("an id_token that cannot be believed ends the sign-in, and the tokens are taken back")
    func untrusted() {
        var endpoints = Self.endpoints
        endpoints.revocation = "https://a/r"
        var driver = SignInDriver(endpoints: endpoints)
        driver.feed(.started(seed: 1))
        driver.codes(.codes(.example()))
        driver.advance(by: .seconds(6))
        driver.token(.tokens(Self.tokens(Self.goodClaims)), status: 200)
        driver.feed(.identityReplied(.untrusted(.signature), to: driver.lastRequest))
        #expect(driver.outcome == .untrusted(.signature))
        #expect(driver.revocations == 1)
    }

    @Test("keys that cannot be had three times: approved, and nobody is greeted by name")
    func unchecked() {
        var driver = Self.confirming(Self.goodClaims)
        for _ in 0..<3 {
            driver.feed(.identityReplied(.trouble(.timeout), to: driver.lastRequest))
            driver.advance(by: .seconds(3))
        }
        guard case .approved(let tokens)? = driver.outcome else {
            Issue.record("\(String(describing: driver.outcome))")
            return
        }
        #expect(tokens.identity == nil)
        #expect(driver.effects.contains(.note(.identityUnchecked(.timeout))))
        #expect(driver.wokeForNothing == 0)
    }

    @Test("the code's deadline ends nothing once tokens are there; calling it off takes them back")
    func afterTokens() {
        var endpoints = Self.endpoints
        endpoints.revocation = "https://a/r"
        var driver = SignInDriver(endpoints: endpoints)
        driver.feed(.started(seed: 1))
        driver.codes(.codes(.example(lifetime: .seconds(10))))
        driver.advance(by: .seconds(6))
        driver.token(.tokens(Self.tokens(Self.goodClaims)), status: 200)
        driver.advance(by: .seconds(30))
        #expect(driver.outcome == nil)
        driver.feed(.cancelled)
        #expect(driver.outcome == .cancelled)
        #expect(driver.revocations == 1)
    }
}
