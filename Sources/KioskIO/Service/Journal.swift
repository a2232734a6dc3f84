import CLinux
import Glibc
import KioskScreen

/// The system's journal, where standard error leads to it.
enum Journal {
    /// As systemd says it: the device and the inode of the stream it has made. (systemd.exec(5), JOURNAL_STREAM)
    static var isStandardError: Bool {
        guard let told = Process.environment("JOURNAL_STREAM") else { return false }
        var facts = stat()
        guard fstat(STDERR_FILENO, &facts) == 0 else { return false }
        return told == "\(facts.st_dev):\(facts.st_ino)"
    }

    static func write(_ line: JournalLines.Line) { _ = writeAll(line.written + "\n", to: STDERR_FILENO) }
}
