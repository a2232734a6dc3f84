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

    @Test("the fixture is there, for every profile that a reply is known of")
    func fixture() {
        #expect(Self.all.count >= 144)
        #expect(Set(Self.all.map(\.profile)).isSubset(of: Provider.names))
    }

    @Test("each reply is read as what it means, by its provider's profile", arguments: all)
    func meaning(_ wire: WireCase) throws {
        #expect(try wire.read(by: wire.profile) == wire.meaning)
    }

    /// What only a profile can know: names, numbers and texts of one server's own.
    static let beyondGuessing = [
        "tokenidp", "trakt", "facebook", "twitch", "salesforce", "github-enterprise", "discord",
    ]

    @Test("without a profile nothing is ever taken for a yes or a no that it is not, and nearly all is read right")
    func generic() throws {
        var right = 0
        for wire in Self.all {
            let read = try wire.read(by: "rfc8628")
            right += read == wire.meaning ? 1 : 0
            if read == "tokens" || read == "denied" || read == "expired" || read == "codes" {
                #expect(read == wire.meaning, "\(wire.testDescription)")
            }
            if !Self.beyondGuessing.contains(wire.profile) {
                #expect(read == wire.meaning, "\(wire.testDescription)")
            }
        }
        print("read right without a profile: \(right) of \(Self.all.count)")
    }
}

extension WireCaseTests.WireCase {
    fileprivate func read(by profile: String) throws -> String {
        let provider = try #require(Provider.named(profile))
        var client = Client(provider: provider, clientID: "demo", userAgent: "kiosk/test")
        client.usesProof = reply.headers["dpop-nonce"] != nil
        let outcome = HTTPOutcome.replied(reply)
        return endpoint == "codes"
            ? client.codesAnswer(outcome).inWords
            : client.tokenAnswer(outcome, Endpoints(deviceAuthorization: "", token: "")).inWords
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
