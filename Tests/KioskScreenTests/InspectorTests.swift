import DeviceFlow
import FlowTrace
import Testing

@testable import KioskScreen

@Suite("The inspector")
struct InspectorTests {
    /// A code stands on the screen, one poll has been answered, and the inspector is open.
    static func inspected(size: Frame.Size = .init(rows: 40, columns: 140)) -> KioskDriver {
        var settings = KioskModel.Settings(mode: .run)
        settings.inspection = .init(provider: Provider.named("rfc8628")!, authorities: "/ca.pem")
        var kiosk = KioskDriver(settings)
        kiosk.feed(.resized(size))
        kiosk.press(.enter)
        kiosk.codes()
        kiosk.advance(by: .seconds(6))
        kiosk.feed(.exchanged(exchange(kiosk)))
        kiosk.token(.pending)
        kiosk.press(.character("i"))
        return kiosk
    }

    static func exchange(_ kiosk: KioskDriver) -> Exchange {
        Exchange(
            id: kiosk.lastRequest, purpose: .token,
            request: HTTPRequest(
                method: "POST", url: "https://idp.example/token",
                headers: [.init("Content-Type", "application/x-www-form-urlencoded")],
                body: Secret("device_code=D-SECRET-VALUE&client_id=tv")),
            sentAt: kiosk.now - .milliseconds(12), endedAt: kiosk.now, wallClock: 1_795_867_200,
            outcome: .replied(
                HTTPReply(
                    status: 400, headers: ["date": "Sat, 28 Nov 2026 12:02:00 GMT"],
                    body: Array(#"{"error":"authorization_pending","note":"D-SECRET-VALUE \u001b[31m"}"#.utf8),
                    receivedAt: 1_795_867_200)),
            wire: Wire(
                fields: [.init("Cache-Control", "no-store")], statusLine: "HTTP/1.1 400 Bad Request",
                address: "192.0.2.1:443",
                tls: TLSFacts(
                    version: "TLSv1.3", cipher: "TLS_AES_128_GCM_SHA256",
                    certificates: [
                        .init(
                            subject: "CN=idp.example", issuer: "CN=R11", notBefore: 1_790_000_000,
                            notAfter: 1_795_867_200 + 10 * 86_400)
                    ])))
    }

    static func text(_ kiosk: KioskDriver) -> String {
        let frame = view(
            kiosk.model.scene(at: kiosk.now), size: kiosk.model.size, abilities: Abilities(), style: ViewStyle())
        return FrameExport.text(frame)
    }

    @Test("stands beside the living screen, and says what is and what comes")
    func beside() {
        let screen = Self.text(Self.inspected())
        #expect(screen.contains("and enter this code:"))
        #expect(screen.contains("1 Timeline  2 Exchange  3 Clocks, TLS  4 Profile"))
        #expect(screen.contains("waiting for a person"))
        #expect(screen.contains("poll 2 in 6 s; interval 5 s"))
        #expect(screen.contains("the code expires in 54 s"))
        #expect(screen.contains("6.0 poll 1 400 pending, waited 6 s"))
        #expect(!screen.contains("key i"), "what somebody does in it is not of the sign-in")
        let narrow = Self.text(Self.inspected(size: .init(rows: 24, columns: 80)))
        #expect(narrow.contains("6.0 poll 1 400 pending +6 s"), "\(narrow)")
    }

    @Test("shows the request and its reply, no secret, no escape")
    func exchange() {
        var kiosk = Self.inspected()
        kiosk.press(.character("2"))
        let screen = Self.text(kiosk)
        #expect(screen.contains("device_code = ••••"))
        #expect(screen.contains("poll 1, after a wait of 6 s, taken for: pending"))
        #expect(screen.contains("\"error\": \"authorization_pending\""))
        #expect(screen.contains("Cache-Control: no-store"))
        #expect(screen.contains("-d \"device_code=$DEVICE_CODE\""))
        #expect(!screen.contains("D-SECRET-VALUE"))
        #expect(!screen.contains("\u{1B}"))
    }

    @Test("what it keeps of the wire has no secret in it, and whoever has gone leaves none behind")
    func keeps() throws {
        var kiosk = Self.inspected()
        let kept = try #require(kiosk.model.trace?.entries.compactMap(\.exchange).first)
        let reply = try #require(kept.reply)
        for text in [kept.request.body?.revealed ?? "", String(decoding: reply.body, as: UTF8.self)] {
            #expect(!text.contains("SECRET"), "\(text)")
            #expect(text.contains("authorization_pending") || text.contains("client_id=tv"), "\(text)")
        }
        #expect(kiosk.model.trace?.redaction.withoutKnownValues("D-SECRET-VALUE") == Redaction.dots)
        kiosk.press(.escape)
        #expect(kiosk.effects.contains(.forget))
        #expect(kiosk.model.trace?.redaction.withoutKnownValues("D-SECRET-VALUE") == "D-SECRET-VALUE")
    }

    @Test("compares the clocks, and tells what a connection is worth")
    func facts() {
        var kiosk = Self.inspected()
        kiosk.feed(.clocksRead(.init(boot: .seconds(1000), monotonic: .seconds(900), wall: 1_795_867_200)))
        kiosk.feed(.clocksRead(.init(boot: .seconds(1100), monotonic: .seconds(940), wall: 1_795_867_200 + 400)))
        kiosk.press(.character("3"))
        let screen = Self.text(kiosk)
        #expect(screen.contains("suspended for 60 s since this program began"))
        #expect(screen.contains("wall clock moved by +300.0 s since then"))
        #expect(screen.contains("server's Date is +120.5 s from ours"))
        #expect(screen.contains("TLSv1.3 TLS_AES_128_GCM_SHA256"))
        #expect(screen.contains("9 days left"))
    }

    @Test("keys lead through it, and leave the sign-in alone")
    func keys() {
        var kiosk = Self.inspected()
        kiosk.press(.tab)
        #expect(kiosk.model.inspector?.page == .exchange)
        kiosk.press(.character("f"))
        let still = kiosk.model.scene(at: kiosk.now).pane
        kiosk.advance(by: .seconds(3))
        #expect(kiosk.model.scene(at: kiosk.now).pane == still)
        #expect(kiosk.code?.secondsLeft == 51, "the screen beside it goes on")
        kiosk.press(.character("f"))
        #expect(kiosk.model.scene(at: kiosk.now).pane != still)
        kiosk.press(.character("c"))
        #expect(
            kiosk.effects.contains { if case .copy(let text) = $0 { text.contains("$DEVICE_CODE") } else { false } })
        kiosk.press(.character("i"))
        #expect(kiosk.model.scene(at: kiosk.now).pane == nil)
        #expect(kiosk.code != nil)
    }

