// KioskScreen: what is shown and what a key means, as values.
//
//   KioskModel    events -> effects, and what is to be said now: a Scene (facts without words and places)
//   view          a Scene -> a Frame (cells and roles); this file is the way in, View+Code, View+Home and View+Message
//                 hold the screens, Layout and TextWrap place things, BigText and Pixels draw large
//   Wording       sentences, Theme colours, HomeMenu tiles, GlyphFont letters: from Assets
//   PlainScreen   the same scenes as lines; Gallery every scene without a model; FrameExport a Frame for other eyes
//
// Colours become terminal colours in KioskIO's `Painter`.

/// How the operator wants things said and drawn.
public struct ViewStyle: Equatable, Sendable {
    public var wording: Wording
    public var qrRendering: QRRendering
    /// A frame of this share stays empty at each edge, for televisions that cut the picture: 0.05 is 5 %.
    public var overscan: Double
    /// The operator's own picture of characters, for screens with room to spare.
    public var logo: Logo?
    /// How far everything is moved, against burn-in.
    public var drift: Drift

    public init(
        wording: Wording = .english, qrRendering: QRRendering = .automatic, overscan: Double = 0, logo: Logo? = nil,
        drift: Drift = .none
    ) {
        self.wording = wording
        self.qrRendering = qrRendering
        self.overscan = overscan
        self.logo = logo
        self.drift = drift
    }
}

/// The screen for a scene: the same arguments always give the same frame, for any size from 1 by 1 on.
public func view(_ scene: Scene, size: Frame.Size, abilities: Abilities, style: ViewStyle) -> Frame {
    var viewer = Viewer()
    return viewer.view(scene, size: size, abilities: abilities, style: style)
}

/// `view` with a memory: while only the countdown runs, layout and QR are kept from the frame before.
///
/// Encoding the QR is most of a view's cost, and a screen that waits is drawn once a second.
public struct Viewer: Sendable {
    private var last = Last.none

    /// All that the plan of a screen with a code depends on.
    private struct Question: Equatable {
        var scene: Scene
        var size: Frame.Size
        var abilities: Abilities
        var style: ViewStyle
    }

    /// Indirect: a plan holds a code, and lies in memory of its own, which is wiped when it is forgotten.
    private indirect enum Last: Sendable {
        case none
        case plan(CodePlan, answers: Question)
    }

    public init() {}

    /// - Returns: Exactly what `view` returns for the same arguments.
    public mutating func view(_ scene: Scene, size: Frame.Size, abilities: Abilities, style: ViewStyle) -> Frame {
        let outer = Frame.Size(rows: max(1, size.rows), columns: max(1, size.columns))
        if let note = scene.note, outer.rows > Sheet.smallest.rows {
            return noted(scene, note, size: outer, abilities: abilities, style: style)
        }
        if let pane = scene.pane {
            return composed(scene, pane, size: outer, abilities: abilities, style: style)
        }
        let safe = SafeArea(outer, overscan: style.overscan)
        let sheet = Sheet(size: safe.size, abilities: abilities, style: style)
        var frame = safe.frame(around: draw(scene, on: sheet), bar: sheet.hasFooter)
        frame.drift(style.drift)
        if !abilities.utf8 { frame.reduceToASCII() }
        return frame
    }

    private mutating func draw(_ scene: Scene, on sheet: Sheet) -> Frame {
        guard sheet.hasFooter else { return sheet.enlarge(needed: Sheet.smallest) }
        switch scene.content {
        case .code(let code):
            var question = Question(scene: scene, size: sheet.size, abilities: sheet.abilities, style: sheet.style)
            question.scene.content = .code(CodePlan.still(code))
            question.style.drift = .none
            if case .plan(let plan, question) = last { return plan.frame(for: code) }
            let plan = sheet.plan(scene, code: code, rendering: sheet.style.qrRendering)
            last = .plan(plan, answers: question)
            return plan.frame(for: code)
        case .home(let home):
            return sheet.home(scene, home)
        case .dimmed(let step):
            return sheet.dimmed(step: step)
        case .idle, .page, .starting, .noCode, .confirming, .isThisYou, .approved, .signedIn, .notHandedOver,
            .answerLost,
            .denied, .expired, .refused, .untrusted, .notUnderstood, .cancelled, .disowned:
            return sheet.message(scene)
        case .operatorPage(let page):
            return sheet.operatorPage(scene, page)
        }
    }
}

/// What every screen is drawn on: the window, what it can do, and the words.
struct Sheet {
    let size: Frame.Size
    let abilities: Abilities
    let style: ViewStyle

    var wording: Wording { style.wording }
    /// The window is not too small for a screen.
    var hasFooter: Bool { size.rows >= Self.smallest.rows && size.columns >= Self.smallest.columns }
    /// Where lines of text meet.
    var start: Alignment { wording.isRightToLeft ? .right : .left }

    /// The column of something that would stand at `column` if the page began at the left.
    func mirrored(_ column: Int, _ columns: Int) -> Int {
        wording.isRightToLeft ? size.columns - column - columns : column
    }

    /// A sentence in lines.
    func words(_ text: String, _ ink: Ink, columns: Int) -> Block {
        Block(lines: TextWrap.words(text, columns: columns), ink: ink, start)
    }

    /// The smallest window the screens are made for.
    static let smallest = Frame.Size(rows: 10, columns: 40)

    /// Columns left free at each side; they grow with the window, as a page's margins do.
    var sideMargin: Int { size.columns < 44 ? 1 : min(8, max(2, size.columns / 26)) }
    /// Rows left free at the top, and between the body and the footer.
    var topMargin: Int { size.rows < 16 ? 0 : min(3, max(1, size.rows / 15)) }
    /// Rows between the top of the window and the footer.
    var bodyRows: Int { size.rows - 1 }

    /// Half blocks need the glyph, and both colours of its cell.
    var drawsHalfBlocks: Bool { abilities.halfBlocks && abilities.utf8 && abilities.colors >= 8 }

    /// The heading of a screen in the operator's name.
    func signInTitle(_ title: String?) -> String {
        title.map { wording(.signInTo, ["name": shown($0, limit: 60)]) } ?? wording[.signIn]
    }

    /// The screen of a window that cannot hold what must not be cut.
    func enlarge(needed: Frame.Size) -> Frame {
        var frame = Frame(size)
        let needed = SafeArea.window(for: needed, overscan: style.overscan)
        let margin = size.columns > 24 ? 2 : 0
        let columns = size.columns - 2 * margin
        let heading = TextWrap.words(wording[.enlarge], columns: columns)
        let needs = TextWrap.words(
            wording(.enlargeNeeds, ["columns": "\(needed.columns)", "rows": "\(needed.rows)"]), columns: columns)
        var column = Column([
            .init(Block(lines: heading, ink: Ink(.attention, bold: true), start)),
            .init(Block(lines: needs, ink: .text, start), gap: 1, spare: 1),
        ])
        _ = column.squeeze(into: size.rows)
        let x = mirrored(margin, column.columns)
        column.draw(in: &frame, row: max(0, (size.rows - column.rows) / 2), column: x, start)
        return frame
    }
}
