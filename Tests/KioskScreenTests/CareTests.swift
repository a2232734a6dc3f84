import DeviceFlow
import Testing

@testable import KioskScreen

/// A screen that stands for days is spared, and no person is.
@Suite("The care of the screen") struct CareTests {
    private static let care = ScreenCare(driftEvery: .seconds(90), dimAfter: .seconds(600))

    @Test(
        "nothing that is drawn is lost on the way through the nine places", arguments: [Example.small, Example.medium])
    func drift(size: Frame.Size) throws {
        for sample in Sample.allCases {
            let still = view(sample.scene(title: "Lobby"), size: size, abilities: Abilities(), style: ViewStyle())
            let marks = Self.marks(still)
            for step in 1...8 {
                var moved = still
                moved.drift(Drift(step: step))
                #expect(Self.marks(moved) == marks, "\(sample) at step \(step)")
            }
        }
    }

    @Test("where there is room everything moves by one cell, and comes back")
    func places() {
        let scene = Sample.idle.scene(title: "Lobby")
        func frame(_ step: Int) -> Frame {
            view(scene, size: Example.medium, abilities: Abilities(), style: ViewStyle(drift: Drift(step: step)))
        }
        let all = (0..<9).map(frame)
        #expect(all.indices.allSatisfy { a in all.indices.allSatisfy { a == $0 || all[a] != all[$0] } })
        #expect(frame(9) == all[0])
        for step in 0..<9 {
            let (before, after) = (
                all[step].positions { $0.ink.fore == .accent }, frame(step + 1).positions { $0.ink.fore == .accent }
            )
            #expect(abs((before?.columns.lowerBound ?? 0) - (after?.columns.lowerBound ?? 9)) <= 1)
        }
    }

    @Test("it moves every 90 seconds, wakes for nothing else, and a key puts it back")
    func steps() {
        var kiosk = KioskDriver(.init(mode: .run, care: .init(driftEvery: .seconds(90))))
        #expect(kiosk.model.deadline == nil)
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(90))
        #expect(kiosk.model.style(at: kiosk.now + .seconds(89)).drift == .none)
        #expect(kiosk.model.style(at: kiosk.now + .seconds(90)).drift == Drift(step: 1))
        #expect(kiosk.model.style(at: kiosk.now + .seconds(90 * 9)).drift == .none)
        kiosk.advance(by: .seconds(100))
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(80))
    }

    @Test("after ten minutes without a key an idle screen is dimmed; any key begins from there")
    func dims() {
        var kiosk = KioskDriver(.init(mode: .run, care: Self.care))
        kiosk.advance(by: .seconds(599))
        #expect(kiosk.content == .idle)
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(1))
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.content == .dimmed(step: 6))
        kiosk.press(.enter)
        #expect(kiosk.requests == 1)
    }

    @Test("a dimmed home only wakes with the first key, in the operator's language")
    func wakes() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom, care: Self.care))
        kiosk.press(.character("l"))
        kiosk.advance(by: .seconds(600))
        #expect(kiosk.home == nil)
        kiosk.press(.enter)
        #expect(kiosk.home != nil && kiosk.requests == 0)
        #expect(kiosk.model.wording.locale == "en")
        kiosk.press(.enter)
        #expect(kiosk.requests == 1)
    }

    @Test("the kernel's console is painted anew every ten seconds, whatever stands on it; another terminal is not")
    func console() {
        func repaints(_ kiosk: KioskDriver) -> Int { kiosk.effects.count { $0 == .repaint } }
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(600))
        #expect(repaints(kiosk) == 0)
        kiosk.feed(.opened(.english, languages: ["en"], Abilities(colors: 8, isConsole: true)))
        kiosk.advance(by: .seconds(9))
        #expect(repaints(kiosk) == 0)
        kiosk.advance(by: .seconds(1))
        #expect(repaints(kiosk) == 1)
        kiosk.advance(by: .seconds(600))
        #expect(repaints(kiosk) == 61)
    }

    @Test("a sound only where it is wanted, and only when somebody has signed in")
    func bell() {
        for wants in [true, false] {
            var kiosk = KioskDriver.showingCode(.init(mode: .run, greeting: .seconds(5), bell: wants))
            #expect(!kiosk.effects.contains(.bell))
            kiosk.approve()
            #expect(kiosk.effects.count { $0 == .bell } == (wants ? 1 : 0))
        }
        var denied = KioskDriver.showingCode(.init(mode: .run, bell: true))
        denied.advance(by: .seconds(6))
        denied.token(.denied)
        #expect(denied.content == .denied && !denied.effects.contains(.bell))
    }

    @Test("a living code is never dimmed")
    func code() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, care: .init(dimAfter: .seconds(10))))
        kiosk.advance(by: .seconds(50))
        #expect(kiosk.code != nil)
    }

    @Test("a dimmed screen shows one sentence, each time elsewhere", arguments: Example.sizes)
    func elsewhere(size: Frame.Size) {
        var places: Set<Int> = []
        for step in 0..<20 {
            let frame = view(
                Scene(content: .dimmed(step: step)), size: size, abilities: Abilities(), style: ViewStyle())
            #expect(Example.rows(frame).joined().contains("Press any key"))
            #expect(frame.cells.allSatisfy { $0.text == " " || $0.ink == Ink(.dim) })
            places.insert(frame.cells.firstIndex { $0.text != " " } ?? 0)
        }
        #expect(places.count >= 15)
    }

    @Test("overscan leaves a twentieth free at each edge, and the code still stands whole", arguments: Example.sizes)
    func overscan(size: Frame.Size) throws {
        guard size.rows > 12 else { return }
        let code = try Example.code()
        let frame = view(
            Example.scene(code), size: size, abilities: Abilities(), style: ViewStyle(overscan: 0.05))
        let drawn = try #require(
            frame.positions { $0.text != " " || $0.ink.back != .background && $0.ink.back != .bar })
        #expect(drawn.rows.lowerBound * 20 >= size.rows)
        #expect((size.rows - drawn.rows.upperBound) * 20 >= size.rows)
        #expect(drawn.columns.lowerBound * 20 >= size.columns)
        #expect((size.columns - drawn.columns.upperBound) * 20 >= size.columns)
        #expect(Example.rows(frame).joined().contains("WDJB-MJHT"))
    }

    @Test("a window whose safe part is too small asks for one whose safe part is large enough")
    func overscanTooSmall() {
        func frame(_ columns: Int, _ rows: Int) -> Frame {
            view(
                Sample.idle.scene(title: nil), size: .init(rows: rows, columns: columns), abilities: Abilities(),
                style: ViewStyle(overscan: 0.05))
        }
        #expect(Example.rows(frame(42, 12)).joined(separator: " ").contains("46 columns by 12 rows"))
        #expect(Example.rows(frame(46, 12)).joined().contains("READY"))
    }

    /// What stands on a frame, blanks left out.
    private static func marks(_ frame: Frame) -> [Frame.Cell] {
        frame.cells.filter { $0.text != " " || !$0.ink.back.isGround }
    }
}
