import DeviceFlow
import TerminalTesting
import Testing

@testable import KioskScreen

@Suite("The QR symbol")
struct QRSymbolTests {
    @Test("each version from 1 to 10 reads back to the letter", arguments: 1...10)
    func reads(version: Int) throws {
        let capacity = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213][version - 1]
        let text = "https://e.co/" + String(repeating: "k", count: capacity - 13)
        let symbol = try #require(QRSymbol(text))
        #expect(symbol.version == version)
        let scale = 4
        let width = (symbol.width + 8) * scale
        let grey = (0..<width * width).map { symbol[$0 / width / scale - 4, $0 % width / scale - 4] ? UInt8(0) : 255 }
        #expect(decodeQR(width: width, height: width, grey: grey) == [text])
    }

    @Test(
        "each version from 1 to 10 reads back from the frame, in both drawings and every theme", arguments: 1...10,
        [QRRendering.full, .half])
    func readsFromFrame(version: Int, rendering: QRRendering) throws {
        let capacity = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213][version - 1]
        let uri = "https://e.co/"
        let code = Scene.Code(
            userCode: try #require(UserCode("WDJB-MJHT")), verificationURI: try VerificationURI(uri),
            qrText: uri + String(repeating: "k", count: capacity - 13), qrIsComplete: true, secondsLeft: 800)
        let size = Frame.Size(rows: 72, columns: 240)
        let frame = Example.frame(Example.scene(code), size, rendering: rendering)
        for name in Theme.names {
            let theme = try #require(Theme.named(name))
            for colors in name == "daylight" ? [8, 256, 1 << 24] : [256] {
                #expect(readQR(frame, theme: theme, colors: colors, scale: 2) == [code.qrText], "\(name) \(colors)")
            }
        }
    }

    @Test("a version holds as much as the encoder says, and not a byte more", arguments: QRSymbol.Level.allCases)
    func capacity(level: QRSymbol.Level) throws {
        for version in 1...40 {
            let full = String(repeating: "k", count: QRSymbol.capacity(version, level))
            #expect(try #require(QRSymbol(full, level: level)).version == version)
            #expect(QRSymbol(full + "k", level: level)?.version == (version < 40 ? version + 1 : nil))
        }
    }

    @Test("the level is the best that fits the version")
    func level() throws {
        #expect(try #require(QRSymbol("https://a.co")).level == .medium)
        #expect(try #require(QRSymbol("https://example.com/ab")).level == .medium)
        #expect(try #require(QRSymbol("a")).level == .high)
        let text = String(repeating: "x", count: 50)
        let (medium, low) = (try #require(QRSymbol(text)), try #require(QRSymbol(text, level: .low)))
        #expect(low.width < medium.width && low.level == .low)
    }

    @Test("what no symbol can hold gives none")
    func none() {
        #expect(QRSymbol("") == nil)
        #expect(QRSymbol("a\u{0}b") == nil)
        #expect(QRSymbol(String(repeating: "x", count: 3000)) == nil)
    }
}
