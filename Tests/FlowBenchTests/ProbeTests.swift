import DeviceFlow
import FlowTrace
import Testing

@testable import FlowBench

@Suite("The probe plays by its own rules")
struct ProbeTests {
    @Test("each check has one row in the rulebook, and each rule of the checklist for servers is in it")
    func rulebook() {
        #expect(Probe.rules.map(\.check.rawValue).sorted() == Probe.Check.allCases.map(\.rawValue).sorted())
        for number in 1...23 { #expect(Probe.rules.contains { $0.id == "S\(number)" }, "S\(number)") }
        for rule in Probe.rules {
            #expect(["MUST", "MUST NOT", "SHOULD", "RECOMMENDED", "NOT RECOMMENDED", "MAY"].contains(rule.level))
            #expect(rule.source.hasPrefix("RFC "), "\(rule.check)")
        }
    }

    @Test("a server that keeps the rules is told so, with what could not be seen and why")
    func sound() {
        var driver = ProbeDriver()
        let report = driver.run()
        #expect(report.broken == [] && report.warnings == [], "\(report.text())")
        #expect(report.trouble == nil)
        #expect(report.seen(.expiry) == "codes live 600 s; --longest-wait 600 would wait for that")
        #expect(report.seen(.revocation) == "the server tells no revocation_endpoint")
        #expect(report.verdict(.denial) == .kept && report.verdict(.singleUse) == .kept)
        #expect(report.verdict(.pageWords) == .notChecked && report.verdict(.otherClient) == .notChecked)
    }

    @Test("never more than one request in the time it was given", arguments: [200, 1000, 3000, 7000])
    func budget(pace: Int) {
        var driver = ProbeDriver { $0.pace = .milliseconds(pace) }
        let report = driver.run()
        let pauses = zip(driver.sent.dropFirst(), driver.sent).map { $0 - $1 }
        #expect(pauses.count >= 20)
        #expect(pauses.allSatisfy { $0 >= .milliseconds(pace) }, "\(pauses.min() ?? .zero)")
        #expect(report.broken == [], "\(report.text())")
        #expect(report.text().contains("never more than one in \(Probe.seconds(.milliseconds(pace)))"))
        #expect((report.verdict(.earlyPoll) == .notChecked) == (pace >= 5000))
    }

    @Test("the careful client polls as soon as it may, and no other request makes it late")
    func exactness() {
        var driver = ProbeDriver()
        let report = driver.run()
        #expect(
            report.seen(.throttling).hasSuffix("polls 5.02 s to 10.02 s after the last answer, none throttled"),
            "\(report.seen(.throttling))")
        let pauses = driver.server.polls.values.flatMap { zip($0.dropFirst(), $0).map { $0 - $1 } }
        #expect(pauses.count { $0 < .seconds(5) } == 1, "one poll is early on purpose")
    }

    @Test("a server that throttles who has waited is found, with the wait to the hundredth")
    func throttling() {
        var server = VirtualServer()
        server.strictness = .milliseconds(100)
        var driver = ProbeDriver(server)
        var report = driver.run()
        #expect(report.broken == ["throttling"], "\(report.text())")
        #expect(report.seen(.throttling).contains("throttled a poll 5.02 s after its last answer (interval told: 5 s)"))
        server.tellsInterval = false
        driver = ProbeDriver(server)
        report = driver.run()
        #expect(report.seen(.throttling).contains("(no interval told, so that 5 s count)"))
    }

    @Test("a server that throttles nobody is in its right")
    func noThrottling() {
        var server = VirtualServer()
        server.throttles = false
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(report.verdict(.earlyPoll) == .kept && report.broken == [])
        #expect(report.seen(.earlyPoll).contains("it does not throttle, which it may"))
    }

    @Test("it waits for codes to expire that live no longer than it may wait")
    func expiry() {
        var server = VirtualServer()
        server.lifetime = 90
        var driver = ProbeDriver(server)
        #expect(driver.run().seen(.expiry) == "answered 400 expired_token after expires_in was over")
    }

