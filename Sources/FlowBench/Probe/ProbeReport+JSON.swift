import DeviceFlow
import FlowTrace

/// For programs.
extension ProbeReport {
    /// One object; a finding names the numbers of its requests.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "target": .string(target), "profile": .string(profile), "pace": .number(pace.inSeconds),
            "duration": .number(Self.rounded(duration)), "rules": .array(entries.map(Self.json)),
            "requests": .array(requests.map(json)),
            "summary": .object(
                [String: JSONValue](
                    uniqueKeysWithValues: Probe.Verdict.allCases.map {
                        ($0.rawValue, .integer(Int64(entries($0).count)))
                    })),
        ]
        if let trouble { members["trouble"] = .string(trouble) }
        if let absence { members["absence"] = .string(absence) }
        return .object(members)
    }

    private static func json(_ entry: Entry) -> JSONValue {
        let rule = entry.rule
        return .object([
            "rule": .string(rule.id), "check": .string(rule.check.rawValue), "verdict": .string(entry.verdict.rawValue),
            "level": .string(rule.level), "source": .string(rule.source), "title": .string(rule.title),
            "wants": .string(rule.wants), "hurts": .string(rule.harm),
            "findings": .array(
                entry.findings.map { finding in
                    .object([
                        "seen": .string(finding.seen),
                        "requests": .array(finding.requests.map { .integer(Int64($0)) }),
                    ])
                }),
        ])
    }

    /// Neither queries nor bodies: secrets stand in them.
    private func json(_ exchange: Exchange) -> JSONValue {
        var members: [String: JSONValue] = [
            "number": .integer(Int64(exchange.id.number)), "purpose": .string(exchange.purpose.rawValue),
            "method": .string(exchange.request.method),
            "url": .string(String(exchange.request.url.prefix { $0 != "?" && $0 != "#" })),
            "at": .number(Self.rounded(exchange.sentAt - (requests.first?.sentAt ?? exchange.sentAt))),
            "took": .number(Self.rounded(exchange.latency)),
        ]
        if let reply = exchange.reply { members["status"] = .integer(Int64(reply.status)) }
        if let error = errors[exchange.id.number] { members["error"] = .string(error) }
        if let code = userCodes[exchange.id.number] { members["user_code"] = .string(code) }
        if let failure = exchange.failureInWords { members["failure"] = .string(plain(failure, limit: 200)) }
        return .object(members)
    }

    private static func rounded(_ duration: Duration) -> Double { (duration.inSeconds * 1000).rounded() / 1000 }
}
