import CLinux
import DeviceFlow
import Glibc
import KioskScreen

/// The operator's network test: `kiosk doctor --network-only` with this kiosk's own options, in a process of its own. A
/// name server that does not answer holds up nothing here, and what has taken too long is ended.
final class NetworkTest {
    /// Readable when it has ended.
    let descriptor: Int32
    let deadline: Moment
    private let process: pid_t
    private let output: Int32
    private var isOver = false

    /// The doctor ends by itself before that.
    private static let longest = Duration.seconds(12)

    /// - Parameter options: of this kiosk.
    /// - Returns: nil when it cannot be started.
    init?(_ options: [String], at now: Moment) {
        var ends: [Int32] = [-1, -1]
        guard kiosk_pipe(&ends) == 0 else { return nil }
        // The program that runs, also where an upgrade has put another in its place.
        let words = ["/proc/self/exe", "doctor"] + options + ["--network-only", "--format", "json"]
        let started = Spawn.start(words) { actions in
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        close(ends[1])
        output = ends[0]
        descriptor = started.map { kiosk_process_descriptor($0) } ?? -1
        deadline = now + Self.longest
        process = started ?? 0
        guard descriptor >= 0 else {
            end()
            close(output)
            return nil
        }
    }

    deinit {
        end()
        close(descriptor)
        close(output)
    }

    /// - Returns: nil while it runs; nothing where it did not come to an end.
    func result(at now: Moment) -> [OperatorFinding]? {
        if now >= deadline {
            end()
            return []
        }
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG) == process else { return nil }
        isOver = true
        guard case .array(let findings)? = JSONValue(parsing: whatItSaid())?["findings"] else { return [] }
        return findings.compactMap(Self.finding)
    }

    /// With what to do, where something is wrong.
    private static func finding(_ json: JSONValue) -> OperatorFinding? {
        guard var finding = OperatorFinding(json) else { return nil }
        if finding.verdict == .problem, let remedy = json["remedy"]?.string {
            finding = OperatorFinding(.problem, finding.area, finding.seen + " -> " + remedy)
        }
        return finding
    }

    /// All of it is in the pipe, which holds 64 KiB: a doctor that had more to say would still run.
    private func whatItSaid() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(output, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    private func end() {
        guard !isOver, process > 0 else { return }
        isOver = true
        kill(-process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }
}
