import DeviceFlow
import Testing

@testable import FlowBench

@Suite("What a fleet tells")
struct FleetReportTests {
    @Test("percentiles are right to within a sixty-fourth, the longest exactly")
    func percentiles() {
        var histogram = DurationHistogram()
        #expect(histogram.percentile(0.5) == nil)
        for milliseconds in 1...1000 { histogram.add(.milliseconds(milliseconds)) }
        for (share, expected) in [(0.5, 500.0), (0.99, 990), (0.001, 1), (1, 1000)] {
            let told = (histogram.percentile(share) ?? .zero).inSeconds * 1000
            #expect(told >= expected && told <= expected * (1 + 1.0 / 64), "\(share): \(told)")
        }
        #expect(histogram.longest == .seconds(1))
        histogram.add(.zero)
        histogram.add(.seconds(1 << 40))
        #expect(histogram.percentile(0) == .zero)
        #expect(histogram.longest == .seconds(1 << 40))
    }

    @Test("a line of the table is a second, quiet ones too")
    func csv() {
        var driver = FleetDriver(
            .init(
                devices: 2, ramp: .zero, length: .seconds(7), approvalsPerSecond: 0.5, rules: .init(pollMargin: .zero)))
        driver.interval = .seconds(3)
        driver.advance(by: .seconds(10))
        driver.fleet.finish(at: driver.now)
        let lines = FleetCSV.text(driver.fleet.statistics).split(separator: "\r\n")
        #expect(
            lines == [
                "second,waiting,in_flight,codes_requests,polls,other_requests,late_polls,approvals,denials,codes,other,"
                    + "pending,slow_down,tokens,denied,expired,timeout,dropped,dns,tls,server_error,too_many_requests,"
                    + "unreadable,refused,nonsense,untrusted",
                "0,2,2,2,0,0,0,0,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
                "1,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
                "2,2,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
                "3,1,2,0,2,0,0,0,0,0,0,1,0,1,0,0,0,0,0,0,0,0,0,0,0,0",
                "4,1,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
                "5,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
                "6,0,1,0,1,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0",
            ])
    }

    @Test("the report names what was asked, what came of it, and what the server's own log says")
    func text() {
        let report = report()
        #expect(
            report.text == """
                12 devices at a test for 20.0 s
                  offered load        1.0 requests a second, 4 at most, once all had begun
                  codes               12
                  polls               17: 5 pending, 0 slow_down, 12 tokens, 0 denied, 0 expired
                  answered in         p50 20.0 ms, p99 20.0 ms, longest 20.0 ms
                  late polls          0 by more than 1 s; at worst 0.0 ms
                  early polls         0 of 17 in the server's own log
                  approval to tokens  p50 3.34 s, p99 5.79 s, longest 5.79 s
                  endings             12 approved
                  errors              none
                  this process        20.0 MiB at most, 0.25 of a core

                """)
    }

    @Test("the same for programs")
    func json() throws {
        let json = try #require(JSONValue(parsing: Array(report().json.utf8)))
        #expect(json["devices"] == .integer(12))
        #expect(json.value(at: "server_log.early") == .integer(0))
        #expect(json.value(at: "answers.tokens") == .integer(12))
        #expect(json.value(at: "endings.approved") == .integer(12))
        #expect(json.value(at: "approval_to_tokens.count") == .integer(12))
        #expect(json["errors"] == .object([:]))
    }

    @Test("the picture has every line, stays within its frame, and shows a title as it is")
    func plot() {
        let svg = FleetPlot(driver().fleet.statistics, title: "2 < 3 & \"so\"").svg
        #expect(svg.contains("2 &lt; 3 &amp; \"so\""))
        for name in ["polls", "requests for codes", "devices with a code", "tokens", "slow_down", "errors"] {
            #expect(svg.contains(">\(name)<"), "\(name)")
        }
        #expect(!svg.contains("nan") && !svg.contains("inf"))
        #expect(FleetPlot(FleetStatistics(began: Moment(.zero)), title: "").svg.hasSuffix("</svg>\n"))
    }

    @Test("while it runs a few lines of at most 78 columns say where it stands")
    func view() {
        var driver = FleetDriver(.init(devices: 100_000, ramp: .seconds(10), length: .seconds(100)))
        driver.codesAnswer = { _ in .trouble(.server(status: 500), retryAfter: nil) }
        driver.advance(by: .seconds(5))
        let lines = FleetView.lines(driver.fleet, at: driver.now)
        #expect(lines.count == 5)
        #expect(lines.allSatisfy { $0.count <= 78 })
        #expect(lines[0].hasPrefix("0:05 of 1:40"))
        #expect(lines[4].contains("no more devices are started"))
        #expect(FleetView.line(driver.fleet, at: driver.now).contains("no more are started"))
    }

    @Test(
        "numbers are written for people",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func grouped(number: Int, text: String) { #expect(Figures.grouped(number) == text) }

    @Test(
        "and fractions are rounded",
        arguments: [(0.05, 1, "0.1"), (12.345, 2, "12.35"), (2.999, 1, "3.0"), (-0.01, 1, "0.0")])
    func decimals(value: Double, digits: Int, text: String) {
        #expect(Figures.decimal(value, digits: digits) == text)
    }

    private func driver() -> FleetDriver {
        var driver = FleetDriver(.init(devices: 12, ramp: .seconds(3), length: .seconds(20), approvalsPerSecond: 1))
        driver.advance(by: .seconds(20))
        driver.fleet.finish(at: Moment(.seconds(1020)))
        return driver
    }

    private func report() -> FleetReport {
        FleetReport(
            driver().fleet, server: "a test", cost: .init(peakMemory: 20 << 20, coreShare: 0.25),
            serverLog: .init(polls: 17, early: 0))
    }
}
