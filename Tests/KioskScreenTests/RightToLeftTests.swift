import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("Text from right to left")
struct RightToLeftTests {
    @Test("a line is turned around, and what is Latin in it is not")
    func turned() {
        #expect(RightToLeft.visual("אבג") == "גבא")
        #expect(RightToLeft.visual("אב גד") == "דג בא")
        #expect(RightToLeft.visual("אב idp.example גד") == "דג idp.example בא")
        #expect(RightToLeft.visual("אב two words גד") == "דג two words בא")
        #expect(RightToLeft.visual("אב: WDJB-1234") == "WDJB-1234 :בא")
        #expect(RightToLeft.visual("אב (--cacert).") == ".(--cacert) בא")
        #expect(RightToLeft.visual("אב ./run-kiosk.sh --lan") == "./run-kiosk.sh --lan בא")
        #expect(RightToLeft.visual("N אב") == "N בא")
        #expect(RightToLeft.visual("אב 40\u{60C} גד 10") == "10 דג \u{60C}40 בא")
        #expect(RightToLeft.visual("אב Alice Example.") == ".Alice Example בא")
        #expect(RightToLeft.visual("אב (two words) גד") == "דג (two words) בא")
        #expect(RightToLeft.visual("אב \u{2026} 12, גד") == "דג ,12 \u{2026} בא")
    }

    @Test("a Latin line with a name in it stays a Latin line")
    func latin() {
        #expect(RightToLeft.visual("Hello, אב גד.") == "Hello, דג בא.")
        #expect(RightToLeft.visual("Signed in") == "Signed in")
        #expect(RightToLeft.visual("東京 é") == "東京 é")
    }

    @Test("letters take the form that their neighbours ask for, and lam and alef become one")
    func shaped() {
        // seen, lam-alef, meem; beh alone; then beh, alef and beh.
        #expect(ArabicShaping.shape("\u{633}\u{644}\u{627}\u{645}") == "\u{FEB3}\u{FEFC}\u{FEE1}")
        #expect(ArabicShaping.shape("\u{628}") == "\u{FE8F}")
        #expect(ArabicShaping.shape("\u{628}\u{627}\u{628}") == "\u{FE91}\u{FE8E}\u{FE8F}")
        #expect(ArabicShaping.shape("\u{64A}\u{628}\u{64A}") == "\u{FEF3}\u{FE92}\u{FEF2}")
        #expect(ArabicShaping.shape("QR é") == "QR é")
    }

    @Test("every Arabic letter of the sentences is shaped")
    func all() throws {
        let wording = try #require(Wording.named("ar"))
        let letters = Sentence.allCases.flatMap { wording[$0].unicodeScalars }
        #expect(!letters.contains { (0x621...0x64A).contains($0.value) })
        // A voice reads letters, not their shapes.
        let spoken = Sentence.allCases.flatMap { wording.spoken[$0].unicodeScalars }
        #expect(!spoken.contains { (0xFE70...0xFEFC).contains($0.value) })
    }

    @Test("the page begins at the right: the QR changes sides, and the countdown with it")
    func mirrored() throws {
        let wording = try #require(Wording.named("ar"))
        let scene = Sample.pending.scene(title: nil)
        let arabic = view(scene, size: Example.medium, abilities: Abilities(), style: ViewStyle(wording: wording))
        let english = view(scene, size: Example.medium, abilities: Abilities(), style: ViewStyle())
        func field(_ frame: Frame) throws -> (left: Int, right: Int) {
            let box = try #require(frame.positions { $0.ink.back == .qrLight || $0.ink.back == .qrDark })
            return (box.columns.lowerBound, frame.size.columns - box.columns.upperBound)
        }
        #expect(try field(arabic).left < 10 && field(arabic).right > 30)
        #expect(try field(english).right < 10 && field(english).left > 30)
        let footer = String((0..<80).compactMap { arabic[23, $0].text })
        #expect(footer.drop { $0 == " " }.hasPrefix("14:32 "))
        #expect(readQR(arabic) == readQR(english))
    }

    @Test("from second to second only the digits of the countdown change, at the left")
    func tick() throws {
        let style = ViewStyle(wording: try #require(Wording.named("ar")))
        func frame(_ seconds: Int) throws -> Frame {
            view(
                Example.scene(try Example.code(secondsLeft: seconds)), size: Example.medium, abilities: Abilities(),
                style: style)
        }
        let (before, after) = (try frame(600), try frame(599))
        let changed = before.cells.indices.filter { before.cells[$0] != after.cells[$0] }
        #expect((1...5).contains(changed.count) && changed.allSatisfy { $0 / 80 == 23 && $0 % 80 < 10 })
    }
}
