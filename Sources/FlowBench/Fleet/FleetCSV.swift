/// A fleet's seconds as a table for spreadsheets. (RFC 4180)
public enum FleetCSV {
    public static func text(_ statistics: FleetStatistics) -> String {
        let answers = FleetAnswer.allCases
        let names =
            ["second", "waiting", "in_flight", "codes_requests", "polls", "other_requests", "late_polls", "approvals"]
            + ["denials"] + answers.map(\.name)
        var text = names.joined(separator: ",") + "\r\n"
        for (number, second) in statistics.seconds.enumerated() {
            let figures =
                [
                    number, second.waiting, second.inFlight, second.codesRequests, second.polls, second.otherRequests,
                    second.latePolls, second.approvals, second.denials,
                ] + answers.map { second[$0] }
            text += figures.map { String($0) }.joined(separator: ",") + "\r\n"
        }
        return text
    }
}
