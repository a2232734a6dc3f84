/// The whole screen as cells, before any terminal: what a person will see, as a value.
public struct Frame: Equatable, Sendable {
    public let size: Size
    public private(set) var cells: [Cell]

    /// A screen's size in character cells.
    public struct Size: Hashable, Sendable {
        public var rows: Int, columns: Int
        public init(rows: Int, columns: Int) {
            self.rows = rows
            self.columns = columns
        }
    }

    /// One character cell: 16 plain bytes, as a frame is copied and compared each second.
    public struct Cell: Hashable, Sendable {
        /// A base and up to two more scalars, each 0 where there is none. More than that no text here has (`plain`).
        public private(set) var scalars: (UInt32, UInt32, UInt32) {
            get { (base, second, third) }
            set { (base, second, third) = newValue }
        }
        private var base: UInt32 = 0
        private var second: UInt32 = 0
        private var third: UInt32 = 0
        public var ink: Ink

        public init(_ text: Character?, _ ink: Ink = .text) {
            self.ink = ink
            self.text = text
        }

        /// nil: the right half of a wide character that stands in the cell before.
        public var text: Character? {
            get {
                guard base != 0 else { return nil }
                if second == 0, let scalar = Unicode.Scalar(base) { return Character(scalar) }
                let known = [base, second, third].lazy.filter { $0 != 0 }.compactMap { Unicode.Scalar($0) }
                return String(String.UnicodeScalarView(known)).first
            }
            set {
                scalars = (0, 0, 0)
                guard var rest = newValue?.unicodeScalars.makeIterator() else { return }
                scalars = (rest.next()?.value ?? 0, rest.next()?.value ?? 0, rest.next()?.value ?? 0)
            }
        }
    }

    public init(_ size: Size, fill: Ink = .text) {
        self.size = size
        cells = Array(repeating: Cell(" ", fill), count: size.rows * size.columns)
    }

    public subscript(row: Int, column: Int) -> Cell {
        get { cells[row * size.columns + column] }
        set { cells[row * size.columns + column] = newValue }
    }
}

/// What colours a cell, by role: a theme decides what the roles look like, the painter how a terminal shows it.
public struct Ink: Hashable, Sendable {
    public var fore: Role
    public var back: Role
    public var bold: Bool
    /// It colours the pixels of a picture, whose two halves must look the same: bold would brighten one of them.
    public var isPixel: Bool

    public init(_ fore: Role, on back: Role = .background, bold: Bool = false, isPixel: Bool = false) {
        self.fore = fore
        self.back = back
        self.bold = bold
        self.isPixel = isPixel
    }

    /// Ordinary text.
    public static let text = Ink(.text)

    public enum Role: UInt8, Hashable, Sendable, CaseIterable {
        case background, text
        /// Hints and key names.
        case quiet
        case heading
        /// The state is well and moves on.
        case accent
        /// Something wants to be noticed: last minute, no connection, declined.
        case attention
        /// The pixels of the big code.
        case code
        /// The ground of the footer.
        case bar
        /// The ground of a tile; of the chosen one, and what stands on that.
        case card, chosen, onChosen
        /// All that is left of a screen that nobody looks at.
        case dim
        /// Never the theme's: black and white by explicit colours.
        case qrDark, qrLight
    }
}
