import DeviceFlow
import FlowTrace
import KioskScreen

extension Scenario {
    /// What is wrong with a file, and where.
    public struct Problem: Error, Equatable {
        public let member: String
        public let expected: String

        init(_ member: String, _ expected: String) {
            self.member = member.isEmpty ? "the file" : member
            self.expected = expected
        }
    }

    /// Every name that may stand in a file, by the object it stands in; Assets/guides/qa.md explains each.
    public static let fields = (
        scenario: ["name", "title", "mode", "real", "settings", "steps", "expect", "known"],
        settings: [
            "interval", "lifetime", "scope", "margin", "give_up_after", "greet", "always_on", "auto_renew",
            "keep_signed_in", "takes_tokens", "patience", "lasts",
        ],
        step: [
            "at", "after", "after_code", "before_expiry", "after_polls", "before", "number", "do", "name", "seconds",
            "kind", "refused",
        ],
        expect: ["exit", "ending", "screens", "events", "says", "greeted", "polls", "revoked"]
    )

    /// - Parameter json: one scenario, or a list of them.
    public static func read(_ json: [UInt8]) throws(Problem) -> [Scenario] {
        guard let file = JSONValue(parsing: json) else { throw Problem("", "JSON, as in Assets/qa") }
        guard case .array(let list) = file else { return [try Scenario(file, "")] }
        guard !list.isEmpty else { throw Problem("", "a list with a scenario in it") }
        var scenarios: [Scenario] = []
        for (index, value) in list.enumerated() {
            let scenario = try Scenario(value, "[\(index)]")
            guard !scenarios.contains(where: { $0.name == scenario.name }) else {
                throw Problem("[\(index)].name", "a name that no other has, and \(scenario.name) stands above")
            }
            scenarios.append(scenario)
        }
        return scenarios
    }

    /// Those that are compiled in, as their files are named and as they stand in them. (Assets/qa)
    public static let builtIn: [Scenario] = EmbeddedQa.names.flatMap { name -> [Scenario] in
        do throws(Problem) {
            return try read(EmbeddedQa.bytes(name) ?? [])
        } catch {
            preconditionFailure("Assets/qa/\(name): \(error.member): expected \(error.expected)")
        }
    }

    private init(_ value: JSONValue, _ path: String) throws(Problem) {
        let file = try ScenarioMembers(value, path, known: Self.fields.scenario)
        guard let name = try file.string("name"), name.utf8.allSatisfy(Self.mayStandInName) else {
            throw file.problem("name", "a name of lower-case letters, digits and dashes")
        }
        guard let title = try file.string("title") else { throw file.problem("title", "what happens, for people") }
        self.init(name: name, title: plain(title, limit: 200))
        switch try file.string("mode") {
        case "login", nil: mode = .login
        case "run": mode = .run
        case _?: throw file.problem("mode", "login or run")
        }
        isReal = try file.flag("real") ?? false
        known = try file.string("known").map { plain($0, limit: 300) }
        if let settings = file["settings"] {
            self.settings = try Settings(
                try ScenarioMembers(settings, file.place("settings"), known: Self.fields.settings))
        }
        if let list = file["steps"] {
            guard case .array(let values) = list else { throw file.problem("steps", "a list of steps") }
            for (index, value) in values.enumerated() {
                let place = file.place("steps[\(index)]")
                let step = try Step(try ScenarioMembers(value, place, known: Self.fields.step))
                if isReal, step.deed.needsVirtualTime {
                    throw Problem(place + ".do", "what can be done in real time, or no \"real\"")
                }
                steps.append(step)
            }
        }
        guard let expect = file["expect"] else { throw file.problem("expect", "what it must come to") }
        expected = try Expectation(try ScenarioMembers(expect, file.place("expect"), known: Self.fields.expect))
        guard !expected.isEmpty else { throw file.problem("expect", "at least an exit code or an ending") }
    }

    private static func mayStandInName(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}

extension Scenario.Settings {
    fileprivate init(_ file: ScenarioMembers) throws(Scenario.Problem) {
        interval = try file.whole("interval", 1...3600) ?? interval
        lifetime = try file.whole("lifetime", 1...86_400) ?? lifetime
        guard interval <= lifetime else { throw file.problem("interval", "not more than the lifetime") }
        scope = try file.string("scope") ?? scope
        let known = ["openid", "profile", "offline_access"]
        guard scope.split(separator: " ").allSatisfy({ known.contains(String($0)) }) else {
            throw file.problem("scope", "some of \(known.joined(separator: ", "))")
        }
        margin = try file.seconds("margin", 0...3600) ?? margin
        giveUpAfter = try file.seconds("give_up_after") ?? giveUpAfter
        greeting = try file.seconds("greet")
        alwaysOn = try file.flag("always_on") ?? alwaysOn
        autoRenew = try file.whole("auto_renew", 0...1000) ?? autoRenew
        keepsSignedIn = try file.flag("keep_signed_in") ?? keepsSignedIn
        takesTokens = try file.flag("takes_tokens") ?? takesTokens
        patience = try file.seconds("patience", 0...60) ?? patience
        lasts = try file.seconds("lasts")
    }
}

extension Scenario.Step {
    fileprivate init(_ file: ScenarioMembers) throws(Scenario.Problem) {
        trigger = try Self.trigger(file)
        deed = try Self.deed(file)
        isRefused = try file.flag("refused") ?? false
        if case .before = trigger, deed.isDoneAtDevice {
            throw file.problem("do", "something that is done at the server or to the network, beside \"before\"")
        }
    }

