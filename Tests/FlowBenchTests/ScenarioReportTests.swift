import DeviceFlow
import Testing

@testable import FlowBench

@Suite("What is reported of scenarios")
struct ScenarioReportTests {
    private static let report = ScenarioReport(
        [
            result("approve-early", lasted: 6),
            result("deny", reasons: [#"exit code: expected 3, was <4> & "more""#], lasted: 12.5),
            result("revocation", reasons: ["revoked: none"], lasted: 22, known: "nobody #looks"),
        ], took: .milliseconds(1234))

    private static func result(
        _ name: String, reasons: [String] = [], lasted: Double, known: String? = nil
    ) -> ScenarioResult {
        ScenarioResult(
            scenario: Scenario(name: name, title: "somebody does it", known: known), reasons: reasons,
            lasted: .milliseconds(Int64(lasted * 1000)), took: .milliseconds(20),
            timeline: [.init(at: .seconds(1), text: "script: deny"), .init(at: .milliseconds(12_500), text: "<end>")])
    }

    @Test("as a table: one line each, what is wrong below it, the story of what failed, all in one line")
    func table() {
        #expect(
            Self.report.text(.table) == """
                VERDICT  SCENARIO           LASTED      TOOK
                ok       approve-early       6.0 s   0.020 s
                FAILED   deny               12.5 s   0.020 s
                         exit code: expected 3, was <4> & "more"
                                 1  script: deny
                              12.5  <end>
                known    revocation         22.0 s   0.020 s
                         known: nobody #looks
                         revoked: none
                3 scenarios: 1 ok, 1 failed, 1 known to fail. 41 s of virtual time; it took 1.2 s.

                """)
        #expect(Self.report.hasFailed)
        #expect(!ScenarioReport([Self.report.results[0], Self.report.results[2]], took: .zero).hasFailed)
    }

    @Test("as TAP 14: what is known to fail is a TODO")
    func tap() {
        #expect(
            Self.report.text(.tap) == ##"""
                TAP version 14
                1..3
                ok 1 - approve-early
                not ok 2 - deny
                  ---
                  title: "somebody does it"
                  reasons:
                    - "exit code: expected 3, was <4> & \"more\""
                  timeline:
                    - "        1  script: deny"
                    - "     12.5  <end>"
                  ...
                not ok 3 - revocation # TODO nobody \#looks
                  ---
                  title: "somebody does it"
                  reasons:
                    - "known: nobody #looks"
                    - "revoked: none"
                  timeline:
                    - "        1  script: deny"
                    - "     12.5  <end>"
                  ...

                """##)
    }

    @Test("as JUnit's XML: escaped, with the story of what failed")
    func junit() {
        #expect(
            Self.report.text(.junit) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="3" failures="1" skipped="1" time="1.234">
                  <testsuite name="kiosk qa" tests="3" failures="1" skipped="1" errors="0" time="1.234">
                    <testcase classname="kiosk.qa.virtual" name="approve-early" time="0.02"/>
                    <testcase classname="kiosk.qa.virtual" name="deny" time="0.02">
                      <failure message="exit code: expected 3, was &lt;4&gt; &amp; &quot;more&quot;">        1  script: deny
                     12.5  &lt;end&gt;</failure>
                    </testcase>
                    <testcase classname="kiosk.qa.virtual" name="revocation" time="0.02">
                      <skipped message="known: nobody #looks; revoked: none"/>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
        #expect(ScenarioReport.escaped("a\u{1B}[2J\u{0}\tb\n") == "a\u{FFFD}[2J\u{FFFD}\tb\n")
    }

    @Test("with everything when asked, also of what passed")
    func verbose() {
        for format in ScenarioReport.Format.allCases {
            let brief = Self.report.text(format).split(separator: "script: deny").count
            #expect(
                Self.report.text(format, isVerbose: true).split(separator: "script: deny").count > brief, "\(format)")
        }
    }

    @Test("durations in words: to the millisecond, without zeros that say nothing")
    func durations() {
        #expect(Duration.seconds(12).inWords == "12 s")
        #expect(Duration.milliseconds(500).inWords == "0.5 s")
        #expect(Duration.milliseconds(-250).inWords == "-0.25 s")
        #expect(Duration.microseconds(900).inWords == "0.001 s")
        #expect(Duration.zero.inWords == "0 s")
    }
}
