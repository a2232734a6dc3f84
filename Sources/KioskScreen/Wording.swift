import DeviceFlow

/// The sentences of one language. Data: Assets/locales; to add a language nobody edits Swift.
public struct Wording: Equatable, Sendable {
    /// A BCP 47 tag, as the file says.
    public let locale: String
    /// The language's own name for itself.
    public let language: String
    /// Whether somebody whose language it is has read it.
    public let isReviewed: Bool
    /// The page begins at the right.
    public let isRightToLeft: Bool
    /// Further tags that it stands for.
    let also: [String]
    let sentences: [String: String]
    /// For ears and for programs, not for cells: letters stay as they are written.
    private(set) var isSpoken = false

    /// What is wrong with a locale file.
    public enum Problem: Error, Equatable {
        /// No JSON, or not of the shape of a locale file.
        case notJSON
        /// Sentences that are missing, and sentences whose placeholders are not those of `Sentence`.
        case incomplete([String])
    }

    /// - Parameter json: A locale file's bytes. Every sentence must be there with the placeholders it needs.
    public init(json: [UInt8]) throws(Problem) {
        let read = try Self.read(json)
        let bad = Sentence.allCases.filter { sentence in
            read.sentences[sentence.rawValue].map(Self.placeholders) != sentence.placeholders
        }
        guard bad.isEmpty else { throw .incomplete(bad.map(\.rawValue)) }
        // Words come from a file anybody may have written: they are held to what may be shown.
        self = Wording(
            read.locale, read.language, read.isReviewed, read.isRightToLeft, read.also,
            read.sentences.mapValues { sentence in
                // French keeps its marks with a blank that does not break, which `plain` would make an ordinary one.
                sentence.split(separator: "\u{A0}", omittingEmptySubsequences: false)
                    .map { plain(String($0), limit: 400) }.joined(separator: "\u{A0}")
            })
    }

    /// A file that tests have held to all that `init(json:)` asks; asking again would cost every start.
    init?(compiledIn json: [UInt8]) {
        guard let read = try? Self.read(json) else { return nil }
        self = read
    }

    private init(
        _ locale: String, _ language: String, _ isReviewed: Bool, _ isRightToLeft: Bool, _ also: [String],
        _ sentences: [String: String]
    ) {
        self.locale = locale
        self.language = isRightToLeft ? ArabicShaping.shape(language) : language
        self.isReviewed = isReviewed
        self.isRightToLeft = isRightToLeft
        self.also = also
        self.sentences = sentences
    }

    private static func read(_ json: [UInt8]) throws(Problem) -> Wording {
        guard let file = JSONValue(parsing: json), let locale = file["locale"]?.string,
            let language = file["language"]?.string, let reviewed = file["reviewed"]?.bool,
            case .object(let members)? = file["sentences"]
        else { throw .notJSON }
        let sentences = members.compactMapValues(\.string)
        guard sentences.count == members.count else { throw .notJSON }
        return Wording(
            plain(locale, limit: 40), plain(language, limit: 40), reviewed, file["direction"]?.string == "rtl",
            file["also"]?.strings ?? [], sentences)
    }

    /// No words at all, until a screen is there that needs some.
    public static let none = Wording("und", "", false, false, [], [:])

    /// The language that is compiled in for whoever names no other.
    public static let english =
        EmbeddedLocales.bytes("en.json").flatMap(Wording.init(compiledIn:)) ?? none

    /// A sentence without placeholders.
    public subscript(_ sentence: Sentence) -> String {
        let text = sentences[sentence.rawValue] ?? sentence.rawValue
        return isRightToLeft && !isSpoken ? ArabicShaping.shape(text) : text
    }

    /// The same for lines that are read aloud or read on by programs.
    public var spoken: Wording {
        var copy = self
        copy.isSpoken = true
        return copy
    }

    /// A sentence with its placeholders filled in.
    public func callAsFunction(_ sentence: Sentence, _ values: KeyValuePairs<String, String>) -> String {
        Self.fill(self[sentence], values)
    }

    /// A text with its placeholders filled in; one that has no value stays as it is.
    static func fill(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
        var out = ""
        var rest = text[...]
        // One pass: a value that itself holds braces is not read again.
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            out += rest[..<open]
            out += values.first { $0.key == name }?.value ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    /// The names in braces.
    static func placeholders(of text: String) -> Set<String> {
        var names: Set<String> = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            names.insert(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return names
    }
}
