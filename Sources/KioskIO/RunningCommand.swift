import CLinux
import DeviceFlow
import Glibc

/// A command that is given something on its standard input, and a time to be ready in.
final class RunningCommand {
    /// Readable when it has ended.
    let descriptor: Int32
    let deadline: Moment
    private let process: pid_t

    /// - Returns: nil when it cannot be started.
    init?(_ command: String, input: String, deadline: Moment) {
        var ends: [Int32] = [-1, -1]
        guard kiosk_pipe(&ends) == 0 else { return nil }
        // The pipe is made large enough for any reply, so this does not wait; and as we hold both its ends, a command
        // that does not care for its input is no error.
        kiosk_pipe_size(ends[1], 1 << 20)
        let started = writeAll(input, to: ends[1]) ? Self.start(command, input: ends[0]) : nil
        close(ends[0])
        close(ends[1])
        guard let started else { return nil }
        process = started
        self.deadline = deadline
        descriptor = kiosk_process_descriptor(started)
        guard descriptor >= 0 else {
            kill(-started, SIGKILL)
            waitpid(started, nil, 0)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// How it ended.
    enum End: Equatable {
        case success
        /// In words.
        case failure(String)
    }

    /// - Returns: nil while it runs. What has taken too long is ended with all it started.
    func result(at now: Moment) -> End? {
        if now >= deadline { return end() == 0 ? .success : .failure("the command took too long and was ended") }
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        if status == 0 { return .success }
        // wait(2): the lowest seven bits are the signal, 0 for an exit of its own.
        let signal = status & 0x7F
        return .failure(
            signal == 0 ? "the command ended with \(status >> 8 & 0xFF)" : "the command was ended by signal \(signal)")
    }

    /// Ends it, with all it started. - Returns: its exit status, which is 0 when it was ready just before.
    @discardableResult
    func end() -> Int32 {
        kill(-process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return status
    }

    /// What it prints would stand on the screen.
    private static func start(_ command: String, input: Int32) -> pid_t? {
        Spawn.start(["/bin/sh", "-c", command]) { actions in
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
            if isatty(STDERR_FILENO) == 1 {
                posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
            }
        }
    }
}
