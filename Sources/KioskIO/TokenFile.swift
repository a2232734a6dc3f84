import CLinux
import Glibc

/// A file of tokens: its owner's alone, and whole at every moment.
public enum TokenFile {
    /// Written beside its place, made safe on the disk, then put there.
    static func write(_ line: String, to path: String) -> Bool {
        let beside = path + ".\(getpid()).new"
        unlink(beside)
        let descriptor = kiosk_open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return false }
        let isWritten = writeAll(line, to: descriptor) && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(beside, path) == 0 else {
            unlink(beside)
            return false
        }
        let folder = kiosk_open(self.folder(of: path), O_RDONLY | O_CLOEXEC, 0)
        guard folder >= 0 else { return true }
        fsync(folder)
        close(folder)
        return true
    }

    /// Why tokens could not be written there; nil: they could, as far as can be known before.
    static func obstacle(to path: String) -> String? {
        let folder = folder(of: path)
        guard access(folder, W_OK | X_OK) == 0 else { return "\(folder): \(String(cString: strerror(errno)))" }
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return "\(path) is not an ordinary file" }
        return nil
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
