import DeviceFlow

/// One line of what `kiosk doctor` says: what was looked at, what was seen, what to do.
public struct Finding: Equatable, Sendable {
    public let area: Area
    public let verdict: Verdict
    /// In English, for the person who installs the screen; made safe to show, as names and answers of a server are in it.
    public let seen: String
    /// What to do about it; nil where nothing has to be done, or where `seen` says it already.
    public let remedy: String?

    /// What the line is about, in the order in which it is looked at.
    public enum Area: String, CaseIterable, Sendable {
        case configuration, terminal, locale, clock
        case dns = "DNS"
        case proxy, connection
        case tls = "TLS"
        case discovery, client, screen
        case handOver = "hand-over"
        case lock
        case eventLog = "event log"
        case metrics
    }

    public enum Verdict: String, CaseIterable, Sendable {
        case ok
        /// It works, but is worth knowing.
        case note
        /// The screen will not work, or not as it was asked to.
        case problem
        /// It could not be looked at, or need not be.
        case skipped
    }

    public init(_ area: Area, _ verdict: Verdict, _ seen: String, remedy: String? = nil) {
        self.area = area
        self.verdict = verdict
        self.seen = plain(seen, limit: 1000)
        self.remedy = remedy.map { plain($0, limit: 1000) }
    }
}

extension Finding.Area {
    func ok(_ seen: String) -> Finding { Finding(self, .ok, seen) }
    func note(_ seen: String, _ remedy: String? = nil) -> Finding { Finding(self, .note, seen, remedy: remedy) }
    func problem(_ seen: String, _ remedy: String?) -> Finding { Finding(self, .problem, seen, remedy: remedy) }
    public func skipped(_ reason: String) -> Finding { Finding(self, .skipped, reason) }
}

/// A length of time for people, in one unit and rounded.
///
/// - Parameter seconds: its sign is left out.
func span(_ seconds: Double) -> String {
    let length = min(abs(seconds), 1e15)
    func some(_ unit: String, of seconds: Double) -> String {
        let count = Int((length / seconds).rounded())
        return "\(count) \(unit)" + (count == 1 ? "" : "s")
    }
    switch length {
    case ..<119.5: return some("second", of: 1)
    case ..<7170: return some("minute", of: 60)
    case ..<171_000: return some("hour", of: 3600)
    default: return some("day", of: 86_400)
    }
}

/// For a latency.
func milliseconds(_ duration: Duration) -> String { "\(Int((duration.inSeconds * 1000).rounded())) ms" }
