import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("A locked screen, and its operator")
struct OperatorTests {
    private static func settings(
        home: HomeMenu? = nil, alwaysOn: Bool = false, hasMenu: Bool = true, greeting: Duration = .seconds(15)
    ) -> KioskModel.Settings {
        KioskModel.Settings(
            mode: .run, host: "idp.example", alwaysOn: alwaysOn, greeting: greeting, home: home,
            lock: .init(hasMenu: hasMenu, version: "1.2.3"))
    }

    private static let chord = [Key](repeating: .control("o"), count: 3)

    /// A code is on the screen, and the PIN is asked for.
    private static func asked(_ settings: KioskModel.Settings = settings()) -> KioskDriver {
        var kiosk = KioskDriver.showingCode(settings)
        for key in chord { kiosk.press(key) }
        return kiosk
    }

    /// The menu is open.
    private static func opened(_ settings: KioskModel.Settings = settings()) -> KioskDriver {
        var kiosk = asked(settings)
        kiosk.feed(.pinChecked(true))
        return kiosk
    }

    private static func page(_ kiosk: KioskDriver) -> OperatorPage? {
        if case .operatorPage(let page) = kiosk.content { page } else { nil }
    }

    private static func text(_ kiosk: KioskDriver, _ size: Frame.Size = Example.medium) -> String {
        FrameExport.text(
            view(kiosk.model.scene(at: kiosk.now), size: size, abilities: Abilities(), style: ViewStyle()))
    }

    // MARK: The lock

    @Test(
        "no key ends it, whatever stands on the screen",
        arguments: [Key.control("c"), .character("q"), .character("Q"), .control("z"), .control("\\"), .escape])
    func noEnd(key: Key) {
        for home in [nil, HomeMenu.livingRoom] {
            let places = [
                KioskDriver(Self.settings(home: home)), .showingCode(Self.settings(home: home)),
                .atHome(Self.settings(home: .livingRoom)), Self.asked(Self.settings(home: home)),
                Self.opened(Self.settings(home: home)),
            ]
            for var kiosk in places {
                kiosk.press(key)
                #expect(kiosk.exit == nil)
                kiosk.feed(.stopped)
                #expect(kiosk.exit == .success, "SIGTERM does")
            }
        }
    }

    @Test("its footer names no key that quits")
    func footer() {
        var kiosk = KioskDriver(Self.settings(home: .livingRoom))
        #expect(!kiosk.model.scene(at: kiosk.now).keys.contains(.quit))
        kiosk = KioskDriver(Self.settings())
        #expect(kiosk.model.scene(at: kiosk.now).keys.first == .anyKeyStarts)
        #expect(!kiosk.model.scene(at: kiosk.now).keys.contains(.quit))
        kiosk = .showingCode(Self.settings())
        #expect(kiosk.model.scene(at: kiosk.now).keys.contains(.cancel))
        #expect(!Self.text(kiosk).contains("Quit"))
        kiosk = .showingCode(.init(mode: .run))
        #expect(kiosk.model.scene(at: kiosk.now).keys.contains(.quit))
    }

    @Test("q is any key to it: it begins a sign-in, and only wakes a dark home")
    func anyKey() {
        var kiosk = KioskDriver(Self.settings())
        kiosk.press(.character("q"))
        #expect(kiosk.requests == 1 && kiosk.exit == nil)
        var settings = Self.settings(home: .livingRoom)
        settings.care = ScreenCare(dimAfter: .seconds(60))
        kiosk = KioskDriver(settings)
        kiosk.advance(by: .seconds(60))
        #expect(kiosk.content == .dimmed(step: 0))
        kiosk.press(.control("c"))
        #expect(kiosk.home != nil && kiosk.exit == nil)
    }

    @Test("whoever begins and calls off again and again has a code every five seconds at most")
    func mashing() {
        for home in [nil, HomeMenu.livingRoom] {
            var kiosk = KioskDriver(Self.settings(home: home))
            for second in 0..<20 {
                kiosk.press(.enter)
                kiosk.press(.escape)
                #expect(kiosk.requests == 1 + second / 5)
                kiosk.advance(by: .seconds(1))
            }
        }
        var open = KioskDriver(.init(mode: .run))
        for _ in 0..<4 {
            open.press(.enter)
            open.press(.escape)
        }
        #expect(open.requests == 4)
    }

    // MARK: The chord

