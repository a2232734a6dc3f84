import Foundation
import Glibc
import TerminalTesting
import Testing

@Suite("What a server says is made safe before anybody sees it", .inTurns)
struct HostileTests {
    private static let escapes = "\u{1b}]0;pwned\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{200b}"

    @Test(
        "a code with anything but plain letters, digits and dashes is never drawn: exit code 7",
        arguments: ["WDJB\(escapes)MJHT", "WDJB\nMJHT", "ВДЖБ", "WDJB\u{2011}MJHT", "<b>WDJB</b>", ""])
    func userCode(code: String) async throws {
        try await expectNonsense(.codes(userCode: code), never: "WDJB")
    }

    @Test(
        "an address that is not https, has userinfo or holds controls is never drawn: exit code 7",
        arguments: [
            "http://sso.example/device", "https://user@sso.example/device", "javascript:alert(1)",
            "https://sso.example\(escapes)/device", "https://sso.example\\@evil.example/", "https://ssо.example/device",
        ])
    func address(uri: String) async throws {
        try await expectNonsense(.codes(uri: uri, complete: nil), never: "sso.example")
    }

    @Test("a complete address on another host gets no QR: the plain address does, and the log warns")
    func otherHost() async throws {
        let server = try await ScriptedServer(
            codes: [.codes(complete: "https://evil.example/device?user_code=WDJB-MJHT")], token: [.pending])
        let kiosk = try Kiosk("login", server.options)
        #expect(await kiosk.session.see { $0.qrCodes() == [server.origin + "/device"] }, "\(kiosk.state)")
        #expect(!kiosk.screen.text.contains("evil.example"))
        #expect(kiosk.eventLog.text.contains("evil.example"), "the log says from where")
    }

    @Test("escapes in an error reach neither the terminal, nor the log, nor plain lines")
    func errorText() async throws {
        let answer = Answer.error(
            "invalid_client\(Self.escapes)", status: 401, ["error_description": .string("No \(Self.escapes) entry")])
        let server = try await ScriptedServer(codes: [answer], token: [.pending])
        let kiosk = try Kiosk("run", server.options + ["--always-on"])
        try await kiosk.event("refused")
        #expect(await kiosk.session.see("invalid_client"), "\(kiosk.state)")
        try expectSafe(kiosk)
        #expect(kiosk.screen.text.contains("invalid_client"))
        kiosk.terminal.send("q")
        _ = try await kiosk.end()
        let plain = try PipedKiosk("login", server.options)
        #expect(try await plain.process.wait() == .exit(6))
        #expect(
            !plain.process.errors().unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        #expect(!plain.process.errors().contains("\u{202e}"))
    }

