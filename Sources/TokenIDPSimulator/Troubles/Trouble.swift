import Foundation
import Synchronization

/// A scenario that is on, and for whom: for one code, for codes that begin with some letters, for a client, for all.
public struct Trouble: Codable, Sendable, Equatable {
    public var scenario: String
    /// A `client_id`.
    public var client: String?
    /// The first letters of a user code, or all eight; a dash does not matter.
    public var code: String?

    enum CodingKeys: String, CodingKey, CaseIterable { case scenario, client, code }

    public init(scenario: String, client: String? = nil, code: String? = nil) {
        (self.scenario, self.client, self.code) = (scenario, client, code)
    }

    /// The letters as codes have them; nil when there is no such code.
    private var letters: String? {
        guard let code else { return nil }
        let letters = code.uppercased().filter { $0 != "-" && $0 != " " }
        let isCode = (1...UserCode.length).contains(letters.count) && letters.allSatisfy(UserCode.alphabet.contains)
        return isCode ? letters : nil
    }

    /// - Throws: `ConfigurationProblem` where it can hit nobody.
    func check(isClient: (String) -> Bool) throws(ConfigurationProblem) {
        if let code, letters == nil {
            throw ConfigurationProblem(
                "\(code) begins no code; codes are \(UserCode.length) letters of \(UserCode.alphabet)")
        }
        if let client, !isClient(client) { throw ConfigurationProblem("there is no client \(client)") }
        guard let scenario = Scenario.named(scenario) else {
            throw ConfigurationProblem("there is no scenario \(scenario); tokenidp-sim scenarios lists them")
        }
        if scenario.certificate != nil, client != nil || code != nil {
            throw ConfigurationProblem("\(scenario.name) is for all: a certificate is shown before anybody is known")
        }
        func acts(at places: [Scenario.Place]) -> Bool {
            scenario.clock != nil || places.contains { scenario.act(at: $0) != nil }
        }
        if code != nil, !acts(at: [.token, .userinfo]) { throw Self.reason(scenario, "a code") }
        if client != nil, !acts(at: [.deviceAuthorization, .token, .revoke, .userinfo]) {
            throw Self.reason(scenario, "a client")
        }
    }

    private static func reason(_ scenario: Scenario, _ whom: String) -> ConfigurationProblem {
        ConfigurationProblem("\(scenario.name) cannot be for \(whom): where it acts, nobody has named one yet")
    }

    func hits(client: String?, code: UserCode?) -> Bool {
        if let wanted = self.client, wanted != client { return false }
        guard self.code != nil else { return true }
        guard let letters, let code else { return false }
        return code.letters.hasPrefix(letters)
    }

    /// The narrower of two wins.
    var narrowness: Int { (letters?.count ?? 0) * 2 + (client == nil ? 0 : 1) }

    /// Letters that begin no code are nobody's, and not everybody's.
    func isForTheSame(as other: Trouble) -> Bool {
        client == other.client && letters == other.letters && (code == nil) == (other.code == nil)
    }
}

/// The troubles that are on now. They hold until they are called off or the server stops.
final class Troubles: Sendable {
    private struct State {
        var all: [Trouble]
        /// How often an act was done, by scenario, place and code or client.
        var done: [String: Int] = [:]
    }

    private let state: Mutex<State>

    init(_ first: [Trouble]) { state = Mutex(State(all: first)) }

    var all: [Trouble] { state.withLock { $0.all } }

    /// A new one replaces the one that was for the same code and client.
    func add(_ trouble: Trouble) {
        state.withLock { state in
            state.all.removeAll { $0.isForTheSame(as: trouble) }
            state.all.append(trouble)
            state.done.removeAll()
        }
    }

    /// - Returns: whether there was one.
    func callOff(_ trouble: Trouble) -> Bool {
        state.withLock { state in
            let before = state.all.count
            state.all.removeAll { $0.isForTheSame(as: trouble) }
            return state.all.count < before
        }
    }

    func callOffAll() { state.withLock { $0.all.removeAll() } }

    /// Whether any is for codes, so that a code has to be looked up before it is known which one is on.
    var asksForCodes: Bool { state.withLock { $0.all.contains { $0.code != nil } } }

    func scenario(client: String?, code: UserCode?) -> Scenario? {
        let hit = state.withLock { state in
            // Of two that are equally narrow the later one.
            state.all.enumerated().filter { $0.element.hits(client: client, code: code) }
                .max { ($0.element.narrowness, $0.offset) < ($1.element.narrowness, $1.offset) }?.element
        }
        return hit.flatMap { Scenario.named($0.scenario) }
    }

    /// Whether an act that is meant for the first few is still to be done; counts this time.
    func isStillDue(_ act: Scenario.Act, of scenario: Scenario, at place: Scenario.Place, for whom: String) -> Bool {
        guard let first = act.first else { return true }
        return state.withLock { state in
            if state.done.count > 100_000 { state.done.removeAll() }
            let key = "\(scenario.name) \(place.rawValue) \(whom)"
            state.done[key, default: 0] += 1
            return state.done[key, default: 0] <= first
        }
    }

    /// What is wrong with the certificate, for everybody.
    var certificate: Scenario.CertificateTrouble? { scenario(client: nil, code: nil)?.certificate }

    /// Seconds that the clock everybody sees is ahead.
    var clock: Int { scenario(client: nil, code: nil)?.clock ?? 0 }
}
