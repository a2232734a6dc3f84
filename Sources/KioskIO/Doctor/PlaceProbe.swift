import CLinux
import FlowBench
import Glibc

extension PlaceFacts {
    /// Looks at a file that is to be written whole, as the tokens are.
    public static func replaced(_ path: String) -> PlaceFacts {
        look(path, obstacle: WholeFile.obstacle(to: path))
    }

    /// Looks at a file that is appended to, as the event log is.
    public static func appended(_ path: String) -> PlaceFacts {
        var status = stat()
        let obstacle: String?
        if stat(path, &status) == 0 {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            obstacle = isFolder ? "\(path) is a folder" : access(path, W_OK) == 0 ? nil : "\(path): \(systemWords)"
        } else {
            let folder = WholeFile.folder(of: path)
            obstacle = access(folder, W_OK | X_OK) == 0 ? nil : "\(folder): \(systemWords)"
        }
        return look(path, obstacle: obstacle)
    }

    /// Looks at a file that is to be written whole where there is none, or one of its kind.
    public static func metrics(_ path: String) -> PlaceFacts {
        do throws(MetricsFile.Failure) {
            _ = try MetricsFile(path: path)
            return look(path, obstacle: nil)
        } catch {
            return look(path, obstacle: error.reason)
        }
    }

    private static func look(_ path: String, obstacle: String?) -> PlaceFacts {
        let folder = WholeFile.folder(of: path)
        // RuntimeDirectory= of Assets/systemd/kiosk.service.
        if folder == "/run/kiosk", access(folder, F_OK) != 0, errno == ENOENT {
            return PlaceFacts(path: path, state: .comesWithService(folder: folder))
        }
        if let obstacle { return PlaceFacts(path: path, state: .cannot(obstacle)) }
        var status = stat()
        let isThere = stat(path, &status) == 0
        var isFull: Int32 = 0
        let kind = kiosk_file_system(folder, &isFull)
        return PlaceFacts(
            path: path,
            state: isThere ? .exists(mode: Int(status.st_mode & 0o777), isOurs: status.st_uid == geteuid()) : .new,
            fileSystem: fileSystems[kind], isFull: isFull != 0)
    }

    private static var systemWords: String { String(cString: strerror(errno)) }

    /// linux/magic.h.
    private static let fileSystems: [Int64: String] = [
        0xEF53: "ext4", 0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs", 0x794C_7630: "overlay", 0x9123_683E: "btrfs",
        0x5846_5342: "xfs", 0xF2F5_2010: "f2fs", 0x6969: "nfs", 0xFF53_4D42: "cifs", 0x4D44: "vfat",
        0x6573_5546: "fuse", 0x2FC1_2FC1: "zfs",
    ]
}

extension HandoverFacts {
    public static func look(_ target: Handover.Target?) -> HandoverFacts {
        switch target {
        case nil: return .nowhere
        case .file(let path): return .file(.replaced(path))
        case .descriptor(let number):
            var reason: String?
            do throws(Handover.Failure) { _ = try Handover(.descriptor(number)) } catch { reason = error.reason }
            return .descriptor(Int(number), isTerminal: isatty(number) == 1, reason: reason)
        case .command(let command, _):
            let word = CommandWord(command)
            if case .program(let name) = word { return .command(word, program: find(name)) }
            return .command(word, program: nil)
        }
    }

    /// As the shell looks for it.
    private static func find(_ name: String) -> String? {
        let folders = (Process.environment("PATH") ?? "/usr/bin:/bin").split(
            separator: ":", omittingEmptySubsequences: false)
        let places = name.contains("/") ? [name] : folders.map { ($0.isEmpty ? "." : $0) + "/" + name }
        return places.first { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }
}
