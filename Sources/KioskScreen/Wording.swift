import DeviceFlow

/// The sentences of one language. Data: Assets/locales; to add a language nobody edits Swift.
public struct Wording: Equatable, Sendable {
    /// A BCP 47 tag, as the file says.
    public let locale: String
    /// Whether somebody whose language it is has read it.
    public let isReviewed: Bool
    private let sentences: [String: String]

    /// What is wrong with a locale file.
    public enum Problem: Error, Equatable {
        /// No JSON, or not of the shape of a locale file.
        case notJSON
        /// Sentences that are missing, and sentences whose placeholders are not those of `Sentence`.
        case incomplete([String])
    }

    private struct File {
        var locale: String
        var reviewed: Bool
        var sentences: [String: String]
    }

    /// - Parameter json: A locale file's bytes. Every sentence must be there with the placeholders it needs.
    public init(json: [UInt8]) throws(Problem) {
        let file = try Self.read(json)
        let bad = Sentence.allCases.filter { sentence in
            file.sentences[sentence.rawValue].map(Self.placeholders) != sentence.placeholders
        }
        guard bad.isEmpty else { throw .incomplete(bad.map(\.rawValue)) }
        locale = file.locale
        isReviewed = file.reviewed
        // Words come from a file anybody may have written: they are held to what may be shown.
        sentences = file.sentences.mapValues { plain($0, limit: 400) }
    }

    /// A file that tests have held to all that `init(json:)` asks; asking again would cost every start.
    private init(compiledIn json: [UInt8]) {
        let file = try? Self.read(json)
        locale = file?.locale ?? "und"
        isReviewed = file?.reviewed ?? false
        sentences = file?.sentences ?? [:]
    }

    private static func read(_ json: [UInt8]) throws(Problem) -> File {
        guard let file = JSONValue(parsing: json), let locale = file["locale"]?.string,
            let reviewed = file["reviewed"]?.bool, case .object(let members)? = file["sentences"]
        else { throw .notJSON }
        let sentences = members.compactMapValues(\.string)
        guard sentences.count == members.count else { throw .notJSON }
        return File(locale: locale, reviewed: reviewed, sentences: sentences)
    }

    /// The language that is compiled in.
    public static let english = Wording(compiledIn: PackageResources.en_json)

    /// A sentence without placeholders.
    public subscript(_ sentence: Sentence) -> String { sentences[sentence.rawValue] ?? sentence.rawValue }

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

extension Wording {
    /// What went wrong, as a whole sentence that names the host.
    public func sentence(for trouble: Trouble, host: String) -> String {
        switch trouble {
        case .timeout: self(.troubleTimeout, ["host": host])
        case .dropped: self(.troubleDropped, ["host": host])
        case .dns: self(.troubleDNS, ["host": host])
        case .certificate(.unknownIssuer): self(.troubleUnknownIssuer, ["host": host])
        case .certificate(.wrongHost): self(.troubleWrongHost, ["host": host])
        case .certificate(.expired): self(.troubleCertificateExpired, ["host": host])
        case .certificate(.notYetValid): self(.troubleNotYetValid, ["host": host])
        case .certificate(.other): self(.troubleNotSecure, ["host": host])
        case .server(let status): self(.troubleServer, ["status": "\(status)"])
        case .tooManyRequests: self[.troubleTooMany]
        case .unreadable(let status): self(.troubleUnreadable, ["status": "\(status)"])
        }
    }

    /// What went wrong, in a few words.
    public func shortSentence(for trouble: Trouble) -> String {
        switch trouble {
        case .timeout, .dropped, .dns: self[.shortConnection]
        case .certificate: self[.shortNotSecure]
        case .server, .unreadable: self[.shortServer]
        case .tooManyRequests: self[.shortTooMany]
        }
    }

    /// What the staff can do about it.
    public func advice(for trouble: Trouble) -> String {
        switch trouble {
        case .timeout, .dropped, .dns: self[.noCodeStaffNetwork]
        case .certificate: self[.noCodeStaffCertificate]
        case .server, .tooManyRequests, .unreadable: self[.noCodeStaffServer]
        }
    }

    /// The word for a state, and the code's link among them: what the footer begins with.
    func word(for content: Scene.Content) -> String {
        switch content {
        case .idle: self[.wordIdle]
        case .starting: self[.wordStarting]
        case .confirming: self[.wordConfirming]
        case .noCode: self[.wordRetrying]
        case .code(let code):
            switch code.link {
            case .steady, .slowed: self[.wordWaiting]
            case .interrupted: self[.wordRetrying]
            }
        case .approved, .signedIn: self[.wordApproved]
        case .answerLost: self[.wordLost]
        case .denied: self[.wordDenied]
        case .expired: self[.wordExpired]
        case .refused, .untrusted, .notUnderstood, .notHandedOver: self[.wordStopped]
        case .cancelled: self[.wordCancelled]
        }
    }

    func hint(for key: Scene.KeyHint) -> String {
        switch key {
        case .anyKeyStarts: self[.keyAnyStarts]
        case .anyKeyGoesOn: self[.keyAnyGoesOn]
        case .tryAgain: self[.keyTryAgain]
        case .signOut: self[.keySignOut]
        case .newCode: self[.keyNewCode]
        case .cancel: self[.keyCancel]
        case .quit: self[.keyQuit]
        case .changeQR: self[.keyChangeQR]
        }
    }
}

/// `mm:ss`, minutes beyond 99 with as many digits as they need.
func clock(_ seconds: Int) -> String {
    let seconds = max(0, seconds)
    let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
    return "\(minutes < 10 ? "0" : "")\(minutes):\(rest < 10 ? "0" : "")\(rest)"
}
