import Foundation
import Synchronization

/// So many requests a minute for each client, counted in fixed minutes as TokenIDP's published source does.
final class RequestLimit: Sendable {
    private struct Window {
        var minute: Int
        var counts: [String: Int] = [:]
    }

    /// 0 is no limit.
    let most: Int
    private let window = Mutex(Window(minute: 0))

    init(most: Int) { self.most = most }

    /// Counts a request.
    /// - Returns: seconds until the client may ask again; nil when it may now.
    func wait(for client: String, at now: Date) -> Int? {
        guard most > 0 else { return nil }
        let seconds = now.timeIntervalSince1970
        let minute = Int(seconds / 60)
        return window.withLock { window in
            if window.minute != minute { window = Window(minute: minute) }
            window.counts[client, default: 0] += 1
            guard window.counts[client, default: 0] > most else { return nil }
            return max(1, Int((Double(minute + 1) * 60 - seconds).rounded(.up)))
        }
    }
}
