import DeviceFlow
import KioskIO
import KioskScreen

/// How a screen looks, as far as the operator decides it.
struct Look {
    var title: String?
    var theme: Theme
    /// A name that `--theme` takes, or the operator's file.
    var themeName: String
    var language: Language
    var qrRendering: QRRendering
    var logo: Logo?
    /// The share of the window that stays empty at each edge.
    var overscan: Double

    /// Words that are compiled in are read when the first request is on its way, and not before.
    enum Language {
        case tag(String)
        case own(Wording)

        var tag: String {
            switch self {
            case .tag(let tag): tag
            case .own(let wording): wording.locale
            }
        }
        var wording: Wording {
            switch self {
            case .tag(let tag): Wording.named(tag) ?? .english
            case .own(let wording): wording
            }
        }
    }

    init(_ layers: Layers) throws(Problem) {
        title = layers.setting("title").map { plain($0.text, limit: 60) }
        (theme, themeName) = try Self.theme(layers)
        language = try Self.language(layers)
        qrRendering = try Self.qrRendering(layers)
        logo = try Self.logo(layers)
        overscan = try layers.flag("overscan") ? 0.05 : 0
    }

    func style(_ wording: Wording) -> ViewStyle {
        ViewStyle(wording: wording, qrRendering: qrRendering, overscan: overscan, logo: logo)
    }

    // MARK: Files and names

    private static func theme(_ layers: Layers) throws(Problem) -> (Theme, String) {
        guard let named = layers.setting("theme") else {
            // https://no-color.org: set and not empty. The QR keeps its black and white.
            let isColourless = Process.environment("NO_COLOR").map { !$0.isEmpty } ?? false
            return isColourless ? (.monochrome, "monochrome") : (.livingRoom, "living-room")
        }
        guard named.isFile else {
            if let theme = Theme.named(named.text) { return (theme, named.text) }
            throw named.problem("there are \(Theme.names.joined(separator: ", ")), or a file of your own")
        }
        do {
            return (try Theme(json: try named.file()), named.text)
        } catch let problem as Theme.Problem {
            throw named.problem(problem.inWords)
        } catch {
            throw (error as? Problem) ?? named.problem("it cannot be read")
        }
    }

    private static func language(_ layers: Layers) throws(Problem) -> Language {
        guard let named = layers.setting("lang") else {
            let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
            let locale = names.lazy.compactMap(Process.environment).first { !$0.isEmpty } ?? ""
            return .tag(Wording.tag(for: locale) ?? "en")
        }
        guard named.isFile else {
            if let tag = Wording.tag(for: named.text) { return .tag(tag) }
            throw named.problem("there are \(Wording.locales.joined(separator: ", ")), or a file of your own")
        }
        do {
            return .own(try Wording(json: try named.file()))
        } catch let problem as Wording.Problem {
            throw named.problem(problem.inWords)
        } catch {
            throw (error as? Problem) ?? named.problem("it cannot be read")
        }
    }

    private static func logo(_ layers: Layers) throws(Problem) -> Logo? {
        guard let named = layers.setting("logo") else { return nil }
        do {
            return try Logo(text: try named.file())
        } catch let problem as Logo.Problem {
            throw named.problem(problem.inWords)
        } catch {
            throw (error as? Problem) ?? named.problem("it cannot be read")
        }
    }

    /// - Returns: nil where the idle screen is wanted.
    static func home(_ layers: Layers) throws(Problem) -> HomeMenu? {
        if try layers.flag("no-home") {
            if let home = layers.setting("home") { throw home.problem("--no-home wants none: leave one of them out") }
            return nil
        }
        guard let named = layers.setting("home") else { return .livingRoom }
        do {
            return try HomeMenu(json: try named.file())
        } catch let problem as HomeMenu.Problem {
            throw named.problem("in it \(problem.member) should be \(problem.expected)")
        } catch {
            throw (error as? Problem) ?? named.problem("it cannot be read")
        }
    }

    private static func qrRendering(_ layers: Layers) throws(Problem) -> QRRendering {
        guard let setting = layers.setting("qr") else { return .automatic }
        if let rendering = QRRendering.allCases.first(where: { $0.name == setting.text }) { return rendering }
        throw setting.problem("expected auto, full, half or off")
    }
}

extension Layers.Setting {
    /// A name of our own has neither a slash nor an ending.
    var isFile: Bool { text.contains("/") || text.hasSuffix(".json") }

    func file() throws(Problem) -> [UInt8] {
        do throws(Files.Failure) {
            return try Files.read(text)
        } catch {
            throw Problem(words: "\(place): \(text) cannot be read: \(error.reason)", exit: .configuration)
        }
    }
}

extension Theme.Problem {
    fileprivate var inWords: String {
        switch self {
        case .notJSON: "the file is not a theme: JSON with a name and roles, as in Assets/themes"
        case .missingRole(let role): "the file has no colours for \(role)"
        case .badColour(let colour): "in it \(colour) is no colour: #RRGGBB, and numbers for 8, 16 and 256 colours"
        }
    }
}

extension Wording.Problem {
    fileprivate var inWords: String {
        switch self {
        case .notJSON: "the file is not a language: JSON with locale, language, reviewed and sentences"
        case .incomplete(let keys):
            "these sentences are missing or have other placeholders than in English: " + keys.joined(separator: ", ")
        }
    }
}

extension Logo.Problem {
    fileprivate var inWords: String {
        switch self {
        case .empty: "there is nothing to see in the file"
        case .tooLarge: "a logo has at most \(Logo.mostRows) lines of \(Logo.mostColumns) characters"
        }
    }
}