    @Test("the chord asks for the PIN, and its keys begin nothing")
    func chord() {
        var kiosk = KioskDriver(Self.settings())
        for key in Self.chord {
            #expect(Self.page(kiosk) == nil)
            kiosk.press(key)
        }
        #expect(Self.page(kiosk) == .pin(typed: 0, wrong: 0, waits: nil))
        #expect(kiosk.requests == 0)
    }

    @Test("it takes three within two seconds and nothing between")
    func noChord() {
        var kiosk = KioskDriver(Self.settings())
        kiosk.press(.control("o"))
        kiosk.press(.control("o"))
        kiosk.press(.character("o"))
        kiosk.press(.control("o"))
        #expect(Self.page(kiosk) == nil)
        kiosk.advance(by: .seconds(3))
        kiosk.press(.control("o"))
        kiosk.advance(by: .milliseconds(1100))
        kiosk.press(.control("o"))
        kiosk.advance(by: .milliseconds(1000))
        kiosk.press(.control("o"))
        #expect(Self.page(kiosk) == nil, "the first of these three is too old")
        kiosk.press(.control("o"))
        #expect(Self.page(kiosk) != nil)
    }

    @Test("without a PIN there is no menu, and without a lock neither: Ctrl-O is any key")
    func noMenu() {
        for settings in [Self.settings(hasMenu: false), .init(mode: .run)] {
            var kiosk = KioskDriver(settings)
            for key in Self.chord { kiosk.press(key) }
            #expect(Self.page(kiosk) == nil && kiosk.requests == 1)
            kiosk.feed(.pinChecked(true))
            #expect(Self.page(kiosk) == nil)
        }
    }

    // MARK: The PIN

    @Test("what is typed is checked as a whole, shown as stars, and in no log and no scene")
    func typing() {
        var kiosk = Self.asked()
        for key in "73915x" { kiosk.press(.character(key)) }
        kiosk.press(.backspace)
        kiosk.press(.character("8"))
        #expect(Self.page(kiosk) == .pin(typed: 6, wrong: 0, waits: nil))
        #expect(Self.text(kiosk).contains("******_"))
        kiosk.press(.enter)
        #expect(kiosk.effects.contains(.checkPIN(Secret("739158"))))
        #expect(Self.page(kiosk) == .pin(typed: 0, wrong: 0, waits: nil))
        let keys = kiosk.log.filter { $0.name == "key" }.compactMap { $0.members["key"]?.string }
        #expect(!keys.contains { $0.contains(where: \.isNumber) || $0 == "x" }, "\(keys)")
        #expect(keys.count { $0 == "\u{2022}" } == 7)
    }

    @Test("digits that come after the PIN was closed are in no log either")
    func late() {
        var kiosk = Self.asked()
        kiosk.press(.character("7"))
        kiosk.advance(by: .seconds(20))
        #expect(Self.page(kiosk) == nil)
        kiosk.press(.character("3"))
        #expect(kiosk.log.last == LogEvent("key", ["key": "\u{2022}"]))
        var open = KioskDriver(.init(mode: .run))
        open.press(.character("3"))
        #expect(open.log.first == LogEvent("key", ["key": "3"]), "an open screen has no PIN")
    }

    @Test(
        "Escape closes it, and so does Enter or Backspace where nothing is typed",
        arguments: [Key.escape, .enter, .backspace])
    func close(key: Key) {
        var kiosk = Self.asked()
        kiosk.press(key)
        #expect(Self.page(kiosk) == nil && kiosk.code != nil)
    }

    @Test("it closes by itself twenty seconds after the last key; the code below it has lived on")
    func closesItself() {
        var kiosk = Self.asked()
        kiosk.advance(by: .seconds(15))
        kiosk.press(.character("1"))
        kiosk.advance(by: .milliseconds(19_999))
        #expect(Self.page(kiosk) != nil)
        #expect(kiosk.model.deadline == kiosk.now + .milliseconds(1))
        kiosk.advance(by: .milliseconds(1))
        #expect(Self.page(kiosk) == nil)
        #expect(kiosk.code?.secondsLeft == 25)
    }

