import DeviceFlow
import FlowTrace

/// Answers with tokens. (RFC 6749, 5.1)
extension Probe.Judge {
    static func success(_ seen: Probe.Seen, hasDialect: Bool) -> Finding {
        var wrong: [String] = []
        if seen.status != 200 { wrong.append("the status is \(seen.status)") }
        if seen.contentType != "application/json" {
            wrong.append("Content-Type is \(seen.contentType.isEmpty ? "missing" : plain(seen.contentType, limit: 60))")
        }
        for name in ["access_token", "token_type"] where seen[name]?.string?.isEmpty ?? true {
            wrong.append("\(name) is missing or no text")
        }
        switch seen["expires_in"] {
        case .integer?, .number?, nil: break
        case .string?, .null?, .bool?, .array?, .object?: wrong.append("expires_in is no number")
        }
        let type = seen["token_type"]?.string ?? ""
        if wrong.isEmpty, !["bearer", "dpop"].contains(type.lowercased()) {
            let words = "gave tokens of the type \(plain(type, limit: 40)), which few clients understand"
            return Finding(.success, hasDialect ? .kept : .warning, words, [seen.number])
        }
        if wrong.isEmpty {
            let lifetime = seen["expires_in"] == nil ? "; expires_in is recommended, and missing" : ""
            return Finding(
                .success, lifetime.isEmpty ? .kept : .warning, "access_token and token_type are there\(lifetime)",
                [seen.number])
        }
        return Finding(
            .success, hasDialect ? .kept : .broken,
            "after the approval " + wrong.joined(separator: ", ") + (hasDialect ? asTheProfileSays : ""),
            [seen.number])
    }

    static func noStore(_ seen: Probe.Seen) -> [Finding] {
        guard let isNotStored = seen.isNotStored else { return [] }
        let isOld = seen.field("pragma").map { $0.contains { $0.contains("no-cache") } } ?? false
        guard isNotStored else {
            return [Finding(.noStore, .broken, "sent tokens without Cache-Control: no-store", [seen.number])]
        }
        return [
            isOld
                ? Finding(.noStore, .kept, "no-store and no-cache", [seen.number])
                : Finding(.noStore, .warning, "sent tokens with no-store, but without Pragma: no-cache", [seen.number])
        ]
    }

    static func binding(_ seen: Probe.Seen, client: Client) -> [Finding] {
        guard let type = seen["token_type"]?.string else { return [] }
        if type.lowercased() == "dpop" {
            return [Finding(.binding, .kept, "the tokens are bound to this client's key (DPoP)", [seen.number])]
        }
        guard client.usesProof else { return [] }
        return [
            Finding(
                .binding, .warning, "gave \(plain(type, limit: 40)) tokens though the client proved a key (DPoP)",
                [seen.number])
        ]
    }
}
