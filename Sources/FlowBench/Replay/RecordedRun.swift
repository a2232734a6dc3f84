import DeviceFlow
import KioskScreen

/// An event log as it was written: one record a line.
public struct RecordedRun: Equatable, Sendable {
    public let began: Record
    public let records: [Record]
    /// The last line was cut off, as by a crash.
    public let isCutOff: Bool

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
        // The line that was cut off last, as by a power cut; the next run may follow it.
        var cutOff: Int?
        let lines = log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, text) in lines.enumerated() {
            if index > 0, index == lines.count - 1, text.isEmpty { continue }
            guard !text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else { continue }
            let value = JSONValue(parsing: Array(text))
            if value == nil, cutOff == nil, index > 0 || Self.isBeginning(text) {
                cutOff = index
                continue
            }
            guard case .object(var members)? = value, let name = members["event"]?.string,
                let seconds = members["t"]?.numeric, let at = Duration.clamped(seconds: seconds)
            else {
                throw index == 0 && Self.isRecord(text) ? Self.record : Self.isNoLine(cutOff ?? index)
            }
            if let cut = cutOff {
                guard name == "started" else { throw Self.isNoLine(cut) }
                cutOff = nil
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
        guard !runs.isEmpty else { throw cutOff.map(Self.isNoLine) ?? Problem(words: "there is no run in it") }
        guard let run = number.map({ runs.indices.contains($0 - 1) ? runs[$0 - 1] : [] }) ?? runs.last,
            let first = run.first
        else {
            throw Problem(words: runs.count == 1 ? "there is only run 1 in it" : "its runs are 1 to \(runs.count)")
        }
        guard first.event.members["settings"] != nil, first.event.members["seed"] != nil else {
            throw Problem(
                words: "line \(first.line): the run does not say how it was set up: it is of an older version")
        }
        began = first
        isCutOff = cutOff != nil
        records = Array(run.dropFirst())
    }

    /// Of a line of ours, so far as it goes.
    private static func isBeginning(_ line: ArraySlice<UInt8>) -> Bool {
        Array(#"{""#.utf8).starts(with: line.prefix(2)) && !isRecord(line)
    }

    private static func isRecord(_ line: ArraySlice<UInt8>) -> Bool { line.starts(with: Array(#"{"log":"#.utf8)) }

    private static let record = Problem(
        words: "it is a record of requests (--record FILE); what can be replayed is the --event-log FILE")

    private static func isNoLine(_ index: Int) -> Problem {
        Problem(words: "line \(index + 1) is no line of an event log (--event-log FILE writes one)")
    }
}
