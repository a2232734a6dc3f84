import DeviceFlow

/// What a fleet came to, for people and for programs.
public struct FleetReport: Sendable {
    private let plan: Fleet.Plan
    private let statistics: FleetStatistics
    private let neverStarted: Int
    private let server: String
    private let cost: Cost
    private let serverLog: ServerLog?

    /// What the process itself has used.
    public struct Cost: Equatable, Sendable {
        /// Bytes, at most.
        public var peakMemory: Int
        /// Processor time over wall time, once all devices had begun; nil: it ended before.
        public var coreShare: Double?

        public init(peakMemory: Int, coreShare: Double?) {
            self.peakMemory = peakMemory
            self.coreShare = coreShare
        }
    }

    /// What the server's own log says, where it can be read.
    public struct ServerLog: Equatable, Sendable {
        public var polls: Int
        /// Polls whose gap was shorter than the interval they had to leave.
        public var early: Int

        public init(polls: Int, early: Int) {
            self.polls = polls
            self.early = early
        }
    }

    /// - Parameter server: as people know it.
    public init(_ fleet: Fleet, server: String, cost: Cost, serverLog: ServerLog?) {
        plan = fleet.plan
        statistics = fleet.statistics
        neverStarted = max(0, fleet.plan.devices - fleet.statistics.started)
        self.server = server
        self.cost = cost
        self.serverLog = serverLog
    }

    /// The seconds in which all devices were there; all of them where there are none.
    private var plateau: ArraySlice<FleetStatistics.Second> {
        let plateau = statistics.whole(from: plan.ramp)
        return plateau.isEmpty ? statistics.whole() : plateau
    }
    private var length: Duration { (statistics.ended ?? statistics.began) - statistics.began }
    private var rate: (mean: Double, most: Int) {
        let requests = plateau.map(\.requests)
        guard let most = requests.max() else { return (Double(statistics.requests), statistics.requests) }
        return (Double(requests.reduce(0, +)) / Double(requests.count), most)
    }

    // MARK: For people

