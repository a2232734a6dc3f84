import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("Every screen, whatever the window and whatever the server says")
struct PropertyTests {
    @Test("no size from 1 by 1 to 300 by 100 makes a view fail, and no cell holds what cannot be seen")
    func anySize() throws {
        var random = Repeatable(state: 8628)
        for round in 0..<200 {
            let size = Frame.Size(
                rows: .random(in: 1...100, using: &random), columns: .random(in: 1...300, using: &random))
            let content =
                round % 2 == 0
                ? Scene.Content.code(try Self.randomCode(&random))
                : Self.randomMessage(&random)
            let scene = Scene(
                title: Bool.random(using: &random) ? Self.nastyText(&random) : nil, content: content,
                keys: [.newCode, .changeQR, .cancel, .quit].shuffled(using: &random))
            let style = ViewStyle(
                wording: Self.wordings.randomElement(using: &random) ?? .english,
                qrRendering: QRRendering.allCases.randomElement(using: &random) ?? .automatic,
                overscan: Bool.random(using: &random) ? 0.05 : 0, drift: Drift(step: .random(in: 0...8, using: &random))
            )
            let frame = view(scene, size: size, abilities: Self.randomAbilities(&random), style: style)
            #expect(frame.size == size)
            checkCells(frame)
        }
    }

    @Test("a font without half blocks is asked for none: no slanting stroke, no picture, no rule")
    func noHalfBlocks() throws {
        let contents = Example.messages + [.code(try Example.code()), .code(try Example.code("MNCL-SGTD"))]
        for size in Example.sizes + [.init(rows: 25, columns: 80), .init(rows: 50, columns: 132)] {
            for content in contents {
                let abilities = Abilities(colors: 8, halfBlocks: false, isConsole: true)
                let frame = Example.frame(Scene(content: content), size, abilities: abilities)
                #expect(!frame.cells.contains { $0.text == "\u{2584}" }, "\(content) at \(size)")
            }
        }
    }

    @Test("the smallest windows say what they need")
    func tiny() throws {
        for rows in [1, 2, 3, 5, 9, 10, 12] {
            for columns in [1, 2, 3, 7, 20, 39, 40, 42] {
                for content in Example.messages + [.code(try Example.code())] {
                    let frame = Example.frame(Scene(content: content), .init(rows: rows, columns: columns))
                    checkCells(frame)
                    if rows < 10 || columns < 40, rows >= 5, columns >= 20 {
                        let text = Example.rows(frame).joined(separator: " ").split(separator: " ").joined(
                            separator: " ")
                        #expect(text.contains("Make the window larger"))
                        #expect(text.contains("40 columns by 10 rows"))
                    }
                }
            }
        }
    }

