import Testing

@testable import DeviceFlow

/// The reply of the device authorization endpoint, and what of it may be shown.
@Suite struct CodesTests {
    static func answer(_ members: [String: JSONValue?], status: Int = 200) throws -> CodesAnswer {
        var all: [String: JSONValue] = [
            "device_code": .string("D"), "user_code": .string("WDJB-MJHT"),
            "verification_uri": .string("https://idp.example/device"), "expires_in": .integer(600),
        ]
        for (name, value) in members { all[name] = value }
        let reply = HTTPReply(status: status, body: Array(JSONValue.object(all).line.utf8), receivedAt: 0)
        return try RequestRuleTests.client().codesAnswer(.replied(reply))
    }

    static func codes(_ members: [String: JSONValue?]) throws -> Codes {
        guard case .codes(let codes) = try answer(members) else { throw Missing() }
        return codes
    }
    struct Missing: Error {}

    @Test(
        "C8: a JSON reply without a REQUIRED member is nonsense at once",
        arguments: [
            "device_code", "user_code", "verification_uri", "expires_in",
        ])
    func required(member: String) throws {
        guard case .nonsense = try Self.answer([member: nil as JSONValue?]) else {
            Issue.record("not nonsense without \(member)")
            return
        }
    }

    @Test("C7, C8: interval and the complete URI may be absent")
    func optional() throws {
        let codes = try Self.codes([:])
        #expect(codes.interval == .seconds(5))
        #expect(codes.completeURI == nil)
        #expect(codes.qrText == "https://idp.example/device")
    }

    @Test("numbers sent as strings or with a fraction are read; a lifetime is cut, an interval rounded up")
    func numbers() throws {
        let codes = try Self.codes(["expires_in": .string("1800"), "interval": .string("7")])
        #expect(codes.lifetime == .seconds(1800))
        #expect(codes.interval == .seconds(7))
        let fractions = try Self.codes(["expires_in": .number(59.9), "interval": .number(5.1)])
        #expect(fractions.lifetime == .seconds(59))
        #expect(fractions.interval == .seconds(6))
    }

    @Test("a lifetime of nothing is nonsense, an absurd one is bounded", arguments: [0, -5])
    func lifetimes(seconds: Int64) throws {
        guard case .nonsense = try Self.answer(["expires_in": .integer(seconds)]) else {
            Issue.record("\(seconds) s is no lifetime")
            return
        }
        #expect(try Self.codes(["expires_in": .number(1e300)]).lifetime == Codes.longestLifetime)
        #expect(try Self.codes(["interval": .number(1e300)]).interval == Codes.longestLifetime)
    }

    @Test("C11: the QR holds the complete URI of the same host to the letter")
    func complete() throws {
        let uri = "https://IDP.example/device?user_code=WDJB-MJHT"
        #expect(try Self.codes(["verification_uri_complete": .string(uri)]).qrText == uri)
    }

    @Test("a complete URI on another host gets no QR; the plain one does")
    func elsewhere() throws {
        let codes = try Self.codes(["verification_uri_complete": .string("https://evil.example/?c=1")])
        #expect(codes.qrText == "https://idp.example/device")
        #expect(codes.completeURIElsewhere == "evil.example")
    }

    @Test(
        "a user code that could not be read off and typed is nonsense, never drawn",
        arguments: [
            "", "W\u{1B}[2J", "WDJB\u{202E}MJHT", "WDJB\u{200B}", "W\u{0410}DJB", "a\nb", " ab", "ab ", "---",
            String(repeating: "W", count: 65), "W/D", "<b>",
        ])
    func badUserCodes(code: String) throws {
        #expect(UserCode(code) == nil)
        #expect(try Self.answer(["user_code": .string(code)]) == .nonsense("user_code cannot be shown"))
    }

    @Test(
        "C9: a code is kept as it was sent: case, dashes, dots, blanks",
        arguments: [
            "WDJB-MJHT", "wdjb-mjht", "019-450-730", "94238", "ab cd", "A.b_C", String(repeating: "W", count: 15),
        ])
    func goodUserCodes(code: String) {
        #expect(UserCode(code)?.text == code)
    }

    @Test(
        "a verification URI that could lead elsewhere than it seems is nonsense",
        arguments: [
            "http://idp.example/device", "https://user@idp.example/", "https://idp.example@evil.example/",
            "ftp://idp.example/",
            "javascript:alert(1)", "//idp.example/", "https://", "https:///device", "https://idp.example:99999/",
            "https://idp.example\\@evil.example/", "https://idp.example/\u{1B}[2J", "https://idp.exаmple/",
            "https://idp .example/",
            "https://idp.example/\u{202E}", "https://[::1", "https://.example/", "https://a..b/", "",
            "https://idp.example/" + String(repeating: "a", count: 2048),
        ])
    func badURIs(uri: String) throws {
        guard case .nonsense = try Self.answer(["verification_uri": .string(uri)]) else {
            Issue.record("accepted: \(uri)")
            return
        }
        guard case .nonsense = try Self.answer(["verification_uri_complete": .string(uri)]) else {
            Issue.record("accepted as the complete one: \(uri)")
            return
        }
    }

    @Test(
        "https anywhere and http on loopback are fine",
        arguments: [
            "https://idp.example/device", "HTTPS://IDP.EXAMPLE/device?a=b#c", "https://xn--bcher-kva.example/",
            "https://[2001:db8::1]:8443/d",
            "http://localhost:5001/device", "http://127.0.0.1/device", "http://[::1]:80/device",
            "https://192.168.1.5:5001/device",
        ])
    func goodURIs(uri: String) throws {
        #expect(try VerificationURI(uri).text == uri)
    }

    @Test(
        "loopback is known by every name it has, and no other host takes part of its name",
        arguments: [
            ("https://localhost/", true), ("https://a.localhost/", true), ("https://127.9.9.9/", true),
            ("https://[::1]/", true),
            ("https://localhost.example/", false), ("https://127.0.0.1.example/", false), ("https://128.0.0.1/", false),
        ])
    func loopback(uri: String, isLoopback: Bool) throws {
        #expect(try VerificationURI(uri).isLoopback == isLoopback)
    }
}
