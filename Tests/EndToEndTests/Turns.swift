import Testing

extension Trait where Self == Turns {
    /// Only a few of these tests run at once: each starts programs of its own, and on a loaded machine a screen that
    /// comes late looks like one that never comes.
    static var inTurns: Turns { Turns() }
}

struct Turns: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await Gate.shared.enter()
        do {
            try await function()
        } catch {
            await Gate.shared.leave()
            throw error
        }
        await Gate.shared.leave()
    }
}

private actor Gate {
    static let shared = Gate()
    private var free = 10
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        guard free == 0 else { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }
    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
