import Foundation
import Synchronization

/// A text that holds for a second, made once: most answers of a second share it.
private final class SecondText: Sendable {
    private let last = Mutex((second: Int.min, text: ""))

    func text(_ date: Date, _ make: (Date) -> String) -> String {
        let second = Int(date.timeIntervalSince1970.rounded(.down))
        return last.withLock { last in
            if last.second != second { last = (second, make(Date(timeIntervalSince1970: Double(second)))) }
            return last.text
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
    private static let last = SecondText()

    static func text(_ date: Date) -> String { last.text(date) { $0.formatted(style) } }
}

/// RFC 3339 with milliseconds, as the audit log has it.
enum LogTime {
    private static let last = SecondText()

    static func text(_ date: Date) -> String {
        let thousandths = Int((date.timeIntervalSince1970 * 1000).rounded(.down))
        let whole = last.text(Date(timeIntervalSince1970: Double(thousandths / 1000))) {
            String($0.formatted(.iso8601).dropLast())
        }
        let rest = String(thousandths % 1000)
        return "\(whole).\(String(repeating: "0", count: 3 - rest.count))\(rest)Z"
    }
}
