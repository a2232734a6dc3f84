/// The languages that are compiled in, by their tags (BCP 47). Data: Assets/locales.
extension Wording {
    /// The tags of all files, English first, then in the order of the alphabet.
    public static let locales =
        ["en"]
        + EmbeddedLocales.names.map { String($0.dropLast(".json".count)) }
        .filter { $0 != "en" }.sorted()

    /// The tag of the file for a language, or nil when there is none.
    ///
    /// - Parameter locale: as in `de`, `de-AT` or, as POSIX writes it, `pt_BR.UTF-8`. A language stands for its
    ///   regions; a region stands for its language where the language has no file of its own.
    public static func tag(for locale: String) -> String? {
        let wanted = normalized(locale)
        if ["", "c", "posix"].contains(wanted) { return nil }
        if let found = locales.first(where: { covers($0, wanted) }) { return found }
        // Only now are files opened, which say what else they stand for.
        let all = locales.compactMap(compiledIn)
        return all.first { $0.also.contains { covers($0, wanted) } }?.locale
            ?? locales.first { $0.lowercased().hasPrefix(wanted + "-") }
    }

    private static func covers(_ tag: String, _ wanted: String) -> Bool {
        let tag = tag.lowercased()
        return wanted == tag || wanted.hasPrefix(tag + "-")
    }

    /// The words of one language; nil when no file is for it.
    public static func named(_ locale: String) -> Wording? { tag(for: locale).flatMap(compiledIn) }

    private static func compiledIn(_ tag: String) -> Wording? {
        tag == "en" ? english : EmbeddedLocales.bytes(tag + ".json").flatMap(Wording.init(compiledIn:))
    }

    private static func normalized(_ tag: String) -> String {
        String(tag.prefix { $0 != "." && $0 != "@" }.map { $0 == "_" ? "-" : $0 }).lowercased()
    }

    /// Every letter beyond ASCII that its sentences need: what a terminal's font must have.
    public var letters: Set<Unicode.Scalar> {
        Set(Sentence.allCases.lazy.flatMap { self[$0].unicodeScalars }.filter { !$0.isASCII })
    }

    /// ASCII is enough to read it, marks on letters left out.
    public var isLatin: Bool { letters.allSatisfy { Frame.nearestASCII(Character($0)) != nil } }
}
