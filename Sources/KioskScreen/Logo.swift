import DeviceFlow

/// The operator's own picture, made of characters.
public struct Logo: Equatable, Sendable {
    let lines: [String]

    /// What is wrong with a logo file.
    public enum Problem: Error, Equatable {
        case empty
        /// More rows or columns than a screen has for it.
        case tooLarge
    }

    public static let mostRows = 8, mostColumns = 60

    /// - Parameter text: The file's bytes, UTF-8; controls and all that has no width of its own are left out.
    public init(text: [UInt8]) throws(Problem) {
        var lines = String(decoding: text, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).map { line in
            // Blanks are part of the picture, which `plain` would draw together.
            line.map { $0 == " " ? " " : String(plain(String($0), limit: 8).prefix(1)) }.joined()
        }
        while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
        while lines.first?.allSatisfy({ $0 == " " }) == true { lines.removeFirst() }
        guard !lines.isEmpty else { throw .empty }
        guard lines.count <= Self.mostRows, lines.allSatisfy({ TextWidth.of($0) <= Self.mostColumns }) else {
            throw .tooLarge
        }
        self.lines = lines
    }

    var rows: Int { lines.count }
    var columns: Int { lines.map { TextWidth.of($0) }.max() ?? 0 }
}
