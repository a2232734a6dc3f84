import CLinux
import DeviceFlow
import Glibc

/// A `tokenidp-sim` of our own, on a port and in a folder of its own, for as long as this value lives.
public final class SimulatorProcess {
    /// The line it prints when it answers: issuer, ca, endpoints, tenants.
    public let ready: JSONValue
    public let secondDevice: SecondDevice
    private let process: pid_t
    private let folder: String

    public struct Failure: Error {
        /// In words, for the person who started us.
        public let reason: String
    }

    /// - Parameters:
    ///   - program: nil: the one beside this program, or else in PATH.
    ///   - options: what it is started with besides folder and port.
    ///   - configuration: the text of its configuration; nil: its own.
    /// - Throws: `Failure` when it is not there, or does not answer within 20 s.
    public init(program: String? = nil, options: [String] = [], configuration: String? = nil) throws(Failure) {
        guard let program = program ?? Self.nearest() else {
            throw Failure(
                reason: "tokenidp-sim is neither beside this program nor in PATH: build it (./run-kiosk.sh --simulator "
                    + "--help does), or name it with --simulator PROGRAM")
        }
        guard access(program, X_OK) == 0 else {
            throw Failure(reason: "\(program) cannot be started: \(String(cString: strerror(errno)))")
        }
        guard let folder = Self.makeFolder() else {
            throw Failure(
                reason: "no folder for it can be made in \(Self.temporary): \(String(cString: strerror(errno)))")
        }
        self.folder = folder
        var words = [program, "serve", "--state", folder, "--port", "0"] + options
        if let configuration {
            let file = folder + "/configuration.json"
            guard (try? ReportFile(file))?.write(configuration) == true else {
                Self.remove(folder)
                throw Failure(reason: "\(file) cannot be written: \(String(cString: strerror(errno)))")
            }
            words += ["--config", file]
        }
        guard let (process, output) = Self.start(words, errors: folder + "/errors") else {
            Self.remove(folder)
            throw Failure(reason: "\(program) cannot be started")
        }
        self.process = process
        let line = Self.firstLine(of: output, within: 20_000)
        guard let line, let ready = JSONValue(parsing: line), let issuer = ready["issuer"]?.string,
            let token = try? Files.read(folder + "/admin-token")
        else {
            let said = (try? Files.read(folder + "/errors")).map { String(decoding: $0, as: UTF8.self) } ?? ""
            Self.end(process)
            Self.remove(folder)
            let words = plain(said, limit: 500)
            throw Failure(reason: "\(program) does not start: \(words.isEmpty ? "it ended without a word" : words)")
        }
        self.ready = ready
        secondDevice = SecondDevice(issuer: issuer, adminToken: token)
    }

    deinit {
        Self.end(process)
        Self.remove(folder)
    }

    public var issuer: String { ready["issuer"]?.string ?? "" }
    /// The certificates to trust.
    public var trust: TLSFiles {
        var trust = TLSFiles()
        trust.authorities = ready["ca"]?.string
        return trust
    }
    /// Its event log: polls, decisions, troubles, as JSON lines.
    public var auditLog: String { folder + "/audit.jsonl" }
    public var processID: Int { Int(process) }

    // MARK: Starting and ending

    private static func nearest() -> String? {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let here = own.lastIndex(of: "/").map { String(own[...$0]) + "tokenidp-sim" }
        let folders = (Process.environment("PATH") ?? "").split(separator: ":").map { String($0) + "/tokenidp-sim" }
        return ([here].compactMap { $0 } + folders).first { access($0, X_OK) == 0 }
    }

    private static var temporary: String { Process.environment("TMPDIR") ?? "/tmp" }

    private static func makeFolder() -> String? {
        var template = Array((temporary + "/kiosk-bench-XXXXXX").utf8CString)
        return mkdtemp(&template) == nil
            ? nil : String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// It ends with us, however we end, where util-linux can see to that.
    private static func start(_ words: [String], errors: String) -> (pid_t, output: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard kiosk_pipe(&ends) == 0 else { return nil }
        defer { close(ends[1]) }
        // Ctrl-C is for us.
        let leash = "/usr/bin/setpriv"
        let leashed = (access(leash, X_OK) == 0 ? [leash, "--pdeathsig", "TERM", "--"] : []) + words
        let process = Spawn.start(leashed) { actions in
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
        }
        guard let process else {
            close(ends[0])
            return nil
        }
        return (process, ends[0])
    }

    /// Closes the descriptor: what else it prints is of no interest.
    private static func firstLine(of descriptor: Int32, within milliseconds: Int32) -> [UInt8]? {
        defer { close(descriptor) }
        var line: [UInt8] = []
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&ready, 1, milliseconds) > 0 {
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return nil }
            line += chunk[..<count]
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
        }
        return nil
    }

    private static func end(_ process: pid_t) {
        kill(process, SIGTERM)
        for _ in 0..<500 {
            if waitpid(process, nil, WNOHANG) == process { return }
            usleep(10_000)
        }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// A folder of plain files, and one level of folders in it.
    private static func remove(_ folder: String) {
        guard let listing = opendir(folder) else { return }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let path = folder + "/" + name
            if unlink(path) != 0 { remove(path) }
        }
        closedir(listing)
        rmdir(folder)
    }
}
