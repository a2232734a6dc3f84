/// What the terminal can do, as far as drawing depends on it.
public struct Abilities: Hashable, Sendable {
    /// 0, 8, 16, 88, 256 or 16 777 216.
    public var colors: Int
    /// Characters outside ASCII arrive whole.
    public var utf8: Bool
    /// U+2584 exists in the font: false on a Linux console unless its font map was asked.
    public var halfBlocks: Bool

    /// It is the kernel's own console: others write to it too, and tell nobody.
    public var isConsole: Bool

    public init(colors: Int = 256, utf8: Bool = true, halfBlocks: Bool = true, isConsole: Bool = false) {
        self.colors = colors
        self.utf8 = utf8
        self.halfBlocks = halfBlocks
        self.isConsole = isConsole
    }
}
