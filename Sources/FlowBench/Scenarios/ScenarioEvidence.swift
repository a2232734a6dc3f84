import DeviceFlow
import FlowTrace
import KioskScreen

/// What was seen of one run.
struct ScenarioEvidence {
    var hasBegun = false
    /// What went wrong beside every rule and expectation.
    var problems: [String] = []
    var events: [LogEvent] = []
    /// Names of screens, as they changed.
    var screens: [String] = []
    /// What stood there, in English, as for a screen reader.
    var lines: [String] = []
    /// nil: nobody; a nil inside: without a name.
    var greeted: String??
    var sent: [Exchange.Purpose: Int] = [:]
    var pollsAnswered = 0
    /// Tokens that the server has confirmed to have taken back.
    var takenBack = 0
    var exit: Int?
    var lasted = Duration.zero
    var timeline: [Entry] = []

    struct Entry: Equatable, Sendable {
        /// Since the beginning.
        var at: Duration
        var text: String
    }

    /// The last event that has ended a sign-in.
    var ending: String? { events.last { ScenarioRules.endings.contains($0.name) }?.name }
}

extension Scenario.Expectation {
    /// - Returns: what was expected and did not come, each in a sentence.
    func unmet(by evidence: ScenarioEvidence) -> [String] {
        var unmet: [String] = []
        func expect<Value: Equatable>(_ what: String, _ wanted: Value?, _ was: Value?) {
            guard let wanted, wanted != was else { return }
            unmet.append("\(what): expected \(wanted), was \(was.map { "\($0)" } ?? "none")")
        }
        expect("exit code", exit, evidence.exit)
        expect("ending", ending, evidence.ending)
        expect("polls", polls, evidence.sent[.token] ?? 0)
        if let missing = Self.firstMissing(screens, in: evidence.screens, by: ==) {
            unmet.append("screens: expected \(screens[missing]), were \(evidence.screens.joined(separator: ", "))")
        }
        if let missing = Self.firstMissing(events, in: evidence.events, by: { $0.matches($1) }) {
            let wanted = events[missing]
            let near = evidence.events.filter { $0.name == wanted.name }.map(\.line)
            let were = near.isEmpty ? "there was no \(wanted.name)" : "there was \(near.joined(separator: ", "))"
            unmet.append("events: expected \(wanted.line)\(missing > 0 ? " then" : ""), \(were)")
        }
        for words in says where !evidence.lines.contains(where: { $0.contains(words) }) {
            unmet.append("says: expected \"\(words)\", was \"\(evidence.lines.joined(separator: " / "))\"")
        }
        switch (greeted, evidence.greeted) {
        case (nil, _): break
        case (.byName(let wanted), .some(let name)) where name == wanted: break
        case (.namelessly, .some(nil)): break
        case (.byName, _), (.namelessly, _):
            unmet.append("greeted: was \(evidence.greeted.map { $0 ?? "without a name" } ?? "nobody")")
        }
        if isRevoked == true, evidence.takenBack == 0 {
            unmet.append("revoked: the server has taken no token back")
        }
        if isRevoked == false, let count = evidence.sent[.revocation] {
            unmet.append("revoked: \(count) tokens were to be taken back")
        }
        return unmet
    }

    /// The first that is not there after those before it.
    private static func firstMissing<Element>(
        _ wanted: [Element], in all: [Element], by isSame: (Element, Element) -> Bool
    ) -> Int? {
        var rest = all[...]
        for (index, element) in wanted.enumerated() {
            guard let found = rest.firstIndex(where: { isSame($0, element) }) else { return index }
            rest = rest[rest.index(after: found)...]
        }
        return nil
    }
}

extension Scenario.Deed {
    var inWords: String {
        switch self {
        case .approve: "approve"
        case .deny: "deny"
        case .expire: "expire"
        case .trouble(let name): name.map { "trouble \($0)" } ?? "trouble off"
        case .outage(let kind): kind.map { "outage \($0.rawValue)" } ?? "outage off"
        case .key(let key): "key \(key.name)"
        case .stop: "stop"
        case .suspend(let time): "suspend for \(time.inWords)"
        case .deviceClock(let time): "device clock by \(time.inWords)"
        case .serverClock(let time): "server clock by \(time.inWords)"
        }
    }
}

extension ScenarioRun.ServerDeed {
    var inWords: String {
        switch self {
        case .approve: "approve"
        case .deny: "deny"
        case .expire: "expire"
        case .trouble(let name): name.map { "trouble \($0)" } ?? "trouble off"
        case .advance(let time): "server clock by \(time.inWords)"
        }
    }
}
