import DeviceFlow
import FlowBench
import FlowTrace
import KioskScreen
import Testing

@Suite("A scenario file")
struct ScenarioFileTests {
    private func problem(_ json: String) -> Scenario.Problem? {
        do throws(Scenario.Problem) {
            _ = try Scenario.read(Array(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("is one scenario or a list of them; what it leaves out has a value")
    func reading() throws {
        let one = try Scenario.read(Array(#"{"name":"a-1","title":"t","expect":{"exit":0}}"#.utf8))
        #expect(one == [Scenario(name: "a-1", title: "t", expected: expectation { $0.exit = 0 })])
        let two = try Scenario.read(
            Array(
                """
                [{"name":"a","title":"t","mode":"run","real":true,"settings":{"interval":1,"lifetime":9,"margin":0.5},
                  "steps":[{"after_polls":2,"do":"approve"},{"before":"jwks","number":2,"do":"outage","kind":"dns"}],
                  "expect":{"ending":"approved","greeted":null,"events":[{"event":"poll","n":1}]}},
                 {"name":"b","title":"t","steps":[{"at":1,"do":"key","name":"enter"}],"expect":{"polls":0}}]
                """.utf8))
        #expect(two.map(\.name) == ["a", "b"])
        #expect(two[0].mode == .run && two[0].isReal && two[0].clientID == "qa-1-9")
        #expect(two[0].settings.margin == .milliseconds(500))
        #expect(two[0].steps == [.init(.afterPolls(2), .approve), .init(.before(.jwks, number: 2), .outage(.dns))])
        #expect(two[0].expected.greeted == .namelessly)
        #expect(two[0].expected.events == [LogEvent("poll", ["n": .integer(1)])])
        #expect(two[1].steps == [.init(.at(.seconds(1)), .key(.enter))])
    }

    @Test(
        "names the member that is wrong, by its place",
        arguments: [
            ("", "the file"), ("[]", "the file"), ("7", "the file"), (#"{"title":"t"}"#, "name"),
            (#"{"name":"A b","title":"t"}"#, "name"), (#"{"name":"a"}"#, "title"),
            (#"{"name":"a","title":"t"}"#, "expect"), (#"{"name":"a","title":"t","expect":{}}"#, "expect"),
            (#"{"name":"a","title":"t","exspect":{}}"#, "exspect"),
            (
                #"[{"name":"a","title":"t","expect":{"exit":0}},{"name":"a","title":"t","expect":{"exit":0}}]"#,
                "[1].name"
            ),
            (#"{"name":"a","title":"t","mode":"walk","expect":{"exit":0}}"#, "mode"),
            (#"{"name":"a","title":"t","settings":{"interval":9,"lifetime":3},"expect":{}}"#, "settings.interval"),
            (#"{"name":"a","title":"t","settings":{"margin":"1"},"expect":{}}"#, "settings.margin"),
            (#"{"name":"a","title":"t","settings":{"scope":"mail"},"expect":{}}"#, "settings.scope"),
            (#"{"name":"a","title":"t","steps":[{"do":"approve"}],"expect":{}}"#, "steps[0].at"),
            (#"{"name":"a","title":"t","steps":[{"at":1,"after":2,"do":"approve"}],"expect":{}}"#, "steps[0].at"),
            (#"{"name":"a","title":"t","steps":[{"at":1,"do":"dance"}],"expect":{}}"#, "steps[0].do"),
            (#"{"name":"a","title":"t","steps":[{"at":1,"do":"trouble"}],"expect":{}}"#, "steps[0].name"),
            (#"{"name":"a","title":"t","steps":[{"at":1,"do":"suspend"}],"expect":{}}"#, "steps[0].seconds"),
            (#"{"name":"a","title":"t","steps":[{"before":"lunch","do":"approve"}],"expect":{}}"#, "steps[0].before"),
            (#"{"name":"a","title":"t","steps":[{"before":"jwks","do":"stop"}],"expect":{}}"#, "steps[0].do"),
            (#"{"name":"a","title":"t","steps":[{"at":1,"number":2,"do":"stop"}],"expect":{}}"#, "steps[0].number"),
            (
                #"{"name":"a","title":"t","real":true,"steps":[{"at":1,"do":"suspend","seconds":2}],"expect":{}}"#,
                "steps[0].do"
            ),
            (#"{"name":"a","title":"t","expect":{"exit":"0"}}"#, "expect.exit"),
            (#"{"name":"a","title":"t","expect":{"ending":"over"}}"#, "expect.ending"),
            (#"{"name":"a","title":"t","expect":{"screens":["pending","dream"]}}"#, "expect.screens"),
            (#"{"name":"a","title":"t","expect":{"events":[{"n":1}]}}"#, "expect.events[0]"),
        ])
    func problems(json: String, member: String) {
        #expect(problem(json)?.member == member, "\(json): \(String(describing: problem(json)))")
    }

    @Test("that is compiled in is read, and no two scenarios share a name")
    func builtIn() {
        #expect(Scenario.builtIn.count > 80)
        #expect(Set(Scenario.builtIn.map(\.name)).count == Scenario.builtIn.count)
        #expect(Scenario.builtIn.contains { $0.isReal })
    }

    @Test("tells the simulator one client for each interval and lifetime")
    func configuration() throws {
        var short = Scenario(name: "a")
        short.settings.lifetime = 30
        let text = Scenario.simulatorConfiguration(for: [short, Scenario(name: "b"), Scenario(name: "c")])
        let configuration = try #require(JSONValue(parsing: Array(text.utf8)))
        guard case .array(let applications)? = configuration["applications"] else {
            Issue.record("no applications in \(text)")
            return
        }
        #expect(applications.compactMap { $0["client_id"]?.string } == ["qa-5-30", "qa-5-300"])
        #expect(applications.compactMap { $0["code_lifetime"]?.integer } == [30, 300])
    }
}

func expectation(_ change: (inout Scenario.Expectation) -> Void) -> Scenario.Expectation {
    var expectation = Scenario.Expectation()
    change(&expectation)
    return expectation
}