    @Test("finds a word, and goes from one place to the next")
    func search() {
        var kiosk = Self.inspected()
        for character in "/pend" { kiosk.press(.character(character)) }
        #expect(kiosk.model.scene(at: kiosk.now).pane?.foot == "find: pend_")
        kiosk.press(.enter)
        let pane = kiosk.model.scene(at: kiosk.now).pane
        #expect(pane?.lines.filter(\.isMarked).map(\.text).allSatisfy { $0.contains("pend") } == true)
        #expect(pane?.foot.hasPrefix("1 found") == true)
        let found = kiosk.model.trace?.entries.last { $0.event?.name == "poll" }?.number
        #expect(kiosk.model.inspector?.chosen == found, "what was found is chosen")
        kiosk.press(.escape)
        #expect(kiosk.code != nil, "that Esc was the search's")
    }

    @Test("an entry of the timeline can be chosen, and its exchange is shown")
    func choose() {
        var kiosk = Self.inspected()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.slowDown(interval: nil, retryAfter: nil))
        #expect(Self.text(kiosk).contains("slow_down, interval 10 s"))
        kiosk.press(.up)
        kiosk.press(.up)
        let marked = kiosk.model.scene(at: kiosk.now).pane?.lines.filter(\.isMarked).map(\.text)
        #expect(marked?.count == 1)
        #expect(marked?.first?.contains("poll 2") == false)
        kiosk.press(.right)
        kiosk.press(.left)
        #expect(kiosk.model.inspector?.chosen == nil, "there is one exchange only")
        kiosk.press(.up)
        kiosk.press(.other("key_end"))
        #expect(kiosk.model.inspector?.chosen == nil, "at the end it follows again")
    }

    @Test("ticks once a second at most, and not at all while it is closed or frozen")
    func ticks() {
        var settings = KioskModel.Settings(mode: .run)
        settings.inspection = .init(provider: Provider.named("rfc8628")!)
        var kiosk = KioskDriver(settings)
        #expect(kiosk.model.nextTick(after: kiosk.now) == nil)
        kiosk.press(.character("i"))
        #expect(kiosk.model.nextTick(after: kiosk.now) == kiosk.now + .seconds(1))
        kiosk.press(.character("f"))
        #expect(kiosk.model.nextTick(after: kiosk.now) == nil)
        var waiting = Self.inspected()
        let before = waiting.model.nextTick(after: waiting.now)
        waiting.press(.character("i"))
        #expect(waiting.model.nextTick(after: waiting.now) == before, "a countdown that runs anyhow is enough")
    }

    @Test("cannot be opened where it is not allowed")
    func locked() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.press(.character("i"))
        #expect(kiosk.model.scene(at: kiosk.now).pane == nil)
    }

    @Test(
        "no window is too small or too large for it",
        arguments: [(1, 1), (10, 40), (12, 60), (24, 80), (30, 60), (67, 240)])
    func sizes(rows: Int, columns: Int) {
        for page in "1234" {
            var kiosk = Self.inspected(size: .init(rows: rows, columns: columns))
            kiosk.press(.character(page))
            for key in [Key.other("key_end"), .other("key_npage"), .up, .other("key_home")] { kiosk.press(key) }
            let frame = view(
                kiosk.model.scene(at: kiosk.now), size: kiosk.model.size, abilities: Abilities(utf8: false),
                style: ViewStyle())
            #expect(frame.size == kiosk.model.size)
            #expect(frame.cells.allSatisfy { $0.text?.isASCII == true })
        }
    }
}

