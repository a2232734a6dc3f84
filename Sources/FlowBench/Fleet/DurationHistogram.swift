import DeviceFlow

/// How long something took, many times over, in bounded memory: each value is kept to within a sixty-fourth of itself.
public struct DurationHistogram: Equatable, Sendable {
    /// By `place(of:)`: below 128 µs one a microsecond, from there 64 for each doubling.
    private var counts: [Int] = []
    public private(set) var count = 0
    /// Exactly.
    public private(set) var longest = Duration.zero

    public init() {}

    public mutating func add(_ duration: Duration) {
        let place = Self.place(of: duration)
        if place >= counts.count { counts += Array(repeating: 0, count: place + 1 - counts.count) }
        counts[place] += 1
        count += 1
        longest = max(longest, duration)
    }

    /// - Parameter share: from 0 to 1; 0.99 is what 99 of 100 stay within.
    /// - Returns: nil where there are no values.
    public func percentile(_ share: Double) -> Duration? {
        guard count > 0 else { return nil }
        let wanted = max(1, Int((share * Double(count)).rounded(.up)))
        var seen = 0
        for (place, number) in counts.enumerated() {
            seen += number
            if seen >= wanted { return min(.microseconds(Self.upperBound(of: place)), longest) }
        }
        return longest
    }

    private static func place(of duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let microseconds = max(0, min(Int(seconds), 1 << 32) * 1_000_000 + Int(attoseconds / 1_000_000_000_000))
        guard microseconds >= 128 else { return microseconds }
        let doublings = Int.bitWidth - microseconds.leadingZeroBitCount - 7
        return doublings * 64 + microseconds >> doublings
    }

    /// The largest value, in microseconds, that stands at a place.
    private static func upperBound(of place: Int) -> Int {
        guard place >= 128 else { return place }
        let doublings = place / 64 - 1
        return (place - doublings * 64 + 1) << doublings - 1
    }
}
