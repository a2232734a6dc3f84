import DeviceFlow
import FlowTrace

/// The inspector's pages as lines of at most so many columns. In English, as the event log is: for whoever tests.
struct InspectorText {
    let columns: Int
    /// When the program began, as the event log counts.
    let began: Moment

    // MARK: Pages

    func timeline(_ trace: Trace, chosen: Int?) -> [PaneLine] {
        let chosen = chosen ?? trace.entries.last?.number
        return trace.entries.map { entry in
            var line = PaneLine(fitted(row(entry)), role(entry))
            line.isMarked = entry.number == chosen
            return line
        }
    }

    func exchange(_ entry: Trace.Entry?, _ trace: Trace, authorities: String?) -> [PaneLine] {
        guard let entry, let exchange = entry.exchange else {
            return wrapped(
                trace.isOfEventsOnly
                    ? "An event log holds no requests and replies; --record FILE writes them down."
                    : "No request has been sent yet.", .quiet)
        }
        var lines = wrapped(
            "\(exchange.purpose.rawValue), sent at \(Self.tenths((exchange.sentAt - began).inSeconds)) s, "
                + "over after \(exchange.latency.short)", .quiet)
        if entry.event?.name == "poll" { lines += wrapped(meaning(entry), role(entry)) }
        lines.append(.heading("Reply"))
        lines += reply(exchange)
        lines.append(.heading("Request"))
        lines += wrapped(exchange.request.method + " " + exchange.request.url)
        for (name, value) in Redaction.parameters(of: exchange.request) { lines += wrapped("  \(name) = \(value)") }
        for header in exchange.request.headers {
            lines += wrapped("\(header.name): \(header.value.revealed)", .quiet)
        }
        lines.append(.heading("As a command (c copies it)"))
        lines += wrapped(CurlLine.text(exchange.request, redaction: trace.redaction, authorities: authorities), .quiet)
        return lines
    }

    /// What a poll's reply was taken for, and what it changed.
    private func meaning(_ entry: Trace.Entry) -> String {
        let members = entry.event?.members ?? [:]
        let changed = entry.newInterval.map { "; the interval is \(Self.seconds($0)) from now on" } ?? ""
        return
            "poll \(members["n"]?.integer ?? 0), after a wait of \(Self.seconds(members["waited"]?.numeric ?? 0)), taken "
            + "for: \(members["answer"]?.string ?? "")\(changed)"
    }

    func facts(_ trace: Trace, clocks: ClockReading?, since first: ClockReading?) -> [PaneLine] {
        var lines = [PaneLine.heading("Clocks")]
        if let clocks {
            lines += wrapped("wall       \(WallTime(clocks.wall).date) \(WallTime(clocks.wall).time) UTC")
            lines += wrapped("boot       \(clocks.boot.clock), deadlines go by it")
            lines += wrapped("monotonic  \(clocks.monotonic.clock), which stands still in a suspend", .quiet)
            if let first {
                let suspended = clocks.suspended(since: first)
                let stepped = clocks.stepped(since: first)
                lines += wrapped(
                    suspended < .milliseconds(100)
                        ? "never suspended since this program began"
                        : "suspended for \(suspended.short) since this program began (boot minus monotonic)",
                    suspended < .milliseconds(100) ? .quiet : .attention)
                lines += wrapped(
                    abs(stepped) < 0.1
                        ? "wall clock not moved since then"
                        : "wall clock moved by \(signed(stepped)) s since then",
                    abs(stepped) < 0.1 ? .quiet : .attention)
            }
        }
        if let (ahead, within) = trace.serverClock {
            let isFar = abs(ahead) > within + 30
            lines += wrapped(
                abs(ahead) <= within
                    ? "server's Date agrees, to \(decimal(within)) s"
                    : "server's Date is \(signed(ahead)) s from ours (to \(decimal(within)) s)",
                isFar ? .attention : .text)
            if isFar {
                lines += wrapped("one of the two clocks is wrong: look here first if tokens do not hold", .attention)
            }
        }
        lines.append(.heading("Connection"))
        lines += wrapped(trace.address ?? "Told for requests sent since the inspector was opened.", .quiet)
        if let tls = trace.tls {
            lines += wrapped("\(tls.version) \(tls.cipher)")
            for (index, certificate) in tls.certificates.enumerated() {
                lines.append(.heading(index == 0 ? "Certificate" : "Vouched for by"))
                lines += wrapped(certificate.subject)
                lines += wrapped("issued by \(certificate.issuer)", .quiet)
                lines += validity(certificate, now: clocks?.wall)
            }
        }
        return lines
    }

