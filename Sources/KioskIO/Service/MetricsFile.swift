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
        let folder = WholeFile.folder(of: path)
        guard access(folder, W_OK | X_OK) == 0 else {
            throw Failure(reason: "\(folder): \(String(cString: strerror(errno)))")
        }
        WholeFile.clearAway(beside: path)
    }

    /// - Returns: why it could not be written, in the system's words; nil: it is.
    func write(_ text: String) -> String? {
        do throws(SystemError) {
            try WholeFile.write(text, to: path, for: .metrics)
            return nil
        } catch {
            return error.reason
        }
    }
}
