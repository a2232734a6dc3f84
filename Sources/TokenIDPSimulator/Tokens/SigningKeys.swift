import Crypto
import Foundation
import JWTKit
import Synchronization

/// The keys that tokens are signed with: one that signs, the one that will be next (published before it is used, so
/// that nobody who keeps a copy of the key set is surprised), and those that signed before, as long as a token of
/// theirs may still hold. They live in the state folder, so tokens outlive a restart.
final class SigningKeys: Sendable {
    static let file = "signing-keys.json"

    private struct State: Sendable {
        var current: Kept
        var next: Kept
        var old: [Kept]
    }

    /// A key and its times, as the file has them; seconds since 1970.
    private struct Kept: Codable, Sendable {
        var pem: String
        /// When it began to sign.
        var since: Double?
        var retired: Double?
    }

    private struct File: Codable {
        var current: Kept
        var next: Kept
        var old: [Kept]
    }

    private let folder: StateFolder
    /// Seconds one key signs; 0 is for ever.
    private let lifetime: Int
    /// Seconds the longest token of a retired key may still hold.
    private let afterlife: Int
    private let state: Mutex<State>
    private let ready = Mutex<[String: SigningKey]>([:])

    /// Reads the keys from the folder, or makes them on the first start.
    init(in folder: StateFolder, lifetime: Int, afterlife: Int, at now: Date) throws {
        (self.folder, self.lifetime, self.afterlife) = (folder, lifetime, afterlife)
        if let text = try folder.read(Self.file) {
            guard let file = try? JSONDecoder().decode(File.self, from: Data(text.utf8)),
                ([file.current, file.next] + file.old).allSatisfy({ (try? SigningKey(pem: $0.pem)) != nil })
            else {
                throw StateFolder.Unusable(
                    description: "\(folder.path) holds signing keys that cannot be read; move \(Self.file) away.")
            }
            state = Mutex(State(current: file.current, next: file.next, old: file.old))
        } else {
            let first = Kept(pem: SigningKey.newPEM(), since: now.timeIntervalSince1970)
            state = Mutex(State(current: first, next: Kept(pem: SigningKey.newPEM()), old: []))
            try state.withLock { try save($0) }
        }
    }

    /// The key that signs now.
    func current(at now: Date) throws -> SigningKey {
        let pem = try state.withLock { state in
            if lifetime > 0, now.timeIntervalSince1970 - (state.current.since ?? 0) >= Double(lifetime) {
                try rotate(&state, at: now)
            }
            return state.current.pem
        }
        return try key(pem)
    }

    /// The next key signs from now on.
    /// - Returns: its `kid`.
    func rotate(at now: Date) throws -> String {
        let pem = try state.withLock { state in
            try rotate(&state, at: now)
            return state.current.pem
        }
        return try key(pem).keyID
    }

    /// What is published (RFC 7517).
    func published(at now: Date) throws -> [SigningKey.PublicKey] {
        try state.withLock { state in ([state.current, state.next] + held(state.old, at: now)).map(\.pem) }
            .map { try key($0).publicKey }
    }

    /// The claims of an access token that one of these keys signed; nil for anything else. Expiry is the caller's to
    /// check.
    func accessTokenClaims(of token: String, at now: Date) async -> AccessTokenClaims? {
        guard let parsed = try? DefaultJWTParser().parse(Array(token.utf8), as: AccessTokenClaims.self) else {
            return nil
        }
        let pems = state.withLock { state in [state.current.pem] + held(state.old, at: now).map(\.pem) }
        guard let key = pems.compactMap({ try? key($0) }).first(where: { $0.keyID == parsed.header.kid }) else {
            return nil
        }
        return await key.accessTokenClaims(of: token)
    }

    private func rotate(_ state: inout State, at now: Date) throws {
        var retired = state.current
        retired.retired = now.timeIntervalSince1970
        var current = state.next
        current.since = now.timeIntervalSince1970
        let turned = State(
            current: current, next: Kept(pem: SigningKey.newPEM()), old: held(state.old, at: now) + [retired])
        try save(turned)
        state = turned
    }

    private func held(_ old: [Kept], at now: Date) -> [Kept] {
        old.filter { now.timeIntervalSince1970 < ($0.retired ?? 0) + Double(afterlife) }
    }

    private func save(_ state: State) throws {
        let text = try JSONEncoder().encode(File(current: state.current, next: state.next, old: state.old))
        try folder.write(String(decoding: text, as: UTF8.self) + "\n", to: Self.file, secret: true)
    }

    /// Reading a PEM costs more than signing, so each is read once.
    private func key(_ pem: String) throws -> SigningKey {
        if let key = ready.withLock({ $0[pem] }) { return key }
        let key = try SigningKey(pem: pem)
        ready.withLock { $0[pem] = key }
        return key
    }
}
