import DeviceFlow
import Testing

@testable import KioskScreen

/// `--confirm`: "Is this you?", before anything is handed over. (RFC 8628, 5.5)
@Suite("Whether it was the person at the screen who signed in") struct QuestionTests {
    private static let alice = TokenSet(
        members: ["access_token": "AT-of-Alice", "refresh_token": "RT-of-Alice", "expires_in": .integer(3600)],
        identity: .init(subject: "s-1", name: "Alice Example"))

    /// The question has stood long enough to be answered.
    private static func asking(
        _ mode: KioskModel.Settings.Mode = .run, with tokens: TokenSet = alice, bell: Bool = false,
        home: HomeMenu? = nil
    ) -> KioskDriver {
        var kiosk = KioskDriver.showingCode(
            .init(mode: mode, greeting: .seconds(15), handsOver: true, home: home, bell: bell, confirms: true))
        kiosk.approve(with: tokens)
        kiosk.advance(by: .milliseconds(500))
        return kiosk
    }

    private static func answers(_ kiosk: KioskDriver) -> [JSONValue?] {
        kiosk.log.filter { $0.name == "answered" }.flatMap { [$0.members["yes"], $0.members["by"]] }
    }

    @Test("asked by name; nothing is handed over before the answer", arguments: [KioskModel.Settings.Mode.run, .login])
    func asked(mode: KioskModel.Settings.Mode) {
        let kiosk = Self.asking(mode)
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: nil))
        #expect(kiosk.handedOver == 0 && kiosk.exit == nil)
        #expect(kiosk.log.last == LogEvent("asked", ["named": .bool(true)]))
        #expect(!kiosk.log.contains { $0.name == "handed_over" })
    }

    @Test("yes hands over, and greets", arguments: [Key.enter, .character("y"), .character("Y")])
    func yes(key: Key) {
        var kiosk = Self.asking()
        kiosk.press(key)
        #expect(kiosk.handedOver == 1)
        #expect(kiosk.content == .approved(name: "Alice Example"))
        #expect(Self.answers(kiosk) == [.bool(true), "key"])
        #expect(kiosk.log.last?.name == "handed_over")
        #expect(kiosk.revocations == 0)
    }

    @Test(
        "no revokes both tokens, says that nobody is signed in, and hands nothing over",
        arguments: [Key.character("n"), .character("N"), .escape, .backspace])
    func no(key: Key) {
        var kiosk = Self.asking()
        kiosk.press(key)
        #expect(kiosk.content == .disowned(answered: true))
        #expect(kiosk.revocations == 2 && kiosk.handedOver == 0)
        #expect(Self.answers(kiosk) == [.bool(false), "key"])
        kiosk.advance(by: .seconds(60))
        #expect(kiosk.content == .idle)
    }

    @Test("no answer within a minute is a no; the last twenty seconds are counted")
    func nobody() {
        var kiosk = Self.asking()
        kiosk.advance(by: .milliseconds(39_499))
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: nil))
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .milliseconds(1))
        kiosk.advance(by: .milliseconds(1))
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: 20))
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(1))
        kiosk.advance(by: .seconds(19))
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: 1))
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.content == .disowned(answered: false))
        #expect(kiosk.revocations == 2 && kiosk.handedOver == 0)
        #expect(Self.answers(kiosk) == [.bool(false), "time"])
    }

    @Test(
        "keys that say neither do nothing",
        arguments: [
            Key.character(" "), .up, .down, .left, .right, .tab, .character("o"), .character("x"), .control("a"),
        ])
    func ambiguous(key: Key) {
        var kiosk = Self.asking()
        kiosk.press(key)
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: nil))
        #expect(kiosk.revocations == 0 && kiosk.handedOver == 0)
    }

    @Test("a key that was on its way when the question came up answers nothing; keys are offered once they work")
    func tooEarly() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, confirms: true))
        kiosk.approve(with: Self.alice)
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.quit])
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .milliseconds(500))
        kiosk.press(.enter)
        kiosk.press(.escape)
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: nil))
        kiosk.advance(by: .milliseconds(500))
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.yes, .no, .quit])
        kiosk.press(.enter)
        #expect(kiosk.handedOver == 1)
    }

    @Test("where the server told no name, the question says so")
    func unnamed() {
        let kiosk = Self.asking(with: KioskDriver.tokens)
        #expect(kiosk.content == .isThisYou(name: nil, secondsLeft: nil))
        #expect(kiosk.log.last == LogEvent("asked", ["named": .bool(false)]))
        #expect(Message(kiosk.content, .english)?.body.first == "Somebody has signed in. The server did not say who.")
    }

    @Test("login: no and no answer end with exit code 3, a stop with 130; the tokens are revoked each time")
    func login() {
        var no = Self.asking(.login)
        no.press(.character("n"))
        #expect(no.exit == .denied && no.revocations == 2 && no.handedOver == 0)
        #expect(no.content == .disowned(answered: true), "its last words")
        var nobody = Self.asking(.login)
        nobody.advance(by: .seconds(60))
        #expect(nobody.exit == .denied && nobody.revocations == 2 && nobody.handedOver == 0)
        var stopped = Self.asking(.login)
        stopped.feed(.stopped)
        #expect(stopped.exit == .cancelled && stopped.revocations == 2 && stopped.handedOver == 0)
        #expect(Self.answers(stopped) == [.bool(false), "stop"])
        var yes = Self.asking(.login)
        yes.press(.enter)
        #expect(yes.handedOver == 1 && yes.exit == nil, "the greeting stands")
    }

    @Test("a program that is asked to end while it asks revokes the tokens", arguments: [true, false])
    func stopped(byKey: Bool) {
        var kiosk = Self.asking()
        if byKey { kiosk.press(.character("q")) } else { kiosk.feed(.stopped) }
        #expect(kiosk.exit == .success && kiosk.revocations == 2 && kiosk.handedOver == 0)
    }

    @Test("that the code has died meanwhile does not matter; nor does a late answer to a poll")
    func codeDied() {
        var kiosk = Self.asking()
        kiosk.advance(by: .seconds(58))
        #expect(kiosk.content == .isThisYou(name: "Alice Example", secondsLeft: 2), "the code lived for a minute")
        kiosk.token(.expired)
        kiosk.press(.enter)
        #expect(kiosk.content == .approved(name: "Alice Example"))
    }

    @Test("tokens that end sooner and cannot be renewed end the question too; a refresh token keeps it")
    func shortLived() {
        let short = TokenSet(members: ["access_token": "AT", "expires_in": .integer(30)], identity: nil)
        var kiosk = Self.asking(with: short)
        kiosk.advance(by: .milliseconds(29_400))
        #expect(kiosk.content == .isThisYou(name: nil, secondsLeft: 1))
        kiosk.advance(by: .milliseconds(100))
        #expect(kiosk.content == .disowned(answered: false))
        let renewable = TokenSet(
            members: ["access_token": "AT", "refresh_token": "RT", "expires_in": .integer(30)], identity: nil)
        var patient = Self.asking(with: renewable)
        patient.advance(by: .seconds(30))
        #expect(patient.content == .isThisYou(name: nil, secondsLeft: nil))
    }

    @Test("the life of the tokens counts from when they came, not from the answer")
    func life() {
        let tokens = TokenSet(members: ["access_token": "AT", "expires_in": .integer(120)], identity: nil)
        var kiosk = Self.asking(with: tokens, home: .livingRoom)
        kiosk.advance(by: .milliseconds(49_500))
        kiosk.press(.enter)
        kiosk.press(.enter)
        #expect(kiosk.home?.person?.minutesLeft == 2, "70 s are left")
        kiosk.advance(by: .seconds(69))
        #expect(kiosk.home?.person != nil)
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.home != nil && kiosk.home?.person == nil)
    }

    @Test("the sound is for the question, where the person looks elsewhere, and not for the answer")
    func bell() {
        var kiosk = Self.asking(bell: true)
        #expect(kiosk.effects.count { $0 == .bell } == 1)
        kiosk.press(.enter)
        #expect(kiosk.effects.count { $0 == .bell } == 1)
    }
}

