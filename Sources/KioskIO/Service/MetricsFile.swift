import CLinux
import DeviceFlow
import Glibc
import KioskScreen

/// A file that whoever collects metrics reads: whole at every moment, and for all to read.
public final class MetricsFile {
    /// What the last run has left there.
    public let previous: String
    private let path: String

    public struct Failure: Error {
        public let reason: String
    }

    /// - Throws: `Failure` when it could not be written, or is something else.
    public init(path: String) throws(Failure) {
        guard !path.isEmpty else { throw Failure(reason: "its name is empty") }
        self.path = path
        var facts = stat()
        if stat(path, &facts) == 0 {
            let text = (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
            guard facts.st_mode & S_IFMT == S_IFREG, let text, text.isEmpty || text.hasPrefix(Metrics.mark) else {
                throw Failure(reason: "it is there already and holds no metrics of a kiosk: name another file")
            }
            previous = text
        } else {
            previous = ""
        }
        let folder = TokenFile.folder(of: path)
        guard access(folder, W_OK | X_OK) == 0 else {
            throw Failure(reason: "\(folder): \(String(cString: strerror(errno)))")
        }
    }

    /// Not made safe on the disk as tokens are: a power cut loses counts, and a disk has better to do every 5 seconds.
    ///
    /// - Returns: why it could not be written, in the system's words; nil: it is.
    func write(_ text: String) -> String? {
        // node_exporter reads what ends in .prom, which this does not.
        let beside = path + ".\(getpid()).new"
        unlink(beside)
        let descriptor = kiosk_open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        fchmod(descriptor, 0o644)
        let isWritten = writeAll(text, to: descriptor)
        let reason = String(cString: strerror(errno))
        close(descriptor)
        guard isWritten else {
            unlink(beside)
            return reason
        }
        guard rename(beside, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(beside)
            return reason
        }
        return nil
    }
}
