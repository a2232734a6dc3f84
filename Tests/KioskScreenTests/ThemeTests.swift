import Testing

@testable import KioskScreen

@Suite("The themes")
struct ThemeTests {
    static let depths = [8, 16, 88, 256, 1 << 24]
    static let themes = Theme.names

    @Test("there are a dark, a light, a strong and a grey one, and nobody names them in Swift")
    func names() throws {
        #expect(Set(Self.themes).isSuperset(of: ["living-room", "daylight", "high-contrast", "monochrome"]))
        #expect(try Self.themes.map { try #require(Theme.named($0)).isLight }.contains(true))
    }

    @Test(
        "text has a contrast of 7:1 or more on every ground it stands on, at every depth", arguments: themes, depths)
    func contrast(name: String, colors: Int) throws {
        let theme = try #require(Theme.named(name))
        for fore in [Ink.Role.text, .quiet, .heading, .accent, .attention] {
            for back in [Ink.Role.background, .bar, .card] {
                let paint = theme.paint(
                    Ink(fore, on: back, bold: fore == .accent || fore == .attention), colors: colors)
                #expect(try Colour.ratio(paint) >= 7, "\(fore) on \(back)")
            }
        }
        #expect(try Colour.ratio(theme.paint(Ink(.code), colors: colors)) >= 7)
        #expect(try Colour.ratio(theme.paint(Ink(.onChosen, on: .chosen, bold: true), colors: colors)) >= 7)
    }

    @Test("a dimmed screen can be read, and gives off no more light than it must", arguments: themes, depths)
    func dim(name: String, colors: Int) throws {
        let paint = try #require(Theme.named(name)).paint(Ink(.dim), colors: colors)
        #expect(try Colour.ratio(paint) >= 3)
        if colors >= 256, name != "high-contrast" { #expect(try Colour.ratio(paint) <= 5) }
    }

    @Test(
        "well and not well look different to eyes that lack one kind of cone",
        arguments: themes.filter { $0 != "monochrome" }, Colour.Sight.allCases)
    func colourBlind(name: String, sight: Colour.Sight) throws {
        let theme = try #require(Theme.named(name))
        for colors in [256, 1 << 24] {
            let (well, notWell) = (
                theme.paint(Ink(.accent), colors: colors), theme.paint(Ink(.attention), colors: colors)
            )
            let difference = try Colour.difference(well.foreground, notWell.foreground, sight)
            #expect(difference >= 20, "\(difference) at \(colors)")
        }
    }

    @Test(
        "the QR is black and white by explicit colours in every theme, 9:1 where the terminal has eight, else 15:1",
        arguments: themes, depths)
    func qr(name: String, colors: Int) throws {
        let paint = try #require(Theme.named(name)).paint(Ink(.qrDark, on: .qrLight), colors: colors)
        #expect(try Colour.ratio(paint) >= (colors < 16 ? 9 : 15))
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
        #expect(!theme.paint(Ink(.text, on: .card), colors: 0).reverse)
        #expect(theme.paint(Ink(.onChosen, on: .chosen), colors: 0).reverse, "the chosen tile")
        let heading = theme.paint(Ink(.heading, bold: true), colors: 0)
        #expect(heading.bold && !heading.reverse && heading.foreground == .terminal && heading.background == .terminal)
    }

    @Test("both halves of a picture's cell have one colour at every depth", arguments: themes, depths)
    func pixels(name: String, colors: Int) throws {
        let theme = try #require(Theme.named(name))
        for role in [Ink.Role.code, .heading, .accent, .attention, .onChosen] {
            let upper = theme.paint(Ink(.background, on: role, isPixel: true), colors: colors)
            let lower = theme.paint(Ink(role, isPixel: true), colors: colors)
            #expect(upper.background == lower.foreground && !upper.bold && !lower.bold)
        }
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
}
