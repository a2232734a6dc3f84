import KioskScreen

/// Which letters and which language: what was asked for, and what can be had here.
public struct LocaleFacts: Equatable, Sendable {
    /// The variable that decides (LC_ALL, LC_CTYPE, LANG); nil: none is set.
    public var variable: Variable?
    public var isInstalled: Bool
    /// The locale's own, as in "ISO-8859-1"; empty where it is not installed.
    public var characters: String
    /// What kiosk makes of it.
    public var writesUTF8: Bool
    /// The tag of the language that is wanted, and whether the terminal can show it.
    public var language: String
    public var isReadable: Bool

    public struct Variable: Equatable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        variable: Variable?, isInstalled: Bool, characters: String, writesUTF8: Bool,
        language: String, isReadable: Bool
    ) {
        self.variable = variable
        self.isInstalled = isInstalled
        self.characters = characters
        self.writesUTF8 = writesUTF8
        self.language = language
        self.isReadable = isReadable
    }

    public var findings: [Finding] { [letters, words] }

    private var letters: Finding {
        let area = Finding.Area.locale
        guard let variable else { return area.ok("none is set: kiosk takes \(letterset)") }
        let (name, value) = (variable.name, variable.value)
        guard isInstalled else {
            return area.note(
                "\(name)=\(value) is not installed here: kiosk takes \(letterset) instead",
                "install it (Debian: dpkg-reconfigure locales), or set LANG=C.UTF-8, which is always there; the "
                    + "language of the screen goes by \(name) all the same")
        }
        if !writesUTF8, characters != "UTF-8" {
            return area.note(
                "\(name)=\(value) has the characters \(characters): kiosk writes ASCII only",
                "set \(name) to a locale in UTF-8")
        }
        return area.ok("\(name)=\(value), written in \(letterset)")
    }

    private var letterset: String { writesUTF8 ? "UTF-8" : "ASCII" }

    private var words: Finding {
        guard isReadable else {
            return Finding.Area.locale.note(
                "the words in \"\(language)\" cannot be shown on this terminal: they are English",
                "a terminal (or a console font) that has these letters, or another --lang")
        }
        return Finding.Area.locale.ok("the screen speaks \"\(language)\"")
    }
}
