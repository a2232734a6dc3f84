import Foundation
import Glibc
import Synchronization

/// What happened, for the operator: one JSON object a line, written at once. It holds user codes, which are worth
/// something while they live, so only its owner may read it; device codes, tokens and passwords are never in it.
final class AuditLog: Sendable {
    static let file = "audit.jsonl"
    /// Bytes after which a new file is begun; the one before is kept as `audit.jsonl.1`.
    static let largest = 32 << 20

    struct Entry: Encodable, Sendable {
        enum Event: String, Encodable, Sendable {
            case started, stopped
            case codesIssued = "codes_issued"
            case poll
            case codeEntered = "code_entered"
            case codeRefused = "code_refused"
            case signedIn = "signed_in"
            case signInFailed = "sign_in_failed"
            case approved, denied, expired
            case tokensIssued = "tokens_issued"
            case codeReused = "code_reused"
            case refreshed
            case refreshTokenReused = "refresh_token_reused"
            case revoked
            case clientRefused = "client_refused"
            case rateLimited = "rate_limited"
            case scenario, clock
            /// A scenario changed an answer, or replaced it.
            case troubled
            case keyRotated = "key_rotated"
        }

        let event: Event
        var tenant: String?
        var clientID: String?
        var userCode: String?
        var username: String?
        /// Where the request came from.
        var address: String?
        /// Why, in words.
        var reason: String?
        /// What a poll was told.
        var answer: String?
        /// How many polls there were, this one counted.
        var polls: Int?
        /// Seconds since the poll before.
        var gap: Double?
        /// Seconds the device has to leave from now on.
        var interval: Int?
        var scope: String?

        init(_ event: Event) { self.event = event }

        init(_ event: Event, _ grant: DeviceGrant) {
            self.event = event
            (tenant, clientID, userCode) = (grant.tenant, grant.clientID, grant.userCode.shown)
        }

        enum CodingKeys: String, CodingKey {
            case event, tenant, username, address, reason, answer, polls, gap, interval, scope
            case clientID = "client_id"
            case userCode = "user_code"
        }
    }

    private struct Line: Encodable {
        let time: String
        let entry: Entry

        enum CodingKeys: CodingKey { case time }

        func encode(to encoder: any Encoder) throws {
            try entry.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(time, forKey: .time)
        }
    }

    private struct File {
        var descriptor: Int32
        var size: Int
    }

    private let path: String
    private let file: Mutex<File>
    private let now: @Sendable () -> Date

    init(in folder: StateFolder, now: @escaping @Sendable () -> Date) throws {
        path = folder.path(of: Self.file)
        self.now = now
        file = Mutex(try Self.open(path))
    }

    deinit { file.withLock { _ = close($0.descriptor) } }

    func record(_ entry: Entry) {
        guard var line = try? Self.encoder.encode(Line(time: LogTime.text(now()), entry: entry)) else { return }
        line.append(UInt8(ascii: "\n"))
        file.withLock { file in
            if file.size > Self.largest {
                rename(path, path + ".1")
                if let new = try? Self.open(path) {
                    close(file.descriptor)
                    file = new
                }
            }
            // A full disk must not stop a sign-in; the line is lost.
            let written = line.withUnsafeBytes { write(file.descriptor, $0.baseAddress, $0.count) }
            file.size += max(0, written)
        }
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private static func open(_ path: String) throws -> File {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StateFolder.Unusable(description: "\(path) cannot be written.") }
        return File(descriptor: descriptor, size: Int(lseek(descriptor, 0, SEEK_END)))
    }
}
