import Testing

@testable import DeviceFlow

/// The way to the codes.
@Suite struct StartTests {
    @Test("C6: nothing is sent before the person wants it")
    func nothingByItself() {
        var driver = SignInDriver()
        driver.advance(by: .seconds(3600))
        #expect(driver.sent.isEmpty)
    }

    @Test("exactly one request for codes is on its way at a time")
    func oneRequest() {
        var driver = SignInDriver()
        driver.feed(.started(seed: 1))
        driver.feed(.started(seed: 2))
        driver.advance(by: .seconds(9))
        #expect(driver.sent == [.codes(SignInDriver.endpoints)])
    }

    @Test("a reply to a request that was not sent, or not last, is nothing")
    func strangeReply() {
        var driver = SignInDriver()
        driver.feed(.started(seed: 1))
        driver.feed(.codesReplied(.codes(.example()), to: RequestID(99)))
        guard case .requesting = driver.signIn.state else {
            Issue.record("\(driver.signIn.state)")
            return
        }
    }

    @Test("connection trouble is tried again after 1, 2, 4 … seconds, up to a minute, with jitter")
    func backOff() {
        var driver = SignInDriver()
        driver.feed(.started(seed: 3))
        for base in [1.0, 2, 4, 8, 16, 32, 60, 60] {
            driver.codes(.trouble(.dropped, retryAfter: nil))
            guard case .resting(_, _, let until) = driver.signIn.state else {
                Issue.record("\(driver.signIn.state)")
                return
            }
            let wait = (until - driver.now).inSeconds
            #expect(wait >= base && wait <= base * 1.2)
            driver.advance(by: until - driver.now)
        }
    }

    @Test("login gives up after its time, whether it rests or waits for a reply", arguments: [true, false])
    func givesUp(inFlight: Bool) {
        var driver = SignInDriver(.init(giveUpAfter: .seconds(30)))
        driver.feed(.started(seed: 4))
        if !inFlight {
            while driver.outcome == nil {
                driver.codes(.trouble(.dns, retryAfter: nil))
                guard let deadline = driver.signIn.deadline else { break }
                driver.advance(by: deadline - driver.now)
            }
        }
        driver.advance(by: .seconds(60))
        #expect(driver.outcome == .unreachable(inFlight ? .timeout : .dns))
        #expect(driver.timeouts.allSatisfy { $0 <= .seconds(10) && $0 > .zero })
    }

    @Test("run never gives up")
    func runGoesOn() {
        var driver = SignInDriver()
        driver.feed(.started(seed: 4))
        for _ in 0..<200 {
            driver.codes(.trouble(.timeout, retryAfter: nil))
            if let deadline = driver.signIn.deadline { driver.advance(by: deadline - driver.now) }
        }
        #expect(driver.outcome == nil)
        #expect(driver.sent.count == 201)
    }

    @Test("a bad certificate ends login at once, and is tried again slowly otherwise")
    func badCertificate() {
        var login = SignInDriver(.init(giveUpAfter: .seconds(30), endsOnBadCertificate: true))
        login.feed(.started(seed: 1))
        login.codes(.trouble(.certificate(.unknownIssuer), retryAfter: nil))
        #expect(login.outcome == .unreachable(.certificate(.unknownIssuer)))

        var run = SignInDriver()
        run.feed(.started(seed: 1))
        run.codes(.trouble(.certificate(.notYetValid), retryAfter: nil))
        run.advance(by: .seconds(59))
        #expect(run.sent.count == 1)
        run.advance(by: .seconds(14))
        #expect(run.sent.count == 2)
    }

    @Test(
        "another network, or another time, is worth a try at once; a server that wants to be left alone is left alone")
    func surroundings() {
        for (trouble, isSooner) in [(Trouble.certificate(.notYetValid), true), (.tooManyRequests, false)] {
            var driver = SignInDriver()
            driver.feed(.started(seed: 1))
            driver.codes(.trouble(trouble, retryAfter: .seconds(60)))
            driver.advance(by: .seconds(3))
            driver.feed(.surroundingsChanged)
            driver.advance(by: .milliseconds(999))
            #expect(driver.sent.count == 1)
            driver.advance(by: .milliseconds(1))
            #expect(driver.sent.count == (isSooner ? 2 : 1))
        }
    }

