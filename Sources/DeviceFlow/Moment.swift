/// A point in time on a clock that only moves forward and goes on during suspend.
///
/// The core never reads a clock; the event loop does, once a turn, and passes the moment in.
public struct Moment: Hashable, Comparable, Sendable {
    /// Time since an arbitrary start (the machine's boot).
    public let sinceStart: Duration

    public init(_ sinceStart: Duration) { self.sinceStart = sinceStart }

    /// Later than anything that is waited for.
    static let distantFuture = Moment(.seconds(1 << 40))

    public static func < (a: Moment, b: Moment) -> Bool { a.sinceStart < b.sinceStart }
    public static func + (a: Moment, b: Duration) -> Moment { Moment(a.sinceStart + b) }
    public static func - (a: Moment, b: Duration) -> Moment { Moment(a.sinceStart - b) }
    public static func - (a: Moment, b: Moment) -> Duration { a.sinceStart - b.sinceStart }
}

extension Duration {
    /// Seconds with their fraction, for logs and words.
    public var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
    /// Whole seconds, rounded up: a countdown that says 1 has not ended yet.
    public var secondsRoundedUp: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) + (attoseconds > 0 ? 1 : 0)
    }
}
