/// A file that will be written, looked at without writing it.
public struct PlaceFacts: Equatable, Sendable {
    public enum State: Equatable, Sendable {
        /// In the system's words.
        case cannot(String)
        /// Its folder in /run, which a service's start makes.
        case comesWithService(folder: String)
        case new
        /// `mode`: its permission bits; `isOurs`: it belongs to this user.
        case exists(mode: Int, isOurs: Bool)
    }

    public var path: String
    public var state: State
    /// The name of its file system, as in "ext4" or "tmpfs"; nil where that is not known.
    public var fileSystem: String?
    public var isFull: Bool

    public init(path: String, state: State, fileSystem: String? = nil, isFull: Bool = false) {
        self.path = path
        self.state = state
        self.fileSystem = fileSystem
        self.isFull = isFull
    }

    private var isFleeting: Bool { fileSystem == "tmpfs" || fileSystem == "ramfs" }

    /// As the place of the tokens.
    public var tokens: Finding {
        let area = Finding.Area.handOver
        let on = fileSystem.map { " on \($0)" } ?? ""
        switch state {
        case .cannot(let reason): return area.problem("--token-file: \(reason)", remedy)
        case .comesWithService(let folder): return notYet(folder, area)
        case .new, .exists:
            if isFull { return full(area) }
            if isFleeting {
                return area.note(
                    "\(path) can be written\(on), whose files are gone after a restart",
                    "fine if the tokens should be; else choose a folder on the disk")
            }
            if case .exists(let mode, let isOurs) = state, mode & 0o077 != 0 || !isOurs {
                return area.note(
                    "\(path) can be written\(on); it is there, and "
                        + (isOurs ? "open to others (mode \(String(mode, radix: 8)))" : "another user's"),
                    "kiosk puts a new file in its place, 0600 and this user's own: let whoever reads it be this user")
            }
            return area.ok("\(path) can be written\(on); it will be 0600")
        }
    }

    /// As the event log.
    public var log: Finding {
        let area = Finding.Area.eventLog
        switch state {
        case .cannot(let reason): return area.problem("--event-log: \(reason)", remedy)
        case .comesWithService(let folder): return notYet(folder, area)
        case .new: return isFull ? full(area) : area.ok("\(path) can be made")
        case .exists: return isFull ? full(area) : area.ok("\(path) is there and is appended to")
        }
    }

    /// As the file of metrics.
    public var metrics: Finding {
        let area = Finding.Area.metrics
        if case .cannot(let reason) = state {
            return area.problem(
                "--metrics-file: \(reason)",
                "name a file of its own in a folder where the user that runs kiosk may write; a service needs "
                    + "ReadWritePaths= for it")
        }
        if case .comesWithService(let folder) = state { return notYet(folder, area) }
        if isFull { return full(area) }
        guard path.hasSuffix(".prom") else {
            return area.note(
                "\(path) can be written", "node_exporter's textfile collector reads only files that end in .prom")
        }
        return area.ok("\(path) can be written, for all to read")
    }

    private var remedy: String {
        "make the folder (mkdir -p), and let the user that runs kiosk write there (chown); a service needs "
            + "ReadWritePaths= or StateDirectory= for it"
    }

    private func notYet(_ folder: String, _ area: Finding.Area) -> Finding {
        area.note(
            "\(folder) is not there yet",
            "kiosk.service makes it each time it starts (RuntimeDirectory=); whoever starts kiosk otherwise makes it first"
        )
    }

    private func full(_ area: Finding.Area) -> Finding {
        area.problem("\(path): its disk is full", "make room there (df \(path))")
    }
}
