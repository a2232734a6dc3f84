import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("The gallery")
struct GalleryTests {
    private static func gallery(_ state: Sample = .home, isBare: Bool = false) -> Gallery {
        Gallery(state, theme: .livingRoom, themeName: "living-room", style: ViewStyle(), title: nil, isBare: isBare)
    }

    @Test("keys lead through every screen and back, and Q leaves")
    func states() {
        var gallery = Self.gallery()
        for sample in Sample.allCases {
            #expect(gallery.state == sample)
            _ = gallery.pressed(.right)
        }
        #expect(gallery.state == Sample.allCases.first)
        _ = gallery.pressed(.left)
        #expect(gallery.state == Sample.allCases.last)
        for key in [Key.character("q"), .escape, .control("c")] {
            let goesOn = gallery.pressed(key)
            #expect(!goesOn)
        }
    }

    @Test("T, L, R and C lead through every theme, language, drawing and depth, and around")
    func choices() {
        for (key, count) in [
            ("t", Theme.names.count), ("l", Wording.locales.count), ("r", QRRendering.allCases.count), ("c", 5),
        ] {
            var gallery = Self.gallery(.pending)
            let first = gallery
            var seen = [gallery]
            for _ in 1..<count {
                _ = gallery.pressed(.character(Character(key)))
                #expect(!seen.contains(gallery), "\(key)")
                seen.append(gallery)
            }
            _ = gallery.pressed(.character(Character(key)))
            #expect(gallery == first, "\(key)")
        }
    }

    @Test("a line says what is shown; H hides it, and the screen has the whole window")
    func caption() {
        var gallery = Self.gallery(.pending)
        let window = Example.large
        #expect(
            Example.rows(gallery.frame(window, abilities: Abilities()))[44].contains(
                "pending 160x44 living-room en auto 256"))
        _ = gallery.pressed(.character("h"))
        #expect(
            gallery.frame(window, abilities: Abilities()) == Example.frame(Sample.pending.scene(title: nil), window))
        #expect(
            Self.gallery(isBare: true).frame(window, abilities: Abilities())
                == Example.frame(Sample.home.scene(title: nil), window))
    }

    @Test("a chosen size stands in the middle of the window, as it would alone")
    func size() {
        var gallery = Self.gallery(.pending)
        _ = gallery.pressed(.down)
        _ = gallery.pressed(.down)
        #expect(gallery.size == Example.medium)
        let frame = gallery.frame(Example.large, abilities: Abilities())
        let alone = Example.frame(Sample.pending.scene(title: nil), Example.medium)
        for row in 0..<24 {
            for column in 0..<80 where frame[10 + row, 40 + column] != alone[row, column] {
                Issue.record("\(row), \(column)")
            }
        }
    }

    @Test("no window and no choice makes it fail")
    func any() {
        var random = Repeatable(state: 21)
        let keys: [Key] = "tlrchTLRCH".map { .character($0) } + [.left, .right, .up, .down, .enter, .tab, .other("f1")]
        var gallery = Self.gallery()
        for _ in 0..<300 {
            _ = gallery.pressed(keys.randomElement(using: &random) ?? .right)
            let window = Frame.Size(
                rows: .random(in: 1...70, using: &random), columns: .random(in: 1...250, using: &random))
            let frame = gallery.frame(window, abilities: Abilities(utf8: Bool.random(using: &random)))
            #expect(frame.size == window)
            checkCells(frame)
        }
    }
}
