import Testing

@testable import KioskScreen

@Suite("The large letters")
struct LetterTests {
    static let fonts = [GlyphFont.large, .small, .narrow]

    @Test("each font draws every character a code may have", arguments: fonts)
    func complete(font: GlyphFont?) throws {
        let font = try #require(font)
        let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._ "
        #expect(font.characters == all.sorted())
    }

    @Test("no two characters look the same, and what is often mistaken differs in many pixels", arguments: fonts)
    func toldApart(font: GlyphFont?) throws {
        let font = try #require(font)
        for a in font.characters {
            for b in font.characters where a < b && a != "." && b != "." {
                #expect(try difference(font, a, b) >= 2, "\(a) and \(b)")
            }
        }
        let mistaken = ["0O", "0o", "1I", "1l", "Il", "5S", "2Z", "8B", "6G", "VU", "MN", "7T", "DO", "QO"]
        for pair in mistaken {
            let (a, b) = (try #require(pair.first), try #require(pair.last))
            #expect(try difference(font, a, b) >= (font.height == 7 ? 4 : 2), "\(pair)")
        }
    }

    @Test("in the large font every letter of RFC 8628, 6.1 differs from every other in three pixels or more")
    func base20() throws {
        let font = try #require(GlyphFont.large)
        let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
        for a in letters {
            for b in letters where a < b { #expect(try difference(font, a, b) >= 3, "\(a) and \(b)") }
        }
    }

    @Test("a font file with a wrong glyph is refused")
    func refused() {
        #expect(throws: GlyphFont.Problem.badGlyph("A")) { try GlyphFont(text: Array("glyph A\n##\n#\n".utf8)) }
        #expect(throws: GlyphFont.Problem.badGlyph("B")) {
            try GlyphFont(text: Array("glyph A\n##\n##\nglyph B\n##\n".utf8))
        }
        #expect(throws: GlyphFont.Problem.badGlyph("A")) { try GlyphFont(text: Array("glyph A\n#x\n".utf8)) }
        #expect(throws: GlyphFont.Problem.badGlyph("AB")) { try GlyphFont(text: Array("glyph AB\n##\n".utf8)) }
        #expect(throws: GlyphFont.Problem.noGlyphs) { try GlyphFont(text: Array("; nothing\n".utf8)) }
    }

    @Test("a code is broken after its dash only, and both parts stand whole")
    func breaks() throws {
        let room = BigText.Room(columns: 36, rows: 20, screenRows: 24, halfRows: true)
        let big = try #require(BigText.fit("WDJB-MJHT", in: room))
        #expect(big.lines == ["WDJB-", "MJHT"])
        #expect(big.face == .large)
        #expect(BigText.fit("WDJBMJHTWDJB", in: .init(columns: 30, rows: 20, screenRows: 24, halfRows: true)) == nil)
    }

    @Test("whatever is chosen fits its room")
    func fits() {
        var random = Repeatable(state: 57)
        for _ in 0..<500 {
            let room = BigText.Room(
                columns: .random(in: 1...200, using: &random), rows: .random(in: 1...60, using: &random),
                screenRows: .random(in: 10...100, using: &random), halfRows: Bool.random(using: &random))
            for big in BigText.settings(of: "019-450-730", in: room) {
                #expect(big.columns <= room.columns && big.rows <= room.rows)
                #expect(big.lines.joined() == "019-450-730")
                #expect(room.halfRows || big.pixel.halfRows.isMultiple(of: 2))
            }
        }
    }

    @Test("a word with a letter that no font has is left to ordinary text")
    func otherLetters() {
        let room = BigText.Room(columns: 200, rows: 60, screenRows: 60, halfRows: true, isHeading: true)
        #expect(BigText.fit("サインイン", in: room) == nil)
        #expect(BigText.fit("Sign in", in: room) != nil)
    }

    private func difference(_ font: GlyphFont, _ a: Character, _ b: Character) throws -> Int {
        let (a, b) = (try #require(font[a]), try #require(font[b]))
        let width = max(a.width, b.width)
        return (0..<font.height).reduce(0) { sum, row in
            sum
                + (0..<width).count { column in
                    (column < a.width && a.isSet(row: row, column: column))
                        != (column < b.width && b.isSet(row: row, column: column))
                }
        }
    }
}
