import DeviceFlow
import Testing

@testable import FlowBench

@Suite("A fleet")
struct FleetTests {
    @Test("of a thousand devices polls for fifteen minutes, slowed down now and then, and not one poll is early")
    func noPollIsEarly() {
        var driver = FleetDriver(.init(devices: 1000, ramp: .seconds(5), length: .seconds(900)))
        driver.lifetime = .seconds(3600)
        driver.answer = { code, poll in
            code % 10 == 0 && poll == 3 ? .slowDown(interval: nil, retryAfter: nil) : .pending
        }
        driver.advance(by: .seconds(1000))
        #expect(driver.earlyPolls == 0)
        #expect(driver.polls > 138_000, "\(driver.polls)")
        #expect(driver.polls == driver.fleet.statistics.polls)
        #expect(driver.mostAtOnce <= 16)
        #expect(driver.fleet.statistics[.slowDown] == 100)
        #expect(driver.fleet.statistics.latePolls == 0)
    }

    @Test("asks for no more than 200 codes a second, unless it is told otherwise")
    func ramp() {
        var driver = FleetDriver(.init(devices: 3000))
        driver.latency = .milliseconds(2)
        driver.advance(by: .seconds(30))
        #expect(driver.codesRequests.count == 3000)
        let first = driver.codesRequests[0]
        let seconds = Dictionary(grouping: driver.codesRequests) { Int(($0 - first).inSeconds) }
        #expect(seconds.values.allSatisfy { $0.count <= 200 }, "\(seconds.mapValues(\.count))")
    }

    @Test("whose connections are all busy is late, and tells how much; it is never early for it")
    func lateness() {
        var driver = FleetDriver(.init(devices: 20, ramp: .zero, length: .seconds(120), connections: 1))
        driver.advance(by: .seconds(4))
        driver.latency = .seconds(1)
        driver.advance(by: .seconds(200))
        #expect(driver.codesRequests.count == 20)
        #expect(driver.mostAtOnce == 1)
        #expect(driver.earlyPolls == 0)
        #expect(driver.fleet.statistics.latePolls > 50)
        #expect(driver.fleet.statistics.worstLateness > .seconds(5))
    }

    @Test("starts no further device while most answers are errors, backs off, and goes on when all is well again")
    func holding() {
        var isWell = false
        var driver = FleetDriver(.init(devices: 1000, ramp: .seconds(10), length: .seconds(300)))
        driver.codesAnswer = { isWell ? .codes($0) : .trouble(.server(status: 503), retryAfter: nil) }
        driver.advance(by: .seconds(60))
        #expect(driver.fleet.isHeld)
        #expect(driver.fleet.statistics.started < 60)
        #expect(driver.codesRequests.count < 400, "each backs off: \(driver.codesRequests.count)")
        isWell = true
        driver.codesAnswer = { .codes($0) }
        driver.advance(by: .seconds(240))
        #expect(driver.fleet.statistics.started == 1000)
        #expect(driver.fleet.statistics.held > .seconds(50))
        #expect(driver.fleet.statistics[.serverError] > 20)
    }

    @Test("whose devices are all refused ends, and has troubled the server with a few only")
    func refused() {
        var driver = FleetDriver(.init(devices: 1000))
        driver.codesAnswer = { _ in .refused(OAuthError(code: "invalid_client")) }
        driver.advance(by: .seconds(60))
        #expect(driver.fleet.isOver)
        #expect(driver.codesRequests.count < 60)
        #expect(driver.fleet.statistics.details["invalid_client"] == driver.codesRequests.count)
        #expect(driver.fleet.statistics.endings == [.refused: driver.codesRequests.count])
    }

    @Test("that nobody answers polls less and less")
    func silence() {
        var driver = FleetDriver(.init(devices: 100, ramp: .seconds(1), length: .seconds(300)))
        driver.answer = { _, _ in .noAnswer }
        driver.advance(by: .seconds(300))
        let polls = driver.fleet.statistics.seconds.map(\.polls)
        #expect(polls[..<60].reduce(0, +) > polls[240...].reduce(0, +))
        #expect(polls[60...].reduce(0, +) < 600)
        #expect(driver.earlyPolls == 0)
    }

    @Test("is approved and denied at the pace that was asked for, by chance, each once; a device starts once")
    func decisions() {
        var driver = FleetDriver(
            .init(
                devices: 40, ramp: .seconds(1), length: .seconds(100), approvalsPerSecond: 2, denialsPerSecond: 1))
        driver.advance(by: .seconds(100))
        let statistics = driver.fleet.statistics
        #expect(driver.fleet.isOver, "nobody is left to wait for")
        #expect(statistics.approvals + statistics.denials == 40)
        #expect(statistics.endings == [.approved: statistics.approvals, .denied: statistics.denials])
        #expect((26...28).contains(statistics.approvals))
        #expect(statistics.approvalToTokens.count == statistics.approvals)
        #expect(statistics.approvalToTokens.longest <= .seconds(7))
        #expect(driver.codesRequests.count == 40)
        let codes = driver.decisions.map(\.decision.userCode)
        #expect(Set(codes) == Set((0..<40).map(FleetDriver.userCode)) && codes.count == 40)
        #expect(codes != codes.sorted())
    }

    @Test("goes on with new codes where it shall begin again")
    func again() {
        var driver = FleetDriver(
            .init(devices: 10, ramp: .seconds(1), length: .seconds(120), again: true, approvalsPerSecond: 1))
        driver.advance(by: .seconds(200))
        #expect(driver.codesRequests.count > 100)
        #expect(driver.fleet.statistics.endings[.approved] ?? 0 > 100)
        #expect(driver.fleet.alive == 10)
    }

    @Test("that is stopped begins nothing more and waits for what is on its way")
    func stopping() {
        var driver = FleetDriver(.init(devices: 10, ramp: .zero, length: .seconds(100)))
        driver.latency = .seconds(3)
        driver.advance(by: .seconds(1))
        driver.fleet.stop()
        #expect(!driver.fleet.isOver)
        #expect(driver.fleet.deadline == nil)
        driver.advance(by: .seconds(60))
        #expect(driver.fleet.isOver)
        #expect(driver.fleet.statistics[.codes] == 10)
        #expect(driver.polls == 0)
    }

    @Test("names its deadlines in order, whatever is moved or taken away")
    func heap() {
        var heap = DeadlineHeap(count: 200)
        var plain: [Int: Moment] = [:]
        var random = SeededNumbers(seed: 7)
        for _ in 0..<5000 {
            let element = Int.random(in: 0..<200, using: &random)
            let moment = Bool.random(using: &random) ? Moment(.seconds(Int.random(in: 0..<50, using: &random))) : nil
            heap.set(element, to: moment)
            plain[element] = moment
            #expect(heap.first?.moment == plain.values.min())
        }
        #expect(heap.count == plain.count)
        var order: [Moment] = []
        while let (element, moment) = heap.first {
            #expect(plain[element] == moment)
            order.append(moment)
            heap.set(element, to: nil)
        }
        #expect(order == plain.values.sorted())
    }
}
