import DeviceFlow

/// The event log in words, for the system's journal: a line for each event that matters, with its level. Never a code,
/// a token, the address on the screen or who signed in; what is left out here is in the event log.
public struct JournalLines: Equatable, Sendable {
    /// Requests fail, which was said.
    private var isTroubled = false

    public init() {}

    public struct Line: Equatable, Sendable {
        public let level: Level
        public let text: String

        /// As journald reads it from a stream: the level in front. (sd-daemon(3))
        public var written: String { "<\(level.rawValue)>\(text)" }
    }

    /// Of syslog's levels (RFC 5424, 6.2.1) those that are used.
    public enum Level: Int, Sendable {
        case error = 3, warning, notice, info
    }

    /// - Returns: nil where there is nothing to say.
    public mutating func line(_ event: LogEvent) -> Line? {
        func text(_ name: String) -> String { event.members[name]?.string ?? "" }
        func info(_ words: String) -> Line { Line(level: .info, text: words) }
        switch event.name {
        case "started":
            return info("started: kiosk \(text("version")), provider \(text("provider")), \(text("size"))")
        case "retrying":
            defer { isTroubled = true }
            let words = "no good answer from the server (\(Self.reasons(event))); it is asked again until there is one"
            return isTroubled ? nil : Line(level: .warning, text: words)
        case "discovered", "poll", "codes_shown", "registered":
            let isShown = event.name == "codes_shown"
            let shown = isShown ? "a code is on the screen for \(Self.seconds(event, "expires_in"))" : nil
            guard isTroubled, event.name != "poll" || Metrics.goodAnswers.contains(text("answer")) else {
                return shown.map(info)
            }
            isTroubled = false
            return Line(level: .notice, text: "the server answers again" + (shown.map { "; " + $0 } ?? ""))
        case "approved": return info("approved")
        case "answered": return info(Self.answered(event))
        case "handed_over": return info("the tokens are handed over")
        case "denied": return info("declined on the phone")
        case "expired": return info("the code expired")
        case "signed_out": return info("signed out: \(text("reason"))")
        case "refused": return Line(level: .error, text: "refused by the server: \(text("error"))")
        case "failed" where text("reason") == "cancelled": return info("called off")
        case "failed": return Line(level: .error, text: "failed: " + Self.why(event))
        case "warning": return Line(level: .warning, text: Self.why(event))
        case "operator": return Self.operatorDid(event)
        case "signal": return Line(level: .notice, text: Self.signal(event))
        case "reloaded": return Line(level: .notice, text: Self.reloaded(event))
        case "stopped": return info("stopped with exit code \(event.members["exit"]?.integer ?? 0)")
        default: return nil
        }
    }

    private static func why(_ event: LogEvent) -> String {
        reasons(event) + (event.members["in"] == nil ? "" : "; tried again in \(seconds(event, "in"))")
    }

    private static func reasons(_ event: LogEvent) -> String {
        ["reason", "detail", "certificate"].compactMap { event.members[$0]?.string }.joined(separator: ": ")
    }

    private static func seconds(_ event: LogEvent, _ name: String) -> String {
        "\(Int((event.members[name]?.numeric ?? 0).rounded(.up))) s"
    }

    private static func answered(_ event: LogEvent) -> String {
        if event.members["yes"]?.bool == true { return "the person at the screen says that it was they" }
        return event.members["by"] == "key"
            ? "the person at the screen says that it was not they: the tokens are taken back"
            : "nobody at the screen says that it was they: the tokens are taken back"
    }

    private static func operatorDid(_ event: LogEvent) -> Line {
        switch event.members["act"]?.string {
        case "wrong_pin":
            let wait = event.members["wait"] == nil ? "" : "; the next try is in \(seconds(event, "wait"))"
            return Line(level: .warning, text: "a wrong operator's PIN was typed" + wait)
        case "open": return Line(level: .notice, text: "the operator's menu was opened")
        case let act: return Line(level: .notice, text: "the operator wants: \(act ?? "")")
        }
    }

    private static func signal(_ event: LogEvent) -> String {
        let isCode = event.members["wish"] == "new_code"
        let wish = isCode ? "a new code was asked for by a signal" : "the idle screen was asked for by a signal"
        return wish
            + (event.members["obeyed"]?.bool == true
                ? "" : ": not now, as the last is too young or somebody is signing in or signed in")
    }

    private static func reloaded(_ event: LogEvent) -> String {
        let later = event.members["needs_restart"]?.strings ?? []
        return "the configuration was read again"
            + (event.members["waits"]?.bool == true ? "; what a sign-in depends on counts from the next one" : "")
            + (later.isEmpty ? "" : "; only from the next start: " + later.joined(separator: ", "))
    }
}

extension LogEvent {
    /// What somebody wanted by a signal, and whether it could be done.
    static func signal(_ wish: String, obeyed: Bool) -> LogEvent {
        LogEvent("signal", ["wish": .string(wish), "obeyed": .bool(obeyed)])
    }

    static func signedOut(_ reason: String) -> LogEvent { LogEvent("signed_out", ["reason": .string(reason)]) }

    static func reloaded(_ reload: KioskModel.Reload, waits: Bool, isPlain: Bool) -> LogEvent {
        var members: [String: JSONValue] = [
            "settings": reload.settings.logged(isPlain: isPlain), "lang": .string(reload.wording.locale),
            "waits": .bool(waits),
        ]
        if !reload.needingRestart.isEmpty {
            members["needs_restart"] = .array(reload.needingRestart.map { .string($0) })
        }
        return LogEvent("reloaded", members)
    }

    static let reloadRefusal = JSONValue.string("the new configuration cannot be used")

    /// - Parameter words: as at a start.
    public static func reloadRefused(_ words: String) -> LogEvent {
        LogEvent("warning", ["reason": reloadRefusal, "detail": .string(plain(words, limit: 500))])
    }

    /// - Parameter reason: of the system, in words.
    public static func metricsUnwritten(_ reason: String) -> LogEvent {
        LogEvent(
            "warning",
            ["reason": .string("the metrics file cannot be written"), "detail": .string(plain(reason, limit: 200))])
    }

    /// It tells of the machine, and nothing that a sign-in does has led to it.
    public var isAboutMachine: Bool {
        name == "warning"
            && (members["reason"] == Self.reloadRefusal
                || members["reason"]?.string == "the metrics file cannot be written")
    }
}