    public var text: String {
        var lines = ["\(Figures.grouped(plan.devices)) devices at \(server) for \(Figures.decimal(length.inSeconds)) s"]
        if neverStarted > 0 { lines.append("  not started         \(Figures.grouped(neverStarted))") }
        if statistics.held > .zero {
            lines.append(
                "  held back           \(Figures.time(statistics.held)): most answers were errors or slow_down")
        }
        let mean = Figures.decimal(rate.mean)
        let since = statistics.whole(from: plan.ramp).isEmpty ? "while they began" : "once all had begun"
        lines.append(
            "  offered load        \(mean) requests a second, \(Figures.grouped(rate.most)) at most, \(since)")
        lines.append("  codes               \(Figures.grouped(statistics[.codes]))")
        lines.append("  polls               \(Figures.grouped(statistics.polls)): \(pollAnswers)")
        if let latency = percentiles(statistics.pollLatency) { lines.append("  answered in         \(latency)") }
        lines.append(
            "  late polls          \(Figures.grouped(statistics.latePolls)) by more than 1 s; "
                + "at worst \(Figures.time(statistics.worstLateness))")
        if let serverLog {
            lines.append(
                "  early polls         \(Figures.grouped(serverLog.early)) of \(Figures.grouped(serverLog.polls)) in the "
                    + "server's own log")
        }
        if plan.approvalsPerSecond > 0 || plan.denialsPerSecond > 0 {
            lines.append("  approval to tokens  " + (percentiles(statistics.approvalToTokens) ?? "nobody had any"))
        }
        let waiting = statistics.seconds.last?.waiting ?? 0
        lines.append(
            "  endings             \(listed(endings) ?? "none")"
                + (waiting > 0 ? "; \(Figures.grouped(waiting)) still waited" : ""))
        lines.append("  errors              \(listed(errors) ?? "none")")
        if let details = listed(statistics.details.sorted { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("                      of these \(details)")
        }
        if statistics.failedDecisions > 0 {
            lines.append("  second device       \(statistics.failedDecisions) of its requests came to nothing")
        }
        let share = cost.coreShare.map { ", \(Figures.decimal($0, digits: 2)) of a core" } ?? ""
        lines.append(
            "  this process        \(Figures.decimal(Double(cost.peakMemory) / 1_048_576)) MiB at most\(share)")
        return lines.joined(separator: "\n") + "\n"
    }

    private var pollAnswers: String {
        let answers: [FleetAnswer] = [.pending, .slowDown, .tokens, .denied, .expired]
        return answers.map { "\(Figures.grouped(statistics[$0])) \($0.name)" }.joined(separator: ", ")
    }
    private var errors: [(String, Int)] {
        FleetAnswer.allCases.filter(\.isError).map { ($0.name, statistics[$0]) }.filter { $0.1 > 0 }
    }
    private var endings: [(String, Int)] {
        FleetStatistics.Ending.allCases.compactMap { ending in statistics.endings[ending].map { (ending.rawValue, $0) }
        }
    }

    private func listed(_ figures: [(String, Int)]) -> String? {
        figures.isEmpty ? nil : figures.map { "\(Figures.grouped($0.1)) \($0.0)" }.joined(separator: ", ")
    }

    private func percentiles(_ histogram: DurationHistogram) -> String? {
        guard let half = histogram.percentile(0.5), let most = histogram.percentile(0.99) else { return nil }
        return "p50 \(Figures.time(half)), p99 \(Figures.time(most)), longest \(Figures.time(histogram.longest))"
    }

    // MARK: For programs

    /// One line.
    public var json: String {
        var members: [String: JSONValue] = [
            "server": .string(server), "devices": .integer(Int64(plan.devices)), "seconds": .number(length.inSeconds),
            "ramp_seconds": .number(plan.ramp.inSeconds), "not_started": .integer(Int64(neverStarted)),
            "held_seconds": .number(statistics.held.inSeconds), "requests_a_second": .number(rate.mean),
            "requests_a_second_most": .integer(Int64(rate.most)), "requests": .integer(Int64(statistics.requests)),
            "polls": .integer(Int64(statistics.polls)), "late_polls": .integer(Int64(statistics.latePolls)),
            "worst_lateness": .number(statistics.worstLateness.inSeconds),
            "approvals": .integer(Int64(statistics.approvals)), "denials": .integer(Int64(statistics.denials)),
            "poll_latency": Self.member(statistics.pollLatency),
            "approval_to_tokens": Self.member(statistics.approvalToTokens),
            "peak_memory_bytes": .integer(Int64(cost.peakMemory)),
            "core_share": cost.coreShare.map { .number($0) } ?? .null,
            "answers": .object(
                Dictionary(
                    uniqueKeysWithValues: FleetAnswer.allCases.filter { !$0.isError }
                        .map { ($0.name, .integer(Int64(statistics[$0]))) })),
            "errors": .object(Self.members(errors)), "endings": .object(Self.members(endings)),
            "details": .object(statistics.details.mapValues { .integer(Int64($0)) }),
        ]
        members["server_log"] = serverLog.map {
            .object(["polls": .integer(Int64($0.polls)), "early": .integer(Int64($0.early))])
        }
        return JSONValue.object(members).line
    }

    private static func members(_ figures: [(String, Int)]) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: figures.map { ($0.0, .integer(Int64($0.1))) })
    }

    /// Times in seconds.
    private static func member(_ histogram: DurationHistogram) -> JSONValue {
        func time(_ share: Double) -> JSONValue { histogram.percentile(share).map { .number($0.inSeconds) } ?? .null }
        return .object([
            "count": .integer(Int64(histogram.count)), "p50": time(0.5), "p99": time(0.99),
            "longest": .number(histogram.longest.inSeconds),
        ])
    }
}
