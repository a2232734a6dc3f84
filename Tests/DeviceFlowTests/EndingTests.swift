import Testing

@testable import DeviceFlow

/// How a sign-in ends, and what never happens after.
@Suite struct EndingTests {
    static let refusal = OAuthError(code: "invalid_client")

    @Test("C18: access_denied stops the polling at once")
    func denied() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.denied)
        driver.advance(by: .seconds(3600))
        #expect(driver.outcome == .denied)
        #expect(driver.polls == 1)
    }

    @Test("C18: expired_token ends the session, and no new codes are asked for")
    func expiredByServer() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.expired)
        driver.advance(by: .seconds(3600))
        #expect(driver.outcome == .expired)
        #expect(driver.sent.count == 2)
    }

    @Test("C19: any other error code stops the polling and is kept for the screen")
    func refused() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.refused(Self.refusal))
        driver.advance(by: .seconds(3600))
        #expect(driver.outcome == .refused(Self.refusal))
        #expect(driver.polls == 1)
    }

    @Test("the deadline counts from the moment the request for codes was sent")
    func deadlineFromSending() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(30)), latency: .seconds(8))
        driver.advance(by: .milliseconds(21_999))
        #expect(driver.outcome == nil)
        driver.advance(by: .milliseconds(1))
        #expect(driver.outcome == .expired)
    }

    @Test("codes that arrive when they are dead already are never waited for")
    func deadOnArrival() {
        let driver = SignInDriver.waiting(.example(lifetime: .seconds(5)), latency: .seconds(6))
        #expect(driver.outcome == .expired)
    }

    @Test("at the deadline a request in flight is dropped")
    func deadlineDropsRequest() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(10)))
        driver.advance(by: .seconds(6))
        let poll = driver.lastRequest
        driver.advance(by: .seconds(4))
        #expect(driver.outcome == .expired)
        #expect(driver.abandoned == [poll])
    }

    @Test("tokens that arrive at or after the deadline are revoked, refresh token first, and never approve")
    func lateTokens() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(10)))
        driver.advance(by: .seconds(6))
        let poll = driver.lastRequest
        driver.advance(by: .seconds(4))
        driver.feed(.tokenReplied(.tokens(.example), status: 200, to: poll))
        #expect(driver.outcome == .expired)
        #expect(
            driver.sent.suffix(2) == [
                .revoke(SignInDriver.endpoints, token: Secret("RT-1"), hint: "refresh_token"),
                .revoke(SignInDriver.endpoints, token: Secret("AT-1"), hint: "access_token"),
            ])
        #expect(driver.effects.contains(.note(.lateTokens(revoked: true))))
    }

    @Test("tokens in the very turn in which the code dies come too late as well")
    func tokensAtTheDeadline() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(10)))
        driver.advance(by: .seconds(6))
        let late = Moment(.seconds(1010))
        let effects = driver.signIn.handle(
            .tokenReplied(.tokens(.example), status: 200, to: driver.lastRequest), at: late)
        #expect(driver.outcome == .expired)
        #expect(effects.contains(.note(.lateTokens(revoked: true))))
    }

    @Test("cancelling drops the request, and tokens that still come are taken back")
    func cancelled() {
        var driver = SignInDriver.waiting()
        driver.advance(by: .seconds(6))
        let poll = driver.lastRequest
        driver.feed(.cancelled)
        #expect(driver.outcome == .cancelled)
        #expect(driver.abandoned == [poll])
        driver.feed(.tokenReplied(.tokens(.example), status: 200, to: poll))
        #expect(driver.outcome == .cancelled)
        #expect(driver.revocations == 2)
    }

    @Test("without a revocation endpoint late tokens are dropped, and the note says so")
    func cannotRevoke() {
        let endpoints = Endpoints(deviceAuthorization: "https://a.example/d", token: "https://a.example/t")
        var driver = SignInDriver(endpoints: endpoints)
        driver.feed(.started(seed: 1))
        driver.codes(.codes(.example()))
        driver.feed(.cancelled)
        driver.feed(.tokenReplied(.tokens(.example), status: 200, to: RequestID(99)))
        #expect(driver.revocations == 0)
        #expect(driver.effects.last == .note(.lateTokens(revoked: false)))
    }

    @Test("after success the device code is never sent again")
    func silentAfterSuccess() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.tokens(.example))
        driver.advance(by: .seconds(3600))
        driver.feed(.started(seed: 2))
        #expect(driver.polls == 1)
        #expect(driver.signIn.deadline == nil)
    }

    @Test("the approval survives every trouble before the deadline")
    func approvalSurvives() {
        let troubles: [Trouble] = [
            .timeout, .dropped, .dns, .certificate(.expired), .server(status: 502), .tooManyRequests,
            .unreadable(status: 200), .unreadable(status: 404),
        ]
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(3600)))
        for trouble in troubles {
            _ = driver.pollAndAnswer(.trouble(trouble, retryAfter: nil, mayHaveHeldTokens: false))
        }
        _ = driver.pollAndAnswer(.tokens(.example))
        #expect(driver.outcome == .approved(.example))
    }

    @Test("a cut-off success followed by invalid_grant is an approval whose answer was lost")
    func answerLost() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.cutOff)
        _ = driver.pollAndAnswer(.timeout)
        _ = driver.pollAndAnswer(.refused(OAuthError(code: "invalid_grant")))
        #expect(driver.outcome == .answerLost)
    }

    @Test("invalid_grant after a pending is a refusal, whatever was cut off before")
    func notLost() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.cutOff)
        _ = driver.pollAndAnswer(.pending)
        _ = driver.pollAndAnswer(.refused(OAuthError(code: "invalid_grant")))
        #expect(driver.outcome == .refused(OAuthError(code: "invalid_grant")))
    }

    @Test("a cut-off success followed by the tokens is a success: the server gives them again")
    func cutOffThenTokens() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.cutOff)
        _ = driver.pollAndAnswer(.tokens(.example))
        #expect(driver.outcome == .approved(.example))
    }
}
