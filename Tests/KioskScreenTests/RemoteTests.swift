import DeviceFlow
import Testing

@testable import KioskScreen

/// What signals do to a screen that nobody stands before.
@Suite struct RemoteTests {
    static let wished = LogEvent("signal", ["wish": "new_code", "obeyed": .bool(true)])

    func settings(home: Bool = false, alwaysOn: Bool = false) -> KioskModel.Settings {
        .init(mode: .run, alwaysOn: alwaysOn, greeting: .zero, home: home ? .livingRoom : nil)
    }

    // MARK: A new code

    @Test("a new code begins a sign-in on an idle screen, dimmed or not")
    func newCodeWhenIdle() {
        var settings = settings(home: true)
        settings.care = ScreenCare(dimAfter: .seconds(600))
        var kiosk = KioskDriver(settings)
        kiosk.advance(by: .seconds(700))
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.requests == 1)
        kiosk.codes()
        #expect(kiosk.code != nil)
        #expect(kiosk.log.contains(Self.wished))
    }

    @Test("a new code replaces one on the screen as the key does, and not sooner")
    func newCodeInPlace() {
        var kiosk = KioskDriver.showingCode(settings())
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.requests == 1, "minting is limited")
        #expect(kiosk.log.last == LogEvent("signal", ["wish": "new_code", "obeyed": .bool(false)]))
        kiosk.advance(by: .seconds(5))
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.requests == 2)
        kiosk.codes()
        #expect(kiosk.code?.ignoreEarlierCode == true)
    }

    @Test("signals in turn get codes no faster than the key")
    func limit() {
        var kiosk = KioskDriver(settings())
        for _ in 1...50 {
            kiosk.feed(.newCodeWanted)
            kiosk.codes(.refused(OAuthError(code: "invalid_client")))
            kiosk.feed(.idleWanted)
        }
        #expect(kiosk.requests == 1)
        kiosk.advance(by: .seconds(5))
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.requests == 2)
    }

    @Test("a new code is tried for at once where the next try is far")
    func newCodeWhileResting() {
        var kiosk = KioskDriver(settings())
        kiosk.press(.enter)
        kiosk.codes(.trouble(.dns, retryAfter: .seconds(600)))
        kiosk.advance(by: .seconds(6))
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.requests == 2)
        kiosk.codes()
        #expect(kiosk.code?.ignoreEarlierCode == false, "nobody has seen an earlier one")
    }

    @Test("a new code never costs anybody an approval or a sign-in")
    func newCodeWhileSignedIn() {
        var kiosk = KioskDriver.staysSignedIn()
        kiosk.advance(by: .seconds(10))
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.content == .signedIn(name: nil, leavingIn: nil))
        #expect(kiosk.revocations == 0)
        var refused = KioskDriver.showingCode(settings())
        refused.canHandOver = false
        refused.approve()
        refused.advance(by: .seconds(6))
        refused.feed(.newCodeWanted)
        #expect(refused.content == .notHandedOver)
    }

    // MARK: The idle screen

    @Test("the idle screen calls a sign-in off, and its code is never asked for again")
    func idleWhileWaiting() {
        var kiosk = KioskDriver.showingCode(settings())
        kiosk.feed(.idleWanted)
        #expect(kiosk.content == .idle)
        kiosk.advance(by: .seconds(600))
        #expect(kiosk.content == .idle)
        #expect(kiosk.requests == 1)
    }

    @Test(
        "the idle screen signs out whoever is signed in: revoked first, nothing of them left", arguments: [false, true])
    func idleWhileSignedIn(hasHome: Bool) {
        var kiosk = hasHome ? KioskDriver.atHome() : KioskDriver.staysSignedIn()
        let before = kiosk.effects.count
        kiosk.feed(.idleWanted)
        #expect(kiosk.revocations == 2)
        #expect(kiosk.log.last == LogEvent("signed_out", ["reason": "by a signal"]))
        #expect(kiosk.home?.person == nil)
        #expect(hasHome ? kiosk.home != nil : kiosk.content == .idle)
        #expect(kiosk.effects.last == .forget)
        #expect(kiosk.effects.count == before + 5)
    }

    @Test("the idle screen also ends a greeting, and an always-on screen waits for a key or another signal")
    func idleWhileGreeted() {
        var kiosk = KioskDriver.showingCode(
            .init(mode: .run, alwaysOn: true, greeting: .seconds(30)))
        kiosk.approve()
        #expect(kiosk.content == .approved(name: nil))
        kiosk.feed(.idleWanted)
        #expect(kiosk.content == .idle)
        #expect(kiosk.revocations == 1)
        kiosk.advance(by: .seconds(3600))
        #expect(kiosk.requests == 1)
        kiosk.feed(.newCodeWanted)
        #expect(kiosk.requests == 2)
    }

    @Test("tokens that nobody has taken are revoked for the idle screen")
    func idleWhileNotHandedOver() {
        var kiosk = KioskDriver.showingCode(settings())
        kiosk.canHandOver = false
        kiosk.approve()
        kiosk.feed(.idleWanted)
        #expect(kiosk.content == .idle)
        #expect(kiosk.revocations == 1)
        kiosk.feed(.handedOver(true))
        #expect(kiosk.content == .idle, "a command that is still at it changes nothing")
    }

    @Test("login hears none of these")
    func login() {
        var kiosk = KioskDriver.showingCode(.init(mode: .login))
        let before = kiosk.model
        kiosk.feed(.newCodeWanted)
        kiosk.feed(.idleWanted)
        kiosk.feed(.reloaded(.init(settings: settings(), wording: .english)))
        #expect(kiosk.model == before)
    }

    // MARK: The configuration again

    @Test("a configuration that is read again neither locks a screen nor unlocks it")
    func lockStays() {
        var locked = settings()
        locked.lock = .init(hasMenu: true, version: "1")
        var kiosk = KioskDriver(locked)
        kiosk.feed(
            reload(kiosk) {
                $0.lock = nil
                $0.inspection = .init(provider: Provider.named("rfc8628")!)
                $0.title = "Library"
            })
        #expect(kiosk.model.settings.lock == locked.lock && kiosk.model.settings.title == "Library")
        kiosk.press(.character("i"))
        #expect(!kiosk.model.isInspected)
        kiosk.press(.character("q"))
        #expect(kiosk.exit == nil)
        var open = KioskDriver(settings())
        open.feed(reload(open) { $0.lock = locked.lock })
        #expect(!open.model.settings.isLocked)
    }

    func reload(_ kiosk: KioskDriver, _ change: (inout KioskModel.Settings) -> Void) -> KioskEvent {
        var settings = kiosk.model.settings
        change(&settings)
        return .reloaded(.init(settings: settings, wording: .english))
    }

    static let elsewhere = Endpoints(
        deviceAuthorization: "https://new.example/device_authorization", token: "https://new.example/token")

    func moves(_ settings: inout KioskModel.Settings) {
        settings.edition = 1
        settings.host = "new.example"
        settings.endpoints = Self.elsewhere
        settings.endpoints?.edition = 1
        settings.title = "New"
    }

    @Test("what is seen changes at once, and a waiting person keeps their code")
    func look() {
        var kiosk = KioskDriver.showingCode(settings())
        kiosk.feed(reload(kiosk) { $0.title = "Library" })
        #expect(kiosk.model.scene(at: kiosk.now).title == "Library")
        #expect(kiosk.code?.userCode.text == "WDJB-MJHT")
        #expect(kiosk.requests == 1)
        #expect(!kiosk.effects.contains(.adopt(edition: 0)))
    }

    @Test("another server waits for the next sign-in: the approval of this one still counts")
    func serverWhileWaiting() {
        var kiosk = KioskDriver.showingCode(settings())
        kiosk.feed(reload(kiosk, moves))
        #expect(kiosk.model.settings.host == "" && kiosk.model.settings.title == "New")
        #expect(kiosk.log.last?.members["waits"] == .bool(true))
        kiosk.approve()
        #expect(kiosk.content == .approved(name: nil), "the greeting of no seconds ends with the next moment")
        kiosk.advance(by: .zero)
        #expect(!kiosk.effects.contains(.adopt(edition: 1)))
        kiosk.press(.enter)
        #expect(kiosk.effects.contains(.adopt(edition: 1)))
        #expect(kiosk.model.settings.host == "new.example")
        var asked: Endpoints?
        for case .send(.codes(let endpoints), _, _) in kiosk.effects { asked = endpoints }
        #expect(asked?.edition == 1 && asked?.token == "https://new.example/token")
    }

    @Test("another server counts at once where nobody has a code, also for a sign-in that found no network")
    func serverWhileIdle() {
        var idle = KioskDriver(settings())
        idle.feed(reload(idle, moves))
        #expect(idle.effects.contains(.adopt(edition: 1)))
        #expect(idle.requests == 0)
        var resting = KioskDriver(settings())
        resting.press(.enter)
        resting.codes(.trouble(.dns, retryAfter: nil))
        resting.feed(reload(resting, moves))
        #expect(resting.requests == 2)
        resting.codes()
        #expect(resting.code != nil)
    }

    @Test("a change that is taken back before the next sign-in was none")
    func takenBack() {
        var kiosk = KioskDriver.showingCode(settings())
        let before = kiosk.model.settings
        kiosk.feed(reload(kiosk, moves))
        kiosk.feed(.reloaded(.init(settings: before, wording: .english)))
        kiosk.advance(by: .seconds(130))
        kiosk.press(.enter)
        #expect(!kiosk.effects.contains(.adopt(edition: 1)))
        #expect(kiosk.model.settings == before)
    }

    @Test("a visitor keeps the language they chose; the next person gets the operator's")
    func language() throws {
        var kiosk = KioskDriver(settings(home: true))
        kiosk.press(.character("l"))
        let chosen = kiosk.model.wording.locale
        let german = try #require(Wording.named("de"))
        kiosk.feed(.reloaded(.init(settings: kiosk.model.settings, wording: german)))
        #expect(kiosk.model.wording.locale == chosen)
        kiosk.advance(by: .seconds(200))
        #expect(kiosk.model.wording.locale == "de")
    }

    @Test("a shorter limit signs nobody out without its notice")
    func limitWithNotice() {
        var kiosk = KioskDriver.atHome()
        kiosk.advance(by: .seconds(90))
        kiosk.feed(reload(kiosk) { $0.idleLimit = .seconds(60) })
        kiosk.advance(by: .seconds(39))
        #expect(kiosk.home?.person?.leavingIn == nil)
        kiosk.advance(by: .seconds(2))
        #expect(kiosk.home?.person?.leavingIn != nil)
        kiosk.advance(by: .seconds(30))
        #expect(kiosk.home?.person == nil)
    }

    @Test("a screen that becomes always-on begins; one that gets or loses its tiles shows it")
    func modes() {
        var kiosk = KioskDriver(settings(home: true))
        kiosk.feed(reload(kiosk) { $0.home = nil })
        #expect(kiosk.content == .idle)
        kiosk.feed(reload(kiosk) { $0.home = .livingRoom })
        #expect(kiosk.home != nil)
        kiosk.feed(
            reload(kiosk) {
                $0.home = nil; $0.alwaysOn = true
            })
        #expect(kiosk.requests == 1)
    }

    @Test("the log tells how it goes on, so that a replay can; no secret is in it")
    func logged() throws {
        var kiosk = KioskDriver(settings())
        kiosk.feed(
            .reloaded(.init(settings: kiosk.model.settings, wording: .english, needingRestart: ["event-log"])))
        let event = try #require(kiosk.log.last)
        #expect(event.name == "reloaded")
        #expect(event.members["lang"] == "en" && event.members["waits"] == .bool(false))
        #expect(event.members["needs_restart"]?.strings == ["event-log"])
        let read = KioskModel.Settings(
            logged: event.members["settings"] ?? .null, home: nil,
            provider: try #require(Provider.named("rfc8628")), endpoints: KioskDriver.endpoints)
        #expect(read?.edition == 0)
    }
}
