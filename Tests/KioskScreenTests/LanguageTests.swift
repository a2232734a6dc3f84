import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("Every language")
struct LanguageTests {
    static let locales = Wording.locales
    private static func wording(_ tag: String) throws -> Wording { try #require(Wording.named(tag)) }

    @Test("there are eight or more, English first, and each is named in itself")
    func all() throws {
        #expect(Self.locales.first == "en")
        let wanted = ["en", "de", "fr", "es", "pt-BR", "ja", "zh-Hans", "ar"]
        #expect(Set(Self.locales).isSuperset(of: wanted))
        #expect(Set(try Self.locales.map { try Self.wording($0).language }).count == Self.locales.count)
    }

    @Test("no sentence is missing, and each has the placeholders it needs", arguments: locales)
    func complete(tag: String) throws {
        let file = EmbeddedLocales.bytes(tag + ".json") ?? []
        let wording = try Wording(json: file)
        #expect(wording.locale == tag)
        #expect(Set(wording.sentences.keys) == Set(Sentence.allCases.map(\.rawValue)))
        for (key, text) in wording.sentences { #expect(!text.isEmpty, "\(key)") }
        // The countdown's digits are drawn at the end of their sentence.
        #expect(wording[.footerExpires].hasSuffix("{time}"))
    }

    @Test(
        "a locale as the environment writes it finds its language",
        arguments: [
            ("de", "de"), ("de_AT.UTF-8", "de"), ("de_DE@euro", "de"), ("pt_BR.UTF-8", "pt-BR"), ("pt_PT", "pt-BR"),
            ("zh_CN.UTF-8", "zh-Hans"), ("zh", "zh-Hans"), ("ja_JP.eucJP", "ja"), ("ar-EG", "ar"), ("en_GB", "en"),
        ])
    func found(locale: String, tag: String) {
        #expect(Wording.tag(for: locale) == tag)
        #expect(Wording.named(locale)?.locale == tag)
    }

    @Test("a language without a file finds none", arguments: ["", "C", "POSIX", "C.UTF-8", "zh_TW", "nl_NL", "d"])
    func notFound(locale: String) { #expect(Wording.tag(for: locale) == nil) }

    @Test("no sentence that a screen must say is cut off at 80 by 24", arguments: locales)
    func whole(tag: String) throws {
        let wording = try Self.wording(tag)
        for sample in Sample.allCases {
            let scene = sample.scene(title: nil)
            let frame = view(scene, size: Example.medium, abilities: Abilities(), style: ViewStyle(wording: wording))
            let rows = Self.rows(frame)
            for (sentence, mayBeLarge) in try Self.musts(scene, wording) {
                // Beside a picture, in the room that a heading has there.
                let room = BigText.Room(columns: 59, rows: 9, screenRows: 24, halfRows: true, isHeading: true)
                let isLarge = mayBeLarge && BigText.fit(sentence, in: room) != nil
                #expect(
                    isLarge || Self.stands(sentence, in: rows),
                    "\(sample): \(sentence)\n\(rows.joined(separator: "\n"))")
            }
        }
    }

    @Test("where letters can be large, headings of Latin script are", arguments: ["en", "de", "fr", "es", "pt-BR"])
    func large(tag: String) throws {
        let wording = try Self.wording(tag)
        for sample in Sample.allCases {
            guard let said = Message(sample.scene(title: nil).content, wording) else { continue }
            let room = BigText.Room(columns: 59, rows: 9, screenRows: 24, halfRows: true, isHeading: true)
            #expect(BigText.fit(said.heading, in: room) != nil, "\(sample): \(said.heading)")
        }
    }

    @Test("no cell of a screen holds half a character or one without a width", arguments: locales)
    func cells(tag: String) throws {
        let style = ViewStyle(wording: try Self.wording(tag))
        for sample in Sample.allCases {
            for size in [Example.small, Example.medium] {
                checkCells(view(sample.scene(title: "Café 東京"), size: size, abilities: Abilities(), style: style))
            }
        }
    }

    @Test("without UTF-8 the Latin ones lose their marks and nothing else", arguments: ["de", "fr", "es", "pt-BR"])
    func ascii(tag: String) throws {
        let wording = try Self.wording(tag)
        #expect(wording.isLatin)
        let (whole, reduced) = (try frame(wording, utf8: true), try frame(wording, utf8: false))
        for (before, after) in zip(whole.cells, reduced.cells) where before != after {
            #expect(before.text.flatMap(Frame.nearestASCII) == after.text)
        }
    }

    private func frame(_ wording: Wording, utf8: Bool) throws -> Frame {
        view(
            Sample.idle.scene(title: nil), size: Example.medium,
            abilities: Abilities(colors: 8, utf8: utf8, halfBlocks: false), style: ViewStyle(wording: wording))
    }

    @Test("the others cannot be read without UTF-8", arguments: ["ja", "zh-Hans", "ar"])
    func notASCII(tag: String) throws { #expect(try !Self.wording(tag).isLatin) }

    @Test("granted scopes are named in words, those without a word by their name", arguments: locales)
    func scopes(tag: String) throws {
        let wording = try Self.wording(tag)
        let said = wording.granted(["openid", "email", "tv:play"])
        #expect(said.contains(wording[.scopeOpenID]) && said.contains(wording[.scopeEmail]))
        #expect(said.contains("tv:play") && !said.contains("openid"))
    }

    // MARK: What a screen must say

    /// The sentences of a scene that may never go, and whether they may stand in large letters.
    private static func musts(_ scene: Scene, _ wording: Wording) throws -> [(String, Bool)] {
        switch scene.content {
        case .code(let code):
            let open: Sentence = code.qrIsComplete ? .scanOrOpen : .open
            let state: String =
                switch code.link {
                case .steady: code.secondsLeft <= 60 ? wording[.lastMinute] : wording[.waiting]
                case .slowed(let interval): wording(.slowed, ["seconds": "\(interval)"])
                case .interrupted(let trouble, _):
                    wording(
                        .interrupted, ["trouble": wording.shortSentence(for: trouble), "seconds": MovingLines.standIn])
                }
            let earlier = code.ignoreEarlierCode ? [wording[.ignoreEarlier]] : []
            return
                ([
                    wording[open], wording[.andEnter], state, wording(.qrOpens, ["host": code.verificationURI.host]),
                    wording[code.qrIsComplete ? .qrCompare : .qrThenType], wording(.footerExpires, ["time": "14:32"]),
                    wording(.footerCode, ["code": code.userCode.text]),
                ] + earlier).filter { code.secondsLeft > 60 || !$0.contains("14:32") }.map { ($0, false) }
        case .home(let home):
            let labels = home.tiles.map { $0.label(in: wording, isSignedIn: home.person != nil) }
            return labels.map { ($0, false) } + (home.person == nil ? [(wording[.homeSignedOut], false)] : [])
        case .dimmed:
            return [(wording[.keyAnyWakes], false)]
        case .operatorPage(let page):
            // In parts, as a finding that goes on stands further in.
            return OperatorText(page, wording, Example.medium).lines.map { ($0.text, false) }
        default:
            let said = try #require(Message(scene.content, wording))
            let moving = said.moving.map { [$0] } ?? []
            return [(said.heading, true)] + (said.body + moving + said.hints).map { ($0, false) }
        }
    }

    private static func rows(_ frame: Frame) -> [String] {
        (0..<frame.size.rows).map { row in
            String((0..<frame.size.columns).compactMap { frame[row, $0].text })
        }
    }

    /// Whether the sentence stands on the rows, wrapped at some width, as the cells show it.
    private static func stands(_ sentence: String, in rows: [String]) -> Bool {
        (10...78).contains { columns in
            var rest = rows[...]
            return TextWrap.words(sentence, columns: columns).allSatisfy { line in
                // The samples wait eight seconds for the next try.
                let seen = RightToLeft.visual(Wording.fill(line, ["n": "8"]))
                guard let found = rest.firstIndex(where: { $0.contains(seen) }) else { return false }
                rest = rest[(found + 1)...]
                return true
            }
        }
    }
}
