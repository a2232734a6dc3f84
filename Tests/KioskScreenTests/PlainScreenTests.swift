import DeviceFlow
import KioskScreen
import Testing

@Suite("The screen as lines")
struct PlainScreenTests {
    private func said(_ contents: [Scene.Content], keys: [Scene.KeyHint] = []) -> [String] {
        var screen = PlainScreen()
        return contents.flatMap { screen.lines(for: Scene(content: $0, keys: keys), wording: .english) }
    }

    @Test("a code is introduced once: address whole, code spelled, minutes left")
    func introduced() throws {
        let code = try Example.code()
        #expect(
            said([.starting(host: "example.com", slow: false), .code(code), .code(code)]) == [
                "Getting a code for you.",
                "Sign in",
                "Open: https://example.com/device",
                "Code: W D J B - M J H T",
                "Only enter this code if you are standing at this screen.",
                "15 minutes left.",
            ])
    }

    @Test("the question is asked once, with the keys to type; that time runs out is said once")
    func question() {
        let contents: [Scene.Content] = [nil, nil, 20, 19, 18].map { .isThisYou(name: "Alice", secondsLeft: $0) }
        #expect(
            said(contents + [.disowned(answered: false)], keys: [.yes, .no]) == [
                "Signed in as Alice.", "Is this you?", "Type y for yes or n for no, then press Enter.",
                "Without an answer nobody is signed in: 20 s",
                "Nobody answered whether it was them. Nobody is signed in.",
            ])
    }

    @Test("who stays signed in is told by name, and once when they are about to be signed out")
    func staying() {
        let contents: [Scene.Content] = [nil, 20, 19, nil, 20].map { .signedIn(name: "Alice", leavingIn: $0) }
        let leaving = "Still there? Signing out in 20 s. Any key stays."
        #expect(
            said(contents, keys: [.notYou]) == [
                "Welcome, Alice.", "You stay signed in on this screen.", "O Not you? Sign out", leaving, leaving,
            ])
    }

    @Test("minutes are announced at 10, 5, 2 and 1, each once")
    func minutes() throws {
        let contents = try stride(from: 900, through: 1, by: -1).map {
            Scene.Content.code(try Example.code(secondsLeft: $0))
        }
        #expect(
            said(contents).suffix(from: 5) == [
                "10 minutes left.", "5 minutes left.", "2 minutes left.", "1 minute left.",
            ])
    }

    @Test("a code of five minutes does not say twice that five are left")
    func fiveMinutes() throws {
        let contents = try [300, 299, 121, 120].map { Scene.Content.code(try Example.code(secondsLeft: $0)) }
        #expect(said(contents).filter { $0.hasSuffix("left.") } == ["5 minutes left.", "2 minutes left."])
    }

    @Test("trouble, another trouble and their end are told once each")
    func trouble() throws {
        let contents: [Scene.Content] = [
            .code(try Example.code(secondsLeft: 800)),
            .code(try Example.code(secondsLeft: 790, link: .interrupted(.dropped, retryIn: 5))),
            .code(try Example.code(secondsLeft: 789, link: .interrupted(.dropped, retryIn: 4))),
            .code(try Example.code(secondsLeft: 780, link: .interrupted(.timeout, retryIn: 0))),
            .code(try Example.code(secondsLeft: 775, link: .interrupted(.certificate(.expired), retryIn: 0))),
            .code(try Example.code(secondsLeft: 770)),
            .code(try Example.code(secondsLeft: 769)),
        ]
        #expect(
            said(contents).suffix(from: 5) == [
                "No connection. Your code is still good.", "No secure connection. Your code is still good.",
                "The connection is back.",
            ])
    }

    @Test("a new code is introduced anew, with a word about the earlier one; a page on this computer is told as such")
    func another() throws {
        let contents: [Scene.Content] = [
            .code(try Example.code(secondsLeft: 30)), .expired,
            .code(try Example.code("ABC 123", uri: "http://localhost:8080/device", ignoreEarlierCode: true)),
        ]
        #expect(
            said(contents).suffix(from: 5) == [
                "Time ran out before the sign-in was approved. Nobody is signed in.",
                "Sign in",
                "Ignore the earlier code.",
                "Open: http://localhost:8080/device",
                "Code: A B C blank 1 2 3",
                "This page opens on this computer only. For a phone: ./run-kiosk.sh --lan",
                "Only enter this code if you are standing at this screen.",
                "15 minutes left.",
            ])
    }

    @Test("no code: the reason and the advice once, however often it is tried")
    func noCode() {
        #expect(
            said([
                .noCode(.dns, host: "idp.example", retryIn: 5, attempt: 1),
                .noCode(.dns, host: "idp.example", retryIn: 4, attempt: 1),
                .starting(host: "idp.example", slow: false),
                .noCode(.dns, host: "idp.example", retryIn: 10, attempt: 2),
                .starting(host: "idp.example", slow: false),
                .noCode(.timeout, host: "idp.example", retryIn: 20, attempt: 3),
            ]) == [
                "The name idp.example cannot be found.", "Staff: check the network cable or the Wi-Fi.",
                "idp.example did not answer in time.",
            ])
    }

    @Test("every end has its line, and says what a key does")
    func ends() {
        for content in Example.messages {
            let lines = said([content, content], keys: [.anyKeyGoesOn])
            #expect(!lines.isEmpty)
            #expect(Set(lines).count == lines.count)
            for line in lines { #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }) }
        }
        #expect(said([.approved(name: "Ada")]) == ["Welcome, Ada."])
        #expect(said([.idle], keys: [.anyKeyStarts]).last == "Press Enter to sign in.")
    }

    @Test("what a server says reaches the lines without escapes")
    func safe() {
        #expect(said([.refused(code: "bad\u{1B}]0;x\u{07}\u{202E}code")]).last == "Please tell the staff: badcode")
    }
}
