import Testing

@testable import DeviceFlow

/// The reader of outside bytes, and the writer of lines.
@Suite struct JSONTests {
    func read(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }

    @Test("every kind of value is read, and comes out again as one line with its members in order")
    func values() {
        let value = read(" {\"b\" : [1, -2.5e1, true, false, null, \"x\"],\r\n\t\"a\": {} , \"c\":[]} ")
        #expect(value?.line == #"{"a":{},"b":[1,-25.0,true,false,null,"x"],"c":[]}"#)
    }

    @Test("escapes and pairs of surrogates are read; half a pair is U+FFFD and costs nothing else")
    func strings() {
        #expect(read(#""\u00e9\ud83d\ude00\n\/\\\"""#)?.string == "é😀\n/\\\"")
        #expect(read(#""a\ud83dz""#)?.string == "a\u{FFFD}z")
        #expect(read(#""a\ude00\ud83d""#)?.string == "a\u{FFFD}\u{FFFD}")
        #expect(read(#""\ud83d\u0041""#)?.string == "\u{FFFD}A")
    }

    @Test(
        "what is written can be read again", arguments: ["", "é😀\u{202E}", "\u{0}\u{1F}\"\\/\n\t\r", "\u{7F}\u{2028}"])
    func roundTrip(text: String) {
        let line = JSONValue.string(text).line
        #expect(read(line)?.string == text)
        #expect(!line.utf8.contains { $0 < 0x20 })
    }

    @Test("numbers keep what they are; those that are none, or beyond a Double, are refused")
    func numbers() {
        #expect(read("9223372036854775807") == .integer(.max))
        #expect(read("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(read("-0") == .integer(0))
        #expect(read("1E-2") == .number(0.01))
        for bad in ["01", "+1", ".5", "1.", "1e", "-", "1e999", "0x1", "NaN", "Infinity", "--1"] {
            #expect(read(bad) == nil, "\(bad)")
        }
    }

    @Test(
        "what is not one JSON text is refused",
        arguments: [
            "", " ", "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "\"a", "\"\u{1}\"",
            "\"\\x\"", "\"\\u12g4\"",
            "nul", "truee", "1 2", "{}{}", "<html>", "[1 2]", "{\"a\" 1}", "//x\n1",
        ])
    func refused(text: String) {
        #expect(read(text) == nil)
    }

    @Test("bytes that are no UTF-8 are refused, a byte order mark is passed over, of two members the last counts")
    func bytes() {
        #expect(JSONValue(parsing: [0x22, 0xC3, 0x22]) == nil)
        #expect(JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
        #expect(JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == .integer(1))
        #expect(read(#"{"a":1,"a":2}"#)?["a"] == .integer(2))
    }

    @Test("deep nesting is refused without a crash")
    func depth() {
        func nested(_ count: Int) -> String {
            String(repeating: "[", count: count) + String(repeating: "]", count: count)
        }
        #expect(read(nested(JSONReader.deepest)) != nil)
        #expect(read(nested(JSONReader.deepest + 1)) == nil)
        #expect(read(String(repeating: "[", count: 200_000)) == nil)
    }

    @Test(
        "base 64 comes and goes, in both alphabets",
        arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{FFFF}?>~"])
    func base64(text: String) {
        let encoded = Base64.encode(Array(text.utf8))
        #expect(encoded.count % 4 == 0)
        let url = encoded.filter { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
        #expect(Base64.decodeURL(String(url)) == Array(text.utf8))
    }

    @Test("flat XML gives its members; anything more than that is none")
    func flatXML() {
        func members(_ text: String) -> [String: String]? { FlatXML.members(Array(text.utf8)) }
        #expect(members("<?xml version='1.0'?>\n<a> <b>x &amp; y</b><c></c> </a>\n") == ["b": "x & y", "c": ""])
        #expect(members("<a><b>1</b><b>2</b></a>") == ["b": "1"])
        for bad in [
            "", "<a>", "<a></a>", "<a><b>1</b>", "<a><b>1</a></b>", "<a><b><c>1</c></b></a>", "<a><b x='1'>1</b></a>",
            "<a><b>&xxe;</b></a>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a><b>1</b></a>", "<a><b>1</b></a><a/>",
            "<html><body>no</body></html><", "<a>text<b>1</b></a>",
        ] { #expect(members(bad) == nil, "\(bad)") }
    }

    @Test("base 64 has the values of RFC 4648, and refuses what is none")
    func base64Values() {
        #expect(Base64.encode(Array("foob".utf8)) == "Zm9vYg==")
        #expect(Base64.decodeURL("-_8") == [0xFB, 0xFF])
        for bad in ["A", "Zg==", "Z g", "Zh", "+/8", "é"] { #expect(Base64.decodeURL(bad) == nil, "\(bad)") }
    }

    @Test(
        "a profile with a mistake is refused, naming the member and what was expected",
        arguments: [
            ("[]", "the file"), ("{}", "name"), (#"{"name":"x","title":1}"#, "title"),
            (#"{"name":"x","tokenRequest":{"encoding":"xml"}}"#, "tokenRequest.encoding"),
            (#"{"name":"x","tokenRequest":{"names":{"a":1}}}"#, "tokenRequest.names.a"),
            (#"{"name":"x","answers":[{"means":"denied"},{"means":"maybe"}]}"#, "answers[1].means"),
            (#"{"name":"x","answers":[{}]}"#, "answers[0].means"), (#"{"name":"x","envelopes":"data"}"#, "envelopes"),
        ])
    func profiles(file: String, member: String) {
        do throws(Provider.Problem) {
            _ = try Provider(file: Array(file.utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.member == member)
            #expect(!error.expected.isEmpty)
        }
    }

    @Test("the profiles that are compiled in are whole", arguments: Provider.names)
    func compiledIn(name: String) {
        #expect(Provider.named(name)?.name == name)
        #expect(Provider.named(name)?.reading.answers.isEmpty == false)
    }
}
