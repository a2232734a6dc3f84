import CLinux
import Glibc

/// The descriptor that ncurses writes to: the terminal, or, while a screen is painted, memory.
///
/// ncurses writes after each movement of the cursor, some forty times for a whole screen. Held back and written
/// at once, a screen comes to the terminal in one piece: nobody sees half of it, and it is there sooner.
///
/// A terminal that takes nothing (its Scroll Lock is on, nobody reads it, a slow line) holds nothing up: what it has
/// not taken waits here, and the program goes on.
final class HeldOutput {
    /// For ncurses. Its number stays the same, what it stands for does not.
    let descriptor: Int32
    private let terminal: Int32
    private let memory: Int32
    /// What the terminal has not taken yet, to the byte, as an escape sequence may be cut in two.
    private var waiting: ArraySlice<UInt8> = []

    /// - Parameter terminal: stays the caller's.
    /// - Returns: nil when the system has no descriptors left.
    init?(to terminal: Int32) {
        let descriptor = fcntl(terminal, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.terminal = terminal
        memory = kiosk_memory_file()
        // Without memory ncurses writes by itself, and would lose what does not fit at once.
        if memory >= 0 { _ = fcntl(terminal, F_SETFL, O_RDWR | O_NONBLOCK) }
    }

    /// The terminal has not taken everything.
    var isStuck: Bool { !waiting.isEmpty }

    /// Everything written to `descriptor` in `painting` goes to the terminal in one write. While the terminal is stuck
    /// nothing is painted: what changes meanwhile comes with the first painting after it.
    func hold(_ painting: () -> Void) {
        guard !isStuck || flush() else { return }
        guard memory >= 0, kiosk_replace_descriptor(memory, descriptor) >= 0 else { return painting() }
        painting()
        _ = kiosk_replace_descriptor(terminal, descriptor)
        waiting = taken()[...]
        flush(patience: Self.patience)
    }

    /// Beside what is painted.
    func write(_ text: String) {
        waiting += Array(text.utf8)
        flush()
    }

    /// In milliseconds, for a terminal that takes a screen piece by piece.
    private static let patience: Int32 = 200

    /// - Parameter patience: how long to wait for each next piece, in milliseconds.
    /// - Returns: whether everything is out.
    @discardableResult
    private func flush(patience: Int32 = 0) -> Bool {
        while !waiting.isEmpty {
            let count = waiting.withUnsafeBytes { Glibc.write(terminal, $0.baseAddress, $0.count) }
            if count > 0 {
                waiting = waiting.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                var ready = pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)
                guard patience > 0, poll(&ready, 1, patience) > 0 else { return false }
            } else if count == 0 || errno != EINTR {
                // It is gone, which the keyboard tells as well.
                waiting = []
            }
        }
        return true
    }

    /// The last of it, which a terminal that takes nothing does not get: nobody could end a program that waits for it,
    /// and ncurses would try for ever.
    func finish(_ leaving: () -> Void) {
        guard memory >= 0, kiosk_replace_descriptor(memory, descriptor) >= 0 else { return leaving() }
        leaving()
        _ = kiosk_replace_descriptor(terminal, descriptor)
        waiting += taken()
        flush(patience: Self.patience)
        waiting = []
    }

    /// What has come into the memory, out of it.
    private func taken() -> [UInt8] {
        let count = Int(lseek(memory, 0, SEEK_CUR))
        guard count > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(memory, buffer.baseAddress, count, 0))
        }
        empty()
        return bytes
    }

    /// What is written to `descriptor` in `painting` goes nowhere. - Returns: false where that cannot be: nothing was
    /// painted.
    func discard(_ painting: () -> Void) -> Bool {
        guard memory >= 0, kiosk_replace_descriptor(memory, descriptor) >= 0 else { return false }
        painting()
        _ = kiosk_replace_descriptor(terminal, descriptor)
        empty()
        return true
    }

    /// The kernel would keep the picture, and could swap it out.
    private func empty() {
        lseek(memory, 0, SEEK_SET)
        ftruncate(memory, 0)
    }

    /// `descriptor` is closed by the stream that ncurses was given.
    deinit { close(memory) }
}