    @Test("a person is told what to do, one thing after the other, and reminded")
    func hands() {
        var driver = ProbeDriver { $0.hands = .person }
        let report = driver.run { server, line in
            // Approves when reminded, denies at once.
            let code = line.split { " :,".contains($0) }.first { $0.count == 8 && $0 == $0.uppercased() }.map(
                String.init)
            if let code, line.hasPrefix("still waiting for you to approve") { server.decide(code, .approve) }
            if let code, line.contains("and DENY.") { server.decide(code, .deny) }
        }
        let hands = driver.told.filter { $0.hasPrefix("BY HAND NOW") }
        #expect(hands.count == 2 && hands[0].contains("and APPROVE.") && hands[1].contains("and DENY."), "\(hands)")
        #expect(hands[0].contains("open \(ProbeDriver.issuer)/device , enter "))
        #expect(driver.told.contains { $0.hasPrefix("still waiting for you to approve") && $0.hasSuffix(" s left") })
        #expect(report.verdict(.success) == .kept && report.verdict(.denial) == .kept, "\(report.text())")
    }

    @Test("where nobody acts, that is the reason and no fault")
    func nobody() {
        var server = VirtualServer()
        server.lifetime = 180
        var driver = ProbeDriver(server) { $0.hands = .person }
        var report = driver.run()
        #expect(report.broken == [], "\(report.text())")
        #expect(report.seen(.success) == "nobody had approved the code when it ended")
        #expect(report.seen(.denial) == "nobody had denied the code when it ended")
        #expect(report.verdict(.expiry) == .kept, "and so an expiry was seen")
        driver = ProbeDriver { $0.hands = .none }
        report = driver.run()
        #expect(report.seen(.success).contains("--no-hands") && report.seen(.denial).contains("--no-hands"))
        #expect(!driver.told.contains { $0.contains("BY HAND") })
    }

    @Test("metadata that leads to another computer is followed only with the tester's word")
    func elsewhere() {
        var server = VirtualServer()
        server.tokenEndpoint = "https://idp.example/token"
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(driver.sent.count == 2)
        #expect(report.trouble?.contains("https://idp.example/token") == true)
        #expect(report.trouble?.contains("--i-may-test-this") == true)
    }

    @Test("a server that is not there, and a probe that is called off, break no rule")
    func noServer() {
        var server = VirtualServer()
        server.isDead = true
        var driver = ProbeDriver(server)
        var report = driver.run()
        #expect(report.isUnreachable && report.broken == [] && report.entries(.kept).isEmpty)
        driver = ProbeDriver()
        report = driver.run(until: Moment(.seconds(1004)))
        #expect(report.trouble == "the probe was called off before its end")
        #expect(report.seen(.denial) == "called off before" && report.verdict(.members) == .kept)
    }

    @Test("no device code and no token stands in a report or a line")
    func secrets() {
        var server = VirtualServer()
        server.echoesDeviceCode = true
        var driver = ProbeDriver(server)
        let report = driver.run()
        let said = report.text() + report.json.line + driver.told.joined()
        #expect(driver.server.polls.count >= 2)
        for code in driver.server.polls.keys { #expect(!said.contains(code)) }
        #expect(!said.contains("access-token-nobody-may-see"))
    }

    @Test("what a device could not use is named, and the rest is not guessed at")
    func noCodes() {
        var server = VirtualServer()
        server.answers["/codes"] = #"{"device_code":7,"user_code":"BCDFGHJK","verification_uri":"","interval":0}"#
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(
            report.seen(.members)
                == "device_code is no text, verification_uri is empty, expires_in is missing, interval is 0")
        #expect(Set(report.broken).isSubset(of: ["members", "error-shape"]), "\(report.text())")
        #expect(report.verdict(.pending) == .notChecked && report.verdict(.wrongCode) == .kept)
    }

    @Test("what is wrong while nobody has decided is told apart from a wrong ending")
    func wrongWhilePending() {
        for (answer, check) in [
            (#"{"error":"access_denied"}"#, Probe.Check.pending), (#"{"error":"expired_token"}"#, .expiry),
            (#"{"error":"slow_down"}"#, .throttling), (#"{"error":"out_of_cheese"}"#, .pending),
        ] {
            var server = VirtualServer()
            server.answers["/token"] = answer
            server.status = 400
            var driver = ProbeDriver(server)
            let report = driver.run()
            let asked: Set<String> = ["wrong-code", "missing-code", "grant-type"]
            #expect(Set(report.broken).subtracting(asked) == [check.rawValue], "\(answer): \(report.text())")
            #expect(driver.sent.count < 30)
        }
    }

    @Test("codes that a screen could not show are no codes")
    func badAddress() {
        var server = VirtualServer()
        server.answers["/codes"] =
            #"{"device_code":"x","user_code":"BCDF","verification_uri":"http://idp.example/device","expires_in":60}"#
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(report.seen(.members) == "verification_uri cannot be shown: it is not https")
        #expect(report.verdict(.members) == .broken && report.trouble != nil)
    }
}
