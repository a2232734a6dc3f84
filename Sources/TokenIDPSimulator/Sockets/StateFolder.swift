import Foundation
import Glibc

/// The folder that holds everything that outlives a run: CA, keys, database, admin token. Only its owner may enter.
public struct StateFolder: Sendable {
    public let path: String

    /// Why a folder cannot be used, in words for the operator.
    public struct Unusable: Error, CustomStringConvertible {
        public let description: String
    }

    /// Where state goes when nobody says: XDG base directories, 0.8.
    public static func standardPath(environment: [String: String]) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/tokenidp-sim" }
        return "\(environment["HOME"] ?? "")/.local/state/tokenidp-sim"
    }

    /// Makes the folder with mode 0700, or closes an existing one to others.
    public init(creating path: String) throws {
        // Absolute, because it goes into the ready line and is read from other folders.
        let path = URL(fileURLWithPath: path).standardizedFileURL.path
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Unusable(description: "The state folder \(path) cannot be made.")
        }
        guard chmod(path, 0o700) == 0 else {
            throw Unusable(description: "The state folder \(path) cannot be closed to other users.")
        }
    }

    /// An existing folder, for reading.
    public init(existing path: String) { self.path = path }

    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// The text of a file; nil when there is none.
    public func read(_ name: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: path(of: name)) else { return nil }
        do {
            return try String(contentsOfFile: path(of: name), encoding: .utf8)
        } catch {
            throw Unusable(description: "\(path(of: name)) cannot be read.")
        }
    }

    /// Replaces a file at once or not at all. A secret one is never, not even for a moment, readable by others.
    func write(_ text: String, to name: String, secret: Bool) throws {
        let draft = path(of: ".\(name).\(getpid())")
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, secret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw Unusable(description: "\(path(of: name)) cannot be written.") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
        } catch {
            throw Unusable(description: "\(path(of: name)) cannot be written.")
        }
        guard rename(draft, path(of: name)) == 0 else {
            throw Unusable(description: "\(path(of: name)) cannot be replaced.")
        }
    }

    func remove(_ name: String) { unlink(path(of: name)) }

    /// Removes what a server that was killed in mid-write has left; for whoever holds the lock.
    func removeDrafts() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where Self.isDraft(name) {
            remove(name)
        }
    }

    /// As `write` names them: a dot, the name, the number of the process.
    private static func isDraft(_ name: String) -> Bool {
        name.hasPrefix(".") && name.split(separator: ".").last.map { Int($0) != nil } == true
    }

    /// Holds the folder for one server. The lock is the kernel's: it goes with the process, however that ends.
    /// - Returns: nil when another process holds it.
    func lock() throws -> FolderLock? {
        let descriptor = open(path(of: "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Unusable(description: "\(path(of: "lock")) cannot be written.") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FolderLock(descriptor: descriptor)
    }
}

/// Frees the folder when it goes away.
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Unlocked by itself, as a program that is just being started holds a copy of the descriptor until it runs.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
