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
