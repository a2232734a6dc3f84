import CLinux
import Glibc

/// A file that is whole at every moment, whoever reads it and whenever the power goes.
enum WholeFile {
    enum Purpose {
        /// Its owner's alone, and safe on the disk before it counts as written.
        case tokens
        /// For all to read. A power cut may lose it, and a disk has better to do every 5 seconds.
        case metrics
    }

    /// Written beside its place, then put there.
    static func write(_ text: String, to path: String, for purpose: Purpose) throws(SystemError) {
        let mode: mode_t = purpose == .tokens ? 0o600 : 0o644
        let beside = path + ".\(getpid())\(Self.mark)"
        unlink(beside)
        let descriptor = kiosk_open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw .last }
        do throws(SystemError) {
            defer { close(descriptor) }
            // Whatever the umask takes away.
            fchmod(descriptor, mode)
            guard writeAll(text, to: descriptor), purpose == .metrics || fsync(descriptor) == 0 else { throw .last }
        } catch {
            unlink(beside)
            throw error
        }
        guard rename(beside, path) == 0 else {
            let error = SystemError.last
            unlink(beside)
            throw error
        }
        guard purpose == .tokens else { return }
        // The name may be lost with the power as well.
        let folder = kiosk_open(self.folder(of: path), O_RDONLY | O_CLOEXEC, 0)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// node_exporter reads what ends in .prom, which this does not.
    private static let mark = ".new"

    /// What a kiosk was writing when it was killed, or the power went.
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

    /// Why it could not be written there; nil: it could, as far as can be known before.
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
