import Testing

@testable import DeviceFlow

/// The reply that carries the tokens, and what is made of it.
@Suite struct TokenTests {
    static let now = 1_787_000_000.0

    static func tokens(_ body: String, provider: String = "rfc8628", date: String? = nil) throws -> TokenSet {
        var headers = ["content-type": "application/json"]
        headers["date"] = date
        let reply = HTTPReply(status: 200, headers: headers, body: Array(body.utf8), receivedAt: now)
        let client = try RequestRuleTests.client(provider)
        guard case .tokens(let tokens) = client.tokenAnswer(.replied(reply), SignInDriver.endpoints) else {
            throw Missing()
        }
        return tokens
    }
    struct Missing: Error {}

    @Test("C26: members nobody asked for are kept as they are; null counts as absent")
    func unknownMembers() throws {
        let line = try Self.tokens(
            #"{"access_token":"A","token_type":"bearer","x":{"y":[1,2.5,true,null]},"refresh_token":null,"url":"https://a/b"}"#
        )
        #expect(
            line.handedOver.revealed
                == #"{"access_token":"A","token_type":"bearer","url":"https://a/b","x":{"y":[1,2.5,true,null]}}"#)
    }

    @Test("TokenIDP's documented envelope comes out under RFC 6749's names")
    func documentedEnvelope() throws {
        let line = try Self.tokens(
            #"{"isSuccess":true,"data":{"accessToken":"A","tokenType":"Bearer","expiresIn":3600,"refreshToken":"R"}}"#,
            provider: "tokenidp")
        #expect(
            line.handedOver.revealed
                == #"{"access_token":"A","expires_in":3600,"refresh_token":"R","token_type":"Bearer"}"#)
    }

    @Test("TokenIDP's expires_in is in minutes in its source: the absolute time beside it counts")
    func absoluteExpiry() throws {
        let line = try Self.tokens(
            #"{"isSuccess":true,"value":{"access_token":"A","expires_in":60,"expireAt":"2026-08-24T10:00:00Z","isSuccess":true}}"#,
            provider: "tokenidp", date: "Mon, 24 Aug 2026 09:00:00 GMT")
        #expect(line.expiresIn == 3600)
    }

    @Test("C28: expires_in may be absent, or a string")
    func expiry() throws {
        #expect(try Self.tokens(#"{"access_token":"A"}"#).expiresIn == nil)
        #expect(try Self.tokens(#"{"access_token":"A","expires_in":"3600"}"#).expiresIn == 3600)
    }

    @Test(
        "a 200 that carries no token is never an approval",
        arguments: [
            "{}", "[]", "null", "", "<html>", #"{"access_token":""}"#, #"{"access_token":7}"#,
            #"{"access_token":null}"#,
            #"{"access_token":"A""#, #"{"error":"authorization_pending","access_token":"A"}"#,
            #"{"isSuccess":true,"data":{}}"#,
        ])
    func noTokens(body: String) throws {
        for provider in Provider.names {
            #expect(throws: Missing.self) { try Self.tokens(body, provider: provider) }
        }
    }

    @Test("a success that was cut off may have held tokens; a page of HTML has not")
    func cutOff() throws {
        let client = try RequestRuleTests.client()
        func read(_ body: String, isWhole: Bool) -> TokenAnswer {
            client.tokenAnswer(
                .replied(HTTPReply(status: 200, body: Array(body.utf8), isWhole: isWhole, receivedAt: 0)),
                SignInDriver.endpoints)
        }
        #expect(read(#"{"access_token":"A"#, isWhole: false) == .cutOff)
        #expect(read("", isWhole: false) == .cutOff)
        #expect(
            read("<html>", isWhole: true)
                == .trouble(.unreadable(status: 200), retryAfter: nil, mayHaveHeldTokens: false))
    }

    @Test("Retry-After is seconds or a date, compared with the server's own Date")
    func retryAfter() {
        func wait(_ value: String, date: String? = nil) -> Duration? {
            var headers = ["retry-after": value]
            headers["date"] = date
            return HTTPReply(status: 503, headers: headers, body: [], receivedAt: 0).retryAfter
        }
        #expect(wait("17") == .seconds(17))
        #expect(wait("-1") == nil)
        #expect(wait("soon") == nil)
        #expect(wait("1e999") == nil)
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT", date: "Sun, 06 Nov 1994 08:49:07 GMT") == .seconds(30))
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT", date: "Sun, 06 Nov 1994 08:49:38 GMT") == nil)
    }

    @Test(
        "dates are counted right over leap years and offsets",
        arguments: [
            ("1970-01-01T00:00:00Z", 0.0), ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-08-24T12:00:00+02:00", 1_787_565_600),
            ("2026-08-24T10:00:00.5Z", 1_787_565_600.5),
        ])
    func timestamps(text: String, seconds: Double) {
        #expect(HTTPDate.timestamp(text) == seconds)
    }

    @Test(
        "what is no date is none", arguments: ["", "0001-01-01", "2026-13-01T00:00:00Z", "2026-08-24T99:00:00Z", "x"])
    func noTimestamps(text: String) {
        #expect(HTTPDate.timestamp(text) == nil)
    }

    @Test("rubbish of every kind is never tokens and never traps")
    func rubbish() throws {
        var generator = Jitter(seed: 20_261_123)
        let seeds = WireCaseTests.all.map { Array(($0.body ?? "").utf8) }
        let clients = try Provider.names.map { try RequestRuleTests.client($0) }
        for round in 0..<4000 {
            var body = seeds.isEmpty ? [] : seeds[round % seeds.count]
            for _ in 0..<(1 + round % 4) where !body.isEmpty {
                let place = Int(generator.next() * Double(body.count))
                switch Int(generator.next() * 3) {
                case 0: body[place] = UInt8(generator.next() * 256)
                case 1: body.removeSubrange(place...)
                default: body.insert(contentsOf: body[..<place].suffix(8), at: place)
                }
            }
            let status = [200, 400, 401, 403, 429, 500, 0, 302][round % 8]
            let reply = HTTPReply(status: status, body: body, isWhole: round % 2 == 0, receivedAt: 0)
            for client in clients {
                _ = client.codesAnswer(.replied(reply))
                let answer = client.tokenAnswer(.replied(reply), SignInDriver.endpoints)
                if case .tokens(let tokens) = answer {
                    #expect(status == 200 && !tokens.accessToken.revealed.isEmpty)
                }
            }
        }
    }
}
