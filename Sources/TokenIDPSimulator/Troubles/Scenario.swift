import Foundation

/// A trouble that a server can give a device, under a name: one file of Assets/scenarios (its guide:
/// Assets/guides/simulator.md). What it leaves out goes as always.
public struct Scenario: Decodable, Sendable {
    /// What is done at one endpoint.
    struct Act: Decodable, Sendable {
        /// Only so many requests of a code are hit (of a client where there is no code yet), then all is well again.
        var first: Int?
        /// Only such answers are hit; they are made first, with all that follows from them.
        var only: AnswerKind?
        /// Sent instead of what would have been done, which is not done.
        var answer: CannedAnswer?
        /// What the code counts as, whatever was decided.
        var outcome: Outcome?
        /// Seconds a code lives.
        var lifetime: Int?
        var idToken: IDTokenTrouble?
        /// Members of the answer that are replaced or added; null takes one away.
        var members: [String: JSONValue]?
        /// Members whose numbers are sent as text.
        var asText: [String]?
        /// Put before every string of the answer, at any depth.
        var stringPrefix: String?
        /// KiB of a member nobody knows, added to the answer.
        var padding: Int?
        var delivery: Delivery?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case first, only, answer, outcome, lifetime, members, padding, delivery
            case idToken = "id_token"
            case asText = "as_text"
            case stringPrefix = "string_prefix"
        }
    }

    enum AnswerKind: String, Decodable, Sendable { case tokens, errors }

    enum Outcome: String, Decodable, Sendable {
        case pending, denied, expired
        case slowDown = "slow_down"
    }

    struct CannedAnswer: Decodable, Sendable {
        var status: Int
        var headers: [String: String]?
        var body: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case status, headers, body }
    }

    struct IDTokenTrouble: Decodable, Sendable {
        var absent: Bool?
        /// The last letter of the signature is another one.
        var badSignature: Bool?
        /// Claims that are replaced; null takes one away.
        var claims: [String: JSONValue]?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case absent, claims
            case badSignature = "bad_signature"
        }
    }

    /// How an answer travels. Seconds are real ones, also where the server's clock is not.
    struct Delivery: Decodable, Sendable {
        /// The connection is reset after so many bytes of the body.
        var resetAfter: Int?
        /// Seconds of silence before the answer, which is never sent if the device has hung up by then.
        var hang: Double?
        /// Bytes at a time, and seconds between them.
        var drip: Drip?

        struct Drip: Decodable, Sendable {
            var bytes: Int
            var every: Double

            enum CodingKeys: String, CodingKey, CaseIterable { case bytes, every }
        }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case hang, drip
            case resetAfter = "reset_after"
        }
    }

    enum CertificateTrouble: String, Decodable, Sendable, CaseIterable {
        case expired
        case notYetValid = "not_yet_valid"
        case otherName = "other_name"
        case unknownAuthority = "unknown_authority"
    }

    /// Where an act can be done.
    enum Place: String, CaseIterable, Sendable {
        case deviceAuthorization = "device_authorization"
        case token, revoke, userinfo, jwks, discovery
    }

    public private(set) var name = ""
    /// What the server does, in a sentence.
    public let title: String
    /// What a good device shows and does.
    public let expect: String
    /// Seconds the server's clock is ahead of the true time; negative is behind.
    let clock: Int?
    let certificate: CertificateTrouble?
    private let acts: [Place: Act]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case title, expect, clock, certificate, token, revoke, userinfo, jwks, discovery
        case deviceAuthorization = "device_authorization"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        title = try container.decode(String.self, forKey: .title)
        expect = try container.decode(String.self, forKey: .expect)
        clock = try container.decodeIfPresent(Int.self, forKey: .clock)
        certificate = try container.decodeIfPresent(CertificateTrouble.self, forKey: .certificate)
        var acts: [Place: Act] = [:]
        for place in Place.allCases {
            guard let key = CodingKeys(stringValue: place.rawValue) else { continue }
            acts[place] = try container.decodeIfPresent(Act.self, forKey: key)
        }
        self.acts = acts
    }

    func act(at place: Place) -> Act? { acts[place] }

    /// Everything that is compiled in, by name.
    public static let all: [Scenario] = EmbeddedScenarios.names.compactMap { file in
        guard let bytes = EmbeddedScenarios.bytes(file), var scenario = try? read(Data(bytes)) else { return nil }
        scenario.name = String(file.prefix { $0 != "." })
        return scenario
    }.sorted { $0.name < $1.name }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    public static func named(_ name: String) -> Scenario? { byName[name] }

    /// - Throws: where it is none, or has a name that nobody knows.
    static func read(_ json: Data) throws -> Scenario {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        if let unknown = shape.unknown(in: try decoder.decode(JSONValue.self, from: json)) {
            throw ConfigurationProblem(unknown)
        }
        return try decoder.decode(Scenario.self, from: json)
    }

    private static let shape: Shape = {
        let act = Shape.keys(
            Act.CodingKeys.self,
            [
                .answer: .keys(CannedAnswer.CodingKeys.self), .idToken: .keys(IDTokenTrouble.CodingKeys.self),
                .delivery: .keys(Delivery.CodingKeys.self, [.drip: .keys(Delivery.Drip.CodingKeys.self)]),
            ])
        let acts = Place.allCases.compactMap { CodingKeys(stringValue: $0.rawValue) }
        return .keys(CodingKeys.self, Dictionary(acts.map { ($0, act) }) { first, _ in first })
    }()
}
