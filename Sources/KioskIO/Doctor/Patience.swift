import DeviceFlow

/// The time that the doctor's visit may take, all waits together: it ends by itself even where nothing answers.
public struct Patience {
    private let end: Moment

    public init(_ whole: Duration) { end = Clock.now() + whole }

    /// - Returns: what one wait may take; nil when there is no time left for it.
    public func wait(atMost longest: Duration) -> Duration? {
        let left = end - Clock.now()
        return left < .milliseconds(200) ? nil : min(longest, left)
    }
}