    private static func trigger(_ file: ScenarioMembers) throws(Scenario.Problem) -> Scenario.Trigger {
        var found: [Scenario.Trigger] = []
        if let time = try file.seconds("at") { found.append(.at(time)) }
        if let time = try file.seconds("after") { found.append(.after(time)) }
        if let time = try file.seconds("after_code") { found.append(.afterCode(time)) }
        if let time = try file.seconds("before_expiry") { found.append(.beforeExpiry(time)) }
        if let count = try file.whole("after_polls", 1...10_000) { found.append(.afterPolls(count)) }
        let number = try file.whole("number", 1...10_000)
        if let purpose: Exchange.Purpose = try file.choice("before") {
            found.append(.before(purpose, number: number ?? 1))
        } else if number != nil {
            throw file.problem("number", "only beside \"before\"")
        }
        guard found.count == 1, let trigger = found.first else {
            throw file.problem("at", "one of at, after, after_code, before_expiry, after_polls, before")
        }
        return trigger
    }

    private enum Word: String, CaseIterable {
        case approve, deny, expire, trouble, outage, key, stop, suspend
        case troubleOff = "trouble off"
        case outageOff = "outage off"
        case deviceClock = "device clock"
        case serverClock = "server clock"
    }

    private static func deed(_ file: ScenarioMembers) throws(Scenario.Problem) -> Scenario.Deed {
        guard let word: Word = try file.choice("do") else {
            throw file.problem("do", "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let name = try file.string("name")
        func time(_ range: ClosedRange<Double>) throws(Scenario.Problem) -> Duration {
            guard let time = try file.seconds("seconds", range) else { throw file.problem("seconds", "how many") }
            return time
        }
        switch word {
        case .approve: return .approve
        case .deny: return .deny
        case .expire: return .expire
        case .trouble:
            guard let name else { throw file.problem("name", "one that tokenidp-sim scenarios lists") }
            return .trouble(name)
        case .troubleOff: return .trouble(nil)
        case .outage: return .outage(try file.choice("kind") ?? .dropped)
        case .outageOff: return .outage(nil)
        case .key:
            guard let key = name.flatMap(Key.init(named:)) else {
                throw file.problem("name", "a letter, enter, backspace, escape, tab, up, down, left or right")
            }
            return .key(key)
        case .stop: return .stop
        case .suspend: return .suspend(try time(0...604_800))
        case .deviceClock: return .deviceClock(try time(-31_536_000...31_536_000))
        case .serverClock: return .serverClock(try time(0...31_536_000))
        }
    }
}

extension Scenario.Deed {
    /// The kiosk cannot hear anything in the middle of a turn.
    fileprivate var isDoneAtDevice: Bool {
        switch self {
        case .key, .stop, .suspend: true
        case .approve, .deny, .expire, .trouble, .outage, .deviceClock, .serverClock: false
        }
    }

    fileprivate var needsVirtualTime: Bool {
        switch self {
        case .suspend, .serverClock: true
        case .approve, .deny, .expire, .trouble, .outage, .key, .stop, .deviceClock: false
        }
    }
}

extension Scenario.Expectation {
    fileprivate init(_ file: ScenarioMembers) throws(Scenario.Problem) {
        exit = try file.whole("exit", 0...255)
        ending = try file.string("ending")
        if let ending, !ScenarioRules.endings.contains(ending) {
            throw file.problem("ending", "one of \(ScenarioRules.endings.joined(separator: ", "))")
        }
        screens = try file.strings("screens")
        let names = Scene.Content.names
        if let odd = screens.first(where: { !names.contains($0) }) {
            throw file.problem("screens", "names among \(names.joined(separator: ", ")), and \(odd) is none")
        }
        says = try file.strings("says")
        polls = try file.whole("polls", 0...10_000)
        isRevoked = try file.flag("revoked")
        if let greeted = file["greeted"] {
            self.greeted = greeted == .null ? .namelessly : try file.string("greeted").map { .byName($0) }
        }
        guard let list = file["events"] else { return }
        guard case .array(let values) = list, !values.isEmpty else { throw file.problem("events", "a list of events") }
        for (index, value) in values.enumerated() {
            guard case .object(var members) = value, let name = members.removeValue(forKey: "event")?.string else {
                throw file.problem("events[\(index)]", "an object with \"event\" and some of its members")
            }
            events.append(LogEvent(name, members))
        }
    }
}

extension Key {
    /// By the name that the event log writes.
    init?(named name: String) {
        switch name {
        case "enter": self = .enter
        case "backspace": self = .backspace
        case "escape": self = .escape
        case "tab": self = .tab
        case "up": self = .up
        case "down": self = .down
        case "left": self = .left
        case "right": self = .right
        default:
            guard name.count == 1, let letter = name.first else { return nil }
            self = .character(letter)
        }
    }
}
