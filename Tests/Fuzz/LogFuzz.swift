// Tests/Fuzz/run log: an event log that kiosk replay is given. It is refused in a line, or played to its end: every
// scene can be drawn and read aloud.
import DeviceFlow
import KioskScreen

@testable import FlowBench

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count)
    do throws(RecordedRun.Problem) {
        var replay = try Replay(try RecordedRun(input.bytes))
        var screen = PlainScreen()
        while !replay.isOver {
            replay.step()
            let scene = replay.model.scene(at: replay.now)
            for line in screen.lines(for: scene, wording: replay.model.wording) { precondition(isSafe(line)) }
            let frame = view(
                scene, size: Frame.Size(rows: 24, columns: 80), abilities: Abilities(),
                style: replay.model.style(at: replay.now))
            precondition(frame.cells.allSatisfy { $0.scalars.0 == 0 || $0.scalars.0 >= 0x20 })
        }
    } catch {
        precondition(!error.words.isEmpty && isSafe(error.words))
    }
    return 0
}
