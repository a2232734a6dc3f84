import DeviceFlow

/// How often a PIN was wrong, and how long nobody may try again: kept while the program runs, whatever is closed.
///
/// Three are free. Then each wrong one costs a wait: 30 s, twice as long each time, 15 minutes at most. A million PINs of
/// six digits would take 28 years.
struct PINAttempts: Equatable, Sendable {
    /// Since the last right one.
    private(set) var wrong = 0
    private(set) var blockedUntil: Moment?

    private static let free = 3
    private static let firstWait = 30
    private static let longestWait = 900

    /// - Returns: how long nobody may try now; nil: another try is free.
    mutating func failed(at now: Moment) -> Duration? {
        wrong += 1
        guard wrong >= Self.free else { return nil }
        // Five doublings reach the longest wait.
        let wait = Duration.seconds(min(Self.longestWait, Self.firstWait << min(5, wrong - Self.free)))
        blockedUntil = now + wait
        return wait
    }

    mutating func succeeded() { self = PINAttempts() }

    /// Whole seconds until a PIN is looked at again; nil: it is looked at.
    func secondsLeft(at now: Moment) -> Int? {
        blockedUntil.flatMap { $0 > now ? ($0 - now).secondsRoundedUp : nil }
    }
}
