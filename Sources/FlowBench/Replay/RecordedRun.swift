import DeviceFlow
import KioskScreen

/// An event log as it was written: one record a line.
public struct RecordedRun: Equatable, Sendable {
    public let began: Record
    public let records: [Record]

    public struct Record: Equatable, Sendable {
        /// The line in the file, from 1.
        public let line: Int
        /// Since the program began.
        public let at: Duration
        public let event: LogEvent
    }

    public struct Problem: Error, Equatable {
        /// In words that say where and what.
        public let words: String
    }

    /// - Parameter number: which of the runs in the log, from 1; nil: the last.
    /// - Throws: `Problem` for what is no event log, or one of before runs could be replayed.
    public init(_ log: [UInt8], run number: Int? = nil) throws(Problem) {
        var runs: [[Record]] = []
        for (index, text) in log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard !text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else { continue }
            guard case .object(var members)? = JSONValue(parsing: Array(text)), let name = members["event"]?.string,
                let seconds = members["t"]?.numeric, let at = Duration.clamped(seconds: seconds)
            else {
                throw Problem(words: "line \(index + 1) is no line of an event log (--event-log FILE writes one)")
            }
            members["event"] = nil
            members["t"] = nil
            let record = Record(line: index + 1, at: at, event: LogEvent(name, members))
            if name == "started" { runs.append([]) }
            guard !runs.isEmpty else {
                throw Problem(words: "line \(index + 1) comes before the first \"started\": the beginning is missing")
            }
            runs[runs.count - 1].append(record)
        }
        guard !runs.isEmpty else { throw Problem(words: "there is no run in it") }
        guard let run = number.map({ runs.indices.contains($0 - 1) ? runs[$0 - 1] : [] }) ?? runs.last,
            let first = run.first
        else { throw Problem(words: "there are \(runs.count) runs in it, from 1 to \(runs.count)") }
        guard first.event.members["settings"] != nil, first.event.members["seed"] != nil else {
            throw Problem(
                words: "line \(first.line): the run does not say how it was set up: it is of an older version")
        }
        began = first
        records = Array(run.dropFirst())
    }
}
