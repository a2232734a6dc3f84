import CLinux
import DeviceFlow
import Glibc

/// Leaves the tokens with whoever asked for them, as one line of JSON.
///
/// That it can be done is checked before a code is asked for: a token that cannot be handed over should not have
/// been made.
public final class Handover {
    /// Where the tokens go.
    public enum Target: Equatable, Sendable {
        /// Standard output, or a descriptor that was open when the program began.
        case descriptor(Int32)
        /// A file, 0600, written whole or not at all.
        case file(String)
        /// A command for `/bin/sh`: the line is on its standard input; its exit code 0 means that they arrived.
        case command(String, limit: Duration)
    }

    private let target: Target
    private var running: RunningCommand?
    /// Why the last ones were not taken, in words; nil: they were.
    private(set) var obstacle: String?

    public struct Failure: Error, Equatable {
        public let reason: String
    }

    /// - Throws: `Failure` when the target cannot take anything, in words.
    public init(_ target: Target) throws(Failure) {
        self.target = target
        switch target {
        case .descriptor(let descriptor):
            let flags = fcntl(descriptor, F_GETFL)
            guard flags >= 0 else {
                throw Failure(
                    reason: descriptor == 1 ? "standard output is closed" : "descriptor \(descriptor) is not open")
            }
            guard flags & O_ACCMODE != O_RDONLY else {
                throw Failure(reason: "descriptor \(descriptor) is open for reading only")
            }
        case .file(let path):
            if let reason = WholeFile.obstacle(to: path) { throw Failure(reason: reason) }
            WholeFile.clearAway(beside: path)
        case .command:
            guard access("/bin/sh", X_OK) == 0 else { throw Failure(reason: "there is no /bin/sh to run it") }
        }
    }

    /// - Returns: whether every byte was taken; nil: that is not known yet, see `descriptor` and `deadline`.
    func deliver(_ tokens: TokenSet, at now: Moment) -> Bool? {
        let line = tokens.handedOver.revealed + "\n"
        obstacle = nil
        switch target {
        case .descriptor(let descriptor):
            guard !writeAll(line, to: descriptor) else { return true }
            obstacle = SystemError.last.reason
            return false
        case .file(let path):
            do throws(SystemError) {
                try WholeFile.write(line, to: path, for: .tokens)
                return true
            } catch {
                obstacle = error.reason
                return false
            }
        case .command(let command, let limit):
            // Refreshed tokens: a command that is still at the ones before could finish after this one.
            running?.end()
            running = nil
            guard let started = RunningCommand(command, input: line, deadline: now + limit) else {
                obstacle = "the command could not be started"
                return false
            }
            running = started
            return nil
        }
    }

    /// A command that another was waiting for is waited for here.
    func takeOver(from other: Handover?) { running = other?.running }

    /// Readable when the command has ended; nil: none runs.
    var descriptor: Int32? { running?.descriptor }
    /// When the command has taken too long; nil: none runs.
    var deadline: Moment? { running?.deadline }

    /// - Returns: how the command ended, nil while it runs or when there is none. One that has taken too long is ended.
    func result(at now: Moment) -> Bool? {
        guard let end = running?.result(at: now) else { return nil }
        running = nil
        if case .failure(let reason) = end { obstacle = reason }
        return end == .success
    }
}
