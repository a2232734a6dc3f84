import DeviceFlow
import FoundationEssentials
import Testing

@testable import KioskScreen

@Suite("The words")
struct WordingTests {
    private static let english = EmbeddedLocales.bytes("en.json") ?? []

    private struct File: Codable {
        var locale: String
        var language: String
        var reviewed: Bool
        var sentences: [String: String]
    }

    @Test("English has every sentence with the placeholders it needs, and none that nobody says")
    func complete() throws {
        let file = try JSONDecoder().decode(File.self, from: Data(Self.english))
        _ = try Wording(json: Self.english)
        #expect(Set(file.sentences.keys) == Set(Sentence.allCases.map(\.rawValue)))
        for (key, text) in file.sentences { #expect(text == plain(text, limit: 400) && !text.isEmpty, "\(key)") }
        #expect(Wording.english.locale == "en")
    }

    @Test("a file without one sentence, or with a placeholder that nobody fills, is refused by name")
    func incomplete() throws {
        var file = try JSONDecoder().decode(File.self, from: Data(Self.english))
        file.sentences["word.waiting"] = nil
        file.sentences["plain.open"] = "Open {url}"
        let json = Array(try JSONEncoder().encode(file))
        #expect(throws: Wording.Problem.incomplete(["word.waiting", "plain.open"])) { try Wording(json: json) }
        #expect(throws: Wording.Problem.self) { try Wording(json: Array("{".utf8)) }
    }

    @Test("words from a file are made safe to show")
    func safe() throws {
        var file = try JSONDecoder().decode(File.self, from: Data(Self.english))
        file.sentences["sign-in"] = "\u{1B}[2JSign\u{202E} in"
        let wording = try Wording(json: Array(try JSONEncoder().encode(file)))
        #expect(wording[.signIn] == "Sign in")
    }

    @Test("a value with braces is not read as a placeholder")
    func braces() {
        #expect(Wording.english(.signInTo, ["name": "{name} {host}"]) == "Sign in to {name} {host}")
    }

    @Test("every trouble has its words, long and short, and an advice")
    func troubles() {
        let troubles: [Trouble] = [
            .timeout, .dropped, .dns, .noNetwork, .proxy(.unreachable), .proxy(.password), .proxy(.refused), .portal,
            .exhausted, .certificate(.unknownIssuer), .certificate(.wrongHost), .certificate(.expired),
            .certificate(.notYetValid), .certificate(.other), .server(status: 503), .tooManyRequests,
            .unreadable(status: 200),
        ]
        let sentences = troubles.map { Wording.english.sentence(for: $0, host: "idp.example") }
        #expect(Set(sentences).count == troubles.count)
        for trouble in troubles {
            #expect(Wording.english.shortSentence(for: trouble).hasSuffix("."))
            #expect(!Wording.english.advice(for: trouble).isEmpty)
        }
    }

    @Test("a certificate that holds at another time: the staff read what this computer's clock shows")
    func clockInAdvice() {
        let advice = Wording.english.advice(for: .certificate(.notYetValid), clock: "1970-01-01 00:03 UTC")
        #expect(advice == "Staff: this computer's clock shows 1970-01-01 00:03 UTC. If that is wrong, set it.")
        #expect(!Wording.english.advice(for: .certificate(.unknownIssuer), clock: "1970").contains("1970"))
    }

    @Test("a clock has two digits of minutes, or more when they are needed")
    func clocks() {
        #expect(clock(0) == "00:00")
        #expect(clock(59) == "00:59")
        #expect(clock(872) == "14:32")
        #expect(clock(7200) == "120:00")
        #expect(clock(-5) == "00:00")
    }
}