    @Test("endpoints that were discovered and give no codes are looked up anew after three failures; given ones never")
    func discoversAnew() {
        for discovers in [true, false] {
            var driver = SignInDriver(.init(discovers: discovers))
            driver.feed(.started(seed: 1))
            for _ in 0..<3 {
                driver.codes(.trouble(.dns, retryAfter: nil))
                driver.advance(by: .seconds(6))
            }
            #expect(driver.sent.last == (discovers ? .metadata(attempt: 0) : .codes(SignInDriver.endpoints)))
        }
    }

    @Test("a proxy that wants another password is not asked again soon, nor for good left alone")
    func proxyPassword() {
        var run = SignInDriver()
        run.feed(.started(seed: 1))
        run.codes(.trouble(.proxy(.password), retryAfter: nil))
        run.advance(by: .seconds(59))
        #expect(run.sent.count == 1)
        run.advance(by: .seconds(14))
        #expect(run.sent.count == 2)
    }

    @Test("511 is the network's own answer, whatever it says besides", arguments: ["", "{}", "<html>Sign in</html>"])
    func portal(body: String) throws {
        let client = Client(provider: try #require(Provider.named("rfc8628")), clientID: "screen", userAgent: "test")
        let reply = HTTPReply(status: 511, body: Array(body.utf8), receivedAt: 0)
        let event = client.event(for: .replied(reply), to: .codes(SignInDriver.endpoints), RequestID(1))
        #expect(event == .codesReplied(.trouble(.portal, retryAfter: nil), to: RequestID(1)))
    }

    @Test("three replies in a row that cannot be understood are nonsense; trouble in between starts the count anew")
    func threeTries() {
        var driver = SignInDriver()
        driver.feed(.started(seed: 1))
        let unreadable = CodesAnswer.trouble(.unreadable(status: 404), retryAfter: nil)
        for answer in [unreadable, unreadable, .trouble(.timeout, retryAfter: nil), unreadable, unreadable] {
            driver.codes(answer)
            #expect(driver.outcome == nil)
            driver.advance(by: .seconds(80))
        }
        driver.codes(unreadable)
        #expect(driver.outcome == .nonsense("status 404, and no answer that can be read"))
    }

    @Test("a refusal and a reply without the REQUIRED members end it at once")
    func endsAtOnce() {
        for (answer, outcome) in [
            (
                CodesAnswer.refused(OAuthError(code: "unauthorized_client")),
                Outcome.refused(.init(code: "unauthorized_client"))
            ),
            (.nonsense("device_code is missing"), .nonsense("device_code is missing")),
        ] {
            var driver = SignInDriver()
            driver.feed(.started(seed: 1))
            driver.codes(answer)
            #expect(driver.outcome == outcome)
        }
    }

    @Test("C33: discovery looks at RFC 8414's address first, at OpenID Connect's when that has nothing")
    func discovery() {
        var driver = SignInDriver(endpoints: nil)
        driver.feed(.started(seed: 1))
        driver.metadata(.absent(status: 404))
        driver.metadata(.endpoints(SignInDriver.endpoints))
        #expect(driver.sent == [.metadata(attempt: 0), .metadata(attempt: 1), .codes(SignInDriver.endpoints)])
        #expect(driver.signIn.foundEndpoints == SignInDriver.endpoints)
    }

    @Test("C54: the device code goes to the endpoints that its codes came from")
    func bound() {
        var driver = SignInDriver.waiting()
        driver.advance(by: .seconds(6))
        #expect(driver.sent.last == .poll(SignInDriver.endpoints, Redemption(deviceCode: Secret("D-1"))))
    }
}