/// Revoke and forget, then draw.
@Suite("Nothing of a person outlives their turn") struct ForgettingTests {
    private static let alice = TokenSet(
        members: ["access_token": "AT-of-Alice", "refresh_token": "RT-of-Alice", "expires_in": .integer(3600)],
        identity: .init(subject: "s-1", name: "Alice Example"))

    private static let settings: [KioskModel.Settings] = [
        .init(mode: .run, greeting: .zero, home: .livingRoom),
        .init(mode: .run, greeting: .seconds(15)),
        .init(mode: .run, alwaysOn: true, greeting: .seconds(15)),
        .init(mode: .run, greeting: .zero, handsOver: true, keepsSignedIn: true),
        .init(mode: .run, alwaysOn: true, greeting: .zero, handsOver: true, keepsSignedIn: true),
    ]

    @Test(
        "a sign-out revokes and forgets in one turn, the revocations first; the next scene has no name",
        arguments: settings.indices)
    func signOut(index: Int) throws {
        var kiosk = KioskDriver.showingCode(Self.settings[index])
        kiosk.approve(with: Self.alice)
        kiosk.advance(by: .zero)
        #expect(String(reflecting: kiosk.content).contains("Alice"))
        let before = kiosk.effects.count
        kiosk.press(.character("o"))
        let names = kiosk.effects[before...].map { effect in
            switch effect {
            case .send(.revoke, _, _): "revoke"
            case .send(.codes, _, _): "codes"
            case .log(let event): event.name
            case .forget: "forget"
            default: "other"
            }
        }
        let anew = Self.settings[index].alwaysOn ? ["codes_requested", "codes"] : []
        #expect(names == ["key", "revoke", "revoke", "signed_out"] + anew + ["forget"])
        #expect(!String(reflecting: kiosk.model.scene(at: kiosk.now)).contains("Alice"))
        #expect(!String(reflecting: kiosk.model.phase).contains("Alice"))
    }

