import CLinux
import DeviceFlow
import FlowTrace
import Glibc
import KioskScreen

/// Exchanges in a file for browsers' developer tools; whole after each of them, made 0600, continued where it exists.
///
/// A disk that is full or cannot be written costs exchanges, never a sign-in.
public final class HARFile {
    private let path: String
    private let har: HAR
    private var redaction: Redaction?
    /// nil: the disk did not allow it; it is tried again.
    private var file: OpenFile?

    public struct Failure: Error {
        public let reason: String
    }

    private struct OpenFile {
        let descriptor: Int32
        var hasEntries: Bool
        /// Where the next entry goes: the tail is written over.
        var end: off_t
    }

    /// - Parameter redaction: nil writes secrets as they are.
    /// - Throws: `Failure` when the file cannot be written, and the disk is not to blame, or is there and none of ours.
    public init(path: String, version: String, redaction: Redaction?) throws(Failure) {
        self.path = path
        har = HAR(version: version)
        self.redaction = redaction
        do throws(SystemError) {
            file = try open()
        } catch {
            guard error.isOfTheDisk else { throw Failure(reason: error.reason) }
        }
    }

    deinit { if let file { close(file.descriptor) } }

    private func open() throws(SystemError) -> OpenFile {
        let descriptor = kiosk_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        do throws(SystemError) {
            Files.makeOwn(descriptor)
            if let file = try contents(descriptor) { return file }
        } catch {
            close(descriptor)
            throw error
        }
        // A power cut has left it without an end: it is kept beside the one that begins now.
        close(descriptor)
        guard rename(path, path + ".cut-off") == 0 else { throw .last }
        return try open()
    }

    /// - Returns: nil where the end is missing.
    private func contents(_ descriptor: Int32) throws(SystemError) -> OpenFile? {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else {
            throw SystemError(
                number: ESPIPE, reason: "it has to be a plain file: after each request the end is written anew")
        }
        var file = OpenFile(descriptor: descriptor, hasEntries: false, end: 0)
        guard size > 0 else {
            try append(har.head, to: &file)
            return file
        }
        let tail = Array(HAR.tail.utf8)
        var last = [UInt8](repeating: 0, count: tail.count + 1)
        let count = pread(descriptor, &last, last.count, max(0, size - off_t(last.count)))
        if count > tail.count, last[(count - tail.count)..<count].elementsEqual(tail) {
            file.end = size - off_t(tail.count)
            // Of a file without entries the head's line end is left.
            file.hasEntries = last[count - tail.count - 1] != UInt8(ascii: "\n")
            return file
        }
        // Another version's head is as good, and of the shortest rest there is little to compare.
        let head = Array(#"{"log":{"version":"1.2","creator":{"name":"kiosk""#.utf8)
        var first = [UInt8](repeating: 0, count: min(head.count, Int(size)))
        guard pread(descriptor, &first, first.count, 0) == first.count, head.starts(with: first) else {
            throw SystemError(
                number: EEXIST,
                reason: "it is there already and was not written by kiosk: name another file, or remove it")
        }
        return nil
    }

    public func write(_ exchange: Exchange) {
        redaction?.learn(from: exchange)
        let entry = har.entry(exchange, redaction: redaction).line
        do throws(SystemError) {
            if self.file == nil { self.file = try open() }
            guard var file = self.file else { return }
            try append((file.hasEntries ? HAR.separator : "") + entry, to: &file)
            file.hasEntries = true
            self.file = file
        } catch {
            // What cannot be written is not worth a sign-in.
        }
    }

    /// One write for the text and the tail: whoever reads in between sees a whole file.
    private func append(_ text: String, to file: inout OpenFile) throws(SystemError) {
        let bytes = Array((text + HAR.tail).utf8)
        let written = pwrite(file.descriptor, bytes, bytes.count, file.end)
        guard written == bytes.count else {
            let error = written < 0 ? SystemError.last : SystemError(number: ENOSPC)
            // What was there before fits again.
            if written > 0, ftruncate(file.descriptor, file.end) == 0, file.end > 0 {
                let tail = Array(HAR.tail.utf8)
                _ = pwrite(file.descriptor, tail, tail.count, file.end)
            }
            throw error
        }
        file.end += off_t(text.utf8.count)
    }
}
