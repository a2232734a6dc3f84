import DeviceFlow

extension Redaction {
    /// The exchange with dots in it from the beginning, for whoever keeps it; its secrets have been learned.
    public func hidden(_ exchange: Exchange) -> Exchange {
        var exchange = exchange
        exchange.request.url = withoutKnownValues(exchange.request.url)
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

    /// A form stays a form.
    private func hidden(body: String, of request: HTTPRequest) -> String {
        let bytes = Array(body.utf8)
        guard request.isForm, let pairs = FormEncoding.pairs(bytes) else { return hidden(body: bytes) }
        let hidden = pairs.map { ($0.name, isSecret($0.name) ? Self.dots : withoutKnownValues($0.value)) }
        return hidden.map { "\($0)=\(FormEncoding.escape($1))" }.joined(separator: "&")
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
