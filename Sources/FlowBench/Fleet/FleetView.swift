import DeviceFlow

/// How a fleet looks while it runs: a few short lines.
public enum FleetView {
    /// - Returns: lines of 78 columns at most.
    public static func lines(_ fleet: Fleet, at now: Moment) -> [String] {
        let statistics = fleet.statistics
        let plan = fleet.plan
        let last = statistics.whole().suffix(5)
        let rate = last.isEmpty ? 0 : Double(last.reduce(0) { $0 + $1.requests }) / Double(last.count)
        let stage =
            "\(Figures.grouped(fleet.alive)) of \(Figures.grouped(plan.devices)) devices, "
            + "\(Figures.grouped(fleet.waiting)) with a code"
        var lines = [
            "\(clock(now - statistics.began)) of \(clock(plan.length))   \(stage)",
            "load      \(Figures.decimal(rate)) requests a second, \(fleet.inFlight) on their way",
            "polls     \(Figures.grouped(statistics.polls)); \(Figures.grouped(statistics[.slowDown])) slow_down, "
                + "\(Figures.grouped(statistics.latePolls)) late, \(Figures.grouped(statistics.errors)) errors",
        ]
        let times = statistics.approvalToTokens
        if let half = times.percentile(0.5), let most = times.percentile(0.99) {
            lines.append(
                "tokens    \(Figures.grouped(statistics[.tokens])), p50 \(Figures.time(half)) and p99 "
                    + "\(Figures.time(most)) after the approval")
        } else {
            lines.append("tokens    \(Figures.grouped(statistics[.tokens]))")
        }
        if fleet.isHeld { lines.append("held      no more devices are started: most answers are errors or slow_down") }
        return lines
    }

    /// The same in one line, for logs.
    public static func line(_ fleet: Fleet, at now: Moment) -> String {
        let statistics = fleet.statistics
        let last = statistics.whole().suffix(10)
        let rate = last.isEmpty ? 0 : Double(last.reduce(0) { $0 + $1.requests }) / Double(last.count)
        return "\(clock(now - statistics.began)): \(Figures.grouped(fleet.waiting)) devices with a code, "
            + "\(Figures.decimal(rate)) requests a second, \(Figures.grouped(statistics[.slowDown])) slow_down, "
            + "\(Figures.grouped(statistics.latePolls)) late polls, \(Figures.grouped(statistics.errors)) errors"
            + (fleet.isHeld ? "; no more are started" : "")
    }

    /// Minutes and seconds.
    private static func clock(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }
}
