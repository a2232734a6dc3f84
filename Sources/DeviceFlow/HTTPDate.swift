/// Dates as HTTP and JSON write them, in seconds since 1970. Foundation's formatters would cost the kiosk
/// 40 MB of ICU for two fixed formats.
enum HTTPDate {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the only form a sender may make. (RFC 9110, 5.6.7)
    static func seconds(_ text: String) -> Double? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == ":" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 8, parts[7] == "GMT", let day = Int(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
            let hour = Int(parts[4]), let minute = Int(parts[5]), let second = Int(parts[6])
        else { return nil }
        return seconds(year, month + 1, day, hour, minute, Double(second))
    }

    /// `2026-08-24T10:00:00Z`, with or without a fraction, an offset or (then UTC is meant) any zone. (RFC 3339)
    static func timestamp(_ text: String) -> Double? {
        let parts = text.split { $0 == "T" || $0 == "t" || $0 == " " }
        guard parts.count == 2 else { return nil }
        let day = parts[0].split(separator: "-").compactMap { Int($0) }
        var clock = parts[1]
        var offset = 0.0
        if clock.last == "Z" || clock.last == "z" {
            clock.removeLast()
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = clock[clock.index(after: sign)...].split(separator: ":").compactMap { Double($0) }
            guard zone.count == 2 else { return nil }
            offset = (zone[0] * 3600 + zone[1] * 60) * (clock[sign] == "-" ? -1 : 1)
            clock = clock[..<sign]
        }
        let time = clock.split(separator: ":").compactMap { Double($0) }
        guard day.count == 3, time.count == 3, let hour = Int(exactly: time[0]), let minute = Int(exactly: time[1])
        else {
            return nil
        }
        return seconds(day[0], day[1], day[2], hour, minute, time[2]).map { $0 - offset }
    }

    private static func seconds(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Double
    ) -> Double? {
        guard 1...9999 ~= year, 1...12 ~= month, 1...31 ~= day, 0...23 ~= hour, 0...59 ~= minute, 0..<61 ~= second
        else { return nil }
        // Days since 1970 by counting years from March, so that the leap day is the last of its year.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Double(days * 86_400 + hour * 3600 + minute * 60) + second
    }
}
