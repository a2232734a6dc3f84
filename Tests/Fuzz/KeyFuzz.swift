// Tests/Fuzz/run keys: what somebody types, at a screen with everything on it and at one of lines. Whatever it is, the
// next scene can be drawn, a deadline lies ahead, and the log holds nothing that moves a cursor.
import DeviceFlow
import Glibc

@testable import KioskIO
@testable import KioskScreen

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(start, count)
    let settings = input.choice() % 2 == 0 ? television : alwaysOn
    var kiosk = KioskModel(settings: settings, size: .init(rows: 24, columns: 80))
    var now = Moment(.seconds(1))
    func hear(_ event: KioskEvent) {
        for case .log(let event) in kiosk.update(event, at: now) {
            precondition(event.members.values.allSatisfy { isSafe($0.string ?? "") }, "the log is not safe to show")
        }
    }
    hear(.started(seed: 1))
    hear(.opened(.english, languages: Wording.locales, Abilities()))
    let typed = input.bytes
    for key in names(typed) + lines(typed) {
        precondition(Key(named: key.name) == key || key.name.isEmpty || key.name.count > 1, "a key with two names")
        now = now + .milliseconds(700)
        hear(.key(key))
        hear(.timePassed)
        if let deadline = kiosk.deadline { precondition(deadline > now) }
    }
    let frame = view(
        kiosk.scene(at: now), size: .init(rows: 24, columns: 80), abilities: Abilities(), style: kiosk.style(at: now))
    precondition(frame.cells.allSatisfy { $0.scalars.0 == 0 || $0.scalars.0 >= 0x20 })
    return 0
}

/// As an event log or a scenario names them.
private func names(_ typed: [UInt8]) -> [Key] {
    typed.prefix(64).split(separator: 0x0A).map { Key(named: String(decoding: $0, as: UTF8.self)) }
}

/// As somebody types them without a screen.
private func lines(_ typed: [UInt8]) -> [Key] {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    defer { close(ends[0]) }
    precondition(write(ends[1], typed, typed.count) == typed.count)
    close(ends[1])
    let reader = LineKeys(descriptor: ends[0])
    var keys: [Key] = []
    while !reader.isOver { keys += reader.keys() }
    return keys
}

private let television: KioskModel.Settings = {
    guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
    return KioskModel.Settings(
        mode: .run, home: .livingRoom, care: ScreenCare(driftEvery: .seconds(90), dimAfter: .seconds(600)),
        inspection: .init(provider: provider), demo: .init())
}()
private let alwaysOn = KioskModel.Settings(mode: .run, alwaysOn: true, inspection: television.inspection)
