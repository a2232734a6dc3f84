// KioskScreen: what is shown and what a key means, as values. This file holds the way in to the drawing half;
// `View+Code.swift` and `View+Message.swift` hold the screens, `PlainScreen.swift` the same as lines. What the
// scenes are made from is `KioskModel`'s; colours become terminal colours in KioskIO's `Painter`.

/// How the operator wants things said and drawn.
public struct ViewStyle: Equatable, Sendable {
    public var wording: Wording
    public var qrRendering: QRRendering

    public init(wording: Wording = .english, qrRendering: QRRendering = .automatic) {
        self.wording = wording
        self.qrRendering = qrRendering
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
    private var last: (question: Question, plan: CodePlan)?

    /// All that the plan of a screen with a code depends on.
    private struct Question: Equatable {
        var scene: Scene
        var size: Frame.Size
        var abilities: Abilities
        var style: ViewStyle
    }

    public init() {}

    /// - Returns: Exactly what `view` returns for the same arguments.
    public mutating func view(_ scene: Scene, size: Frame.Size, abilities: Abilities, style: ViewStyle) -> Frame {
        let sheet = Sheet(
            size: Frame.Size(rows: max(1, size.rows), columns: max(1, size.columns)), abilities: abilities,
            wording: style.wording)
        var frame: Frame
        if sheet.size.rows < Sheet.smallest.rows || sheet.size.columns < Sheet.smallest.columns {
            frame = sheet.enlarge(needed: Sheet.smallest)
        } else if case .code(let code) = scene.content {
            var question = Question(scene: scene, size: size, abilities: abilities, style: style)
            question.scene.content = .code(CodePlan.still(code))
            let plan: CodePlan
            if let last, last.question == question {
                plan = last.plan
            } else {
                plan = sheet.plan(scene, code: code, rendering: style.qrRendering)
                last = (question, plan)
            }
            frame = plan.frame(for: code)
        } else {
            frame = sheet.message(scene)
        }
        if !abilities.utf8 { frame.reduceToASCII() }
        return frame
    }
}

/// What every screen is drawn on: the window, what it can do, and the words.
struct Sheet {
    let size: Frame.Size
    let abilities: Abilities
    let wording: Wording

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
        let margin = size.columns > 24 ? 2 : 0
        let columns = size.columns - 2 * margin
        let heading = TextWrap.words(wording[.enlarge], columns: columns)
        let needs = TextWrap.words(
            wording(.enlargeNeeds, ["columns": "\(needed.columns)", "rows": "\(needed.rows)"]), columns: columns)
        var column = Column([
            .init(Block(lines: heading, ink: Ink(.attention, bold: true))),
            .init(Block(lines: needs, ink: .text), gap: 1, spare: 1),
        ])
        _ = column.squeeze(into: size.rows)
        column.draw(in: &frame, row: max(0, (size.rows - column.rows) / 2), column: margin)
        return frame
    }
}
