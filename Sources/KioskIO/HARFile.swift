import CLinux
import DeviceFlow
import FlowTrace
import Glibc
import KioskScreen

/// Exchanges in a file for browsers' developer tools; whole after each of them, made 0600, continued where it exists.
public final class HARFile {
    private let descriptor: Int32
    private let har: HAR
    private var redaction: Redaction?
    private var hasEntries: Bool
    /// Where the next entry goes: the tail is written over.
    private var end: off_t

    public struct Failure: Error {
        public let reason: String
    }

    /// - Parameter redaction: nil writes secrets as they are.
    /// - Throws: `Failure` when the file cannot be written, or is there and is none of ours.
    public init(path: String, version: String, redaction: Redaction?) throws(Failure) {
        har = HAR(version: version)
        self.redaction = redaction
        descriptor = kiosk_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        fchmod(descriptor, 0o600)
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else {
            throw Failure(reason: "it has to be a plain file: after each request the end is written anew")
        }
        let tail = Array(HAR.tail.utf8)
        guard size > 0 else {
            (end, hasEntries) = (0, false)
            guard append(har.head) else { throw Failure(reason: String(cString: strerror(errno))) }
            return
        }
        var last = [UInt8](repeating: 0, count: tail.count + 1)
        let start = max(0, size - off_t(last.count))
        let count = pread(descriptor, &last, last.count, start)
        guard count > tail.count, last[(count - tail.count)..<count].elementsEqual(tail) else {
            throw Failure(reason: "it is there already and was not written by kiosk: name another file, or remove it")
        }
        end = size - off_t(tail.count)
        // Of a file without entries the head's line end is left.
        hasEntries = last[count - tail.count - 1] != UInt8(ascii: "\n")
    }

    deinit { close(descriptor) }

    public func write(_ exchange: Exchange) {
        redaction?.learn(from: exchange)
        let entry = har.entry(exchange, redaction: redaction).line
        // What cannot be written is not worth a sign-in.
        _ = append((hasEntries ? HAR.separator : "") + entry)
        hasEntries = true
    }

    /// One write for the text and the tail: whoever reads in between sees a whole file.
    private func append(_ text: String) -> Bool {
        let bytes = Array((text + HAR.tail).utf8)
        let written = pwrite(descriptor, bytes, bytes.count, end)
        guard written == bytes.count else { return false }
        end += off_t(text.utf8.count)
        return true
    }
}
