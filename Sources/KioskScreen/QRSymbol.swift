import CQREncode

/// A QR symbol as a square of modules, without its quiet zone. (ISO/IEC 18004, by libqrencode)
public struct QRSymbol: Hashable, Sendable {
    /// Modules on each side: 17 + 4 x version.
    public let width: Int
    public let level: Level
    private let dark: [Bool]

    /// Error correction: how much of the symbol may be unreadable. On a screen more of it only makes the
    /// modules smaller, so M is the rule and L the way to fit.
    public enum Level: Int, Hashable, Sendable, CaseIterable, Comparable {
        case low, medium, quartile, high
        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    /// 1 to 40.
    public var version: Int { (width - 17) / 4 }

    /// - Parameters:
    ///   - text: Encoded to the letter, as bytes.
    ///   - level: The least error correction. Where a better one fits the same version it is taken.
    /// - Returns: nil when the text is empty or more than the largest symbol holds.
    public init?(_ text: String, level: Level = .medium) {
        guard let version = Self.version(for: text.utf8.count, level: level) else { return nil }
        let best = Level.allCases.last { Self.capacity(version, $0) >= text.utf8.count } ?? level
        guard let (width, dark) = Self.encode(text, version: version, level: best) else { return nil }
        self.width = width
        self.dark = dark
        self.level = best
    }

    /// Whether a module is dark; outside of the symbol none is.
    public subscript(row: Int, column: Int) -> Bool {
        (0..<width).contains(row) && (0..<width).contains(column) && dark[row * width + column]
    }

    private static func encode(_ text: String, version: Int, level: Level) -> (width: Int, dark: [Bool])? {
        guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
        let code: QRecLevel =
            switch level {
            case .low: QR_ECLEVEL_L
            case .medium: QR_ECLEVEL_M
            case .quartile: QR_ECLEVEL_Q
            case .high: QR_ECLEVEL_H
            }
        guard let symbol = QRcode_encodeString8bit(text, Int32(version), code) else { return nil }
        defer { QRcode_free(symbol) }
        guard let data = symbol.pointee.data, symbol.pointee.width > 0 else { return nil }
        let width = Int(symbol.pointee.width)
        // Bit 0 is the module's colour; the others say what the module is for.
        return (width, (0..<width * width).map { data[$0] & 1 != 0 })
    }
}
