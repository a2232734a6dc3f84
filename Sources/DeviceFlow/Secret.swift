/// A string that nobody may see: it prints as dots, so that a log, a trap message or a dump cannot leak it.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    public init(_ value: String) { self.value = value }

    /// The only way out; every use can be found by this name.
    public var revealed: String { value }

    public var description: String { "••••" }
    public var debugDescription: String { "••••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
