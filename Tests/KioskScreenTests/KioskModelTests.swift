import DeviceFlow
import Testing

@testable import KioskScreen

/// Person after person: what keys, time and endings mean.
@Suite struct KioskModelTests {
    @Test("C6: run shows an idle screen and asks for nothing until a key is pressed")
    func waitsForPerson() {
        var kiosk = KioskDriver(.init(mode: .run))
        kiosk.advance(by: .seconds(86_400))
        #expect(kiosk.requests == 0)
        #expect(kiosk.content == .idle)
        kiosk.press(.enter)
        #expect(kiosk.requests == 1)
    }

    @Test("login asks for codes at once")
    func loginStarts() {
        let kiosk = KioskDriver(.init(mode: .login))
        #expect(kiosk.requests == 1)
    }

    @Test("C9, C13: the code, its URI and the time left are in the scene; what the QR holds is beside them")
    func codeScene() throws {
        let kiosk = KioskDriver.showingCode(.init(mode: .run))
        let code = try #require(kiosk.code)
        #expect(code.userCode.text == "WDJB-MJHT")
        #expect(code.verificationURI.text == "https://idp.example/device")
        #expect(code.qrText == "https://idp.example/device?user_code=WDJB-MJHT")
        #expect(code.secondsLeft == 60)
    }