@Suite("Presenting")
struct DemoTests {
    @Test("keys act as the second device while a code lives, and the line says so")
    func acts() {
        var settings = KioskModel.Settings(mode: .run)
        settings.demo = .init()
        var kiosk = KioskDriver(settings)
        #expect(kiosk.model.scene(at: kiosk.now).note == "Demo: g gallery")
        kiosk.press(.enter)
        kiosk.codes()
        #expect(kiosk.model.scene(at: kiosk.now).note == "Demo: a approve  d deny  x expire  g gallery")
        for (key, act) in [
            ("a", SecondDeviceAct.approve(userCode: "WDJB-MJHT")), ("d", .deny(userCode: "WDJB-MJHT")),
            ("x", .expire(userCode: "WDJB-MJHT")),
        ] {
            kiosk.press(.character(Character(key)))
            #expect(kiosk.effects.last == .act(act))
        }
        kiosk.feed(.acted("WDJB-MJHT approved as alice."))
        #expect(kiosk.model.scene(at: kiosk.now).note == "WDJB-MJHT approved as alice.")
        kiosk.advance(by: .seconds(7))
        #expect(kiosk.model.scene(at: kiosk.now).note?.hasPrefix("Demo:") == true)
    }

    @Test("the presenter's own line stands below the screen, also in small windows")
    func note() {
        var settings = KioskModel.Settings(mode: .run)
        settings.demo = .init(note: "Now take out your phone", acts: false)
        let kiosk = KioskDriver.showingCode(settings)
        for (rows, columns) in [(24, 80), (11, 40)] {
            let frame = view(
                kiosk.model.scene(at: kiosk.now), size: .init(rows: rows, columns: columns), abilities: Abilities(),
                style: ViewStyle())
            let lines = FrameExport.text(frame).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines[rows - 1].contains("Now take out your phone"))
            #expect(lines[rows - 2].contains("WAITING"))
        }
    }

    @Test("nobody presents: the keys mean what they always mean")
    func off() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.press(.character("a"))
        #expect(!kiosk.effects.contains { if case .act = $0 { true } else { false } })
        #expect(kiosk.model.scene(at: kiosk.now).note == nil)
    }
}
