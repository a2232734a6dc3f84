import DeviceFlow

/// Exchanges in the format of browsers' developer tools. (HTTP Archive 1.2)
public struct HAR: Sendable {
    private let version: String

    /// - Parameter version: of the program that writes it.
    public init(version: String) { self.version = version }

    /// What stands before the first entry, and after the last: a file of `head`, entries with commas between, and
    /// `tail` is whole after every entry.
    public var head: String {
        let creator = JSONValue.object(["name": "kiosk", "version": .string(version)])
        return #"{"log":{"version":"1.2","creator":\#(creator.line),"entries":["# + "\n"
    }
    public static let tail = "\n]}}\n"
    public static let separator = ",\n"

    /// One entry, without a comma.
    /// - Parameter redaction: nil writes secrets as they are.
    public func entry(_ exchange: Exchange, redaction: Redaction?) -> JSONValue {
        let phases = exchange.wire?.phases ?? Wire.Phases()
        var timings: [String: JSONValue] = [:]
        for (name, value) in [
            ("dns", phases.lookup), ("connect", Self.sum(phases.connect, phases.handshake)), ("ssl", phases.handshake),
        ] { timings[name] = value.map(Self.milliseconds) ?? .integer(-1) }
        // HAR counts the handshake into "connect" as well; the last three are not optional.
        for (name, value) in [
            ("send", phases.send), ("wait", phases.wait ?? exchange.latency), ("receive", phases.receive),
        ] { timings[name] = Self.milliseconds(value ?? .zero) }
        // "time" is to be the sum of them; what no phase accounts for was spent before the first.
        let parts = [
            phases.lookup, phases.connect, phases.handshake, phases.send, phases.wait ?? exchange.latency,
            phases.receive,
        ]
        timings["blocked"] = Self.milliseconds(
            max(.zero, exchange.latency - parts.reduce(.zero) { $0 + ($1 ?? .zero) }))
        var members: [String: JSONValue] = [
            "startedDateTime": .string(WallTime(exchange.wallClock).precise),
            "time": Self.milliseconds(exchange.latency),
            "request": request(exchange.request, redaction), "response": response(exchange, redaction),
            "cache": .object([:]), "timings": .object(timings), "_purpose": .string(exchange.purpose.rawValue),
        ]
        if let address = exchange.wire?.address {
            members["serverIPAddress"] = .string(Self.withoutPort(address))
        }
        if let failure = exchange.failureInWords { members["_error"] = .string(failure) }
        return .object(members)
    }

    private func request(_ request: HTTPRequest, _ redaction: Redaction?) -> JSONValue {
        let (_, query) = request.split
        var members: [String: JSONValue] = [
            "method": .string(request.method), "httpVersion": "HTTP/1.1", "cookies": .array([]),
            "headers": .array(
                request.headers.map { header in
                    let value = header.value.revealed
                    return Self.pair(header.name, redaction?.hidden(field: header.name, value) ?? value)
                }),
            "headersSize": .integer(-1), "bodySize": .integer(Int64(request.body?.revealed.utf8.count ?? 0)),
        ]
        func shown(_ name: String, _ value: String) -> String {
            redaction?.hidden(parameter: name, value) ?? value
        }
        let pairs = FormEncoding.pairs(Array(query.utf8)) ?? []
        members["queryString"] = .array(pairs.map { Self.pair($0.name, shown($0.name, $0.value)) })
        members["url"] = .string(redaction?.hidden(url: request.url) ?? request.url)
        if let body = request.body?.revealed, !body.isEmpty {
            let type = request.headers.first { $0.name.lowercased() == "content-type" }?.value.revealed ?? ""
            var post: [String: JSONValue] = ["mimeType": .string(type)]
            if request.isForm, let form = FormEncoding.pairs(Array(body.utf8)) {
                // Either "params" or "text": with both, tools show the first and people search the second.
                post["params"] = .array(form.map { Self.pair($0.name, shown($0.name, $0.value)) })
                post["text"] = .string(redaction?.hidden(form: form) ?? body)
            } else {
                post["text"] = .string(redaction?.hidden(body: Array(body.utf8)) ?? body)
            }
            members["postData"] = .object(post)
        }
        return .object(members)
    }

    private func response(_ exchange: Exchange, _ redaction: Redaction?) -> JSONValue {
        let reply = exchange.reply
        let fields = exchange.wire?.fields ?? (reply?.headers ?? [:]).sorted { $0.key < $1.key }.map { .init($0, $1) }
        let body = reply?.body ?? []
        let words = (exchange.wire?.statusLine ?? "").split(separator: " ", maxSplits: 2).map(String.init)
        let content: [String: JSONValue] = [
            "size": .integer(Int64(body.count)),
            "mimeType": .string(reply?.headers["content-type"] ?? ""),
            "text": .string(redaction?.hidden(body: body) ?? String(decoding: body, as: UTF8.self)),
        ]
        return .object([
            "status": .integer(Int64(reply?.status ?? 0)), "statusText": .string(words.count > 2 ? words[2] : ""),
            "httpVersion": .string(words.first ?? ""), "cookies": .array([]),
            "headers": .array(
                fields.map { Self.pair($0.name, redaction?.hidden(field: $0.name, $0.value) ?? $0.value) }),
            "content": .object(content), "redirectURL": .string(fields.first { $0.name == "location" }?.value ?? ""),
            "headersSize": .integer(-1), "bodySize": .integer(Int64(body.count)),
        ])
    }

    private static func pair(_ name: String, _ value: String) -> JSONValue {
        .object(["name": .string(name), "value": .string(value)])
    }

    private static func milliseconds(_ duration: Duration) -> JSONValue {
        let rounded = (duration.inSeconds * 1_000_000).rounded() / 1000
        return .number(rounded)
    }

    private static func sum(_ a: Duration?, _ b: Duration?) -> Duration? {
        a == nil && b == nil ? nil : (a ?? .zero) + (b ?? .zero)
    }

    private static func withoutPort(_ address: String) -> String {
        guard let colon = address.lastIndex(of: ":") else { return address }
        return String(address[..<colon].filter { $0 != "[" && $0 != "]" })
    }
}

extension Exchange {
    /// Why no whole reply came; nil when one did.
    public var failureInWords: String? {
        switch outcome {
        case .failed: wire?.failure ?? "no reply"
        case .replied(let reply): reply.isWhole ? nil : wire?.failure ?? "the reply was cut off"
        }
    }
}

extension HTTPRequest {
    /// The address without its query, and the query.
    var split: (address: String, query: String) {
        guard let mark = url.firstIndex(of: "?") else { return (url, "") }
        return (String(url[..<mark]), String(url[url.index(after: mark)...]))
    }
}