    @Test("C10, C22: nothing that is logged holds the device code, and no scene can")
    func noSecretInLog() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(120))
        let logged = kiosk.log.map { JSONValue.object($0.members).line }.joined()
        #expect(!logged.contains("D-SECRET"))
        #expect(logged.contains("WDJB-MJHT"), "the event log may name the user code")
    }

    @Test("a dead code is in no scene, at no moment")
    func deadCode() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(59))
        #expect(kiosk.code?.secondsLeft == 1)
        let late = kiosk.model.scene(at: kiosk.now + .seconds(1))
        #expect(late.content == .expired, "even before the machine was told the time")
        kiosk.advance(by: .seconds(1))
        #expect(kiosk.content == .expired)
    }

    @Test("C18: after expiry the words stand and wait for a key; nothing renews by itself")
    func expiredWaits() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(90))
        #expect(kiosk.content == .expired)
        #expect(kiosk.requests == 1)
        kiosk.press(.character("x"))
        #expect(kiosk.requests == 2)
    }

    @Test("the words of an ending give way to the idle screen after a minute")
    func endingToIdle() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(60 + 61))
        #expect(kiosk.content == .idle)
        #expect(kiosk.requests == 1)
    }

    @Test("always-on begins at once, renews as often as it may, then waits for a key")
    func alwaysOn() {
        var kiosk = KioskDriver(.init(mode: .run, endpoints: KioskDriver.endpoints, alwaysOn: true, autoRenew: 3))
        for renewal in 0...3 {
            kiosk.codes()
            #expect(kiosk.code?.ignoreEarlierCode == (renewal > 0))
            #expect(kiosk.code?.renewsItself == (renewal < 3))
            kiosk.advance(by: .seconds(60))
        }
        #expect(kiosk.content == .idle)
        #expect(kiosk.requests == 4)
        kiosk.advance(by: .seconds(86_400))
        #expect(kiosk.requests == 4)
        kiosk.press(.enter)
        kiosk.codes()
        #expect(kiosk.code?.renewsItself == true, "a key gives it all its renewals again")
    }

    @Test("after a denial always-on leaves the words for a minute, then renews as often as it may: it may have no keys")
    func deniedWaits() {
        var kiosk = KioskDriver(.init(mode: .run, endpoints: KioskDriver.endpoints, alwaysOn: true, autoRenew: 1))
        kiosk.codes()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.denied)
        #expect(kiosk.content == .denied)
        kiosk.advance(by: .seconds(59))
        #expect(kiosk.requests == 1)
        kiosk.advance(by: .seconds(1))
        kiosk.codes()
        #expect(kiosk.code?.ignoreEarlierCode == true)
        kiosk.advance(by: .seconds(6))
        kiosk.token(.denied)
        kiosk.advance(by: .seconds(86_400))
        #expect(kiosk.content == .idle)
        #expect(kiosk.requests == 2)
    }

    @Test("always-on goes on when tokens could not be handed over, were lost, or could not be believed")
    func alwaysOnGoesOn() {
        var kiosk = KioskDriver(.init(mode: .run, endpoints: KioskDriver.endpoints, alwaysOn: true, handsOver: true))
        kiosk.codes()
        kiosk.canHandOver = false
        kiosk.approve()
        #expect(kiosk.content == .notHandedOver)
        kiosk.advance(by: .seconds(120))
        #expect(kiosk.revocations == 1)
        #expect(kiosk.requests == 2)
        kiosk.codes()
        kiosk.advance(by: .seconds(6))
        kiosk.token(.untrusted(KioskDriver.tokens, .issuer))
        kiosk.advance(by: .seconds(60))
        #expect(kiosk.requests == 3)
    }

    @Test(
        "always-on asks again a minute after a refusal, then later and later, and soon again once somebody could sign in"
    )
    func refusedWaits() {
        var kiosk = KioskDriver(.init(mode: .run, endpoints: KioskDriver.endpoints, alwaysOn: true))
        for (asked, wait) in [60, 120, 240, 300, 300].enumerated() {
            kiosk.codes(.refused(OAuthError(code: "invalid_client")))
            kiosk.advance(by: .seconds(wait - 1))
            #expect(kiosk.requests == asked + 1)
            kiosk.advance(by: .seconds(1))
            #expect(kiosk.requests == asked + 2)
        }
        kiosk.codes()
        kiosk.approve()
        kiosk.advance(by: .zero)
        kiosk.codes(.nonsense("x"))
        let asked = kiosk.requests
        kiosk.advance(by: .seconds(60))
        #expect(kiosk.requests == asked + 1)
    }

    @Test("N replaces a code that has been seen for five seconds, and the new screen says to ignore the earlier one")
    func newCode() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.press(.character("n"))
        #expect(kiosk.requests == 1, "minting is limited")
        kiosk.advance(by: .seconds(5))
        kiosk.press(.character("n"))
        #expect(kiosk.requests == 2)
        kiosk.codes()
        #expect(kiosk.code?.ignoreEarlierCode == true)
    }

    @Test("a code can be replaced a hundred times")
    func newCodeAgainAndAgain() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        for count in 2...101 {
            kiosk.advance(by: .seconds(5))
            kiosk.press(.character("n"))
            kiosk.codes()
            #expect(kiosk.requests == count)
            #expect(kiosk.code != nil)
        }
    }

    @Test("tokens for a replaced code are revoked and greet nobody")
    func lateTokens() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(6))
        let poll = kiosk.lastRequest
        kiosk.press(.character("n"))
        kiosk.codes()
        kiosk.feed(.signIn(.tokenReplied(.tokens(KioskDriver.tokens), status: 200, to: poll)))
        #expect(kiosk.code != nil)
        #expect(kiosk.revocations == 1)
        #expect(kiosk.handedOver == 0)
    }

    @Test("a revocation that is tried again while the next person signs in has a number of its own")
    func numbersAreUsedOnce() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, alwaysOn: true))
        kiosk.approve()
        kiosk.advance(by: .zero)
        let revocation = kiosk.sent.last { if case .revoke = $0.intent { true } else { false } }?.id ?? RequestID(0)
        kiosk.codes()
        kiosk.feed(.signIn(.revocationReplied(.trouble(.server(status: 503), retryAfter: nil), to: revocation)))
        kiosk.advance(by: .seconds(6))
        kiosk.token(.pending)
        kiosk.press(.character("n"))
        #expect(kiosk.revocations == 2 && kiosk.requests == 3)
        #expect(Set(kiosk.sent.map(\.id)).count == kiosk.sent.count, "a reply would be taken for another one's")
    }

    @Test("tokens that arrive after the sign-in was called off are revoked from the idle screen")
    func lateTokensWhenIdle() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(6))
        let poll = kiosk.lastRequest
        kiosk.press(.escape)
        #expect(kiosk.content == .idle)
        kiosk.feed(.signIn(.tokenReplied(.tokens(KioskDriver.tokens), status: 200, to: poll)))
        #expect(kiosk.content == .idle)
        #expect(kiosk.revocations == 1)
    }

    @Test("refreshed tokens that arrive after somebody signed out are revoked, whatever the screen does by then")
    func lateRefreshedTokens() {
        for alwaysOn in [false, true] {
            var kiosk = KioskDriver.staysSignedIn(alwaysOn: alwaysOn)
            kiosk.advance(by: .seconds(300))
            let refresh = kiosk.lastRequest
            kiosk.press(.character("o"))
            #expect(kiosk.revocations == 2)
            kiosk.feed(.signIn(.refreshReplied(.tokens(KioskDriver.refreshable), to: refresh)))
            #expect(kiosk.revocations == 4)
            #expect(kiosk.content == (alwaysOn ? .starting(host: "", slow: false) : .idle))
        }
    }

    @Test("tokens of an earlier code that arrive while somebody stays signed in are revoked, and the session stays")
    func lateTokensWhenSignedIn() {
        var kiosk = KioskDriver.staysSignedIn()
        let late = TokenAnswer.tokens(KioskDriver.tokens)
        kiosk.feed(.signIn(.tokenReplied(late, status: 200, to: RequestID(1))))
        #expect(kiosk.revocations == 1)
        #expect(kiosk.content == .signedIn(name: nil, leavingIn: nil))
    }

    @Test("refreshed tokens that cannot be believed are revoked, and end the session")
    func unbelievableRefresh() {
        var kiosk = KioskDriver.staysSignedIn()
        kiosk.advance(by: .seconds(300))
        let answer = TokenAnswer.untrusted(KioskDriver.refreshable, .signature)
        kiosk.feed(.signIn(.refreshReplied(answer, to: kiosk.lastRequest)))
        #expect(kiosk.revocations == 2)
        #expect(kiosk.content == .idle)
    }

    @Test("login hands the tokens over before it greets, then ends with 0")
    func loginHandsOver() {
        var kiosk = KioskDriver.showingCode(.init(mode: .login, greeting: .seconds(3)))
        kiosk.approve()
        #expect(kiosk.handedOver == 1)
        #expect(kiosk.exit == nil)
        #expect(kiosk.content == .approved(name: nil))
        kiosk.advance(by: .seconds(3))
        #expect(kiosk.exit == .success)
    }

    @Test("login ends with 8 when nobody took the tokens, and has them revoked")
    func loginCannotHandOver() {
        var kiosk = KioskDriver.showingCode(.init(mode: .login))
        kiosk.canHandOver = false
        kiosk.approve()
        #expect(kiosk.exit == .notHandedOver)
        #expect(kiosk.revocations == 1)
    }

    @Test("run tries to hand over again every 20 seconds for two minutes, without a key; then the tokens are revoked")
    func runHandsOverAgain() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, handsOver: true))
        kiosk.canHandOver = false
        kiosk.approve()
        #expect(kiosk.content == .notHandedOver)
        kiosk.advance(by: .seconds(19))
        #expect(kiosk.handedOver == 1)
        kiosk.advance(by: .seconds(100))
        #expect(kiosk.handedOver == 6)
        #expect(kiosk.revocations == 0)
        kiosk.advance(by: .seconds(2))
        #expect(kiosk.content == .idle)
        #expect(kiosk.revocations == 1)
        #expect(kiosk.log.last?.members["reason"] == "nobody took the tokens, so they are revoked")
    }

    @Test("what was full has room again: they arrive by themselves, and the log says once why they had not")
    func roomAgain() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, greeting: .seconds(15), handsOver: true))
        kiosk.canHandOver = false
        kiosk.approve()
        kiosk.canHandOver = true
        kiosk.advance(by: .seconds(21))
        #expect(kiosk.content == .approved(name: nil))
        #expect(kiosk.log.map(\.name).suffix(2) == ["failed", "handed_over"])
        let failed = kiosk.log.last { $0.name == "failed" }
        #expect(failed?.members["detail"] == .string("No space left on device"))
    }

    @Test("no code as the certificate is not valid yet: the screen says what its clock shows")
    func clockOnScreen() {
        var kiosk = KioskDriver(.init(mode: .run, host: "idp.example", alwaysOn: true))
        kiosk.feed(.clocksRead(ClockReading(boot: .zero, monotonic: .zero, wall: 200)))
        kiosk.codes(.trouble(.certificate(.notYetValid), retryAfter: nil))
        guard case .noCode(_, _, _, _, let clock) = kiosk.content else {
            Issue.record("\(kiosk.content)")
            return
        }
        #expect(clock == "1970-01-01 00:03 UTC")
    }

    @Test("a signal during login's greeting still ends with 0: the tokens are out")
    func signalAfterHandover() {
        var kiosk = KioskDriver.showingCode(.init(mode: .login, greeting: .seconds(30)))
        kiosk.approve()
        kiosk.feed(.stopped)
        #expect(kiosk.exit == .success)
    }

    @Test("run greets, then takes back the tokens nobody asked for, and is ready for the next person")
    func runGreets() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run, greeting: .seconds(15)))
        kiosk.approve()
        #expect(kiosk.content == .approved(name: nil))
        #expect(kiosk.revocations == 0)
        kiosk.advance(by: .seconds(15))
        #expect(kiosk.content == .idle)
        #expect(kiosk.revocations == 1)
        kiosk.press(.enter)
        #expect(kiosk.requests == 2)
    }

    @Test("login's exit code says how it ended")
    func exitCodes() {
        for (answer, exit): (TokenAnswer, ExitCode) in [
            (.denied, .denied), (.expired, .expired), (.refused(OAuthError(code: "invalid_client")), .refused),
        ] {
            var kiosk = KioskDriver.showingCode(.init(mode: .login))
            kiosk.advance(by: .seconds(6))
            kiosk.token(answer)
            #expect(kiosk.exit == exit)
        }
        for (answer, exit): (CodesAnswer, ExitCode) in [
            (.nonsense("x"), .notUnderstood), (.refused(OAuthError(code: "invalid_scope")), .refused),
        ] {
            var kiosk = KioskDriver(.init(mode: .login, endpoints: KioskDriver.endpoints))
            kiosk.codes(answer)
            #expect(kiosk.exit == exit)
        }
    }

    @Test("once codes were shown, the deadline ends login with 4, whatever the network did")
    func deadlineBeatsTrouble() {
        var kiosk = KioskDriver.showingCode(.init(mode: .login, rules: .init(giveUpAfter: .seconds(30))))
        kiosk.advance(by: .seconds(6))
        kiosk.token(.trouble(.dropped, retryAfter: nil, mayHaveHeldTokens: false))
        kiosk.advance(by: .seconds(54))
        #expect(kiosk.exit == .expired)
    }

    @Test("q, Ctrl-C and a signal end run with 0 and login with 130")
    func quitting() {
        for event: KioskEvent in [.key(.character("q")), .key(.control("c")), .stopped] {
            for (mode, exit): (KioskModel.Settings.Mode, ExitCode) in [(.run, .success), (.login, .cancelled)] {
                var kiosk = KioskDriver.showingCode(.init(mode: mode))
                kiosk.feed(event)
                #expect(kiosk.exit == exit)
                #expect(kiosk.code == nil, "the code is gone from the scene at once")
            }
        }
    }

    @Test("R goes round the drawings of the QR that look different, and Ctrl-L paints everything anew")
    func drawing() {
        // At 80 by 24 only half blocks fit, whatever is asked for; at 160 by 45 full blocks are what scans best.
        let cycles: [(Frame.Size, [QRRendering])] = [
            (Frame.Size(rows: 24, columns: 80), [.off, .automatic, .off]),
            (Frame.Size(rows: 45, columns: 160), [.half, .off, .automatic, .half]),
        ]
        for (size, cycle) in cycles {
            var kiosk = KioskDriver.showingCode(.init(mode: .run))
            kiosk.feed(.resized(size))
            for rendering in cycle {
                kiosk.press(.character("r"))
                #expect(kiosk.model.qrRendering == rendering)
            }
            kiosk.press(.control("l"))
            #expect(kiosk.effects.last == .repaint)
        }
    }

    @Test("between polls the screen changes once a second, by the countdown alone")
    func ticks() {
        let kiosk = KioskDriver.showingCode(.init(mode: .run))
        var now = kiosk.now
        for second in 1...5 {
            guard let tick = kiosk.model.nextTick(after: now) else { break }
            #expect(tick - now == .seconds(1))
            now = tick
            guard case .code(let code) = kiosk.model.scene(at: now).content else { break }
            #expect(code.secondsLeft == 60 - second)
        }
    }

    @Test("connection trouble has words of its own, apart from waiting, and the seconds to the next try")
    func trouble() {
        var kiosk = KioskDriver.showingCode(.init(mode: .run))
        kiosk.advance(by: .seconds(6))
        kiosk.token(.trouble(.dns, retryAfter: nil, mayHaveHeldTokens: false))
        guard case .interrupted(.dns, let retryIn)? = kiosk.code?.link else {
            Issue.record("\(kiosk.content)")
            return
        }
        #expect((12...15).contains(retryIn))
    }

    @Test("what discovery found serves the next person too, until the server refuses or is not understood")
    func rediscovers() {
        var kiosk = KioskDriver(.init(mode: .run), discovers: true)
        kiosk.press(.enter)
        kiosk.feed(.signIn(.metadataReplied(.endpoints(KioskDriver.endpoints), to: kiosk.lastRequest)))
        kiosk.codes()
        kiosk.press(.escape)
        kiosk.press(.enter)
        #expect(kiosk.lookups == 1)
        kiosk.codes(.nonsense("it is another server now"))
        kiosk.press(.enter)
        #expect(kiosk.lookups == 2)
    }
}
