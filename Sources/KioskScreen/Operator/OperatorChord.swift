import DeviceFlow

/// What opens the operator's PIN: Ctrl-O three times within two seconds, and no other key between.
///
/// Every terminal sends it as one byte, nothing else on such a screen means it, and a visitor who leans on the keyboard
/// does not hold Ctrl. A key that repeats while it is held down counts as often as it comes.
struct OperatorChord: Equatable, Sendable {
    private var presses: [Moment] = []

    static let key = Key.control("o")
    private static let count = 3
    private static let within = Duration.seconds(2)

    /// - Returns: whether this was the last key of it.
    mutating func pressed(_ key: Key, at now: Moment) -> Bool {
        guard key == Self.key else {
            presses = []
            return false
        }
        presses = presses.filter { now <= $0 + Self.within } + [now]
        guard presses.count >= Self.count else { return false }
        presses = []
        return true
    }
}
