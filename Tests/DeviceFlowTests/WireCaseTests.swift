import FoundationEssentials
import Testing

@testable import DeviceFlow

/// Replies as servers are known to send them, read by the profile that meets them.
@Suite struct WireCaseTests {
    /// One line of `Tests/Fixtures/wire-cases.jsonl`.
    struct WireCase: Decodable, CustomTestStringConvertible {
        var profile: String
        var provider: String
        var endpoint: String
        var status: Int
        var type: String?
        var headers: [String: String]?
        var body: String?
        /// codes, tokens, pending, slow_down, denied, expired, transient, or error:CODE
        var meaning: String
        var source: String

        var testDescription: String { "\(provider) \(endpoint) \(status): \(meaning)" }

        var reply: HTTPReply {
            var fields = [String: String]((headers ?? [:]).map { ($0.lowercased(), $1) }) { $1 }
            fields["content-type"] = type
            return HTTPReply(status: status, headers: fields, body: Array((body ?? "").utf8), receivedAt: 1_787_000_000)
        }
    }

    static let all: [WireCase] = {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        guard let data = try? Data(contentsOf: URL(filePath: "/\(folder)/Fixtures/wire-cases.jsonl")) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(WireCase.self, from: $0)
        }
    }()

    @Test("the fixture is there, for both profiles")
    func fixture() {
        #expect(Self.all.count { $0.profile == "tokenidp" } >= 18)
        #expect(Self.all.count { $0.profile == "rfc8628" } >= 60)
    }

    @Test("each reply is read as what it means", arguments: all)
    func meaning(_ wire: WireCase) throws {
        let provider = try #require(Provider.named(wire.profile))
        let client = Client(provider: provider, clientID: "demo", userAgent: "kiosk/test")
        let outcome = HTTPOutcome.replied(wire.reply)
        let read =
            wire.endpoint == "codes"
            ? client.codesAnswer(outcome).inWords
            : client.tokenAnswer(outcome, Endpoints(deviceAuthorization: "", token: "")).inWords
        #expect(read == wire.meaning)
    }
}

extension CodesAnswer {
    fileprivate var inWords: String {
        switch self {
        case .codes: "codes"
        case .refused(let error): "error:\(error.code)"
        case .trouble: "transient"
        case .nonsense(let reason): "nonsense:\(reason)"
        }
    }
}

extension TokenAnswer {
    fileprivate var inWords: String {
        switch self {
        case .tokens, .untrusted: "tokens"
        case .proofNonce: "error:use_dpop_nonce"
        case .pending: "pending"
        case .slowDown: "slow_down"
        case .denied: "denied"
        case .expired: "expired"
        case .refused(let error): "error:\(error.code)"
        case .trouble: "transient"
        }
    }
}
