import CLinux
import Glibc

/// A file for a report, opened before the work begins: a wrong name shall not be found out at its end.
public final class ReportFile {
    public let path: String
    private let descriptor: Int32

    /// - Throws: `Files.Failure` when it cannot be written.
    public init(_ path: String) throws(Files.Failure) {
        self.path = path
        descriptor = kiosk_open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Files.Failure(reason: String(cString: strerror(errno))) }
    }

    /// In the place of what was in it. - Returns: whether all of it is there.
    public func write(_ text: String) -> Bool {
        // A pipe or a device cannot be cut, and need not.
        _ = ftruncate(descriptor, 0)
        return writeAll(text, to: descriptor)
    }

    deinit { close(descriptor) }
}