    @Test("a name in an id_token's claims is greeted without its escapes")
    func name() async throws {
        func encoded(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=", with: "")
        }
        let claims =
            #"{"iss":"https://sso.example","sub":"1","aud":"screen","exp":4102444800,"iat":1700000000,"#
            + #""name":"Al\u001b]0;pwned\u0007ice\u202e"}"#
        let token = [encoded(#"{"alg":"none"}"#), encoded(claims), ""].joined(separator: ".")
        let tokens = Answer(json: ["access_token": "a", "token_type": "Bearer", "id_token": .string(token)])
        let server = try await ScriptedServer(token: [tokens])
        let kiosk = try Kiosk("login", server.options + ["--greet", "1"])
        _ = try await kiosk.end()
        try expectSafe(kiosk)
    }

    @Test(
        "no number a server can write ends the program",
        arguments: [
            "1e400", "1e308", "-1e308", "9223372036854775808", "-9223372036854775809", "0.0000001", "-0", "null",
            "\"1e400\"", "\"x\"", "[]", "true",
        ])
    func numbers(literal: String) async throws {
        for member in ["expires_in", "interval"] {
            let codes =
                #"{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"{origin}/device","#
                + (member == "interval" ? #""expires_in":2,"# : "") + #""\#(member)":\#(literal)}"#
            let server = try await ScriptedServer(
                codes: [Answer(status: 200, body: codes)], token: [.error("access_denied")])
            let kiosk = try PipedKiosk("login", server.options + ["--give-up-after", "3"])
            _ = await eventually(within: 3) { kiosk.process.end() != nil }
            kiosk.process.signal(SIGTERM)
            let end = try await kiosk.process.wait()
            #expect(
                [.exit(3), .exit(4), .exit(5), .exit(7), .exit(130)].contains(end),
                "\(member): \(end) \(kiosk.process.errors())")
        }
    }

    @Test(
        "no reply a server can write ends the program",
        arguments: [
            Answer(status: 400, body: String(repeating: "[", count: 200_000)),
            Answer(status: 400, body: String(repeating: "{\"a\":", count: 40_000)),
            Answer(status: 400, body: #"{"error":"slow_down","interval":1e308}"#),
            Answer(status: 400, body: #"{"error":{"error":[]}}"#),
            Answer(status: 400, body: "\u{0}\u{0}\u{0}"),
            Answer(status: 429, body: "", headers: ["Retry-After": "99999999999999999999999"]),
            Answer(status: 503, body: "", headers: ["Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"]),
            Answer(status: 503, body: "", headers: ["Retry-After": "-1", "Date": "nonsense"]),
            Answer(status: 200, body: #"{"access_token":"a","token_type":"Bearer","expires_in":1e308}"#),
            Answer(status: 200, body: #"{"access_token":"a","token_type":"Bearer","id_token":"a.b.c"}"#),
            Answer(status: 999, body: "{}"),
            Answer(status: 204, body: ""),
        ])
    func replies(answer: Answer) async throws {
        let server = try await ScriptedServer(codes: [.codes(expiresIn: 4)], token: [answer, .error("access_denied")])
        let kiosk = try PipedKiosk("login", server.options)
        let end = try await kiosk.process.wait()
        #expect([.exit(0), .exit(3), .exit(4)].contains(end), "\(end) \(kiosk.process.errors())")
        #expect(try kiosk.eventLog.names().last == "stopped")
    }

    private func expectNonsense(
        _ codes: Answer, never words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let server = try await ScriptedServer(codes: [codes], token: [.pending])
        let kiosk = try Kiosk("login", server.options)
        #expect(try await kiosk.end() == .exit(7), "\(kiosk.state)", sourceLocation: sourceLocation)
        let drawn = String(decoding: kiosk.session.drawn, as: UTF8.self)
        #expect(!drawn.contains(words), sourceLocation: sourceLocation)
        try expectSafe(kiosk, sourceLocation: sourceLocation)
        #expect(try server.requests(to: "/token").isEmpty, sourceLocation: sourceLocation)
    }

    private func expectSafe(_ kiosk: Kiosk, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let drawn = String(decoding: kiosk.session.drawn, as: UTF8.self)
        for part in ["\u{1b}]", "\u{202e}", "\u{200b}", "\u{9b}"] {
            #expect(!drawn.unicodeScalars.contains(part.unicodeScalars), sourceLocation: sourceLocation)
        }
        #expect(kiosk.screen.title == nil, sourceLocation: sourceLocation)
        for line in try kiosk.eventLog.lines() { expectSafe(line, sourceLocation: sourceLocation) }
    }

    private func expectSafe(_ value: JSON, sourceLocation: SourceLocation) {
        switch value {
        case .string(let text):
            let isUnsafe = text.unicodeScalars.contains {
                [.control, .format].contains($0.properties.generalCategory)
            }
            #expect(!isUnsafe, "\(text.debugDescription)", sourceLocation: sourceLocation)
        case .object(let members): for member in members.values { expectSafe(member, sourceLocation: sourceLocation) }
        case .array(let elements): for element in elements { expectSafe(element, sourceLocation: sourceLocation) }
        case .null, .bool, .number: break
        }
    }
}
