/// The inspector as part of a scene: lines that fit, and the words at its edges.
public struct Pane: Equatable, Sendable {
    public var pages: [String]
    /// The index of the open page.
    public var open: Int
    /// What the sign-in does now, and next.
    public var state: [PaneLine]
    public var lines: [PaneLine]
    /// At the bottom: keys, the search, or what the last key has done.
    public var foot: String

    public init(pages: [String], open: Int, state: [PaneLine], lines: [PaneLine], foot: String) {
        self.pages = pages
        self.open = open
        self.state = state
        self.lines = lines
        self.foot = foot
    }
}

/// Where the living screen and the pane stand in a window.
public struct PanePlan: Equatable, Sendable {
    /// nil: the window has room for the pane only.
    public let living: Frame.Size?
    public let pane: Frame.Size
    public let isBeside: Bool

    /// Beside the living screen where both have room, else below it, else in its place.
    public init(_ window: Frame.Size) {
        if window.columns >= 2 * Sheet.smallest.columns {
            let columns = max(Sheet.smallest.columns, window.columns * 9 / 20)
            living = Frame.Size(rows: window.rows, columns: columns)
            pane = Frame.Size(rows: window.rows, columns: window.columns - columns)
            isBeside = true
        } else if window.rows >= 2 * Sheet.smallest.rows + 4 {
            let rows = max(Sheet.smallest.rows, window.rows * 2 / 5)
            living = Frame.Size(rows: rows, columns: window.columns)
            pane = Frame.Size(rows: window.rows - rows, columns: window.columns)
            isBeside = false
        } else {
            living = nil
            pane = window
            isBeside = false
        }
    }

    /// Columns for text: beside the living screen there is a line between the two.
    public var columns: Int { max(1, pane.columns - (isBeside ? 3 : 2)) }

    /// Rows for the page: all but tabs, state, a rule and the foot.
    public func rows(state: Int) -> Int { max(1, pane.rows - state - 3) }
}
