import DeviceFlow

/// What has happened on this screen, counted, for those who look after many: in Prometheus' text format
/// (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4).
public struct Metrics: Equatable, Sendable {
    private let version: String
    private let provider: String
    /// Seconds since 1970.
    private let startedAt: Double
    private var starts = 1
    private var lastGoodPoll: Double?
    private var codes = 0
    private var approvals = 0
    private var denials = 0
    private var expiries = 0
    private var cancellations = 0
    private var handovers = 0
    private var failedHandovers = 0
    private var signOuts = 0
    private var polls = Dictionary(uniqueKeysWithValues: PollAnswer.allCases.map { ($0.rawValue, 0) })
    private var errors = Dictionary(uniqueKeysWithValues: Self.kinds.map { ($0, 0) })
    private var reloads = ["read": 0, "refused": 0]
    private var answers = ["yes": 0, "no": 0, "none": 0]
    private var wrongPINs = 0

    /// What a file of ours begins with.
    public static let mark = "# HELP kiosk_info"

    /// Answers in which the server has said what it thinks of the code.
    static let goodAnswers: Set<String> = Set(
        [PollAnswer.pending, .slowDown, .tokens, .denied, .expired].map(\.rawValue))

    /// Every kind of error, so that each is there from the beginning: what comes into being with 1 has no rise.
    static let kinds = [
        "timeout", "dropped", "dns", "no_network", "proxy", "portal", "exhausted", "tls", "server_error",
        "too_many_requests", "unreadable", "refused",
        "not_understood", "id_token", "answer_lost", "late_tokens", "handover", "tokens_given_up", "revocation",
        "unreachable", "machine", "other",
    ]

    /// - Parameters:
    ///   - startedAt: in seconds since 1970.
    ///   - previous: the file as the last run has left it: how often the kiosk has been started goes on from there.
    public init(version: String, provider: String, startedAt: Double, previous: String = "") {
        self.version = version
        self.provider = provider
        self.startedAt = startedAt
        let line = previous.split(separator: "\n").first { $0.hasPrefix("kiosk_starts_total ") }
        if let before = line?.split(separator: " ").last.flatMap({ Int($0) }), (1..<(1 << 53)).contains(before) {
            starts = before + 1
        }
    }

    /// - Parameter wall: seconds since 1970.
    public mutating func heard(_ event: LogEvent, at wall: Double) {
        func text(_ name: String) -> String { event.members[name]?.string ?? "" }
        switch event.name {
        case "codes_shown": codes += 1
        case "poll":
            let answer = text("answer")
            polls[answer, default: 0] += 1
            if Self.goodAnswers.contains(answer) { lastGoodPoll = wall }
        case "approved": approvals += 1
        case "denied": denials += 1
        case "expired": expiries += 1
        case "answered": answers[Self.answer(event), default: 0] += 1
        case "operator" where text("act") == "wrong_pin": wrongPINs += 1
        case "handed_over": handovers += 1
        case "signed_out": signOuts += 1
        case "reloaded": reloads["read", default: 0] += 1
        case "warning" where event.members["reason"] == LogEvent.reloadRefusal: reloads["refused", default: 0] += 1
        case "failed" where text("reason") == "cancelled": cancellations += 1
        case "retrying", "refused", "failed", "warning":
            let kind = Self.kind(event)
            errors[kind, default: 0] += 1
            if kind == "handover" { failedHandovers += 1 }
        default: break
        }
    }

    private static func answer(_ event: LogEvent) -> String {
        event.members["yes"]?.bool == true ? "yes" : event.members["by"] == "key" ? "no" : "none"
    }

    private static func kind(_ event: LogEvent) -> String {
        let reason = event.members["reason"]?.string ?? ""
        switch event.name {
        case "retrying":
            return kinds.first { reason == $0 || reason.hasPrefix($0 + "_") } ?? "other"
        case "refused":
            return "refused"
        default:
            if event.isAboutMachine { return "machine" }
            let known = [
                ("the server was not understood", "not_understood"), ("the id_token", "id_token"),
                ("approved, but the answer was lost", "answer_lost"), ("tokens came too late", "late_tokens"),
                ("the tokens could not be handed over", "handover"),
                ("the refreshed tokens could not be handed over", "handover"),
                ("nobody took the tokens", "tokens_given_up"),
                ("a token could not be revoked", "revocation"), ("no codes could be had", "unreachable"),
            ]
            return known.first { reason.hasPrefix($0.0) }?.1 ?? "other"
        }
    }

    // MARK: The text

    /// - Parameter codeEnd: when the code on the screen is dead, in seconds since 1970; nil: there is none.
    public func text(_ standing: Standing, codeEnd: Double?) -> String {
        var text = ""
        func family(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            guard !samples.isEmpty else { return }
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
            for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
        }
        func counter(_ name: String, _ help: String, _ value: Int) { family(name, "counter", help, [("", "\(value)")]) }
        func counters(_ name: String, _ help: String, _ label: String, _ values: [String: Int]) {
            family(
                name, "counter", help,
                values.sorted { $0.key < $1.key }.map { (Self.labels([(label, $0.key)]), "\($0.value)") })
        }
        func time(_ name: String, _ help: String, _ value: Double?) {
            family(name, "gauge", help, value.map { [("", Self.seconds($0))] } ?? [])
        }
        family(
            "kiosk_info", "gauge", "The program and how its server talks.",
            [(Self.labels([("version", version), ("provider", provider)]), "1")])
        family(
            "kiosk_state", "gauge", "1 for the state that the screen is in.",
            Standing.names.map { (Self.labels([("state", $0)]), $0 == standing.name ? "1" : "0") })
        time("kiosk_start_time_seconds", "When it was started.", startedAt)
        counter("kiosk_starts_total", "Times it was started, over all its runs.", starts)
        time("kiosk_last_good_poll_timestamp_seconds", "When the server last answered a poll.", lastGoodPoll)
        time("kiosk_code_end_timestamp_seconds", "When the code on the screen is dead; absent without one.", codeEnd)
        counter("kiosk_codes_total", "Codes that were shown.", codes)
        counter("kiosk_approvals_total", "Sign-ins that were approved.", approvals)
        counter("kiosk_denials_total", "Sign-ins that were declined on the phone.", denials)
        counter("kiosk_expiries_total", "Codes that expired.", expiries)
        counter("kiosk_cancellations_total", "Sign-ins that were called off.", cancellations)
        counter("kiosk_sign_outs_total", "Times somebody was signed out.", signOuts)
        counter("kiosk_handovers_total", "Tokens that reached the program that wants them.", handovers)
        counter("kiosk_handover_failures_total", "Tokens that did not.", failedHandovers)
        counters("kiosk_answers_total", "What people said to being asked whether it was they.", "answer", answers)
        counter("kiosk_operator_wrong_pins_total", "Wrong PINs at the operator's menu.", wrongPINs)
        counters("kiosk_polls_total", "Polls by what came of them.", "answer", polls)
        counters("kiosk_errors_total", "What went wrong, by kind.", "kind", errors)
        counters("kiosk_reloads_total", "Times the configuration was read again.", "result", reloads)
        return text
    }

    private static func labels(_ pairs: [(String, String)]) -> String {
        "{" + pairs.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }

    /// To the millisecond, without an exponent.
    private static func seconds(_ value: Double) -> String {
        let milliseconds = Int64((value * 1000).rounded())
        let rest = "\(milliseconds % 1000)"
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