    func profile(_ provider: Provider) -> [PaneLine] {
        provider.inWords().flatMap { line in
            line.isEmpty ? [PaneLine("")] : wrapped(line, line.first == " " ? .text : .heading)
        }
    }

    // MARK: Parts

    private func row(_ entry: Trace.Entry) -> String {
        let at = time(entry.at)
        guard let event = entry.event else {
            let exchange = entry.exchange
            return "\(at) \(exchange?.purpose.rawValue ?? "") \(status(exchange)) \(exchange?.latency.short ?? "")"
        }
        let members = event.members
        func text(_ name: String) -> String { members[name].map { $0.string ?? $0.line } ?? "" }
        func seconds(_ name: String) -> String { (members[name]?.numeric).map { Self.seconds($0) } ?? "" }
        switch event.name {
        case "poll":
            let changed = entry.newInterval.map { ", interval \(Self.seconds($0))" } ?? ""
            let status = members["status"] == .null ? "---" : text("status")
            guard columns >= 56 else {
                return "\(at) poll \(text("n")) \(status) \(text("answer")) +\(seconds("waited")) \(seconds("latency"))"
                    + changed
            }
            return "\(at) poll \(text("n")) \(status) \(text("answer"))\(changed), waited \(seconds("waited")), "
                + seconds("latency")
        case "codes_shown":
            return "\(at) codes \(text("user_code")), \(seconds("expires_in")), every \(seconds("interval"))"
        case "retrying": return "\(at) \(text("reason")): again in \(seconds("in"))"
        default:
            let values = ["reason", "detail", "error", "key", "size", "exit", "subject", "scope"]
            let told = values.compactMap { name in members[name].map { $0.string ?? $0.line } }.joined(separator: ", ")
            return "\(at) \(event.name)" + (told.isEmpty ? "" : " " + plain(told, limit: 200))
        }
    }

    private func role(_ entry: Trace.Entry) -> Ink.Role {
        switch entry.event?.name {
        case "poll":
            switch entry.event?.members["answer"]?.string {
            case "pending", "tokens": .text
            default: .attention
            }
        case "denied", "expired", "refused", "failed", "retrying", "warning": .attention
        case "approved": .accent
        case "key", "resized": .quiet
        case nil: (entry.exchange?.reply?.status).map { $0 < 400 } ?? false ? .quiet : .attention
        case .some: .text
        }
    }

    private func reply(_ exchange: Exchange) -> [PaneLine] {
        var lines: [PaneLine] = []
        if let failure = exchange.failureInWords { lines += wrapped(plain(failure, limit: 300), .attention) }
        guard let reply = exchange.reply else { return lines }
        let line = exchange.wire?.statusLine ?? ""
        lines += wrapped(line.isEmpty ? "status \(reply.status)" : plain(line, limit: 100))
        lines += body(reply)
        let fields = exchange.wire?.fields ?? reply.headers.sorted { $0.key < $1.key }.map { .init($0, $1) }
        for field in fields {
            lines += wrapped("\(plain(field.name, limit: 60)): \(plain(field.value, limit: 300))", .quiet)
        }
        return lines
    }

