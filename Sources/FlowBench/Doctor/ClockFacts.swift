import DeviceFlow
import FlowTrace

/// What this machine's clocks say.
public struct ClockFacts: Equatable, Sendable {
    /// Seconds since 1970.
    public var wall: Double
    /// Since the machine was started.
    public var slept: Duration
    /// Somebody keeps it in time (NTP); nil: the kernel does not say.
    public var isKept: Bool?

    public init(wall: Double, slept: Duration, isKept: Bool?) {
        self.wall = wall
        self.slept = slept
        self.isKept = isKept
    }

    /// No clock that is right shows less: this program was made later. (2026-01-01)
    static let earliest = 1_767_225_600.0

    public var findings: [Finding] {
        let area = Finding.Area.clock
        let shown = Self.words(wall)
        guard wall >= Self.earliest else {
            return [
                area.problem(
                    "it shows \(shown), before this program was made: no certificate will hold",
                    "set it, and have it kept: timedatectl set-ntp true; a machine without a clock battery needs the "
                        + "network for it at each start, before kiosk (After=time-sync.target)")
            ]
        }
        var findings: [Finding] = []
        switch isKept {
        case true: findings.append(area.ok("\(shown), kept in time by the network"))
        case false:
            findings.append(
                area.note(
                    "\(shown), but the kernel says that nobody keeps it in time",
                    "timedatectl set-ntp true (in a container or a virtual machine: on its host)"))
        case nil: findings.append(area.ok(shown))
        }
        if slept >= .seconds(1) {
            findings.append(
                area.note(
                    "this machine has slept \(span(slept.inSeconds)) since it was started; codes expire meanwhile, and "
                        + "kiosk counts it",
                    "if a screen should never sleep: systemctl mask sleep.target"))
        }
        return findings
    }

    /// The server's clock beside ours.
    ///
    /// - Parameters:
    ///   - date: what its reply said, in seconds since 1970; nil: nothing.
    ///   - arrived: when the reply had come, by the wall clock here.
    ///   - host: whose.
    public static func finding(serverDate date: Double?, arrived: Double, host: String) -> Finding {
        let area = Finding.Area.clock
        guard let date else { return area.skipped("\(host) does not say what time it is") }
        let ahead = date - arrived
        // The header has whole seconds, and was on its way.
        guard abs(ahead) > 30 else { return area.ok("\(host) has the same time") }
        let seen = "the clock of \(host) is \(span(ahead)) \(ahead > 0 ? "ahead of" : "behind") this machine's"
        let remedy =
            "find out which of the two is wrong: here it is \(words(arrived)), there it is \(words(date))"
        guard abs(ahead) > 300 else { return area.note(seen, remedy) }
        return area.problem(seen + ": certificates and tokens may not hold", remedy)
    }

    static func words(_ wall: Double) -> String {
        let time = WallTime(wall)
        return "\(time.date) \(time.time) UTC"
    }
}
