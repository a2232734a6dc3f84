import DeviceFlow
import FlowTrace

extension Probe {
    /// One answer held to the rules, without regard to what came before it.
    enum Judge {}

    /// An answer as it stands on the wire, under the RFC's own names, or a profile's.
    struct Seen {
        let status: Int
        /// In lower case, without parameters.
        let contentType: String
        let exchange: Exchange
        private let members: [String: JSONValue]?
        /// nil: the RFC's names count only.
        private let provider: Provider?

        /// - Returns: nil when no reply came, or not all of it.
        init?(_ exchange: Exchange, _ client: Client) {
            guard let reply = exchange.reply, reply.isWhole else { return nil }
            self.exchange = exchange
            status = reply.status
            contentType = String((reply.headers["content-type"] ?? "").prefix { $0 != ";" && $0 != " " }.lowercased())
            provider = client.provider.name == "rfc8628" ? nil : client.provider
            guard case .object(let members)? = JSONValue(parsing: reply.body) else {
                self.members = nil
                return
            }
            let envelope = (provider?.reading.envelopes ?? []).lazy.compactMap { name -> [String: JSONValue]? in
                if case .object(let inside)? = members[name] { inside } else { nil }
            }.first
            self.members = envelope.map { members.merging($0) { $1 } } ?? members
        }

        var number: Int { exchange.id.number }
        var isJSON: Bool { members != nil }

        /// A member by its RFC name; a profile's other names count only where there is one.
        subscript(_ name: String) -> JSONValue? {
            let names = [name] + (provider?.reading.aliases[name] ?? [])
            return names.lazy.compactMap { members?[$0] }.first { $0 != .null }
        }

        var error: String? { members?["error"]?.string }

        /// A header field's values; nil when nobody looked at the connection.
        func field(_ name: String) -> [String]? { exchange.wire?.values(of: name).map { $0.lowercased() } }

        var isNotStored: Bool? { field("cache-control").map { $0.contains { $0.contains("no-store") } } }

        /// "400 invalid_grant", "502 text/html".
        var words: String {
            if let error { return "\(status) \(plain(error, limit: 60))" }
            if isJSON { return "\(status) and JSON without an error" }
            return "\(status) " + (contentType.isEmpty ? "without a Content-Type" : plain(contentType, limit: 60))
        }
    }
}

extension Probe.Judge {
    typealias Finding = Probe.Finding

    // MARK: The connection

    /// So long before its end somebody should see to a certificate.
    private static let soon = 14.0 * 86_400

    static func connection(_ exchange: Exchange) -> [Finding] {
        // Whom the tester does not trust is no fault of the server's: see Probe.failure.
        if case .failed(.certificate(.unknownIssuer), _) = exchange.outcome { return [] }
        if case .failed(.certificate, _) = exchange.outcome {
            let why = exchange.failureInWords ?? "it does not hold"
            return [Finding(.tls, .broken, "its certificate was not accepted: \(why)", [exchange.id.number])]
        }
        guard let facts = exchange.wire?.tls, let own = facts.certificates.first else { return [] }
        let end = WallTime(own.notAfter).date
        let verdict: Probe.Verdict = own.notAfter - exchange.wallClock < soon ? .warning : .kept
        return [
            Finding(
                .tls, verdict, "\(facts.version), with a certificate that holds until \(end)", [exchange.id.number])
        ]
    }

    // MARK: Metadata