    @Test("so does every other end: of the greeting, of a code, of a question")
    func ends() {
        func forgets(_ kiosk: KioskDriver) -> Int { kiosk.effects.count { $0 == .forget } }
        var greeted = KioskDriver.showingCode(.init(mode: .run, greeting: .seconds(15)))
        greeted.approve(with: Self.alice)
        #expect(forgets(greeted) == 0)
        greeted.advance(by: .seconds(15))
        #expect(forgets(greeted) == 1)
        var called = KioskDriver.showingCode(.init(mode: .run))
        called.press(.escape)
        #expect(forgets(called) == 1)
        var renewed = KioskDriver.showingCode(.init(mode: .run, alwaysOn: true))
        renewed.advance(by: .seconds(60))
        #expect(forgets(renewed) == 1, "another code is another sign-in")
        var asked = KioskDriver.showingCode(.init(mode: .run, confirms: true))
        asked.approve(with: Self.alice)
        asked.advance(by: .seconds(60))
        #expect(forgets(asked) == 1)
        var login = KioskDriver.showingCode(.init(mode: .login))
        login.approve(with: Self.alice)
        #expect(forgets(login) == 0, "the process ends")
    }

    @Test("without a home too, whoever presses no key is warned for twenty seconds and signed out; a key stays")
    func idle() {
        var kiosk = KioskDriver.showingCode(
            .init(mode: .run, alwaysOn: true, greeting: .zero, keepsSignedIn: true, idleLimit: .seconds(60)))
        kiosk.approve(with: Self.alice)
        kiosk.advance(by: .zero)
        kiosk.advance(by: .seconds(39))
        #expect(kiosk.content == .signedIn(name: "Alice Example", leavingIn: nil))
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.notYou, .quit])
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.content == .signedIn(name: "Alice Example", leavingIn: 20))
        kiosk.press(.escape)
        #expect(kiosk.content == .signedIn(name: "Alice Example", leavingIn: nil), "the key only stays")
        kiosk.advance(by: .seconds(59))
        #expect(kiosk.content == .signedIn(name: "Alice Example", leavingIn: 1))
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(1))
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.revocations == 2)
        #expect(kiosk.log.contains(LogEvent("signed_out", ["reason": "for want of keys"])))
        #expect(!String(reflecting: kiosk.content).contains("Alice"))
    }

    @Test("nobody is greeted for longer than they may press no key")
    func longGreeting() {
        var kiosk = KioskDriver.showingCode(
            .init(mode: .run, greeting: .seconds(3600), idleLimit: .seconds(60)))
        kiosk.approve(with: Self.alice)
        kiosk.advance(by: .seconds(59))
        #expect(kiosk.content == .approved(name: "Alice Example"))
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.content == .idle)
    }

    @Test("\"Not you?\" in the greeting takes back even what was handed over; in login it only goes on")
    func notYou() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, greeting: .seconds(15), handsOver: true))
        kiosk.approve(with: Self.alice)
        #expect(kiosk.model.scene(at: kiosk.now).keys == [.anyKeyGoesOn, .notYou, .quit])
        kiosk.press(.character("o"))
        #expect(kiosk.content == .idle && kiosk.revocations == 2)
        var login = KioskDriver.showingCode(.init(mode: .login, greeting: .seconds(15), handsOver: true))
        login.approve(with: Self.alice)
        login.press(.character("o"))
        #expect(login.exit == .success && login.revocations == 0)
    }
}