    @Test("the code and the address stand whole, or the screen asks for a larger window")
    func whole() throws {
        var random = Repeatable(state: 3)
        var shown = 0
        for _ in 0..<150 {
            let size = Frame.Size(
                rows: .random(in: 10...70, using: &random), columns: .random(in: 40...200, using: &random))
            let code = try Self.randomCode(&random)
            let frame = Example.frame(Example.scene(code), size, abilities: Self.randomAbilities(&random))
            if Example.rows(frame).joined().contains("Make the window larger") {
                #expect(code.userCode.text.count > 40 || code.verificationURI.text.count > 80)
                continue
            }
            shown += 1
            #expect(address(in: frame) == code.verificationURI.text)
            #expect(
                showsAsText(frame, code.userCode.text) || showsInLetters(frame, code.userCode.text),
                "\(code.userCode.text) at \(size)\n\(FrameExport.text(frame))")
        }
        #expect(shown > 100)
    }

    @Test("a code of up to 40 characters and an address of up to 80 fit from 40 by 10 up")
    func fits() throws {
        var random = Repeatable(state: 40)
        for _ in 0..<200 {
            var code = try Self.randomCode(&random, longestCode: 40, longestURI: 80)
            code.ignoreEarlierCode = Bool.random(using: &random)
            let frame = Example.frame(Example.scene(code), Example.small)
            #expect(!Example.rows(frame).joined().contains("Make the window larger"))
            #expect(address(in: frame) == code.verificationURI.text)
        }
    }

    @Test("what a screen without a code has to say stands whole from 40 by 10 up")
    func sentences() {
        let all: [(Scene.Content, [Sentence])] = [
            (.idle, [.idleBody]), (.approved(name: nil), [.approvedBody]),
            (.answerLost, [.answerLostBody, .answerLostHint]), (.denied, [.deniedBody]), (.expired, [.expiredBody]),
            (.refused(code: "x"), [.refusedBody]), (.notUnderstood(detail: "x"), [.notUnderstoodBody]),
            (.cancelled, [.cancelledBody]),
            (.noCode(.tooManyRequests, host: "h", retryIn: 0, attempt: 1), [.troubleTooMany]),
        ]
        var random = Repeatable(state: 5)
        for (content, sentences) in all {
            for _ in 0..<20 {
                let size = Frame.Size(
                    rows: .random(in: 10...60, using: &random), columns: .random(in: 40...200, using: &random))
                let scene = Scene(title: "Reading Room", content: content, keys: [.anyKeyGoesOn, .quit])
                let rows = Example.rows(Example.frame(scene, size))
                // A picture beside the words is not one of them.
                let words = rows.joined(separator: " ").filter { !"\u{2580}\u{2584}\u{2588}".contains($0) }
                let text = words.split(separator: " ").joined(separator: " ")
                for sentence in sentences { #expect(text.contains(Wording.english[sentence]), "\(size)") }
                #expect(text.contains(Wording.english[.keyAnyGoesOn]), "\(size)")
            }
        }
    }

    // MARK: What is held

    /// The address is the only text in the accent's colour above the footer.
    private func address(in frame: Frame) -> String {
        frame.cells.filter { $0.ink == Ink(.accent, bold: true) }.compactMap(\.text).map(String.init).joined()
    }

    private func showsAsText(_ frame: Frame, _ code: String) -> Bool {
        let rows = Example.rows(frame)
        if rows.contains(where: { $0.contains(code) }) { return true }
        return frame.cells.filter { $0.ink == Ink(.code, bold: true) }.compactMap(\.text).map(String.init).joined()
            == code
    }

    /// Whether the pixels on the frame are those of the code in one of the ways it can be set.
    private func showsInLetters(_ frame: Frame, _ code: String) -> Bool {
        guard let pixels = Self.pixels(frame) else { return false }
        for columns in 24...frame.size.columns {
            for halfRows in [true, false] {
                let room = BigText.Room(
                    columns: columns, rows: frame.size.rows, screenRows: frame.size.rows, halfRows: halfRows)
                for setting in BigText.settings(of: code, in: room) {
                    var other = Frame(frame.size)
                    setting.draw(in: &other, row: 0, column: 0)
                    if Self.pixels(other) == pixels { return true }
                }
            }
        }
        return false
    }

    private static func pixels(_ frame: Frame) -> [[Frame.Cell]]? {
        let isPixel: (Frame.Cell) -> Bool = {
            $0.ink.back == .code || $0.ink.fore == .code && $0.text == "\u{2584}"
        }
        guard let box = frame.positions(where: isPixel) else { return nil }
        return box.rows.map { row in box.columns.map { frame[row, $0] } }
    }

    // MARK: What is thrown at it

    private static func randomAbilities(_ random: inout Repeatable) -> Abilities {
        Abilities(
            colors: [0, 8, 16, 256, 1 << 24].randomElement(using: &random) ?? 0, utf8: Bool.random(using: &random),
            halfBlocks: Bool.random(using: &random))
    }

    private static func randomCode(
        _ random: inout Repeatable, longestCode: Int = 64, longestURI: Int = 300
    ) throws -> Scene.Code {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-----..__")
        let length = Int.random(in: 1...(Bool.random(using: &random) ? 12 : longestCode), using: &random)
        var text = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "A" })
        if UserCode(text) == nil { text = "A" }
        let path = Array("abcdefghijklmnopqrstuvwxyz0123456789/?&=.-_~%:@!$'()*+,;")
        let prefix = ["https://example.com/", "https://localhost:5001/", "https://login.microsoftonline.example/"]
        var uri = prefix.randomElement(using: &random) ?? prefix[0]
        let limit = Int.random(in: 1...(Bool.random(using: &random) ? 20 : longestURI), using: &random)
        while uri.count < min(longestURI, prefix[0].count + limit) {
            uri.append(path.randomElement(using: &random) ?? "a")
        }
        let links: [Scene.Link] = [
            .steady, .slowed(interval: 10), .interrupted(.dns, retryIn: .random(in: 0...400, using: &random)),
        ]
        return try Example.code(
            text, uri: uri, isComplete: Bool.random(using: &random), secondsLeft: .random(in: 1...9999, using: &random),
            link: links.randomElement(using: &random) ?? .steady, ignoreEarlierCode: Bool.random(using: &random),
            renewsItself: Bool.random(using: &random))
    }

    private static let wordings = Wording.locales.compactMap(Wording.named)

    private static func randomMessage(_ random: inout Repeatable) -> Scene.Content {
        let text = nastyText(&random)
        let contents: [Scene.Content] = [
            .starting(host: text, slow: true), .noCode(.timeout, host: text, retryIn: 5, attempt: 2),
            .approved(name: text), .refused(code: text), .notUnderstood(detail: text), .idle, .denied,
            .dimmed(step: .random(in: 0...50, using: &random)), .home(randomHome(text, &random)),
        ]
        return contents.randomElement(using: &random) ?? .idle
    }

    private static func randomHome(_ text: String, _ random: inout Repeatable) -> Scene.Home {
        let tiles = HomeMenu.livingRoom?.tiles ?? []
        let count = Int.random(in: 1...max(1, tiles.count), using: &random)
        let person = Scene.Person(
            name: text, scopes: [text, "openid"], minutesLeft: Bool.random(using: &random) ? 5 : nil,
            leavingIn: Bool.random(using: &random) ? 5 : nil)
        return Scene.Home(
            tiles: Array(tiles.prefix(count)), chosen: count - 1, person: Bool.random(using: &random) ? person : nil)
    }

    /// Letters of many scripts between everything that could break a screen.
    private static func nastyText(_ random: inout Repeatable) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "Z", " ", "é", "ß", "Ж", "א", "ع", "中", "ン", "한", "👩", "\u{200D}", "\u{FE0F}", "🇩", "🇪", "\u{301}",
            "\u{20DD}",
            "\u{1B}", "[", "]", "m", "\u{07}", "\u{00}", "\u{9B}", "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{202E}",
            "\u{2066}",
            "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{E000}", "\u{FFFF}", "\u{E0041}", "\u{3164}", "\u{1160}", "{", "}",
            "<",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...120, using: &random) {
            text.append(scalars.randomElement(using: &random) ?? "a")
        }
        return String(text)
    }
}