    @Test("three wrong PINs are free; then each costs a wait, twice as long each time, a quarter of an hour at most")
    func waits() {
        var kiosk = Self.asked()
        var waits: [Duration] = []
        for number in 1...9 {
            kiosk.press(.character("1"))
            kiosk.press(.enter)
            kiosk.feed(.pinChecked(false))
            #expect(kiosk.log.last?.members["wrong"] == .integer(Int64(number)))
            guard let wait = kiosk.log.last?.members["wait"]?.numeric else { continue }
            waits.append(.seconds(wait))
            #expect(Self.page(kiosk) == .pin(typed: 0, wrong: number < 4 ? number : 1, waits: Int(wait)))
            // Nothing that is closed and opened shortens it.
            kiosk.press(.escape)
            kiosk.advance(by: .seconds(wait) - .seconds(1))
            for key in Self.chord { kiosk.press(key) }
            #expect(Self.page(kiosk) == .pin(typed: 0, wrong: 0, waits: 1))
            kiosk.press(.character("1"))
            kiosk.press(.enter)
            kiosk.press(.escape)
            kiosk.advance(by: .seconds(1))
            for key in Self.chord { kiosk.press(key) }
        }
        #expect(waits == [30, 60, 120, 240, 480, 900, 900].map { .seconds($0) })
        #expect(kiosk.effects.count { if case .checkPIN = $0 { true } else { false } } == 9)
        kiosk.feed(.pinChecked(true))
        kiosk.press(.escape)
        for key in Self.chord { kiosk.press(key) }
        kiosk.press(.character("1"))
        kiosk.press(.enter)
        kiosk.feed(.pinChecked(false))
        #expect(kiosk.log.last == .wrongPIN(1, wait: nil), "the right one begins anew")
    }