    /// - Returns: what was seen, and the document if it is one.
    static func metadata(_ seen: Probe.Seen, issuer: String) -> ([Finding], JSONValue?) {
        let number = [seen.number]
        guard seen.status == 200 else { return ([], nil) }
        guard let document = seen.exchange.reply.flatMap({ JSONValue(parsing: $0.body) }),
            case .object(let members) = document
        else {
            return ([Finding(.metadata, .broken, "answered 200 with something that is no JSON object", number)], nil)
        }
        var findings: [Finding] = []
        let empty = members.filter { $0.value == .array([]) }.keys.sorted()
        if seen.contentType != "application/json" {
            let type = seen.contentType.isEmpty ? "none" : seen.contentType
            findings.append(Finding(.metadata, .broken, "sent the document with Content-Type \(type)", number))
        } else if !empty.isEmpty {
            let names = empty.joined(separator: ", ")
            findings.append(Finding(.metadata, .broken, "sent empty lists: \(names)", number))
        } else {
            findings.append(Finding(.metadata, .kept, "200, application/json, no empty list", number))
        }
        let told = document["issuer"]?.string
        findings.append(
            told == issuer
                ? Finding(.issuer, .kept, "issuer is \(issuer)", number)
                : Finding(.issuer, .broken, "issuer is \(told ?? "missing"), but \(issuer) was asked", number))
        return (findings, document)
    }

    /// What all documents together announce.
    static func announcement(_ documents: [(document: JSONValue, request: Int)]) -> [Finding] {
        guard !documents.isEmpty else { return [] }
        let urn = "urn:ietf:params:oauth:grant-type:device_code"
        let numbers = documents.map(\.request)
        let endpoints = documents.filter { $0.document["device_authorization_endpoint"]?.string != nil }
        let grants = documents.compactMap { $0.document["grant_types_supported"]?.strings }
        var findings: [Finding] = []
        if endpoints.isEmpty {
            findings.append(Finding(.announced, .broken, "tells no device_authorization_endpoint", numbers))
        } else if grants.contains(where: { !$0.contains(urn) }) {
            findings.append(
                Finding(.announced, .broken, "grant_types_supported does not name \(urn)", numbers))
        } else if endpoints.count < documents.count {
            findings.append(
                Finding(
                    .announced, .warning, "only one of its two metadata documents tells device_authorization_endpoint",
                    numbers))
        } else if grants.isEmpty {
            findings.append(
                Finding(
                    .announced, .warning,
                    "tells no grant_types_supported, which by RFC 8414, 2 means a list without the device flow", numbers
                ))
        } else {
            findings.append(Finding(.announced, .kept, "both the endpoint and the grant are named", numbers))
        }
        if !grants.isEmpty {
            let has = grants.contains { $0.contains("password") }
            findings.append(
                Finding(
                    .passwordGrant, has ? .broken : .kept,
                    has ? "grant_types_supported names password" : "grant_types_supported does not name it", numbers))
        }
        return findings
    }

    // MARK: The page

    static func page(_ seen: Probe.Seen) -> Finding {
        let number = [seen.number]
        let text = String(decoding: seen.exchange.reply?.body ?? [], as: UTF8.self).lowercased()
        switch seen.status {
        case 200...299 where text.contains("<input"):
            return Finding(.page, .kept, "a page with a place to type into", number)
        case 200...299 where text.contains("<html") || text.contains("<!doctype"):
            return Finding(
                .page, .kept, "a page; a place for the code was not found in it, and may come later or by script",
                number)
        case 200...299: return Finding(.page, .broken, "answered \(seen.words), which is no page", number)
        case 300...399:
            let place = plain(seen.exchange.wire?.values(of: "location").first ?? "another address", limit: 100)
            return Finding(.page, .notChecked, "it leads on to \(place): open it and see", number)
        case 401, 403:
            return Finding(.page, .notChecked, "it wants a sign-in first (\(seen.status)): open it and see", number)
        default: return Finding(.page, .broken, "answered \(seen.words)", number)
        }
    }

    static func completePage(_ seen: Probe.Seen, userCode: String) -> Finding {
        let text = String(decoding: seen.exchange.reply?.body ?? [], as: UTF8.self)
        if (200...299).contains(seen.status), text.contains(userCode) {
            return Finding(.completeAddress, .kept, "the page holds the code to compare", [seen.number])
        }
        let what = (200...299).contains(seen.status) ? "it shows no code at first" : "it answered \(seen.status)"
        return Finding(
            .completeAddress, .notChecked, "\(what): open it, sign in, and see whether the code is shown to compare",
            [seen.number])
    }
}
