import DeviceFlow
import KioskScreen

/// What whoever looks after many kiosks is told of this one: its service manager, the journal, a file of metrics.
public final class Reports {
    private let manager: ServiceManager?
    /// nil: the journal is not told.
    private var journal: JournalLines?
    private var counted: Counted?
    private var status = StatusLine()
    /// The first screen has been drawn.
    private var isReady = false
    private var isReloading = false
    /// When the manager wants the next sign of life; nil: it does not watch.
    private var signAt: Moment?

    private struct Counted {
        let file: MetricsFile
        var metrics: Metrics
        /// Something has happened that the file does not say.
        var isDirty = true
        var state: String?
        var triedAt: Moment?
        var hasFailed = false

        /// Not sooner than this after the last, but for a change of state.
        static let least = Duration.seconds(5)
        /// Also when nothing happens: a file that grows old is how a dead screen is told from an idle one.
        static let most = Duration.seconds(60)

        var deadline: Moment? { triedAt.map { $0 + (isDirty && !hasFailed ? Self.least : Self.most) } }
    }

    /// Looks for a service manager and the journal.
    ///
    /// - Parameters:
    ///   - file: nil: nobody collects metrics.
    ///   - hasJournal: false: standard error is somebody else's.
    /// - Returns: nil when there is nobody to tell anything.
    public init?(_ file: MetricsFile?, version: String, provider: String, hasJournal: Bool = true) {
        manager = ServiceManager()
        journal = hasJournal && Journal.isStandardError ? JournalLines() : nil
        counted = file.map {
            Counted(
                file: $0,
                metrics: Metrics(
                    version: version, provider: provider, startedAt: Clock.wall(), previous: $0.previous))
        }
        if manager == nil, journal == nil, counted == nil { return nil }
    }

    /// When `turned` has something to do; nil: not by itself.
    var deadline: Moment? { [signAt, counted?.deadline].compactMap { $0 }.min() }

    /// What the event log is told.
    public func heard(_ event: LogEvent, at now: Moment) {
        if let line = journal?.line(event) { Journal.write(line) }
        status.heard(event)
        guard var counted else { return }
        counted.metrics.heard(event, at: Clock.wall())
        counted.isDirty = counted.isDirty || counted.metrics != self.counted?.metrics
        self.counted = counted
    }

    /// A turn of the loop is over, and what it had to draw is drawn.
    ///
    /// - Parameter takesOutput: whether the screen would take more; asked only where it matters.
    /// - Returns: what the log should be told.
    func turned(_ model: KioskModel, at now: Moment, takesOutput: () -> Bool) -> [LogEvent] {
        let standing = model.standing
        if let manager {
            let line = status.line(standing, at: now, clock: Clock.timeOfDay).map { ["STATUS=" + $0] } ?? []
            let isNews = !isReady || isReloading
            if !isReady { signAt = manager.watchdog.map { _ in now } }
            (isReady, isReloading) = (true, false)
            if isNews || !line.isEmpty { manager.tell((isNews ? ["READY=1"] : []) + line) }
            giveSign(to: manager, at: now, takesOutput)
        }
        return write(standing, at: now)
    }

    /// Three times within what the manager waits, so that one that fails is not the end. A screen that takes nothing
    /// gets none: a kiosk that nobody can see is started anew.
    private func giveSign(to manager: ServiceManager, at now: Moment, _ takesOutput: () -> Bool) {
        guard let watchdog = manager.watchdog, let due = signAt, now >= due else { return }
        if takesOutput() { manager.tell(["WATCHDOG=1"]) }
        signAt = now + watchdog / 3
    }

    private func write(_ standing: Standing, at now: Moment) -> [LogEvent] {
        guard var counted else { return [] }
        let isDue = counted.deadline.map { now >= $0 } ?? true
        guard isDue || counted.state != standing.name else { return [] }
        let codeEnd = standing.codeEnd.map { Clock.wall(at: $0) }
        let problem = counted.file.write(counted.metrics.text(standing, codeEnd: codeEnd))
        let isNews = problem != nil && !counted.hasFailed
        counted.state = standing.name
        counted.triedAt = now
        counted.hasFailed = problem != nil
        counted.isDirty = problem != nil
        self.counted = counted
        return isNews ? problem.map { [.metricsUnwritten($0)] } ?? [] : []
    }

    /// The configuration is about to be read again; `turned` says when that is over.
    func reloading(at now: Moment) {
        // The manager compares it with its own clock, which stands still in a suspend. (sd_notify(3))
        let monotonic = Clock.reading().monotonic.components
        let microseconds = monotonic.seconds * 1_000_000 + monotonic.attoseconds / 1_000_000_000_000
        manager?.tell(["RELOADING=1", "MONOTONIC_USEC=\(microseconds)"])
        isReloading = true
    }

    func ends(_ model: KioskModel, at now: Moment) {
        let line = status.line(model.standing, at: now, clock: Clock.timeOfDay).map { ["STATUS=" + $0] } ?? []
        manager?.tell(["STOPPING=1"] + line)
        counted?.triedAt = nil
        _ = write(model.standing, at: now)
    }
}
