import Foundation
import Synchronization

/// What time it is: the machine's own, or one that stands still until it is moved (`--virtual-clock`), so that an
/// expiry of fifteen minutes can be rehearsed without waiting for it.
public final class SimulatorClock: Sendable {
    /// Where a virtual clock stands; nil for the machine's own.
    private let standing: Mutex<Date?>

    /// The machine's own wall-clock time.
    public init() { standing = Mutex(nil) }

    /// A time that moves only by `advance`.
    public init(standingAt start: Date) { standing = Mutex(start) }

    public var isVirtual: Bool { standing.withLock { $0 != nil } }

    public var now: Date { standing.withLock { $0 } ?? Date() }

    /// A virtual clock goes on where it stood when the server ended, or what had expired would be alive again.
    func goOn(in folder: StateFolder) throws {
        guard isVirtual else { return }
        let kept = try folder.read(Self.file).flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        standing.withLock { time in
            if let kept, let start = time { time = max(start, Date(timeIntervalSince1970: kept)) }
        }
    }

    func keep(in folder: StateFolder) throws {
        guard isVirtual else { return }
        try folder.write("\(now.timeIntervalSince1970)\n", to: Self.file, secret: false)
    }

    private static let file = "virtual-clock"

    /// Moves a virtual clock forward.
    /// - Returns: the new time; nil where the clock is the machine's.
    @discardableResult public func advance(by seconds: Double) -> Date? {
        standing.withLock { time in
            time? += max(0, seconds)
            return time
        }
    }
}

/// The form of a `Date` header (RFC 9110, 5.6.7).
enum HTTPDate {
    private static let style = Date.VerbatimFormatStyle(
        format: """
            \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
            \(second: .twoDigits) GMT
            """,
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
    private static let last = Mutex((second: Int.min, text: ""))

    /// Most answers of a second share the text.
    static func text(_ date: Date) -> String {
        let second = Int(date.timeIntervalSince1970.rounded(.down))
        return last.withLock { last in
            if last.second != second { last = (second, date.formatted(style)) }
            return last.text
        }
    }
}
