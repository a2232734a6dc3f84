import CLinux
import Glibc

/// The descriptor that ncurses writes to: the terminal, or, while a screen is painted, memory.
///
/// ncurses writes after each movement of the cursor, some forty times for a whole screen. Held back and written
/// at once, a screen comes to the terminal in one piece: nobody sees half of it, and it is there sooner.
final class HeldOutput {
    /// For ncurses. Its number stays the same, what it stands for does not.
    let descriptor: Int32
    private let terminal: Int32
    private let memory: Int32

    /// - Parameter terminal: stays the caller's.
    /// - Returns: nil when the system has no descriptors left.
    init?(to terminal: Int32) {
        let descriptor = fcntl(terminal, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.terminal = terminal
        memory = kiosk_memory_file()
    }

    /// Everything written to `descriptor` in `painting` goes to the terminal in one write.
    func hold(_ painting: () -> Void) {
        guard memory >= 0, kiosk_replace_descriptor(memory, descriptor) >= 0 else { return painting() }
        painting()
        _ = kiosk_replace_descriptor(terminal, descriptor)
        // The kernel would keep the picture, and could swap it out.
        defer { empty() }
        let count = Int(lseek(memory, 0, SEEK_CUR))
        guard count > 0 else { return }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(memory, buffer.baseAddress, count, 0))
        }
        _ = writeAll(bytes, to: terminal)
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

    private func empty() {
        lseek(memory, 0, SEEK_SET)
        ftruncate(memory, 0)
    }

    /// `descriptor` is closed by the stream that ncurses was given.
    deinit { close(memory) }
}
