import CWipe
import DeviceFlow
import FlowTrace
import Glibc
import KioskIO
import KioskScreen

/// From the command line to the exit code.
enum Session {
    /// Does not return.
    static func start(_ mode: KioskModel.Settings.Mode, _ given: Given) -> Never {
        let hasOutput = fcntl(STDOUT_FILENO, F_GETFD) >= 0
        Process.fillStandardDescriptors()
        Process.forbidCoreFiles()
        // Whoever comes next must find nothing of whoever was here; after `login` the whole process is gone.
        if mode == .run { kiosk_wipe_what_is_freed() }
        // Before anything starts a thread, which would inherit the signals as they are.
        let signals = Signals()
        let began = Clock.now()
        do throws(Problem) {
            let configuration = try Configuration(mode, given)
            try checkAnswers(configuration)
            let handover = try handover(configuration.handover, hasOutput: hasOutput)
            let log = try open(configuration.eventLog, isPlain: configuration.isPlain, began)
            let record = try open(configuration.record, configuration.client.provider)
            let reports = mode == .run ? try reports(configuration) : nil
            let told = Told(log: log, record: record, reports: reports)
            let reloader = mode == .run ? Reloader(given, configuration, handover) : nil
            exit(run(configuration, handover, signals, told, reloader).rawValue)
        } catch {
            Process.complain("kiosk: " + plain(error.words, limit: 2000))
            exit(error.exit.rawValue)
        }
    }

    private static func run(
        _ configuration: Configuration, _ handover: Handover?, _ signals: Signals, _ told: Told,
        _ reloader: Reloader?
    ) -> ExitCode {
        let isLogin = configuration.settings.mode == .login
        let size = (configuration.isPlain ? nil : FullScreen.size) ?? Frame.Size(rows: 24, columns: 80)
        let seed = UInt64.random(in: .min ... .max)
        told.heard(started(configuration, size, seed), at: Clock.now())
        let loop = EventLoop(
            model: KioskModel(settings: configuration.settings, size: size), client: configuration.client,
            means: EventLoop.Means(
                signals: signals, trust: configuration.trust, signingKey: configuration.signingKey, handover: handover,
                log: told.heard, reports: told.reports, reload: reloader.map { $0.read },
                record: told.record.map { file in { file.write($0) } }, secondDevice: configuration.secondDevice,
                makeGallery: { screen, wording in gallery(configuration.look, screen, wording) },
                operatorPIN: configuration.operatorPIN, options: Kiosk.options))
        var isFullScreen = false
        let (code, last) = loop.run(seed: seed) {
            // Not before: the request is on its way while the words are read.
            let wording = configuration.look.language.wording
            if !configuration.isPlain, let screen = FullScreen(theme: configuration.look.theme) {
                isFullScreen = true
                return (.screen(screen), wording)
            }
            // login's standard input may hold something for the program after it.
            let lines = PlainLines(
                descriptor: isLogin ? STDERR_FILENO : STDOUT_FILENO,
                readsKeys: !isLogin || isatty(STDIN_FILENO) == 1)
            return (.lines(lines), wording)
        }
        if isLogin, code != .success { explain(code, last, configuration.look.language, isFullScreen: isFullScreen) }
        told.heard(.stopped(code), at: Clock.now())
        return code
    }

    /// Who is told what happens.
    private struct Told {
        var log: EventLog?
        var record: HARFile?
        var reports: Reports?

        func heard(_ event: LogEvent, at now: Moment) {
            log?.write(event, at: now)
            reports?.heard(event, at: now)
        }
    }

    /// The screen is gone by now; whoever reads standard error shall know why.
    private static func explain(_ code: ExitCode, _ last: Scene, _ language: Look.Language, isFullScreen: Bool) {
        if code == .notHandedOver, last.content == .idle {
            Process.complain("kiosk: approved, but the tokens could not be handed over")
        } else if isFullScreen {
            var lines = PlainScreen()
            for line in lines.lines(for: last, wording: language.wording.spoken) { Process.complain("kiosk: " + line) }
        }
    }

    /// A question that nobody can answer would end every sign-in.
    private static func checkAnswers(_ configuration: Configuration) throws(Problem) {
        guard configuration.settings.confirms, configuration.isPlain, isatty(STDIN_FILENO) != 1,
            configuration.settings.mode == .login
        else { return }
        throw Problem(
            words:
                "--confirm asks, but with --plain the answer is read from standard input, which is no terminal here: "
                + "leave one of them out",
            exit: .usage)
    }

    /// Checked before a code is asked for: tokens that cannot be handed over should not be made.
    static func handover(_ target: Handover.Target?, hasOutput: Bool) throws(Problem) -> Handover? {
        guard let target else { return nil }
        guard target != .descriptor(STDOUT_FILENO) || hasOutput else {
            throw Problem(
                words: "standard output is closed, so the tokens could not be handed over", exit: .notHandedOver)
        }
        do throws(Handover.Failure) {
            return try Handover(target)
        } catch {
            throw Problem(words: "the tokens could not be handed over: \(error.reason)", exit: .notHandedOver)
        }
    }

    private static func open(_ path: String?, isPlain: Bool, _ began: Moment) throws(Problem) -> EventLog? {
        guard let path else { return nil }
        guard path != "-" || isPlain || isatty(STDERR_FILENO) == 0 else {
            throw Problem(
                words: "--event-log - would write over the screen: send standard error to a file (2>events), or use "
                    + "--plain",
                exit: .usage)
        }
        do throws(EventLog.Failure) {
            return try EventLog(path: path, standard: STDERR_FILENO, began: began)
        } catch {
            throw Problem(words: "the event log \(path) cannot be written: \(error.reason)", exit: .configuration)
        }
    }

    private static func open(_ record: Configuration.Record?, _ provider: Provider) throws(Problem) -> HARFile? {
        guard let record else { return nil }
        do throws(HARFile.Failure) {
            return try HARFile(
                path: record.path, version: Version.text, redaction: record.showsSecrets ? nil : Redaction(provider))
        } catch {
            throw Problem(words: "the record \(record.path) cannot be written: \(error.reason)", exit: .configuration)
        }
    }

    private static func reports(_ configuration: Configuration) throws(Problem) -> Reports? {
        var file: MetricsFile?
        if let path = configuration.metricsFile {
            do throws(MetricsFile.Failure) {
                file = try MetricsFile(path: path)
            } catch {
                throw Problem(
                    words: "the metrics file \(path) cannot be written: \(error.reason)", exit: .configuration)
            }
        }
        // Two kinds of lines in one stream would be of use to nobody.
        return Reports(
            file, version: Version.text, provider: configuration.client.provider.name,
            hasJournal: configuration.eventLog != "-")
    }

    private static func gallery(_ look: Look, _ screen: FullScreen, _ wording: Wording) -> Gallery {
        Gallery(
            .home, theme: look.theme, themeName: look.themeName, style: look.style(wording),
            languages: screen.languages, title: look.title)
    }

    private static func started(_ configuration: Configuration, _ size: Frame.Size, _ seed: UInt64) -> LogEvent {
        LogEvent(
            "started",
            [
                "seed": .string(String(seed)),
                "settings": configuration.settings.logged(isPlain: configuration.isPlain),
                "time": .string(Clock.timestamp()), "version": .string(Version.text),
                "size": .string("\(size)"),
                "term": .string(plain(Process.environment("TERM") ?? "", limit: 64)),
                "lang": .string(configuration.look.language.tag),
                "provider": .string(configuration.client.provider.name),
            ])
    }
}
