import DeviceFlow

/// The members of one object of a scenario file; every problem names its place.
struct ScenarioMembers {
    private let members: [String: JSONValue]
    /// "scenarios[2].steps[0]"; empty for the file itself.
    let path: String

    /// - Parameter known: every name that may stand in it.
    init(_ value: JSONValue, _ path: String, known: [String]) throws(Scenario.Problem) {
        guard case .object(let members) = value else { throw Scenario.Problem(path, "an object") }
        self.members = members
        self.path = path
        // A slip must not make a rule that holds whatever happens.
        if let odd = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw Scenario.Problem(place(odd), "one of \(known.joined(separator: ", "))")
        }
    }

    func place(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    subscript(_ name: String) -> JSONValue? { members[name] }

    func problem(_ name: String, _ expected: String) -> Scenario.Problem { Scenario.Problem(place(name), expected) }

    func string(_ name: String) throws(Scenario.Problem) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.string, !text.isEmpty else { throw problem(name, "a text that is not empty") }
        return text
    }

    func flag(_ name: String) throws(Scenario.Problem) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let flag = value.bool else { throw problem(name, "true or false") }
        return flag
    }

    func whole(_ name: String, _ range: ClosedRange<Int>) throws(Scenario.Problem) -> Int? {
        guard let value = members[name] else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw problem(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func seconds(
        _ name: String, _ range: ClosedRange<Double> = 0...86_400
    ) throws(Scenario.Problem) -> Duration? {
        guard let value = members[name] else { return nil }
        guard value.string == nil, let number = value.numeric, range.contains(number) else {
            throw problem(name, "seconds, a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
        return .milliseconds(Int64((number * 1000).rounded()))
    }

    func strings(_ name: String) throws(Scenario.Problem) -> [String] {
        guard let value = members[name] else { return [] }
        guard let strings = value.strings, !strings.isEmpty, !strings.contains("") else {
            throw problem(name, "a list of texts that are not empty")
        }
        return strings
    }

    func choice<Choice>(_ name: String) throws(Scenario.Problem) -> Choice?
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        guard let value = members[name] else { return nil }
        guard let choice = value.string.flatMap(Choice.init(rawValue:)) else {
            throw problem(name, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }
}
