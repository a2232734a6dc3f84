import CLinux
import Glibc

/// The signals that ask for something, as a descriptor; none of them interrupts anything.
public final class Signals {
    let descriptor: Int32

    enum Wish: Equatable {
        case resize, stop
        /// As a keyboard sends it: Ctrl-C, Ctrl-\.
        case interrupt
        /// After a stop from outside: others may have written to the screen.
        case woken
        /// Remedies from afar: `kill -USR1`, `kill -USR2`, `kill -RTMIN+1`.
        case newCode, idle, reload

        /// A command that shows no locked screen is over.
        var ends: Bool {
            switch self {
            case .stop, .interrupt: true
            case .resize, .woken, .newCode, .idle, .reload: false
            }
        }
    }

    /// Blocks the signals for the whole process: call it before anything starts a thread.
    public init() {
        var mask = sigset_t()
        sigemptyset(&mask)
        let ordinary = [SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGUSR1, SIGUSR2]
        for number in ordinary + [kiosk_reload_signal()] { sigaddset(&mask, number) }
        pthread_sigmask(SIG_BLOCK, &mask, nil)
        signal(SIGPIPE, SIG_IGN)
        descriptor = signalfd(-1, &mask, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
        precondition(descriptor >= 0, "the kernel has had signalfd since 2.6.22")
    }

    /// What has come in since; a screen cannot be suspended, so SIGTSTP is nothing.
    func wishes() -> [Wish] {
        var wishes: [Wish] = []
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while read(descriptor, &info, size) == size {
            switch Int32(info.ssi_signo) {
            case SIGWINCH: wishes.append(.resize)
            case SIGCONT: wishes.append(.woken)
            case SIGTSTP: break
            case SIGUSR1: wishes.append(.newCode)
            case SIGUSR2: wishes.append(.idle)
            case kiosk_reload_signal(): wishes.append(.reload)
            case SIGINT, SIGQUIT: wishes.append(.interrupt)
            default: wishes.append(.stop)
            }
        }
        return wishes
    }

    deinit { close(descriptor) }
}
