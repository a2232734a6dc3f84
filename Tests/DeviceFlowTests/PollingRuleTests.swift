import Testing

@testable import DeviceFlow

/// When the device asks, by the numbers of the client checklist (C…) and RFC 8628.
@Suite struct PollingRuleTests {
    @Test("another network ends a back-off, but no poll comes before its interval")
    func surroundings() {
        var driver = SignInDriver.waiting()
        for _ in 0..<3 {
            driver.advance(by: .seconds(60))
            driver.token(.trouble(.noNetwork, retryAfter: nil, mayHaveHeldTokens: false))
        }
        let polls = driver.sent.count
        driver.advance(by: .seconds(1))
        driver.feed(.surroundingsChanged)
        driver.advance(by: .milliseconds(4999))
        #expect(driver.sent.count == polls, "the interval and the margin are six seconds")
        driver.advance(by: .milliseconds(1))
        #expect(driver.sent.count == polls + 1)
        // Where all is well nothing changes.
        driver.token(.pending)
        driver.feed(.surroundingsChanged)
        driver.advance(by: .seconds(5))
        #expect(driver.sent.count == polls + 1)
    }

    @Test("C7: without an interval five seconds are used, and for 0 or less too", arguments: [nil, 0, -3])
    func defaultInterval(told: Int?) {
        var driver = SignInDriver.waiting(.example(interval: told.map { .seconds($0) }))
        #expect(driver.pollAndAnswer(.pending) == .seconds(6))
    }

    @Test("C16: the first poll comes one interval and the margin after the codes, not a millisecond earlier")
    func firstPoll() {
        var driver = SignInDriver.waiting()
        driver.advance(by: .milliseconds(5999))
        #expect(driver.polls == 0)
        driver.advance(by: .milliseconds(1))
        #expect(driver.polls == 1)
    }

    @Test("C16: the next wait begins when the reply has arrived, however long it took")
    func waitFromReply() {
        var driver = SignInDriver.waiting()
        #expect(driver.pollAndAnswer(.pending, latency: .seconds(4)) == .seconds(6))
        #expect(driver.pollAndAnswer(.pending) == .seconds(6))
    }

    @Test("the margin is the operator's")
    func margin() {
        var driver = SignInDriver.waiting(rules: .init(pollMargin: .zero))
        #expect(driver.pollAndAnswer(.pending) == .seconds(5))
    }

    @Test("C17: slow_down adds five seconds to this wait and to every later one")
    func slowDown() {
        var driver = SignInDriver.waiting()
        #expect(driver.pollAndAnswer(.slowDown(interval: nil, retryAfter: nil)) == .seconds(6))
        #expect(driver.pollAndAnswer(.pending) == .seconds(11))
        #expect(driver.pollAndAnswer(.slowDown(interval: nil, retryAfter: nil)) == .seconds(11))
        #expect(driver.pollAndAnswer(.pending) == .seconds(16))
        #expect(driver.pollAndAnswer(.pending) == .seconds(16))
    }

    @Test("C17: the server may ask for more than five, never for less", arguments: [(3, 11), (10, 11), (30, 31)])
    func slowDownTold(told: Int, wait: Int) {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.slowDown(interval: .seconds(told), retryAfter: nil))
        #expect(driver.pollAndAnswer(.pending) == .seconds(wait))
        #expect(driver.effects.contains(.note(.intervalChanged(from: .seconds(5), to: .seconds(wait - 1)))))
    }

    @Test("C17: a hundred slow_downs are never fatal")
    func slowDownStorm() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(86_400)))
        for _ in 0..<100 { _ = driver.pollAndAnswer(.slowDown(interval: nil, retryAfter: nil)) }
        _ = driver.pollAndAnswer(.tokens(.example))
        #expect(driver.outcome == .approved(.example))
    }

    @Test("C20: each time-out doubles the wait, with at most a fifth of jitter on top, up to a minute")
    func backOff() throws {
        var driver = SignInDriver.waiting()
        var waits: [Double] = []
        _ = driver.pollAndAnswer(.timeout)
        for _ in 0..<6 {
            let wait = driver.pollAndAnswer(.timeout)
            waits.append(try #require(wait).inSeconds)
        }
        for (wait, base) in zip(waits, [12.0, 24, 48, 60, 60, 60]) {
            #expect(wait >= base && wait <= base * 1.2, "\(waits)")
        }
        #expect(Set(waits.suffix(3)).count > 1, "the jitter differs from time to time")
    }

    @Test("C20: one answer from the server ends the back-off")
    func backOffEnds() {
        var driver = SignInDriver.waiting()
        for _ in 0..<3 { _ = driver.pollAndAnswer(.timeout) }
        _ = driver.pollAndAnswer(.pending)
        #expect(driver.pollAndAnswer(.pending) == .seconds(6))
    }

    @Test("Retry-After is obeyed where it asks for more")
    func retryAfter() {
        var driver = SignInDriver.waiting()
        _ = driver.pollAndAnswer(.trouble(.tooManyRequests, retryAfter: .seconds(90), mayHaveHeldTokens: false))
        #expect(driver.pollAndAnswer(.pending) == .seconds(90))
    }

    @Test("back-off and Retry-After leave one poll for the code's last seconds", arguments: [300, 100_000])
    func backOffInsideDeadline(retryAfter: Int) throws {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(120)))
        _ = driver.pollAndAnswer(
            .trouble(.server(status: 503), retryAfter: .seconds(retryAfter), mayHaveHeldTokens: false))
        #expect(driver.pollAndAnswer(.tokens(.example)) == .seconds(104))
        #expect(driver.outcome == .approved(.example))
    }

    @Test("once that last poll is used, a server that does not answer is not asked at the old pace again")
    func lateBackOff() {
        var driver = SignInDriver.waiting(
            .example(lifetime: .seconds(60), interval: .seconds(1)), rules: .init(pollMargin: .zero))
        var sent: [Duration] = []
        let begun = driver.now
        while driver.pollAndAnswer(.trouble(.timeout, retryAfter: nil, mayHaveHeldTokens: false)) != nil {
            sent.append(driver.now - begun)
        }
        let late = sent.filter { $0 >= .seconds(50) }
        #expect(late.count <= 2, "\(sent.map(\.inSeconds))")
    }

    @Test("the last poll is the last that fits whole intervals; then the code runs out without another")
    func lastPoll() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(20)))
        var waits: [Duration?] = []
        for _ in 0..<3 { waits.append(driver.pollAndAnswer(.pending)) }
        #expect(waits == [.seconds(6), .seconds(6), .seconds(6)])
        #expect(driver.pollAndAnswer(.pending) == nil)
        #expect(driver.outcome == .expired)
        #expect(driver.polls == 3)
    }

    @Test("a request never outlives the code, nor ten seconds")
    func timeouts() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(10)))
        driver.advance(by: .seconds(6))
        #expect(driver.timeouts == [.seconds(10), .seconds(4)])
    }

    @Test("waking at each deadline always changes something, waking in between never does")
    func noWakingForNothing() {
        var driver = SignInDriver.waiting(.example(lifetime: .seconds(60)))
        let waiting = driver.signIn.state
        driver.advance(by: .seconds(1))
        #expect(driver.signIn.state == waiting)
        for _ in 0..<20 { _ = driver.pollAndAnswer(.timeout) }
        #expect(driver.outcome == .expired)
        #expect(driver.wokeForNothing == 0)
    }
}
