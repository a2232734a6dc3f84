import DeviceFlow

/// What a terminal is told for one cell: the end of the way from a role to a colour.
public struct Paint: Hashable, Sendable {
    public var foreground: Color
    public var background: Color
    public var bold = false
    public var reverse = false
    public var underline = false

    public enum Color: Hashable, Sendable {
        /// Whatever the terminal itself uses.
        case terminal
        /// An index into the terminal's palette.
        case palette(Int)
        /// 0xRRGGBB; never 1 to 7, which direct-colour terminfo entries take for the ANSI palette.
        case rgb(Int)
    }

    public init(foreground: Color = .terminal, background: Color = .terminal) {
        self.foreground = foreground
        self.background = background
    }
}

/// Which colour each role has, for each depth a terminal may have. Data: Assets/themes.
///
/// The QR's two roles are never asked of a theme: a code in a theme's colours does not scan.
public struct Theme: Equatable, Sendable {
    public let name: String
    /// Its ground is light. On few colours nothing in it is bold, as bold brightens the first eight.
    public let isLight: Bool
    /// By the roles' raw values; nil for the QR's.
    private let roles: [Colours?]

    struct Colours: Equatable, Sendable {
        var eight: Int
        var sixteen: Int
        var indexed: Int
        var direct: Int
        var bold: Bool

        init(_ file: JSONValue) throws(Problem) {
            guard let text = file["direct"]?.string else { throw .badColour("no direct colour") }
            guard text.first == "#", text.count == 7, let value = Int(text.dropFirst(), radix: 16) else {
                throw .badColour(text)
            }
            guard let eight = file["8"]?.integer, let sixteen = file["16"]?.integer, let indexed = file["256"]?.integer,
                (0..<8).contains(eight), (0..<16).contains(sixteen), (0..<256).contains(indexed)
            else { throw .badColour("\(text) at fewer colours") }
            self.eight = eight
            self.sixteen = sixteen
            self.indexed = indexed
            direct = (1...7).contains(value) ? 8 : value
            bold = file["bold"]?.bool ?? false
        }
    }

    /// What is wrong with a theme file.
    public enum Problem: Error, Equatable {
        case notJSON
        case missingRole(String)
        case badColour(String)
    }

    /// - Parameter json: A theme file's bytes.
    public init(json: [UInt8]) throws(Problem) {
        guard let file = JSONValue(parsing: json), let name = file["name"]?.string else { throw .notJSON }
        var roles: [Colours?] = []
        for role in Ink.Role.allCases {
            roles.append(role.isQR ? nil : try file["roles"]?[role.name].map(Colours.init))
        }
        for role in Ink.Role.allCases where !role.isQR && roles[Int(role.rawValue)] == nil {
            throw .missingRole(role.name)
        }
        self.name = name
        isLight = file["light"]?.bool ?? false
        self.roles = roles
    }

    private init() {
        name = ""
        isLight = false
        roles = Ink.Role.allCases.map { _ in nil }
    }

    /// What `--theme` takes: the names of the files that are compiled in.
    public static let names = EmbeddedThemes.names.map { String($0.dropLast(".json".count)) }.sorted()

    /// A theme that is compiled in, by its file's name; nil when there is none of that name.
    public static func named(_ name: String) -> Theme? {
        EmbeddedThemes.bytes(name + ".json").flatMap { try? Theme(json: $0) }
    }

    /// The theme for whoever names no other.
    public static let livingRoom = named("living-room") ?? Theme()
    /// What stands in for it where NO_COLOR is set.
    public static let monochrome = named("monochrome") ?? Theme()

    /// - Parameter colors: How many the terminal has, as in `Abilities.colors`.
    public func paint(_ ink: Ink, colors: Int) -> Paint {
        guard colors >= 8 else {
            // Without colours reverse video draws the light of the QR and the pixels of the letters.
            var paint = Paint()
            paint.reverse = !ink.back.isGround && ink.back != .qrDark
            paint.bold = ink.bold && !paint.reverse
            return paint
        }
        var paint = Paint(
            foreground: color(ink.fore, colors: colors), background: color(ink.back, colors: colors))
        paint.bold = ink.bold || (roles[Int(ink.fore.rawValue)]?.bold ?? false)
        // Bold black is grey on many terminals.
        if ink.isPixel || colors < 256 && (isLight || paint.foreground == .palette(0)) { paint.bold = false }
        return paint
    }

    /// Black and white of the QR. 16 and 231 belong to the colour cube, which nobody re-themes; 0x000000 and
    /// 0xFFFFFF are outside of the values that direct-colour terminals take for palette indices.
    private func color(_ role: Ink.Role, colors: Int) -> Paint.Color {
        let isDirect = colors > 256
        switch role {
        case .qrDark: return isDirect ? .rgb(0) : .palette(colors >= 256 ? 16 : 0)
        case .qrLight: return isDirect ? .rgb(0xFFFFFF) : .palette(colors >= 256 ? 231 : colors >= 16 ? 15 : 7)
        case .background, .text, .quiet, .heading, .accent, .attention, .code, .bar, .card, .chosen, .onChosen, .dim:
            guard let colours = roles[Int(role.rawValue)] else { return .terminal }
            if isDirect { return .rgb(colours.direct) }
            return .palette(colors >= 256 ? colours.indexed : colors >= 16 ? colours.sixteen : colours.eight)
        }
    }
}

extension Ink.Role {
    var isQR: Bool { self == .qrDark || self == .qrLight }

    /// What text stands on; all other grounds are drawn to be seen.
    var isGround: Bool { self == .background || self == .bar || self == .card }

    /// The name in theme files. Spelled out: to ask the case itself goes by reflection, 2 million instructions.
    var name: String {
        switch self {
        case .background: "background"
        case .text: "text"
        case .quiet: "quiet"
        case .heading: "heading"
        case .accent: "accent"
        case .attention: "attention"
        case .code: "code"
        case .bar: "bar"
        case .card: "card"
        case .chosen: "chosen"
        case .onChosen: "onChosen"
        case .dim: "dim"
        case .qrDark: "qrDark"
        case .qrLight: "qrLight"
        }
    }
}
