/// Any value of JSON, as a scenario's file may hold it.
enum JSONValue: Codable, Sendable, Equatable {
    case null, bool(Bool), number(Double), text(String), list([JSONValue]), object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        // Whole numbers without a point, as servers write them.
        case .number(let number):
            if let whole = Int(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }

    /// This object with members replaced, added or (by null) taken away.
    func replacing(_ changes: [String: JSONValue]) -> JSONValue {
        guard case .object(var members) = self else { return self }
        for (name, value) in changes { members[name] = value == .null ? nil : value }
        return .object(members)
    }

    /// This object with the numbers of some members as text.
    func writingNumbersAsText(_ names: [String]) -> JSONValue {
        guard case .object(var members) = self else { return self }
        for name in names {
            if case .number(let number) = members[name] {
                members[name] = .text(Int(exactly: number).map(String.init) ?? String(number))
            }
        }
        return .object(members)
    }

    /// Where the first number stands that is no whole one or beyond all bounds, as in `applications[0].interval`.
    func firstFraction(at place: String = "") -> String? {
        switch self {
        case .number(let number): return Int(exactly: number) == nil && place != "polling.tolerance" ? place : nil
        case .list(let list):
            return list.enumerated().lazy.compactMap { $0.element.firstFraction(at: "\(place)[\($0.offset)]") }.first
        case .object(let object):
            return object.sorted { $0.key < $1.key }.lazy
                .compactMap { $0.value.firstFraction(at: place.isEmpty ? $0.key : "\(place).\($0.key)") }.first
        case .null, .bool, .text: return nil
        }
    }

    /// The same with a text before every string in it, but not before its members' names.
    func prefixingStrings(with prefix: String) -> JSONValue {
        switch self {
        case .text(let text): .text(prefix + text)
        case .list(let list): .list(list.map { $0.prefixingStrings(with: prefix) })
        case .object(let object): .object(object.mapValues { $0.prefixingStrings(with: prefix) })
        case .null, .bool, .number: self
        }
    }
}
