import CLinux
import DeviceFlow
import Glibc
import KioskScreen

/// One JSON object a line, each written whole and at once; appended to, made 0600.
///
/// A disk that is full or cannot be written costs lines, never a sign-in: the first line that fits again says how
/// many are missing.
public final class EventLog {
    /// Below 0: the file is not open, as its disk did not allow it.
    private var descriptor: Int32
    private let place: Place
    private let began: Moment
    /// Since the last line that could be written.
    private var missing = 0

    private enum Place {
        case file(String)
        /// Open already.
        case descriptor
    }

    /// - Parameter path: `-` for the descriptor `standard`.
    /// - Throws: `Failure` when the file cannot be opened for writing, and the disk is not to blame: that can mend.
    public init(path: String, standard: Int32, began: Moment) throws(Failure) {
        self.began = began
        guard path != "-" else {
            place = .descriptor
            descriptor = standard
            return
        }
        place = .file(path)
        descriptor = -1
        do throws(SystemError) {
            descriptor = try Self.open(path)
        } catch {
            guard error.isOfTheDisk else { throw Failure(reason: error.reason) }
            complain(error)
        }
    }

    public struct Failure: Error {
        public let reason: String
    }

    private static func open(_ path: String) throws(SystemError) -> Int32 {
        let before = try contents(of: path)
        let descriptor = kiosk_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        guard before != .somethingElse else {
            close(descriptor)
            throw SystemError(
                number: EEXIST, reason: "it is there already and is no event log: name another file, or remove it")
        }
        Files.makeOwn(descriptor)
        // A power cut may have left the beginning of a line.
        if before == .cutOff { _ = writeAll("\n", to: descriptor) }
        return descriptor
    }

    private enum Contents {
        case nothing, lines, cutOff
        /// A plain file that begins otherwise than one of ours: it would be spoilt.
        case somethingElse
    }

    private static func contents(of path: String) throws(SystemError) -> Contents {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size > 0 else { return .nothing }
        let descriptor = kiosk_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return .nothing }
        defer { close(descriptor) }
        let mark = Array(#"{""#.utf8)
        var first = [UInt8](repeating: 0, count: mark.count)
        let count = pread(descriptor, &first, first.count, 0)
        guard count > 0 else { throw .last }
        guard mark.starts(with: first[..<count]) else { return .somethingElse }
        var last: UInt8 = 0
        guard pread(descriptor, &last, 1, facts.st_size - 1) == 1 else { return .lines }
        return last == UInt8(ascii: "\n") ? .lines : .cutOff
    }

    public func write(_ event: LogEvent, at now: Moment) {
        var lines: [LogEvent] = []
        if missing > 0 {
            lines.append(
                LogEvent(
                    "warning",
                    ["reason": "the event log could not be written", "missing_lines": .integer(Int64(missing))]))
        }
        let text = (lines + [event]).map { line($0, at: now) }.joined()
        do throws(SystemError) {
            try append(Array(text.utf8))
            missing = 0
        } catch {
            if missing == 0, descriptor >= 0 { complain(error) }
            missing += 1
        }
    }

    private func line(_ event: LogEvent, at now: Moment) -> String {
        var members = event.members
        members["t"] = .seconds(now - began)
        members["event"] = .string(event.name)
        return JSONValue.object(members).line + "\n"
    }

    private func append(_ bytes: [UInt8]) throws(SystemError) {
        if case .file(let path) = place {
            if descriptor < 0 { descriptor = try Self.open(path) } else { beginAnewIfMoved(path) }
        }
        var written = 0
        guard writeAll(bytes, to: descriptor, written: &written) else {
            let error = SystemError.last
            takeBack(written)
            throw error
        }
    }

    /// Somebody has moved the file away, as logrotate does, or removed it. Where no new one can be made, the old one is
    /// better than none.
    private func beginAnewIfMoved(_ path: String) {
        var (held, named) = (stat(), stat())
        guard fstat(descriptor, &held) == 0, held.st_mode & S_IFMT == S_IFREG else { return }
        if stat(path, &named) == 0 {
            let isSame = held.st_dev == named.st_dev && held.st_ino == named.st_ino
            guard !isSame, named.st_mode & S_IFMT == S_IFREG else { return }
        } else if errno != ENOENT {
            return
        }
        guard let new = try? Self.open(path) else { return }
        close(descriptor)
        descriptor = new
    }

    /// The beginning of a line that did not fit; others may have appended to the file, whose lines stay.
    private func takeBack(_ count: Int) {
        guard case .file = place, count > 0 else { return }
        let end = lseek(descriptor, 0, SEEK_CUR)
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size == end else { return }
        ftruncate(descriptor, end - off_t(count))
    }

    /// Where it does not stand on the screen.
    private func complain(_ error: SystemError) {
        guard case .file(let path) = place, isatty(STDERR_FILENO) == 0 else { return }
        Process.complain("kiosk: the event log \(path) cannot be written: \(error.reason); the screen goes on without")
    }
}
