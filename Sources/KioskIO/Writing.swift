import Glibc

/// What the system has refused.
struct SystemError: Error {
    let number: Int32
    /// In words.
    let reason: String

    init(number: Int32, reason: String? = nil) {
        self.number = number
        self.reason = reason ?? String(cString: strerror(number))
    }

    /// That of the call just made.
    static var last: SystemError { SystemError(number: errno) }

    /// It may mend by itself, or be mended, while the program runs.
    var isOfTheDisk: Bool { [ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE, ENOMEM].contains(number) }
}

/// Writes every byte, or tells that it could not.
func writeAll(_ text: String, to descriptor: Int32) -> Bool { writeAll(Array(text.utf8), to: descriptor) }

func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    return writeAll(bytes, to: descriptor, written: &written)
}

/// - Parameter written: how many bytes were taken before it could not.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, written: inout Int) -> Bool {
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            written += count
        } else if count < 0, errno == EAGAIN {
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&ready, 1, 10_000) > 0 else { return false }
        } else if count == 0 || errno != EINTR {
            return false
        }
    }
    return true
}
