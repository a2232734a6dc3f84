import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("Text: safe, measured, wrapped")
struct TextTests {
    @Test(
        "outside text becomes one line of visible characters",
        arguments: [
            ("plain", "plain"), ("two  \t\r\n lines ", "two lines"), ("\u{1B}[31mred\u{1B}[0m", "red"),
            ("\u{1B}]0;title\u{07}after", "after"), ("\u{1B}]8;;https://evil.example\u{1B}\\link", "link"),
            ("\u{1B}Pq#1\u{9C}x", "x"), ("\u{9B}2Jx", "x"), ("a\u{0}b\u{7F}c\u{85}d", "abc d"),
            ("\u{202E}abc\u{2066}d\u{200B}e\u{FEFF}", "abcde"), ("\u{E000}x\u{10FFFF}\u{378}", "x"),
            ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}"), ("\u{301}x", "x"), ("a\u{2028}b\u{A0}c", "a b c"),
            ("\u{1B}", ""), ("\u{1B}[", ""), ("x\u{3164}y\u{AD}z", "xyz"), ("東京 Wi-Fi", "東京 Wi-Fi"),
        ])
    func safe(text: String, expected: String) {
        #expect(plain(text, limit: 80) == expected)
    }

    @Test("a long text is cut to its limit with three dots")
    func cut() {
        #expect(plain("abcdefghij", limit: 10) == "abcdefghij")
        #expect(plain("abcdefghijk", limit: 10) == "abcdefg...")
        #expect(plain("abcdef hijk", limit: 10) == "abcdef...")
        #expect(plain("abcdef", limit: 2) == "ab")
        #expect(plain("abcdef", limit: 0) == "")
        #expect(plain(String(repeating: "x", count: 1_000_000), limit: 200).count == 200)
    }

    @Test(
        "characters have the columns a terminal gives them",
        arguments: [
            ("a", 1), ("é", 1), ("e\u{301}", 1), ("\u{301}", 0), ("\u{200B}", 0), ("中", 2), ("ン", 2), ("ﾝ", 1),
            ("한", 2),
            ("Ａ", 2), ("😀", 2), ("👩‍💻", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("\u{7}", 0), ("▄", 1), ("Ж", 1), ("ع", 1),
            ("€", 1),
        ])
    func widths(text: String, columns: Int) {
        #expect(TextWidth.of(text) == columns)
    }

    @Test("sentences wrap between words, into lines of about one length")
    func words() {
        #expect(
            TextWrap.words("Scan the QR code with your phone, or open", columns: 35) == [
                "Scan the QR code with", "your phone, or open",
            ])
        #expect(TextWrap.words("unbreakable", columns: 4) == ["unbr", "eaka", "ble"])
        #expect(TextWrap.words("東京都庁", columns: 5) == ["東京", "都庁"])
        #expect(TextWrap.words("", columns: 5) == [])
        #expect(TextWrap.words("a b", columns: 0) == [])
    }

    @Test("addresses wrap after their punctuation only, and nothing is lost")
    func addresses() {
        #expect(
            TextWrap.address("https://login.example.com/oauth2/device?tenant=a-b", columns: 20) == [
                "https://login.", "example.com/oauth2/", "device?tenant=a-b",
            ])
        #expect(TextWrap.address("https://abcdefghijklmnop/", columns: 10) == ["https://", "abcdefghij", "klmnop/"])
    }

    @Test("codes wrap after a dash or not at all")
    func codes() {
        #expect(TextWrap.code("019-450-730", columns: 8) == ["019-450-", "730"])
        #expect(TextWrap.code("WDJBMJHT", columns: 7) == nil)
        #expect(TextWrap.code("A--B", columns: 3) == ["A--", "B"])
    }

    @Test("Chinese and Japanese are broken between characters, but not before a closing mark or after an opening one")
    func wide() {
        #expect(TextWrap.words("この画面に表示します。", columns: 12) == ["この画面に", "表示します。"])
        #expect(TextWrap.words("无法连接，代码仍有效。", columns: 12) == ["无法连接，代", "码仍有效。"])
        #expect(TextWrap.words("Wi-Fiを確認してください。", columns: 18) == ["Wi-Fiを", "確認してください。"])
        for columns in 6...30 {
            let lines = TextWrap.words("「コード」を入力、次に、確認してください。", columns: columns)
            #expect(lines.joined() == "「コード」を入力、次に、確認してください。")
            for line in lines {
                #expect(TextWidth.of(line) <= columns)
                #expect(!"。、」".contains(line.first ?? "x") && line.last != "「", "\(lines)")
            }
        }
        #expect(TextWrap.words("idp.example を開きます", columns: 40) == ["idp.example を開きます"])
    }

    @Test("a text that is cut ends in dots and in whole words")
    func dots() {
        #expect(TextWrap.cut("short", columns: 5) == "short")
        #expect(TextWrap.cut("one two three", columns: 10) == "one two...")
        #expect(TextWrap.cut("unbreakable", columns: 6) == "unb...")
        for columns in 0...12 { #expect(TextWidth.of(TextWrap.cut("東京 Tokyo 東京", columns: columns)) <= columns) }
    }
}
