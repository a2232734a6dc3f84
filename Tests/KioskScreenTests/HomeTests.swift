import DeviceFlow
import Testing

@testable import KioskScreen

/// The television around the sign-in. The tiles: sign-in, films, music; photos, games, language.
@Suite("The home screen") struct HomeTests {
    @Test("run begins with it, the tile for the sign-in chosen")
    func begins() {
        let kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        #expect(kiosk.home?.tiles.count == 6)
        #expect(kiosk.home?.chosen == 0)
        #expect(kiosk.home?.person == nil)
        #expect(kiosk.requests == 0)
    }

    @Test("lines have no home: any key begins")
    func lines() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        kiosk.feed(.opened(.english, languages: [], nil))
        #expect(kiosk.content == .idle)
        kiosk.press(.enter)
        #expect(kiosk.requests == 1)
    }

    @Test("arrows choose among three beside each other, and stay at the edges")
    func arrows() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        let way: [(Key, Int)] = [
            (.left, 0), (.up, 0), (.right, 1), (.down, 4), (.down, 4), (.right, 5), (.right, 5), (.up, 2), (.left, 1),
        ]
        for (key, chosen) in way {
            kiosk.press(key)
            #expect(kiosk.home?.chosen == chosen, "\(key)")
        }
        #expect(kiosk.requests == 0)
    }

    @Test("the page that begins at the right is moved through from the right")
    func mirrored() throws {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        kiosk.feed(.opened(try #require(Wording.named("ar")), languages: ["ar"], Abilities()))
        kiosk.press(.left)
        #expect(kiosk.home?.chosen == 1)
        kiosk.press(.right)
        #expect(kiosk.home?.chosen == 0)
    }

    @Test("Enter on the sign-in asks for a code; Escape and Backspace lead back", arguments: [Key.escape, .backspace])
    func signIn(key: Key) {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        kiosk.press(.enter)
        #expect(kiosk.requests == 1)
        kiosk.codes()
        #expect(kiosk.code != nil)
        kiosk.press(key)
        #expect(kiosk.home?.person == nil)
    }

    @Test("a tile that is open to everybody opens its page; Backspace closes it")
    func page() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        for key in [Key.down, .right, .enter] { kiosk.press(key) }
        guard case .page(let tile) = kiosk.content else {
            Issue.record("\(kiosk.content)")
            return
        }
        #expect(tile.label(in: .english, isSignedIn: false) == "Games")
        kiosk.press(.backspace)
        #expect(kiosk.home?.chosen == 4)
        #expect(kiosk.requests == 0)
    }

    @Test("a tile that wants a sign-in begins one, and is open after it")
    func wanted() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        kiosk.press(.right)
        kiosk.press(.enter)
        #expect(kiosk.requests == 1)
        kiosk.codes()
        kiosk.approve(with: KioskDriver.refreshable)
        kiosk.advance(by: .zero)
        guard case .page(let tile) = kiosk.content else {
            Issue.record("\(kiosk.content)")
            return
        }
        #expect(tile.label(in: .english, isSignedIn: true) == "Films")
    }

    @Test("what was wanted is forgotten when the sign-in is called off, and kept for another try after a refusal")
    func wantedForgotten() {
        for (ends, opens) in [(Key.escape, false), (.enter, true), (.backspace, false)] {
            var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
            kiosk.press(.right)
            kiosk.press(.enter)
            kiosk.codes()
            kiosk.advance(by: .seconds(6))
            kiosk.token(.denied)
            #expect(kiosk.content == .denied)
            kiosk.press(ends)
            if !opens {
                #expect(kiosk.home != nil, "back home, not to another code")
                kiosk.press(.left)
                kiosk.press(.enter)
            }
            kiosk.codes()
            kiosk.approve(with: KioskDriver.refreshable)
            kiosk.advance(by: .zero)
            #expect((kiosk.home == nil) == opens)
        }
    }

    @Test("after the greeting the home says what was granted and for how long; the minutes go down")
    func person() {
        var kiosk = KioskDriver.atHome(
            .init(mode: .run, scopes: ["openid", "profile"], home: .livingRoom, idleLimit: nil))
        #expect(kiosk.home?.person?.scopes == ["openid", "profile"], "as asked for, where the server does not say")
        #expect(kiosk.home?.person?.minutesLeft == 7)
        #expect(kiosk.home?.chosen == 1, "one more Enter must not sign out")
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(40))
        kiosk.advance(by: .seconds(41))
        #expect(kiosk.home?.person?.minutesLeft == 6)
        #expect(kiosk.revocations == 0)
    }

    @Test("the tile that signed in signs out, and the tokens are revoked; so does O")
    func signOut() {
        for keys in [[Key.left, .enter], [.character("o")]] {
            var kiosk = KioskDriver.atHome()
            for key in keys { kiosk.press(key) }
            #expect(kiosk.revocations == 2)
            #expect(kiosk.home?.person == nil)
            #expect(kiosk.home?.chosen == 0)
            #expect(kiosk.log.last?.name == "signed_out")
        }
    }

    @Test("whoever presses no key is warned for twenty seconds, then signed out; a key only stays")
    func leaving() {
        var kiosk = KioskDriver.atHome()
        kiosk.advance(by: .seconds(99))
        #expect(kiosk.home?.person?.leavingIn == nil)
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.home?.person?.leavingIn == 20)
        kiosk.press(.enter)
        #expect(kiosk.home?.person != nil && kiosk.home?.person?.leavingIn == nil, "it did not open a tile")
        kiosk.advance(by: .seconds(119))
        #expect(kiosk.home?.person?.leavingIn == 1)
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.home != nil && kiosk.home?.person == nil)
        #expect(kiosk.revocations == 2)
    }

    @Test("a limit shorter than the warning halves it: the home can be used all the same")
    func shortLimit() {
        var kiosk = KioskDriver.atHome(.init(mode: .run, home: .livingRoom, idleLimit: .seconds(10)))
        #expect(kiosk.home?.person?.leavingIn == nil)
        kiosk.press(.right)
        #expect(kiosk.home?.chosen == 2)
        kiosk.advance(by: .seconds(5))
        #expect(kiosk.home?.person?.leavingIn == 5)
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.signOut, .quit])
        kiosk.press(.character("o"))
        #expect(kiosk.home?.person == nil, "the key that is shown works")
    }

    @Test("what a visitor leaves behind without signing in is gone when nobody presses a key")
    func leftBehind() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        #expect(kiosk.model.deadline == nil)
        for key in [Key.down, .right, .enter, .character("l")] { kiosk.press(key) }
        #expect(kiosk.home == nil && kiosk.model.wording.locale != "en")
        #expect(kiosk.model.deadline == kiosk.now + .seconds(120))
        kiosk.advance(by: .seconds(120))
        #expect(kiosk.home?.chosen == 0 && kiosk.model.wording.locale == "en")
        #expect(kiosk.model.deadline == nil)
    }

    @Test("one Enter too many after a sign-out asks for no code")
    func twice() {
        var kiosk = KioskDriver.atHome()
        let before = kiosk.requests
        for key in [Key.left, .enter, .enter] { kiosk.press(key) }
        #expect(kiosk.home?.person == nil && kiosk.requests == before)
        kiosk.advance(by: .seconds(2))
        kiosk.press(.enter)
        #expect(kiosk.requests == before + 1)
    }

    @Test("one long label is cut and costs no tile its picture; a logo stands above where there is room")
    func labels() throws {
        let json = """
            {"tiles": [{"opens": "sign-in", "symbol": "person"}, {"opens": "page", "symbol": "film",
              "label": {"en": "Photographs of the summer party in the garden"}}]}
            """
        let menu = try HomeMenu(json: Array(json.utf8))
        let scene = Scene(title: "Lobby", content: .home(Scene.Home(tiles: menu.tiles, chosen: 0)))
        let logo = try Logo(text: Array("(o o)\n ( ) \n".utf8))
        let frame = view(scene, size: Example.medium, abilities: Abilities(), style: ViewStyle(logo: logo))
        let rows = Example.rows(frame).joined(separator: "\n")
        #expect(rows.contains("Photographs of the") && rows.contains("\u{2588}"), "\(rows)")
        #expect(rows.contains("(o o)"))
    }

    @Test("the warning comes through an open page")
    func leavingPage() {
        var kiosk = KioskDriver.atHome()
        kiosk.press(.enter)
        #expect(kiosk.home == nil)
        kiosk.advance(by: .seconds(100))
        #expect(kiosk.home?.person?.leavingIn == 20)
        kiosk.press(.enter)
        #expect(kiosk.home == nil, "the page is still open")
    }

    @Test("the session ends with the tokens; a refresh token that nobody used is revoked")
    func ends() {
        var kiosk = KioskDriver.atHome(.init(mode: .run, home: .livingRoom, idleLimit: nil))
        kiosk.advance(by: .seconds(399))
        #expect(kiosk.home?.person != nil)
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.home?.person == nil)
        #expect(kiosk.revocations == 2)
    }

    @Test("what was handed over is revoked by a key only")
    func handedOver() {
        let settings = KioskModel.Settings(mode: .run, handsOver: true, home: .livingRoom)
        var kiosk = KioskDriver.atHome(settings)
        kiosk.advance(by: .seconds(500))
        #expect(kiosk.home?.person == nil && kiosk.revocations == 0)
        kiosk = KioskDriver.atHome(settings)
        kiosk.press(.character("o"))
        #expect(kiosk.revocations == 2)
    }

    @Test("the language changes by its tile and by L, and is the operator's again for the next person")
    func language() {
        var kiosk = KioskDriver.atHome()
        for key in [Key.down, .right, .enter] { kiosk.press(key) }
        #expect(kiosk.model.wording.locale == Wording.locales[1])
        kiosk.press(.character("l"))
        #expect(kiosk.model.wording.locale == Wording.locales[2])
        kiosk.press(.character("o"))
        #expect(kiosk.model.wording.locale == "en")
    }

    @Test("whoever chose it has gone when their code runs out: the language goes with the code, not a turn later")
    func languageEnds() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, alwaysOn: true, autoRenew: 0, idleLimit: .seconds(30)))
        for key in [Key.escape, .character("l"), .enter] { kiosk.press(key) }
        kiosk.codes()
        #expect(kiosk.code != nil && kiosk.model.wording.locale != "en")
        // In one turn to its end.
        while kiosk.code != nil, let deadline = kiosk.model.deadline { kiosk.advance(by: deadline - kiosk.now) }
        #expect(kiosk.content == .idle && kiosk.model.wording.locale == "en")
        #expect(kiosk.model.deadline == nil)
    }

    @Test("words of the operator's own are one of the languages, and come round again")
    func ownWords() throws {
        let file = String(decoding: EmbeddedLocales.bytes("en.json") ?? [], as: UTF8.self)
        for tag in ["en", "tlh"] {
            let own = try Wording(
                json: Array(
                    file.replacing("\"locale\": \"en\"", with: "\"locale\": \"\(tag)\"").replacing(
                        "\"HOME\"", with: "\"JUH\""
                    ).utf8))
            var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
            kiosk.feed(.opened(own, languages: ["en", "de"], Abilities()))
            kiosk.press(.character("l"))
            #expect(kiosk.model.wording.locale != tag)
            for _ in 0..<(tag == "en" ? 1 : 2) { kiosk.press(.character("l")) }
            #expect(kiosk.model.wording[.wordHome] == "JUH")
        }
    }

    @Test("the keys in the footer are those that work")
    func keys() {
        var kiosk = KioskDriver(.init(mode: .run, home: .livingRoom))
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.open, .move, .language, .quit])
        for key in [Key.down, .right, .enter] { kiosk.press(key) }
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.back, .language, .quit])
        kiosk = .atHome()
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.open, .move, .signOut, .language, .quit])
    }

    @Test("each of one to twelve tiles stands whole on the smallest screen", arguments: 1...12)
    func counts(count: Int) throws {
        let pages = (1..<max(2, count)).map { #"{"opens": "page", "label": {"en": "Tile \#($0)"}}"# }
        let tiles = ([#"{"opens": "sign-in"}"#] + pages).prefix(count).joined(separator: ", ")
        let json = "{\"tiles\": [\(tiles)]}"
        let menu = try HomeMenu(json: Array(json.utf8))
        #expect(menu.tiles.count == count)
        for size in Example.sizes {
            let home = Scene.Home(tiles: menu.tiles, chosen: count - 1)
            let rows = Example.rows(Example.frame(Scene(content: .home(home)), size)).joined(separator: "\n")
            for index in 1..<max(2, count) where index < count {
                #expect(rows.contains("Tile \(index)"), "\(size)\n\(rows)")
            }
            #expect(rows.contains("[ "), "the chosen one is marked by more than its colour")
        }
    }

    @Test(
        "a home file that cannot be used says where and what was expected",
        arguments: [
            ("no", "the file"), ("{}", "tiles"), (#"{"tiles": []}"#, "tiles"),
            (#"{"tiles": [{"opens": "door"}]}"#, "tiles[0].opens"), (#"{"tiles": [{"opens": "language"}]}"#, "tiles"),
            (#"{"tiles": [{"opens": "page"}]}"#, "tiles[0].label"),
            (#"{"tiles": [{"opens": "page", "label": "Films"}]}"#, "tiles[0].label"),
            (#"{"tiles": [{"opens": "sign-in", "symbol": "dragon"}]}"#, "tiles[0].symbol"),
            (##"{"tiles": [{"opens": "sign-in", "symbol": ["#."]}]}"##, "tiles[0].symbol"),
            (#"{"tiles": [{"opens": "sign-in", "needs-sign-in": "yes"}]}"#, "tiles[0].needs-sign-in"),
            (#"{"tiles": [{"opens": "sign-in", "needsSignIn": true}]}"#, "tiles[0].needsSignIn"),
        ])
    func refused(json: String, member: String) throws {
        let problem = #expect(throws: HomeMenu.Problem.self) { try HomeMenu(json: Array(json.utf8)) }
        #expect(problem?.member == member)
        #expect(problem?.expected.isEmpty == false)
    }
}
