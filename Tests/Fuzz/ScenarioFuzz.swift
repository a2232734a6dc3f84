// Tests/Fuzz/run scenario: a file of sign-ins by script (kiosk qa FILE). It is refused with the member at fault, or can
// be told in words.
@testable import FlowBench

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Input(start, count).bytes
    do throws(Scenario.Problem) {
        let scenarios = try Scenario.read(bytes)
        precondition(!scenarios.isEmpty && Set(scenarios.map(\.name)).count == scenarios.count)
        for scenario in scenarios {
            precondition(isSafe(scenario.title) && isSafe(scenario.name))
            for step in scenario.steps { _ = step.deed.inWords }
        }
    } catch {
        precondition(!error.expected.isEmpty)
    }
    return 0
}
