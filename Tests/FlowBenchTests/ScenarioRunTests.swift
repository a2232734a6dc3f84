import DeviceFlow
import FlowTrace
import KioskScreen
import Testing

@testable import FlowBench

@Suite("A scenario on its way, in virtual time")
struct ScenarioRunTests {
    private func scenario(
        _ steps: [Scenario.Step] = [], mode: KioskModel.Settings.Mode = .login, known: String? = nil,
        settings: (inout Scenario.Settings) -> Void = { _ in }, _ expect: (inout Scenario.Expectation) -> Void
    ) -> Scenario {
        var own = Scenario.Settings()
        own.lifetime = 60
        settings(&own)
        return Scenario(
            name: "x", title: "t", mode: mode, settings: own, steps: steps, expected: expectation(expect), known: known)
    }

    @Test("an approval is noticed by the next poll, and all that was expected is there")
    func approval() {
        var bench = ScenarioDriver()
        let result = bench.run(
            scenario([.init(.afterPolls(2), .approve)]) {
                ($0.exit, $0.ending, $0.polls, $0.isRevoked, $0.greeted) = (0, "approved", 3, false, .namelessly)
                $0.screens = ["starting", "pending", "approved"]
                $0.says = ["W D J B - M J H T"]
                $0.events = [
                    LogEvent("codes_shown", ["interval": .integer(5)]), LogEvent("poll", ["n": .integer(3)]),
                ]
            })
        #expect(result.reasons == [] && result.verdict == .passed)
        #expect(result.lasted == .seconds(18))
        #expect(bench.deeds == [.approve("WDJB-MJHT")])
        #expect(bench.sent.filter { $0.purpose == .token }.map(\.at) == [.seconds(6), .seconds(12), .seconds(18)])
    }

    @Test("each expectation that is not met is a reason of its own, with what was there instead")
    func unmet() {
        var bench = ScenarioDriver()
        let result = bench.run(
            scenario {
                ($0.exit, $0.ending, $0.polls, $0.isRevoked, $0.greeted) = (0, "approved", 3, true, .byName("Alice"))
                $0.screens = ["starting", "approved"]
                $0.says = ["Welcome"]
                $0.events = [LogEvent("poll", ["n": .integer(1), "answer": "denied"])]
            })
        #expect(result.verdict == .failed)
        let begins = result.reasons.map { $0.prefix { $0 != ":" } }
        #expect(
            begins == ["exit code", "ending", "polls", "screens", "events", "says", "greeted", "revoked"],
            "\(result.reasons)")
        #expect(result.reasons[0] == "exit code: expected 0, was 4")
    }

    @Test("a step that is never come to is a reason, and so is a server that did what it was to refuse")
    func steps() {
        var bench = ScenarioDriver()
        let never = bench.run(scenario([.init(.before(.jwks, number: 1), .deny)]) { $0.exit = 4 })
        #expect(never.reasons == ["it never came to: deny"])
        let wrong = bench.run(
            scenario([.init(.at(.seconds(1)), .approve, isRefused: true), .init(.at(.seconds(2)), .stop)]) {
                $0.exit = 130
            })
        #expect(wrong.reasons == ["approve: was to be refused: done"])
        let early = bench.run(scenario([.init(.at(.zero), .approve)]) { $0.exit = 4 })
        #expect(early.reasons == ["approve: no code has come up yet"])
    }

    @Test("what is known to fail is known as long as it fails, and fails when it passes")
    func known() {
        var bench = ScenarioDriver()
        #expect(bench.run(scenario(known: "a reason") { $0.exit = 0 }).verdict == .known)
        let mended = bench.run(scenario(known: "a reason") { $0.exit = 4 })
        #expect(mended.verdict == .failed)
        #expect(mended.remarks == ["it passes, and its file says that it does not: a reason"])
    }

    @Test("a key begins in run, the greeting ends, and the tokens are taken back")
    func person() {
        var bench = ScenarioDriver()
        let result = bench.run(
            scenario([.init(.at(.seconds(1)), .key(.enter)), .init(.afterCode(.seconds(1)), .approve)], mode: .run) {
                ($0.ending, $0.isRevoked) = ("approved", true)
                $0.screens = ["idle", "pending", "approved", "idle"]
            })
        #expect(result.reasons == [])
        #expect(result.lasted == .seconds(1 + 6 + 15))
    }

    @Test("an outage swallows requests, or only their answers; time-outs come when they are due")
    func outages() {
        for (kind, arrives, word) in [
            (Scenario.Outage.dropped, false, "dropped"), (.dns, false, "dns"), (.answersLost, true, "dropped"),
            (.timeout, false, "timeout"),
        ] {
            var bench = ScenarioDriver()
            let result = bench.run(
                scenario([.init(.before(.token, number: 1), .outage(kind)), .init(.after(.seconds(30)), .stop)]) {
                    $0.exit = 130
                    $0.events = [LogEvent("poll", ["n": .integer(1), "answer": .string(word)])]
                })
            #expect(result.reasons == [], "\(kind)")
            #expect(bench.sent.contains { $0.purpose == .token } == arrives, "\(kind)")
            let failedAt = result.timeline.first { $0.text == "token: \(word)" }?.at
            #expect(failedAt == (kind == .timeout ? .seconds(16) : .seconds(6)), "\(kind)")
        }
    }

    @Test("after a suspend the first thing seen is no dead code")
    func suspend() {
        var bench = ScenarioDriver()
        let result = bench.run(
            scenario([.init(.afterPolls(1), .suspend(.seconds(600)))]) {
                ($0.exit, $0.polls) = (4, 1)
            })
        #expect(result.reasons == [])
        #expect(result.lasted == .seconds(606))
    }

    @Test("a kiosk that would wait for ever is told, and one that is not answered comes to its time-out")
    func stalls() {
        var bench = ScenarioDriver()
        bench.replies[.token] = [nil]
        let silent = bench.run(scenario { $0.exit = 4 })
        #expect(silent.reasons == [])
        let idle = bench.run(scenario(mode: .run) { $0.ending = "approved" })
        #expect(idle.reasons.first == "still going on after 7200 s")
    }

    @Test("a second is as long as it says, and the story of a run is in order")
    func story() {
        var bench = ScenarioDriver()
        let story = bench.run(scenario([.init(.afterPolls(1), .deny)]) { $0.exit = 3 }).story
        #expect(story.first?.hasPrefix("        0  ") == true, "\(story)")
        #expect(story.contains("        6  script: deny"))
        #expect(story.last == "       12  screen: denied")
        #expect(!story.joined().contains("SECRET"))
    }
}
