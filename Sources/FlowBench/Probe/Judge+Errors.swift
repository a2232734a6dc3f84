import DeviceFlow
import FlowTrace

/// Answers that refuse something. (RFC 6749, 5.2)
extension Probe.Judge {
    /// RFC 6749, 5.2: %x20-21 / %x23-5B / %x5D-7E.
    static func characters(_ seen: Probe.Seen) -> Finding? {
        guard seen.error != nil else { return nil }
        for name in ["error", "error_description"] {
            guard let text = seen[name]?.string,
                let bad = text.unicodeScalars.first(where: { !isAllowed($0) })
            else { continue }
            return Finding(.errorCharacters, .broken, "put \(named(bad)) into \(name)", [seen.number])
        }
        return Finding(.errorCharacters, .kept, "all errors are plain", [seen.number])
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) && scalar != "\"" && scalar != "\\"
    }

    private static func named(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "a quotation mark"
        case "\\": return "a backslash"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return (scalar.value < 0x20 || scalar.value == 0x7F ? "a control character" : "a character beyond ASCII")
                + " (\(number))"
        }
    }

    /// To a client that does not exist.
    static func unknownClient(_ seen: Probe.Seen, understood: String?, hasDialect: Bool) -> [Finding] {
        let number = [seen.number]
        let said = "answered \(seen.words) to a client that does not exist"
        if let understood, understood != seen.error, understood == "invalid_client" {
            return [Finding(.errorShape, .kept, said + asTheProfileSays, number)]
        }
        guard let error = seen.error, (400...499).contains(seen.status) else {
            return [
                Finding(.errorShape, hasDialect ? .warning : .broken, said, number)
            ]
        }
        var findings: [Finding] = []
        switch error {
        case "invalid_client" where seen.contentType == "application/json":
            findings.append(Finding(.errorShape, .kept, said, number))
        case "invalid_client":
            findings.append(Finding(.errorShape, .broken, "\(said), with Content-Type \(seen.contentType)", number))
        default: findings.append(Finding(.errorShape, .warning, said, number))
        }
        return findings + [status(seen)]
    }

    /// The status of an error that the server was provoked to.
    static func status(_ seen: Probe.Seen) -> Finding {
        let number = [seen.number]
        let usedHeader = seen.exchange.request.headers.contains { $0.name.lowercased() == "authorization" }
        let challenges = seen.field("www-authenticate").map { !$0.isEmpty }
        switch (seen.error, seen.status) {
        case ("invalid_client", 401) where usedHeader && challenges == false:
            return Finding(.errorStatus, .broken, "answered 401 without WWW-Authenticate to Basic credentials", number)
        case ("invalid_client", 400) where usedHeader:
            return Finding(.errorStatus, .broken, "answered 400 to wrong Basic credentials, not 401", number)
        case (_, 400), ("invalid_client", 401): return Finding(.errorStatus, .kept, "400, or 401 for clients", number)
        case (_, let status):
            return Finding(.errorStatus, .broken, "gave the error \(seen.words) with \(status)", number)
        }
    }

    /// A request at the token endpoint that is wrong on purpose.
    /// - Parameters:
    ///   - expected: the error it should get.
    ///   - bearable: others that a client will understand as well.
    ///   - understood: what a profile of its own takes it for; nil: there is none, or it does not understand it.
    static func refusal(
        _ check: Probe.Check, _ seen: Probe.Seen, of what: String, expected: String, bearable: [String],
        understood: String?, hasDialect: Bool
    ) -> [Finding] {
        let number = [seen.number]
        let said = "answered \(seen.words) to \(what)"
        if let understood, understood != seen.error, understood == expected {
            return [Finding(check, .kept, said + asTheProfileSays, number)]
        }
        guard let error = seen.error, (400...499).contains(seen.status) else {
            let isRefusal = hasDialect && seen.status < 500 && seen["access_token"] == nil
            return [Finding(check, isRefusal ? .warning : .broken, said, number)]
        }
        let verdict: Probe.Verdict = error == expected ? .kept : bearable.contains(error) ? .warning : .broken
        return [Finding(check, verdict, said, number), status(seen)]
    }

    static func tokenByGet(_ seen: Probe.Seen) -> Finding {
        let said = "answered \(seen.words) to a GET"
        // These say that the request was read, and only the code was wrong.
        let wasRead = ["invalid_grant", "expired_token", "authorization_pending"].contains(seen.error)
        let gaveAll = seen["access_token"] != nil
        return Finding(
            .postOnly, gaveAll ? .broken : wasRead ? .warning : .kept,
            wasRead ? said + ", as if it had been a POST" : said, [seen.number])
    }

    /// Polls that had waited as long as told, none of them throttled. One that came long after the interval says
    /// nothing of a server that throttles at the interval.
    static func carefulPolls(_ polls: [Probe.CarefulPoll]) -> Finding? {
        guard let soonest = polls.min(by: { $0.waited - $0.interval < $1.waited - $1.interval }) else { return nil }
        let close = polls.filter { $0.waited - $0.interval <= max(.milliseconds(300), $0.interval / 10) }
        let (least, most) = (polls.map(\.waited).min() ?? .zero, polls.map(\.waited).max() ?? .zero)
        guard !close.isEmpty else {
            return Finding(
                .throttling, .notChecked,
                "the soonest poll came \(Probe.seconds(soonest.waited, decimals: 1)) after the last answer, "
                    + "the interval is \(Probe.seconds(soonest.interval)): a smaller --pace would tell",
                [soonest.request])
        }
        let (from, to) = (Probe.seconds(least), Probe.seconds(most))
        let isAlike = most - least < .milliseconds(100)
        let waits = isAlike ? "about \(Probe.seconds(least, decimals: 1))" : "\(from) to \(to)"
        return Finding(
            .throttling, .kept,
            polls.count == 1
                ? "a poll \(from) after the last answer was not throttled"
                : "\(polls.count) polls \(waits) after the last answer, none throttled", polls.map(\.request))
    }

    /// An answer to a poll that should have one error only. - Returns: whether its outside is right too.
    static func pollError(
        _ check: Probe.Check, _ seen: Probe.Seen, expected: String, when: String, hasDialect: Bool
    ) -> Finding {
        let said = "answered \(seen.words) \(when)"
        if hasDialect, seen.error != expected || seen.status != 400 {
            return Finding(check, .kept, said + asTheProfileSays, [seen.number])
        }
        if seen.error != expected { return Finding(check, .broken, said, [seen.number]) }
        return Finding(check, seen.status == 400 ? .kept : .broken, said, [seen.number])
    }
}
