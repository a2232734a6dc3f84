import DeviceFlow

/// Every screen in every state, size, theme and language, without any network: for talks and translators.
public struct Gallery: Equatable, Sendable {
    public private(set) var state: Sample
    /// The chosen size; nil: the window's own.
    public private(set) var size: Frame.Size?
    public private(set) var theme: Theme
    public private(set) var style: ViewStyle
    /// As many colours as that, or as the terminal has; nil: all that it has.
    public private(set) var colors: Int?
    private var showsCaption: Bool
    private let title: String?
    private var themeName: String
    private let languages: [String]
    /// What it began with, which may come from a file.
    private let ownWording: Wording

    /// - Parameters:
    ///   - languages: the tags of those that can be read where it is shown.
    ///   - theme: with the name that leads on to the next.
    ///   - isBare: begin without the line that says what is shown.
    public init(
        _ state: Sample, size: Frame.Size? = nil, theme: Theme, themeName: String, style: ViewStyle,
        languages: [String] = Wording.locales, title: String?, isBare: Bool = false
    ) {
        self.state = state
        self.size = size
        self.theme = theme
        self.themeName = themeName
        self.style = style
        ownWording = style.wording
        self.languages = languages.contains(ownWording.locale) ? languages : [ownWording.locale] + languages
        self.title = title
        showsCaption = !isBare
    }

    /// - Returns: false when the key asks to leave.
    public mutating func pressed(_ key: Key) -> Bool {
        switch key {
        case .right, .enter, .character(" "): state = next(state, in: Sample.allCases, 1)
        case .left, .backspace: state = next(state, in: Sample.allCases, -1)
        case .down: size = next(size, in: Self.sizes, 1)
        case .up: size = next(size, in: Self.sizes, -1)
        case .character("t"), .character("T"):
            themeName = next(themeName, in: Theme.names, 1)
            theme = Theme.named(themeName) ?? theme
        case .character("l"), .character("L"):
            let tag = next(style.wording.locale, in: languages, 1)
            style.wording = tag == ownWording.locale ? ownWording : Wording.named(tag) ?? style.wording
        case .character("r"), .character("R"): style.qrRendering = style.qrRendering.next
        case .character("c"), .character("C"): colors = next(colors, in: Self.depths, 1)
        case .character("h"), .character("H"): showsCaption.toggle()
        case .character("q"), .character("Q"), .escape, .control("c"): return false
        case .character, .control, .tab, .other: break
        }
        return true
    }

    private static let sizes: [Frame.Size?] = [
        nil, .init(rows: 10, columns: 40), .init(rows: 24, columns: 80), .init(rows: 30, columns: 100),
        .init(rows: 33, columns: 120), .init(rows: 45, columns: 160), .init(rows: 67, columns: 240),
    ]
    private static let depths: [Int?] = [nil, 256, 16, 8, 0]

    private func next<Value: Equatable>(_ value: Value, in all: [Value], _ step: Int) -> Value {
        guard !all.isEmpty else { return value }
        let index = all.firstIndex(of: value) ?? -step
        return all[(index + step + all.count) % all.count]
    }

    /// What stands in a window: the screen in its chosen size as far as it fits, and a line that says what it is.
    public func frame(_ window: Frame.Size, abilities: Abilities) -> Frame {
        let room = Frame.Size(rows: max(1, window.rows - (showsCaption ? 1 : 0)), columns: max(1, window.columns))
        let wanted = size ?? room
        let inner = Frame.Size(rows: min(room.rows, wanted.rows), columns: min(room.columns, wanted.columns))
        var able = abilities
        able.colors = min(abilities.colors, colors ?? .max)
        let screen = view(state.scene(title: title), size: inner, abilities: able, style: style)
        guard inner != window else { return screen }
        // Around a smaller screen the ground is the footer's, so that its edges can be seen.
        var frame = Frame(Frame.Size(rows: max(1, window.rows), columns: room.columns), fill: Ink(.text, on: .bar))
        let (top, left) = ((room.rows - inner.rows) / 2, (room.columns - inner.columns) / 2)
        for row in 0..<inner.rows {
            for column in 0..<inner.columns { frame.put(screen[row, column], row: top + row, column: left + column) }
        }
        if showsCaption { caption(inner, able, in: &frame) }
        return frame
    }

    private func caption(_ inner: Frame.Size, _ abilities: Abilities, in frame: inout Frame) {
        let row = frame.size.rows - 1
        let facts = [
            state.rawValue, "\(inner.columns)x\(inner.rows)", themeName, style.wording.locale, style.qrRendering.name,
            "\(abilities.colors)",
        ]
        let x = frame.write(facts.joined(separator: " "), row: row, column: 1, ink: Ink(.accent, on: .bar, bold: true))
        let keys = style.wording[.galleryKeys]
        let room = frame.size.columns - x - 4
        guard room > 0 else { return }
        // Where the sentence does not fit, the keys alone.
        let said = TextWidth.of(keys) <= room ? keys : "\u{2190} \u{2191} \u{2192} \u{2193}  T  L  R  C  H  Q"
        frame.write(said, row: row, column: x + 3, ink: Ink(.quiet, on: .bar))
        if !abilities.utf8 { frame.reduceToASCII() }
    }
}

extension QRRendering {
    /// The name that `--qr` takes.
    public var name: String {
        switch self {
        case .automatic: "auto"
        case .full: "full"
        case .half: "half"
        case .off: "off"
        }
    }
}
