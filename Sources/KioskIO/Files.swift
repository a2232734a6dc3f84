import CLinux
import Glibc
import KioskScreen

/// Small files that the operator names.
public enum Files {
    public struct Failure: Error {
        /// In words, from the system.
        public let reason: String
    }

    /// - Throws: `Failure` when the file cannot be read, or is larger than 1 MiB.
    public static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = kiosk_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= 1_048_576 else { throw Failure(reason: "it is larger than 1 MiB") }
        }
    }
}

extension Files {
    /// A file that was there before may have been open to others. A pipe or a device is left as it is: root could close
    /// /dev/null to everybody.
    static func makeOwn(_ descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return }
        fchmod(descriptor, 0o600)
    }
}

/// What has to be so before the program does anything else.
public enum Process {
    /// A closed standard descriptor would be given to the next file that is opened, and tokens could end in it.
    public static func fillStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = kiosk_open("/dev/null", O_RDWR, 0)
        }
    }

    /// Tokens and device codes must not be found in a core file.
    public static func forbidCoreFiles() { kiosk_no_core_files() }

    /// One line on standard error; an error, where that is the journal.
    public static func complain(_ text: String) {
        _ = writeAll((Journal.isStandardError ? "<3>" : "") + text + "\n", to: STDERR_FILENO)
    }

    /// The same without an end of the line.
    public static func mutter(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

    public static func end(_ code: ExitCode) -> Never { exit(code.rawValue) }

    public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
