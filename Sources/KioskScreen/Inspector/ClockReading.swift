import DeviceFlow

/// All clocks of the machine, read at once.
public struct ClockReading: Equatable, Sendable {
    /// Since the machine was started; goes on while it is suspended. Deadlines are counted by it.
    public var boot: Duration
    /// The same, but stands still while the machine is suspended.
    public var monotonic: Duration
    /// Seconds since 1970, as somebody has set it.
    public var wall: Double

    public init(boot: Duration, monotonic: Duration, wall: Double) {
        self.boot = boot
        self.monotonic = monotonic
        self.wall = wall
    }

    /// How long the machine was suspended between two readings.
    func suspended(since earlier: ClockReading) -> Duration {
        max(.zero, (boot - earlier.boot) - (monotonic - earlier.monotonic))
    }

    /// By how many seconds somebody has moved the wall clock between two readings.
    func stepped(since earlier: ClockReading) -> Double { (wall - earlier.wall) - (boot - earlier.boot).inSeconds }
}
