import CLinux
import DeviceFlow
import Glibc
import KioskScreen

/// One JSON object a line, each written whole and at once; appended to, made 0600.
public final class EventLog {
    private let descriptor: Int32
    private let began: Moment

    /// - Parameter path: `-` for the descriptor `standard`.
    /// - Throws: `Failure` when the file cannot be opened for writing.
    public init(path: String, standard: Int32, began: Moment) throws(Failure) {
        self.began = began
        guard path != "-" else {
            descriptor = standard
            return
        }
        let isOther = Self.isSomethingElse(path)
        descriptor = kiosk_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        guard !isOther else {
            throw Failure(reason: "it is there already and is no event log: name another file, or remove it")
        }
        // A file that was there before may have been open to others; a pipe or a device has no say in this.
        fchmod(descriptor, 0o600)
    }

    public struct Failure: Error {
        public let reason: String
    }

    /// A plain file that begins otherwise than one of ours: it would be spoilt.
    private static func isSomethingElse(_ path: String) -> Bool {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size > 0 else { return false }
        let descriptor = kiosk_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let mark = Array(#"{""#.utf8)
        var first = [UInt8](repeating: 0, count: mark.count)
        return read(descriptor, &first, first.count) != first.count || first != mark
    }

    public func write(_ event: LogEvent, at now: Moment) {
        var members = event.members
        members["t"] = .seconds(now - began)
        members["event"] = .string(event.name)
        _ = writeAll(JSONValue.object(members).line + "\n", to: descriptor)
    }
}

/// Writes every byte, or tells that it could not.
func writeAll(_ text: String, to descriptor: Int32) -> Bool { writeAll(Array(text.utf8), to: descriptor) }

func writeAll(_ all: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = all[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            bytes = bytes.dropFirst(count)
        } else if count < 0, errno == EAGAIN {
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&ready, 1, 10_000) > 0 else { return false }
        } else if count == 0 || errno != EINTR {
            return false
        }
    }
    return true
}
