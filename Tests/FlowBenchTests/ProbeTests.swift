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
        // Each names its check, as several share a number.
        let lines = report.text().split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("S9   Who waits as long as told is never throttled (throttling): ") })
        #expect(
            report.text(columns: 60).split(separator: "\n").allSatisfy {
                $0.count <= 60 || !$0.dropFirst(12).contains(" ")
            })
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

    @Test(
        "at a pace of the very interval some polls come on time, and decide it; a slower one says that it cannot tell")
    func paceOfTheInterval() {
        var server = VirtualServer()
        server.interval = .seconds(1)
        var driver = ProbeDriver(server) { $0.pace = .seconds(1) }
        var report = driver.run()
        #expect(report.verdict(.throttling) == .kept, "\(report.seen(.throttling))")
        #expect(report.seen(.throttling).contains(" polls 1.02 s to "), "\(report.seen(.throttling))")
        let pauses = zip(driver.sent.dropFirst(), driver.sent).map { $0 - $1 }
        #expect(pauses.allSatisfy { $0 >= .seconds(1) })
        driver = ProbeDriver(server) { $0.pace = .seconds(2) }
        report = driver.run()
        #expect(report.verdict(.throttling) == .notChecked)
        #expect(report.seen(.throttling).hasSuffix("the interval is 1 s: a smaller --pace would tell"))
        server.strictness = .milliseconds(100)
        driver = ProbeDriver(server) { $0.pace = .seconds(1) }
        #expect(driver.run().broken == ["throttling"])
    }

    @Test("a server that dies in the middle ends it, and is not said to have lost tokens", arguments: 2...21)
    func death(requests: Int) {
        var server = VirtualServer()
        server.requestsLeft = requests
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(report.isUnreachable && report.broken == [] && report.verdict(.success) != .warning)
        let at = "the server could not be asked to the end: it stopped answering at request \(requests + 1) ("
        #expect(report.trouble?.hasPrefix(at) == true, "\(report.trouble ?? "")")
        #expect(driver.sent.count <= requests + 8)
        server.trouble = .dns
        driver = ProbeDriver(server)
        let unconnected = driver.run()
        #expect(unconnected.trouble?.hasPrefix(at) == true, "\(unconnected.trouble ?? "")")
        #expect(driver.sent.count == requests + 2)
    }

    @Test("tokens are said to be lost where the code was approved and is then unknown")
    func lostTokens() {
        var server = VirtualServer()
        server.losesTokens = true
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(report.broken == [] && report.warnings == ["success"], "\(report.text())")
        #expect(report.seen(.success) == "the answer with the tokens was cut off on its way")
    }

    @Test("an authority that is not trusted may be the tester's slip, and breaks no rule")
    func stranger() {
        var server = VirtualServer()
        server.isDead = true
        server.trouble = .certificate(.unknownIssuer)
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(report.isUnreachable && report.broken == [] && driver.sent.count == 1)
        #expect(report.trouble?.hasSuffix("--cacert FILE with its certificate") == true)
    }

    @Test(
        "a token that the simulator does not take ends it, an act that fails twice too; once is borne",
        arguments: [
            ([.forbidden("no")], "does not take the admin token (no)"),
            ([.failed("no"), .failed("still no")], "did not approve"), ([.failed("no")], nil), ([.silent], nil),
        ] as [([Probe.HandAnswer], String?)])
    func hands(of answers: [Probe.HandAnswer], words: String?) {
        var server = VirtualServer()
        server.hands = answers
        var driver = ProbeDriver(server)
        let report = driver.run()
        #expect(report.lacksHand == (words != nil) && report.broken == [])
        if let words {
            #expect(report.trouble?.contains(words) == true && report.trouble?.contains("--simulator-state") == true)
        } else {
            #expect(report.verdict(.success) == .kept, "\(report.text())")
        }
    }

    @Test("each request is told when it is over, with its code and what came of it; a long wait is told once")
    func lines() {
        var server = VirtualServer()
        server.lifetime = 90
        var driver = ProbeDriver(server)
        let report = driver.run()
        let codes = driver.probe.userCodes.values
        let polls = driver.told.filter {
            $0.hasSuffix("): polls, 5.02 s after the last answer -> 400 authorization_pending")
        }
        #expect(polls.count >= 2 && polls.allSatisfy { line in codes.contains { line.contains(" (\($0)): ") } })
        #expect(driver.told.count { $0.hasPrefix("request ") } == driver.sent.count)
        #expect(driver.told.contains { $0.hasPrefix("request 3: asks for codes -> 200, ") }, "\(driver.told)")
        let waits = driver.told.filter { $0.hasPrefix("waiting ") && $0.hasSuffix(" s for a code to expire") }
        #expect(waits.count == 1, "\(driver.told)")
        let json = report.json.line
        #expect(json.contains(#""error":"authorization_pending""#) && json.contains(#""error":"slow_down""#))
        #expect(codes.allSatisfy { json.contains(#""user_code":"\#($0)""#) } && codes.count > 10)
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
        // The same answer again and again is told once.
        let first = driver.told.firstIndex { $0.hasPrefix("BY HAND NOW") } ?? 0
        let second = driver.told.lastIndex { $0.hasPrefix("BY HAND NOW") } ?? 0
        let code = driver.told[first].split { " ,".contains($0) }.first { $0.count == 8 && $0 == $0.uppercased() } ?? ""
        let pending = driver.told[first..<second].filter {
            $0.contains(" (\(code)): polls, ") && $0.hasSuffix("-> 400 authorization_pending")
        }
        #expect(pending.count == 1, "\(driver.told)")
        #expect(driver.probe.exchanges.count > driver.told.count { $0.hasPrefix("request ") })
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
        let headline = "7 rules could not be judged, as nobody approved or denied"
        #expect(report.text().split(separator: "\n")[2] == headline)
        driver = ProbeDriver { $0.hands = .none }
        report = driver.run()
        #expect(report.seen(.success).contains("--no-hands") && report.seen(.denial).contains("--no-hands"))
        #expect(!driver.told.contains { $0.contains("BY HAND") })
        #expect(report.text().split(separator: "\n")[2] == headline && report.summary.hasSuffix(headline))
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
        let unchecked = "NOT CHECKED (\(Probe.rules.count)): all that needs an answer (--format json lists them)"
        #expect(report.text().split(separator: "\n").dropFirst(3).first.map(String.init) == unchecked)
        #expect(report.text().split(separator: "\n").count == 5, "\(report.text())")
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
