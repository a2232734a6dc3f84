import Foundation
import TerminalTesting

/// Certificates made by Tests/Fixtures/certificates.sh, once for all test runs.
enum Certificates {
    private static let folder = repositoryFolder + "/.build-fixtures/certificates"

    /// The authority of the server certificates below.
    static var authority: String { folder + "/ca.pem" }
    /// An authority that has signed none of them.
    static var stranger: String { folder + "/stranger.pem" }

    /// What a client can show, and its key.
    static var client: String { folder + "/client.pem" }
    static var clientKey: String { folder + "/client.key" }

    /// What a scripted server can show.
    enum Server: String, CaseIterable {
        case good, expired
        case wrongHost = "wrong-host"

        var certificate: String { folder + "/\(rawValue).pem" }
        var key: String { folder + "/\(rawValue).key" }
    }

    static func prepare() async throws {
        let result = try await run([fixture("certificates.sh"), folder])
        guard result.end == .exit(0) else { throw TestingFailure("certificates.sh: \(result.errors)") }
    }
}
