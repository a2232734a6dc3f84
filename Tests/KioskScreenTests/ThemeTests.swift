import Testing

@testable import KioskScreen

@Suite("The theme")
struct ThemeTests {
    static let depths = [8, 16, 88, 256, 1 << 24]

    @Test("text has a contrast of 7:1 or more on every ground it stands on, at every depth", arguments: depths)
    func contrast(colors: Int) throws {
        for fore in [Ink.Role.text, .quiet, .heading, .accent, .attention] {
            for back in [Ink.Role.background, .bar] {
                let paint = Theme.livingRoom.paint(Ink(fore, on: back), colors: colors)
                #expect(try ratio(paint) >= 7, "\(fore) on \(back)")
            }
        }
        #expect(try ratio(Theme.livingRoom.paint(Ink(.code), colors: colors)) >= 7)
    }

    @Test(
        "the QR is black and white by explicit colours, 9:1 where the terminal has eight, else 15:1", arguments: depths)
    func qr(colors: Int) throws {
        let paint = Theme.livingRoom.paint(Ink(.qrDark, on: .qrLight), colors: colors)
        #expect(try ratio(paint) >= (colors < 16 ? 9 : 15))
        switch colors {
        case 8: #expect(paint.foreground == .palette(0) && paint.background == .palette(7))
        case 16, 88: #expect(paint.foreground == .palette(0) && paint.background == .palette(15))
        case 256: #expect(paint.foreground == .palette(16) && paint.background == .palette(231))
        default: #expect(paint.foreground == .rgb(0) && paint.background == .rgb(0xFFFFFF))
        }
    }

    @Test("without colours the light of the QR and the letters are reverse video and nothing else is")
    func noColours() {
        let theme = Theme.livingRoom
        #expect(theme.paint(Ink(.qrDark, on: .qrLight), colors: 0).reverse)
        #expect(!theme.paint(Ink(.qrLight, on: .qrDark), colors: 0).reverse)
        #expect(theme.paint(Ink(.background, on: .code), colors: 0).reverse)
        #expect(theme.paint(Ink(.background, on: .attention), colors: 0).reverse)
        #expect(!theme.paint(Ink(.text, on: .bar), colors: 0).reverse)
        let heading = theme.paint(Ink(.heading, bold: true), colors: 0)
        #expect(heading.bold && !heading.reverse && heading.foreground == .terminal && heading.background == .terminal)
    }

    @Test("direct colours are never the values that terminals take for the palette")
    func direct() {
        for fore in Ink.Role.allCases {
            for back in Ink.Role.allCases {
                let paint = Theme.livingRoom.paint(Ink(fore, on: back), colors: 1 << 24)
                for case .rgb(let value) in [paint.foreground, paint.background] { #expect(!(1...7).contains(value)) }
            }
        }
    }

    @Test("a theme that is not whole is refused, and says why")
    func refused() throws {
        #expect(throws: Theme.Problem.missingRole("background")) {
            try Theme(json: Array(#"{"name": "x", "roles": {}}"#.utf8))
        }
        #expect(throws: Theme.Problem.badColour("blue")) {
            let roles = #"{"text": {"8": 7, "16": 7, "256": 7, "direct": "blue"}}"#
            _ = try Theme(json: Array(#"{"name": "x", "roles": \#(roles)}"#.utf8))
        }
        #expect(throws: Theme.Problem.self) { try Theme(json: Array("no".utf8)) }
    }

    /// Contrast as WCAG 2.2 counts it. The first eight and sixteen colours are those of the Linux console, which
    /// are the darkest in use; bold makes the first eight bright there.
    private func ratio(_ paint: Paint) throws -> Double {
        let fore = try luminance(paint.foreground, bold: paint.bold)
        let back = try luminance(paint.background, bold: false)
        return (max(fore, back) + 0.05) / (min(fore, back) + 0.05)
    }

    private func luminance(_ color: Paint.Color, bold: Bool) throws -> Double {
        let value =
            switch color {
            case .rgb(let value): value
            case .palette(let index): Self.rgb(index < 8 && bold ? index + 8 : index)
            case .terminal: try #require(nil as Int?, "a theme names its colours")
            }
        func part(_ shift: Int) -> Double {
            let c = Double(value >> shift & 255) / 255
            return c <= 0.04045 ? c / 12.92 : power((c + 0.055) / 1.055)
        }
        return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    /// x to the power of 2.4, by Newton's steps for the fifth root of x to the twelfth.
    private func power(_ x: Double) -> Double {
        let target = (0..<12).reduce(1.0) { product, _ in product * x }
        return (0..<60).reduce(x) { root, _ in root - (root - target / (root * root * root * root)) / 5 }
    }

    private static func rgb(_ index: Int) -> Int {
        let console = [
            0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA, 0x555555, 0xFF5555,
            0x55FF55,
            0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
        ]
        if index < 16 { return console[index] }
        if index >= 232 { return (8 + 10 * (index - 232)) * 0x010101 }
        let steps = [0, 95, 135, 175, 215, 255]
        let cube = index - 16
        return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]
    }
}
