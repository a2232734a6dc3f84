import DeviceFlow

extension Redaction {
    /// The exchange with dots in it from the beginning, for whoever keeps it; its secrets have been learned.
    public func hidden(_ exchange: Exchange) -> Exchange {
        var exchange = exchange
        exchange.request.url = hidden(url: exchange.request.url)
        exchange.request.headers = exchange.request.headers.map {
            .init($0.name, hidden(field: $0.name, $0.value.revealed))
        }
        exchange.request.body = exchange.request.body.map { Secret(hidden(body: $0.revealed, of: exchange.request)) }
        if case .replied(var reply) = exchange.outcome {
            reply.headers = [String: String](
                uniqueKeysWithValues: reply.headers.map { ($0, hidden(field: $0, $1)) })
            reply.body = Array(hidden(body: reply.body).utf8)
            exchange.outcome = .replied(reply)
        }
        if let fields = exchange.wire?.fields {
            exchange.wire?.fields = fields.map { .init($0.name, hidden(field: $0.name, $0.value)) }
        }
        return exchange
    }

    /// An address with dots for the secrets in its query, by their names: escaped, they would not be found by value.
    func hidden(url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        guard parts.count == 2, let pairs = FormEncoding.pairs(Array(parts[1].utf8)) else {
            return withoutKnownValues(url)
        }
        return withoutKnownValues(parts[0]) + "?" + hidden(form: pairs)
    }

    /// A form stays a form.
    func hidden(form pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\($0.name)=\(FormEncoding.escape(hidden(parameter: $0.name, $0.value)))" }.joined(separator: "&")
    }

    private func hidden(body: String, of request: HTTPRequest) -> String {
        let bytes = Array(body.utf8)
        guard request.isForm, let pairs = FormEncoding.pairs(bytes) else { return hidden(body: bytes) }
        return hidden(form: pairs)
    }

    /// What a request carries in its query and its body, by name and decoded, as far as it is a form or JSON.
    public static func parameters(of request: HTTPRequest) -> [(name: String, value: String)] {
        let query = request.url.split(separator: "?", maxSplits: 1).dropFirst().first.map { Array($0.utf8) } ?? []
        let body = Array((request.body?.revealed ?? "").utf8)
        var all = FormEncoding.pairs(query) ?? []
        if case .object(let members)? = JSONValue(parsing: body) {
            all += members.sorted { $0.key < $1.key }.map { ($0, $1.string ?? $1.line) }
        } else if request.isForm {
            all += FormEncoding.pairs(body) ?? []
        }
        return all
    }
}

extension HTTPRequest {
    /// Its body is a form. (RFC 6749, Appendix B)
    var isForm: Bool {
        headers.contains {
            $0.name.lowercased() == "content-type" && $0.value.revealed.hasPrefix("application/x-www-form-urlencoded")
        }
    }
}
