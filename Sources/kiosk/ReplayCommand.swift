import DeviceFlow
import FlowBench
import KioskIO
import KioskScreen

/// Shows what an event log tells, or holds this program to it.
enum ReplayCommand {
    static func run(_ given: Given) throws(Problem) {
        guard let path = given.operands.first else {
            throw Problem(words: "which event log? Give the FILE that --event-log has written", exit: .usage)
        }
        let ways =
            ["check", "screens", "step"].filter { given.values[$0] == "1" }
            + (given.values["at"] == nil ? [] : ["at"])
        guard ways.count < 2 else {
            throw Problem(words: "\(ways.map { "--" + $0 }.joined(separator: " and ")): one at a time", exit: .usage)
        }
        let layers = try Layers(given)
        let look = try Look(layers)
        let replay = try read(path, layers)
        if given.values["check"] == "1" { return try check(replay, path) }
        if given.values["at"] != nil { return try picture(replay, layers, given, look) }
        if given.values["screens"] == "1" { return try write(replay, given, look) }
        // Before the terminal is taken, as signals must not end the program with it.
        let signals = Signals()
        let speed = try layers.number("speed", or: 1, in: 0.0625...4096)
        guard let screen = FullScreen(theme: look.theme) else {
            throw Problem(
                words: "a replay needs a terminal; kiosk replay FILE --screens writes the screens to a pipe or a file",
                exit: .usage)
        }
        var loop = ReplayLoop(
            replay, speed: speed, isHeld: given.values["step"] == "1", signals: signals,
            look: { style($0, look, screen.readable) })
        loop.run(on: screen)
    }

    private static func read(_ path: String, _ layers: Layers) throws(Problem) -> Replay {
        let number = try layers.setting("run").map { setting throws(Problem) in
            guard let number = Int(setting.text), number > 0 else { throw setting.problem("expected a number from 1") }
            return number
        }
        do {
            return try Replay(try RecordedRun(try Files.read(path), run: number), home: try Look.home(layers))
        } catch let problem as RecordedRun.Problem {
            throw Problem(words: "\(path): \(problem.words)", exit: .configuration)
        } catch let failure as Files.Failure {
            throw Problem(words: "the event log \(path) cannot be read: \(failure.reason)", exit: .configuration)
        } catch {
            throw (error as? Problem) ?? Problem(words: "\(path) cannot be replayed", exit: .configuration)
        }
    }

    /// As it was drawn then, in the operator's own logo and overscan now.
    private static func style(_ replay: Replay, _ look: Look, _ readable: (Wording) -> Wording) -> ViewStyle {
        var style = replay.model.style(at: replay.now)
        style.wording = readable(style.wording)
        style.logo = look.logo
        return style
    }

    /// Ends with 1 where this program would have done otherwise.
    private static func check(_ replay: Replay, _ path: String) throws(Problem) {
        var replay = replay
        while !replay.isOver { replay.step() }
        guard let first = replay.differences.first else {
            return print(
                "\(path): \(replay.run.records.count) records, all as recorded"
                    + (replay.run.isCutOff ? "; the last line was cut off" : ""))
        }
        let instead = first.instead.map { "\($0.name) \(JSONValue.object($0.members).line)" } ?? "nothing"
        throw Problem(
            words: "\(path), line \(first.record.line): recorded was \(first.record.event.name) "
                + "\(JSONValue.object(first.record.event.members).line); this program does \(instead) "
                + "(\(replay.differences.count) of \(replay.run.records.count) records differ)",
            exit: .problems)
    }

    /// The screen at one moment of the run.
    private static func picture(
        _ replay: Replay, _ layers: Layers, _ given: Given, _ look: Look
    ) throws(Problem) {
        var replay = replay
        let at = try layers.seconds("at", or: 0)
        replay.advance(to: Moment(at))
        let size = try given.values["size"].map(Frame.Size.named)
        let frame = view(
            replay.model.scene(at: replay.now), size: size ?? replay.model.size, abilities: Abilities(),
            style: style(replay, look, { $0 }))
        switch given.values["format"] ?? "text" {
        case "text": print(FrameExport.text(frame))
        case "ansi": print(FrameExport.ansi(frame, theme: look.theme, colors: 256))
        case "svg": print(FrameExport.svg(frame, theme: look.theme))
        case let other: throw Problem(words: "--format is text, ansi or svg, not \"\(other)\"", exit: .usage)
        }
    }

    /// Each screen that differs from the one before, with the moment it came.
    private static func write(_ replay: Replay, _ given: Given, _ look: Look) throws(Problem) {
        let size = try given.values["size"].map(Frame.Size.named)
        var replay = replay
        var shown: String?
        while true {
            let frame = view(
                replay.model.scene(at: replay.now), size: size ?? replay.model.size, abilities: Abilities(),
                style: style(replay, look, { $0 }))
            let text = FrameExport.text(frame)
            if text != shown {
                let record = replay.next > 0 ? replay.run.records[replay.next - 1].event.name : "started"
                print("=== \(JSONValue.seconds(replay.now - Moment(.zero)).line) s, \(record)\n\(text)")
            }
            shown = text
            guard !replay.isOver else { return }
            replay.step()
        }
    }
}
