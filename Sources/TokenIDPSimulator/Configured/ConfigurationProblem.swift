import Foundation

/// What is wrong with a configuration file, where, and what to do about it.
public struct ConfigurationProblem: Error, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            description = "\(Self.place(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            description = "\(Self.place(context.codingPath)) should be \(Self.words(type))"
        case .dataCorrupted(let context):
            description = "\(Self.place(context.codingPath)) is not one of the values it may have"
        @unknown default:
            description = "it cannot be read"
        }
    }

    /// As in `applications[0].client_id`.
    private static func place(_ path: [any CodingKey]) -> String {
        path.reduce("") { place, key in
            if let index = key.intValue { return "\(place)[\(index)]" }
            return place.isEmpty ? key.stringValue : "\(place).\(key.stringValue)"
        }
    }

    private static func words(_ type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Int.Type: "a whole number"
        case is any Collection.Type: "a list or an object, as in tokenidp-sim config"
        default: "as in tokenidp-sim config"
        }
    }
}