    @Test("who may not try cannot keep the page open, and sees the seconds go by")
    func blocked() {
        var kiosk = Self.asked()
        for _ in 1...3 { kiosk.feed(.pinChecked(false)) }
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(1))
        for second in 0..<20 {
            #expect(Self.page(kiosk) == .pin(typed: 0, wrong: 3, waits: 30 - second))
            kiosk.press(.character("1"))
            kiosk.advance(by: .seconds(1))
        }
        #expect(Self.page(kiosk) == nil)
    }

    @Test(
        "a PIN has six digits or more that nobody tries first",
        arguments: [
            ("739158", nil), ("00000000000000000000000000000001", nil), ("73915", "6 digits or more"),
            ("73915a", "digits only"), ("", "6 digits or more"), ("123456", "people try first"),
            ("98765432", "people try first"), ("000000", "people try first"),
            ("739158739158739158739158739158739", "32 digits at most"), ("７３９１５８", "digits only"),
        ] as [(String, String?)])
    func rule(pin: String, words: String?) {
        let problem = PINRule.problem(pin)
        #expect(words.map { problem?.contains($0) == true } ?? (problem == nil), "\(problem ?? "nothing")")
        if pin.count > 4 { #expect(problem?.contains(pin) != true) }
    }

    // MARK: The menu

    @Test("arrows and digits choose; Escape and Backspace lead back; left alone it closes after a minute")
    func menu() {
        var kiosk = Self.opened()
        #expect(kiosk.log.last == .operatorDid("open"))
        #expect(Self.page(kiosk) == .menu(OperatorItem.allCases, chosen: 0))
        kiosk.press(.up)
        kiosk.press(.down)
        kiosk.press(.down)
        #expect(Self.page(kiosk) == .menu(OperatorItem.allCases, chosen: 2))
        kiosk.press(.character("1"))
        guard case .status(let status, _)? = Self.page(kiosk) else {
            Issue.record("\(kiosk.content)")
            return
        }
        #expect(status.codes == 1 && status.approvals == 0 && status.host == "idp.example" && status.version == "1.2.3")
        #expect(status.state == "WAITING")
        kiosk.press(.backspace)
        #expect(Self.page(kiosk) == .menu(OperatorItem.allCases, chosen: 0))
        kiosk.advance(by: .milliseconds(59_999))
        #expect(Self.page(kiosk) != nil)
        kiosk.advance(by: .milliseconds(1))
        #expect(Self.page(kiosk) == nil)
        kiosk = Self.opened()
        kiosk.press(.character("6"))
        #expect(Self.page(kiosk) == nil && kiosk.code != nil)
        kiosk = Self.opened()
        kiosk.press(.escape)
        #expect(Self.page(kiosk) == nil && kiosk.code != nil, "the code is not called off")
    }

    @Test("the sign-in below goes on: polls are sent, a deadline counts, an approval arrives")
    func goesOn() {
        var kiosk = Self.opened()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.pending)
        kiosk.press(.character("1"))
        kiosk.advance(by: .seconds(3))
        guard case .status(let status, _)? = Self.page(kiosk) else {
            Issue.record("\(kiosk.content)")
            return
        }
        #expect(status.sinceGoodPoll == 3 && status.uptime == 9)
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(1))
        kiosk.press(.escape)
        kiosk.advance(by: .seconds(51))
        kiosk.press(.down)
        #expect(kiosk.log.contains { $0.name == "expired" })
        kiosk.press(.escape)
        #expect(kiosk.content == .expired)
    }

    @Test("the status says what keeps people from signing in")
    func trouble() {
        var kiosk = Self.opened()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.trouble(.dropped, retryAfter: nil, mayHaveHeldTokens: false))
        kiosk.press(.character("1"))
        #expect(Self.text(kiosk).contains("The connection to idp.example failed."))
        #expect(Self.text(kiosk).contains("State: RETRYING"))
        kiosk = KioskDriver(Self.settings())
        kiosk.press(.enter)
        kiosk.codes(.refused(OAuthError(code: "invalid_client")))
        for key in Self.chord { kiosk.press(key) }
        kiosk.feed(.pinChecked(true))
        kiosk.press(.character("1"))
        #expect(Self.text(kiosk).contains("invalid_client") && !Self.text(kiosk).contains("No trouble"))
    }

    @Test("nothing of a person who is signed in is on any page, and the time they are away counts for them")
    func nobody() {
        var kiosk = KioskDriver.atHome(
            with: KioskDriver.refreshable, Self.settings(home: .livingRoom, greeting: .zero))
        let touched = kiosk.model.touched
        for key in Self.chord { kiosk.press(key) }
        kiosk.feed(.pinChecked(true))
        for key in ["1", "2"] {
            kiosk.press(.character(Character(key)))
            #expect(!Self.text(kiosk).contains("Hello"))
            kiosk.press(.escape)
        }
        #expect(kiosk.model.touched == touched)
        kiosk.advance(by: .seconds(120))
        #expect(kiosk.log.contains { $0.name == "signed_out" })
        #expect(kiosk.home?.person == nil && kiosk.home != nil)
    }

    @Test("restart and quit have exit codes of their own, and tokens are taken back first")
    func ends() {
        for (key, code, act) in [("4", ExitCode.restartByOperator, "restart"), ("5", .quitByOperator, "quit")] {
            var kiosk = KioskDriver.atHome(with: KioskDriver.refreshable, Self.settings(home: .livingRoom))
            for key in Self.chord { kiosk.press(key) }
            kiosk.feed(.pinChecked(true))
            kiosk.press(.character(Character(key)))
            #expect(kiosk.exit == code)
            #expect(kiosk.revocations == 2)
            #expect(kiosk.log.contains(.operatorDid(act)))
        }
        #expect(ExitCode.quitByOperator.rawValue == 9 && ExitCode.restartByOperator.rawValue == 10)
    }

    @Test("the operator's language is the screen's own from then on; a screen with one language has none to choose")
    func language() {
        var kiosk = Self.opened(Self.settings(home: .livingRoom))
        kiosk.press(.character("3"))
        #expect(kiosk.model.wording.locale == "ar" && kiosk.model.ownWording.locale == "ar")
        kiosk.press(.escape)
        kiosk.press(.escape)
        kiosk.advance(by: .seconds(300))
        #expect(kiosk.model.wording.locale == "ar")
        kiosk = KioskDriver(Self.settings())
        kiosk.feed(.opened(.english, languages: [], nil))
        for key in Self.chord { kiosk.press(key) }
        kiosk.feed(.pinChecked(true))
        #expect(Self.page(kiosk) == .menu([.status, .test, .restart, .quit, .back], chosen: 0))
    }

    @Test("the network is tested once at a time, and what was found stands there, in words and in the log")
    func test() {
        var kiosk = Self.opened()
        kiosk.press(.character("2"))
        #expect(Self.page(kiosk) == .test(.running, top: 0))
        kiosk.press(.escape)
        kiosk.press(.character("2"))
        #expect(kiosk.effects.count { $0 == .testNetwork } == 1)
        let findings = [
            OperatorFinding(.ok, "DNS", "idp.example is 192.0.2.1"),
            OperatorFinding(.problem, "TLS", "expired \u{1B}[2J"),
        ]
        kiosk.feed(.networkTested(findings))
        #expect(Self.text(kiosk).contains("problem TLS: expired"))
        #expect(kiosk.log.last?.name == "network_tested")
        guard case .array(let logged)? = kiosk.log.last?.members["findings"] else {
            Issue.record("no findings")
            return
        }
        #expect(logged.compactMap { OperatorFinding($0) } == findings)
        kiosk.press(.escape)
        kiosk.press(.character("2"))
        #expect(kiosk.effects.count { $0 == .testNetwork } == 2)
        kiosk.feed(.networkTested([]))
        #expect(Self.text(kiosk).contains("did not come to an end"))
    }

    @Test("a page that is longer than the window is scrolled, and not beyond its ends")
    func scrolls() {
        var kiosk = Self.opened()
        kiosk.feed(.resized(Example.small))
        kiosk.press(.character("2"))
        kiosk.feed(.networkTested((1...9).map { .init(.ok, "n\($0)", "one two three four five six seven eight nine") }))
        #expect(Self.text(kiosk, Example.small).contains("ok n1:"))
        for _ in 1...50 { kiosk.press(.down) }
        #expect(Self.text(kiosk, Example.small).contains("ok n9:"))
        kiosk.press(.up)
        guard case .test(_, let top)? = Self.page(kiosk) else {
            Issue.record("\(kiosk.content)")
            return
        }
        for _ in 1...50 { kiosk.press(.other("key_ppage")) }
        #expect(
            Self.page(kiosk).map { if case .test(_, let first) = $0 { first == 0 && top > 0 } else { false } } == true)
    }

    // MARK: Drawn

    @Test(
        "every page fits from 40 by 10 up in every language, and each of the menu's lines stands whole",
        arguments: Wording.locales)
    func fits(tag: String) throws {
        let wording = try #require(Wording.named(tag))
        for sample in [Sample.operatorPin, .operatorMenu, .operatorStatus, .operatorTest] {
            for size in Example.sizes {
                for abilities in [Abilities(), Abilities(colors: 0, utf8: wording.isLatin == false, halfBlocks: false)]
                {
                    let scene = sample.scene(title: nil)
                    let frame = view(scene, size: size, abilities: abilities, style: ViewStyle(wording: wording))
                    checkCells(frame)
                    guard abilities.utf8, case .operatorPage(let page) = scene.content else { continue }
                    let rows = Example.rows(frame)
                    let text = OperatorText(page, wording, size)
                    for line in text.lines.dropFirst(text.top).prefix(text.rows) {
                        let seen = RightToLeft.visual(line.text).split(separator: " ").joined(separator: " ")
                        #expect(
                            rows.contains { $0.split(separator: " ").joined(separator: " ").contains(seen) },
                            "\(sample) \(size): \(line.text)\n\(rows.joined(separator: "\n"))")
                    }
                }
            }
            if case .operatorPage(.menu(let items, let chosen)) = sample.scene(title: nil).content {
                let text = OperatorText(.menu(items, chosen: chosen), wording, Example.small)
                #expect(text.lines.count == items.count && text.rows >= items.count)
                #expect(text.lines.allSatisfy { TextWidth.of($0.text) <= 38 - OperatorText.markColumns })
                #expect(text.lines[chosen].isMarked)
                #expect(text.marks[chosen] == (wording.isRightToLeft ? "2 <" : "> 2"))
                #expect(text.marks[0] == (wording.isRightToLeft ? "1  " : "  1"))
            }
        }
    }

    @Test("as lines, each page is said once, and a wrong PIN each time")
    func lines() {
        var screen = PlainScreen()
        func said(_ page: OperatorPage) -> [String] {
            screen.lines(for: Scene(content: .operatorPage(page)), wording: .english)
        }
        #expect(said(.pin(typed: 0, wrong: 0, waits: nil)) == ["Type the PIN, then press Enter."])
        #expect(said(.pin(typed: 3, wrong: 0, waits: nil)) == [])
        #expect(said(.pin(typed: 0, wrong: 1, waits: nil)).first == "That was not the PIN.")
        #expect(said(.pin(typed: 0, wrong: 2, waits: nil)).first == "That was not the PIN.")
        #expect(said(.pin(typed: 0, wrong: 3, waits: 30)).last == "Too many wrong PINs. The next try is in 30 s.")
        #expect(said(.pin(typed: 0, wrong: 3, waits: 29)) == [])
        let menu = said(.menu([.status, .test, .restart, .quit, .back], chosen: 0))
        #expect(
            menu == [
                "For the staff", "1 Status", "2 Test the network", "3 Start the program anew", "4 End the program",
                "5 Back to the visitors' screen", "Type a number, then press Enter.",
            ])
        guard case .operatorPage(.status(let status, _)) = Sample.operatorStatus.scene(title: nil).content else {
            return
        }
        var later = status
        later.uptime += 1
        #expect(said(.status(status, top: 0)).contains("Running for 14 d 6:56:07."))
        #expect(said(.status(later, top: 0)) == [])
    }
}
