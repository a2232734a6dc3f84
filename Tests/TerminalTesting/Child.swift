import Foundation
import Glibc

/// How a process ended.
public enum ProcessEnd: Equatable, Sendable, CustomStringConvertible {
    case exit(Int32)
    /// Killed by this signal; `dumpedCore` when a memory image was written or would have been.
    case signal(Int32, dumpedCore: Bool)

    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7F
        self = signal == 0 ? .exit((waitStatus >> 8) & 0xFF) : .signal(signal, dumpedCore: waitStatus & 0x80 != 0)
    }
    public var description: String {
        switch self {
        case .exit(let code): "exit code \(code)"
        case .signal(let signal, let dumpedCore): "signal \(signal)\(dumpedCore ? " with a core" : "")"
        }
    }
}

/// A test's own set-up failed: the program could not be started, a limit on a wait was reached.
public struct TestingFailure: Error, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
    init(_ what: String, errno code: Int32) { description = "\(what): \(String(cString: strerror(code)))" }
}

/// A child process that is waited for once and killed when nobody needs it any more.
final class Child {
    let pid: pid_t
    private var ended: ProcessEnd?

    /// Where descriptors 0, 1 and 2 of the child come from.
    enum Source {
        case descriptor(Int32)
        /// Opened by the child itself: a session leader without a terminal gets the first one it opens as its own.
        case path(String, flags: Int32)
    }

    /// posix_spawn and never fork: Swift code must not run between fork and exec.
    ///
    /// - Parameters:
    ///   - environment: the whole of it; nothing is inherited.
    ///   - newSession: no controlling terminal, so that /dev/tty cannot be opened unless `standard` brings one.
    init(
        _ arguments: [String], environment: [String: String], standard: [Source], newSession: Bool = true
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, source) in standard.enumerated() {
            switch source {
            case .descriptor(let descriptor):
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            case .path(let path, let flags):
                posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // POSIX_SPAWN_SETSID, 0x80, stands behind _GNU_SOURCE, which Swift's Glibc module does not set.
        let setSession: Int16 = newSession ? 0x80 : 0
        posix_spawnattr_setflags(&attributes, setSession | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        guard let program = arguments.first else { throw TestingFailure("nothing to start") }
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let problem = posix_spawn(&child, program, &actions, &attributes, words, variables)
        guard problem == 0 else { throw TestingFailure("cannot start \(program)", errno: problem) }
        pid = child
    }

    /// How it ended; nil while it runs.
    func end() -> ProcessEnd? {
        if let ended { return ended }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        ended = ProcessEnd(waitStatus: status)
        return ended
    }

    func signal(_ signal: Int32) { if end() == nil { kill(pid, signal) } }

    deinit {
        guard end() == nil else { return }
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}

/// Makes descriptors and the child that gets them, one test at a time: a child started by another test in between
/// would inherit them too, and a pipe or terminal that a stranger holds open never ends.
func withDescriptorLock<Result>(_ body: () throws -> Result) rethrows -> Result {
    descriptorLock.lock()
    defer { descriptorLock.unlock() }
    return try body()
}

private let descriptorLock = NSLock()

/// The text of a C buffer up to its first zero.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// A pipe whose ends no child inherits unless it is told to. Only under `withDescriptorLock`.
func makePipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw TestingFailure("pipe", errno: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

/// Bytes that can be had from a descriptor right now, without waiting.
///
/// - Returns: empty when there is nothing yet; nil at the end (of a terminal: when the last program has closed it).
func readAvailable(_ descriptor: Int32) -> [UInt8]? {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        var query = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&query, 1, 0) > 0 else { return all }
        let count = read(descriptor, &buffer, buffer.count)
        if count <= 0 { return all.isEmpty ? nil : all }
        all += buffer[..<count]
    }
}

/// Waits for a condition without holding a thread, so that many programs can be watched at once.
///
/// - Parameters:
///   - seconds: the limit.
///   - condition: asked about a hundred times a second, and once more at the limit.
/// - Returns: whether the condition came true.
@discardableResult
public func eventually(within seconds: Double = 10, _ condition: () throws -> Bool) async rethrows -> Bool {
    let limit = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < limit {
        if try condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return try condition()
}
