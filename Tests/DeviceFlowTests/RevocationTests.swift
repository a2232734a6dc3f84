import Testing

@testable import DeviceFlow

@Suite("Tokens that are to be taken back")
struct RevocationTests {
    static let intent = Intent.revoke(SignInDriver.endpoints, token: Secret("RT"), hint: "refresh_token")
    let start = Moment(.seconds(100))

    static func asked() -> Revocations {
        var revocations = Revocations()
        revocations.asked(intent, RequestID(7))
        return revocations
    }

    @Test(
        "RFC 7009, 2.2.1: a server that cannot do it now is asked again, after what it says or five seconds, doubling")
    func again() {
        var revocations = Self.asked()
        var now = start
        var last = 7
        for wait in [5, 10, 20, 40, 80] {
            let effects = revocations.replied(
                .trouble(.server(status: 503), retryAfter: nil), to: RequestID(last), at: now)
            #expect(effects == [.note(.notRevoked("server_error_503", retryIn: .seconds(wait)))])
            #expect(revocations.deadline == now + .seconds(wait))
            #expect(revocations.timePassed(at: now + .seconds(wait) - .milliseconds(1), after: &last) == [])
            now = now + .seconds(wait)
            let before = last
            #expect(
                revocations.timePassed(at: now, after: &last)
                    == [.send(Self.intent, RequestID(before + 1), timeout: .seconds(5))])
        }
        let end = revocations.replied(.trouble(.timeout, retryAfter: nil), to: RequestID(last), at: now)
        #expect(end == [.note(.notRevoked("timeout", retryIn: nil))], "and it is said when it is given up")
        #expect(revocations == Revocations())
        var told = Self.asked()
        _ = told.replied(.trouble(.server(status: 503), retryAfter: .seconds(90)), to: RequestID(7), at: start)
        #expect(told.deadline == start + .seconds(90))
    }

    @Test("done and refused are the end of it; what nobody asked changes nothing")
    func ends() {
        var revocations = Self.asked()
        #expect(revocations.replied(.done, to: RequestID(8), at: start) == [])
        #expect(revocations == Self.asked())
        #expect(revocations.replied(.done, to: RequestID(7), at: start) == [])
        #expect(revocations == Revocations())
        var refused = Self.asked()
        #expect(
            refused.replied(.refused(OAuthError(code: "unsupported_token_type")), to: RequestID(7), at: start)
                == [.note(.notRevoked("unsupported_token_type", retryIn: nil))])
        #expect(refused == Revocations())
    }

    @Test("when the program ends, what was to be asked later is asked now")
    func atTheEnd() {
        var revocations = Self.asked()
        _ = revocations.replied(.trouble(.dropped, retryAfter: nil), to: RequestID(7), at: start)
        var last = 20
        #expect(revocations.timePassed(at: start, isLast: true, after: &last).count == 1)
        #expect(last == 21)
    }

    @Test(
        "replies are read as RFC 7009 has them",
        arguments: [
            (200, "", RevocationAnswer.done), (204, "", .done), (200, #"{"isSuccess":true}"#, .done),
            (503, "", .trouble(.server(status: 503), retryAfter: nil)),
            (429, "", .trouble(.tooManyRequests, retryAfter: nil)),
            (400, #"{"error":"unsupported_token_type"}"#, .refused(OAuthError(code: "unsupported_token_type"))),
            (404, "<html>", .refused(OAuthError(code: "status 404"))),
        ])
    func replies(status: Int, body: String, answer: RevocationAnswer) throws {
        let client = Client(provider: try #require(Provider.named("rfc8628")), clientID: "tv", userAgent: "kiosk/test")
        let reply = HTTPReply(status: status, body: Array(body.utf8), receivedAt: 0)
        #expect(client.revocationAnswer(.replied(reply)) == answer)
    }
}
