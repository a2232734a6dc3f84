import Foundation

/// The parameters of one request, read once at the edge. A form and TokenIDP's JSON end up the same: RFC names, no
/// empty values, none twice. Names nobody asks for are simply never read (RFC 6749, 3.2: ignore unrecognised ones).
struct RequestParameters: Sendable {
    /// As its shape tells: a form is the RFC's, JSON the guide's.
    let dialect: Dialect
    private let values: [String: String]

    subscript(_ name: String) -> String? { values[name] }

    init(form: String) throws(OAuthError) {
        var values: [String: String] = [:]
        for pair in form.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]), let value = Self.decoded(halves.count > 1 ? halves[1] : "") else {
                throw OAuthError(.invalidRequest, "The form is not percent-encoded UTF-8.")
            }
            try Self.add(value, as: name, to: &values)
        }
        (dialect, self.values) = (.rfc, values)
    }

    init(json: Data) throws(OAuthError) {
        guard let members = try? JSONDecoder().decode([String: Member].self, from: json) else {
            throw OAuthError(.invalidRequest, "The body is not a JSON object.")
        }
        var values: [String: String] = [:]
        for (name, member) in members {
            switch member {
            case .text(let text): try Self.add(text, as: name, to: &values)
            case .null: continue
            case .other:
                guard Self.known.contains(Self.rfcName(of: name)) else { continue }
                throw OAuthError(.invalidRequest, "\(Self.rfcName(of: name)) has to be a string.")
            }
        }
        (dialect, self.values) = (.guide, values)
    }

    private enum Member: Decodable {
        case text(String), null, other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }

    /// RFC 8707 lets this one be repeated, and nothing here reads it.
    private static let repeatable: Set<String> = ["resource"]

    private static let known: Set<String> = [
        "client_id", "client_secret", "grant_type", "device_code", "scope", "device_metadata", "refresh_token", "token",
        "token_type_hint", "code_challenge", "code_challenge_method", "code_verifier",
    ]

    private static func add(
        _ value: String, as spelling: String, to values: inout [String: String]
    ) throws(OAuthError) {
        let name = rfcName(of: spelling)
        // RFC 6749, 3.2: a parameter without a value counts as omitted, and none may come twice.
        guard !value.isEmpty, !repeatable.contains(name) else { return }
        guard values.updateValue(value, forKey: name) == nil else {
            let shown = known.contains(name) ? name : "A parameter"
            throw OAuthError(.invalidRequest, "\(shown) is given twice.")
        }
    }

    /// TokenIDP accepts `grantType` beside `grant_type`.
    private static func rfcName(of spelling: String) -> String {
        if known.contains(spelling) { return spelling }
        let snake = spelling.reduce(into: "") { result, character in
            if character.isUppercase, !result.isEmpty, result.last != "_" { result.append("_") }
            result.append(contentsOf: character.lowercased())
        }
        return known.contains(snake) ? snake : spelling
    }

    /// RFC 6749, appendix B: `+` is a space, `%XX` a byte of UTF-8.
    static func decoded(_ text: Substring) -> String? {
        // Most values are plain, and a poll is mostly reading them.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "%") }) else {
            return String(text)
        }
        let blank = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(decoding: blank, as: UTF8.self).removingPercentEncoding
    }
}
