/// The members of one object of a profile file, and the way to it, for words about mistakes.
struct ProfileMembers {
    let value: JSONValue
    /// With a dot at its end, unless this is the whole file.
    let path: String
    /// Profiles that are compiled in have been read by the tests: looking again would cost every start.
    private let isChecked: Bool

    /// - Throws: when there is a member that is not one of `known`: a misspelt field would be silently without effect.
    init(
        _ value: JSONValue, path: String = "", known: @autoclosure () -> [String]?, isChecked: Bool = true
    ) throws(Provider.Problem) {
        self.value = value
        self.path = path
        self.isChecked = isChecked
        guard isChecked, let known = known(),
            let unknown = names.first(where: { !known.contains($0) && $0 != "$schema" })
        else { return }
        throw Provider.Problem(
            member: path + unknown, expected: "no such field; known here: " + known.joined(separator: ", "))
    }

    var names: [String] { if case .object(let members) = value { members.keys.sorted() } else { [] } }

    func string(_ name: String) throws(Provider.Problem) -> String? {
        guard let found = value[name] else { return nil }
        guard let text = found.string else { throw Provider.Problem(member: path + name, expected: "a text") }
        return text
    }

    func template(_ name: String) throws(Provider.Problem) -> Template? { try string(name).map(Template.init) }

    func flag(_ name: String) throws(Provider.Problem) -> Bool? {
        guard let found = value[name] else { return nil }
        guard let flag = found.bool else { throw Provider.Problem(member: path + name, expected: "true or false") }
        return flag
    }

    func integer(_ name: String) throws(Provider.Problem) -> Int? {
        guard let found = value[name] else { return nil }
        guard let whole = found.integer else { throw Provider.Problem(member: path + name, expected: "a whole number") }
        return whole
    }

    func strings(_ name: String) throws(Provider.Problem) -> [String] {
        guard let found = value[name] else { return [] }
        guard let texts = found.strings else {
            throw Provider.Problem(member: path + name, expected: "a list of texts")
        }
        return texts
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(Provider.Problem) -> Choice? {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Provider.Problem(member: path + name, expected: "one of \(words), not \"\(text)\"")
        }
        return choice
    }

    /// - Parameter known: the fields that may stand in it; nil: any.
    func member(
        _ name: String, known: @autoclosure () -> [String]?
    ) throws(Provider.Problem) -> ProfileMembers? {
        guard let found = value[name] else { return nil }
        guard case .object = found else { throw Provider.Problem(member: path + name, expected: "an object") }
        return try ProfileMembers(found, path: path + name + ".", known: known(), isChecked: isChecked)
    }

    func list(_ name: String, known: @autoclosure () -> [String]) throws(Provider.Problem) -> [ProfileMembers] {
        guard let found = value[name] else { return [] }
        guard case .array(let elements) = found else {
            throw Provider.Problem(member: path + name, expected: "a list of objects")
        }
        var list: [ProfileMembers] = []
        for (index, element) in elements.enumerated() {
            guard case .object = element else {
                throw Provider.Problem(member: "\(path)\(name)[\(index)]", expected: "an object")
            }
            list.append(
                try ProfileMembers(
                    element, path: isChecked ? "\(path)\(name)[\(index)]." : "", known: known(), isChecked: isChecked))
        }
        return list
    }

    /// An object whose members are all texts.
    func texts(_ name: String) throws(Provider.Problem) -> [String: String] {
        guard let members = try member(name, known: nil) else { return [:] }
        var texts: [String: String] = [:]
        for name in members.names { texts[name] = try members.string(name) }
        return texts
    }
}