    private func body(_ reply: HTTPReply) -> [PaneLine] {
        var lines: [PaneLine] = []
        if let document = JSONValue(parsing: reply.body) {
            for line in document.indented {
                let margin = line.prefix { $0 == " " }
                lines += wrapped(margin + plain(String(line.dropFirst(margin.count)), limit: 2000))
            }
        } else if !reply.body.isEmpty {
            lines += wrapped(plain(String(decoding: reply.body, as: UTF8.self), limit: 2000))
        } else {
            lines += wrapped("an empty body", .quiet)
        }
        return lines
    }

    private func validity(_ certificate: TLSFacts.Certificate, now: Double?) -> [PaneLine] {
        let span = "\(WallTime(certificate.notBefore).date) to \(WallTime(certificate.notAfter).date)"
        guard let now else { return wrapped(span, .quiet) }
        if now < certificate.notBefore { return wrapped("\(span): not valid yet", .attention) }
        let days = Int((certificate.notAfter - now) / 86_400)
        if now > certificate.notAfter { return wrapped("\(span): expired", .attention) }
        return wrapped("\(span): \(days) days left", days < 21 ? .attention : .quiet)
    }

    private func status(_ exchange: Exchange?) -> String { (exchange?.reply?.status).map(String.init) ?? "---" }

    // MARK: Lines

    /// Broken at a blank near the line's end, else where it ends; further lines of it begin two columns further in.
    func wrapped(_ text: some StringProtocol, _ role: Ink.Role = .text) -> [PaneLine] {
        var lines: [PaneLine] = []
        let margin = String(text.prefix { $0 == " " }.prefix(max(0, columns - 10)))
        var line = ""
        var width = 0
        for character in text {
            let more = TextWidth.of(character)
            if width + more > columns {
                let blank = line.lastIndex(of: " ").flatMap { index in
                    line.distance(from: line.startIndex, to: index) > columns / 2 ? index : nil
                }
                let rest = blank.map { String(line[line.index(after: $0)...]) } ?? ""
                lines.append(PaneLine(blank.map { String(line[..<$0]) } ?? line, role))
                line = margin + "  " + rest
                width = TextWidth.of(line)
                if character == " ", rest.isEmpty { continue }
            }
            line.append(character)
            width += more
        }
        return lines + [PaneLine(line, role)]
    }

    /// One line: a list of which each entry has one is easier to look through.
    private func fitted(_ text: String) -> String {
        guard TextWidth.of(text) > columns else { return text }
        var out = ""
        var width = 0
        for character in text {
            width += TextWidth.of(character)
            guard width < columns else { break }
            out.append(character)
        }
        return out + "\u{2026}"
    }

    // MARK: Numbers

    /// Seconds since the program began, right-aligned for the first three hours.
    func time(_ moment: Moment) -> String {
        let text = Self.tenths((moment - began).inSeconds)
        return String(repeating: " ", count: max(0, 7 - text.count)) + text
    }

    static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// "6 s", "6.2 s", "12 ms".
    static func seconds(_ value: Double) -> String {
        if value < 0.9995, value > 0 { return "\(max(1, Int((value * 1000).rounded()))) ms" }
        let tenths = (value * 10).rounded()
        return tenths.truncatingRemainder(dividingBy: 10) == 0 ? "\(Int(tenths / 10)) s" : "\(self.tenths(value)) s"
    }

    private func decimal(_ value: Double) -> String { Self.tenths(value) }
    private func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + Self.tenths(value) }
}

extension Duration {
    /// For people who compare: "6.2 s", "12 ms".
    var short: String { InspectorText.seconds(inSeconds) }

    /// "3:07:12", with days in front where there are any.
    fileprivate var clock: String {
        let all = Int(components.seconds)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let hours = "\(all / 3600 % 24):\(two(all / 60 % 60)):\(two(all % 60))"
        return all >= 86_400 ? "\(all / 86_400) d " + hours : hours
    }
}
