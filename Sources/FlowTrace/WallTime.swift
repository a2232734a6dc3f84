/// Seconds since 1970 as people and files write them, in UTC.
public struct WallTime: Equatable, Sendable {
    public let year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int

    /// Proleptic Gregorian; eras of 400 years that begin on the 1st of March, so that leap days come last.
    public init(_ seconds: Double) {
        let milliseconds = Int64((min(max(seconds, -6e10), 2.5e11) * 1000).rounded(.down))
        let (days, rest) = Self.divided(milliseconds, by: 86_400_000)
        let shifted = days + 719_468
        let (era, dayOfEra) = Self.divided(shifted, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        hour = Int(rest / 3_600_000)
        minute = Int(rest / 60_000 % 60)
        second = Int(rest / 1000 % 60)
        millisecond = Int(rest % 1000)
    }

    private static func divided(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let rest = (value % divisor + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    /// RFC 3339 to the millisecond.
    public var precise: String { "\(date)T\(time).\(Self.padded(millisecond, 3))Z" }
    /// For people who compare it with the clock on the wall.
    public var toTheMinute: String { "\(date) \(time.prefix(5)) UTC" }
    public var date: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))" }
    public var time: String { [hour, minute, second].map { Self.padded($0, 2) }.joined(separator: ":") }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
