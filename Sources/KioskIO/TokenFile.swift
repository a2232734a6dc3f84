import CLinux
import Glibc

/// A file of tokens: its owner's alone, and whole at every moment.
enum TokenFile {
    /// Written beside its place, made safe on the disk, then put there.
    static func write(_ line: String, to path: String) throws(SystemError) {
        let beside = path + ".\(getpid())\(Self.mark)"
        unlink(beside)
        let descriptor = kiosk_open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .last }
        do throws(SystemError) {
            defer { close(descriptor) }
            guard writeAll(line, to: descriptor), fsync(descriptor) == 0 else { throw .last }
        } catch {
            unlink(beside)
            throw error
        }
        guard rename(beside, path) == 0 else {
            let error = SystemError.last
            unlink(beside)
            throw error
        }
        // The name may be lost with the power as well.
        let folder = kiosk_open(self.folder(of: path), O_RDONLY | O_CLOEXEC, 0)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static let mark = ".new"

    /// Tokens that a kiosk was writing when it was killed, or the power went.
    static func clearAway(beside path: String) {
        guard let folder = opendir(folder(of: path)) else { return }
        defer { closedir(folder) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        while let entry = readdir(folder) {
            let found = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard found.hasPrefix(name + "."), found.hasSuffix(mark),
                let process = pid_t(found.dropFirst(name.utf8.count + 1).dropLast(mark.utf8.count)), process > 0,
                process == getpid() || kill(process, 0) != 0 && errno == ESRCH
            else { continue }
            unlink(self.folder(of: path) + "/" + found)
        }
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
