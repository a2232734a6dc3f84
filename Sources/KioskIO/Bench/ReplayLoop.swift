import DeviceFlow
import FlowBench
import KioskScreen

/// Shows a recorded run on the terminal: at its own pace, faster, or step by step.
public struct ReplayLoop {
    private var replay: Replay
    private let first: Replay
    private let signals: Signals
    private let alarm = Alarm()
    private var speed: Double
    /// When the run stood at `replay.now`; nil while it is held.
    private var clock: (real: Moment, run: Moment)?
    private let look: (Replay) -> ViewStyle

    /// - Parameters:
    ///   - speed: seconds of the run for one of ours.
    ///   - isHeld: begin at the first record and wait for a key.
    ///   - look: how its screens are drawn, beyond what was recorded.
    public init(
        _ replay: Replay, speed: Double, isHeld: Bool, signals: Signals, look: @escaping (Replay) -> ViewStyle
    ) {
        self.replay = replay
        first = replay
        self.speed = speed
        self.signals = signals
        self.look = look
        if !isHeld { clock = (Clock.now(), replay.now) }
    }

    /// - Returns: when a key or a signal asks to stop; the terminal is as it was found.
    public mutating func run(on screen: FullScreen) {
        defer { screen.restore() }
        while true {
            catchUp()
            var scene = replay.model.scene(at: replay.now)
            scene.note = caption
            screen.show(scene, size: screen.terminal.size, style: look(replay))
            alarm.ring(at: nextTick)
            guard let keys = screen.keys(or: signals, or: alarm) else { return }
            for key in keys {
                guard pressed(key) else { return }
            }
        }
    }

    /// As far as the clock has come since it was set.
    private mutating func catchUp() {
        guard let clock else { return }
        let passed = (Clock.now() - clock.real) * speed
        replay.advance(to: min(clock.run + passed, replay.end))
        if replay.isOver { self.clock = nil }
    }

    private var nextTick: Moment? {
        guard let clock else { return nil }
        let due =
            [replay.nextMoment, replay.model.deadline, replay.model.nextTick(after: replay.now)]
            .compactMap { $0 }.min() ?? replay.end
        // Faster than twenty times a second nobody sees anything.
        return max(clock.real + (due - clock.run) / speed, Clock.now() + .milliseconds(50))
    }

    private mutating func pressed(_ key: Key) -> Bool {
        switch key {
        case .character(" "):
            clock = clock == nil && !replay.isOver ? (Clock.now(), replay.now) : nil
        case .right, .enter:
            clock = nil
            replay.step()
        case .left, .backspace:
            clock = nil
            let wanted = max(0, replay.next - 1)
            replay = first
            while replay.next < wanted { replay.step() }
        case .character("+"), .up: change(by: 2)
        case .character("-"), .down: change(by: 0.5)
        case .character("q"), .character("Q"), .escape, .control("c"): return false
        case .character, .control, .tab, .other: break
        }
        return true
    }

    private mutating func change(by factor: Double) {
        speed = min(4096, max(1.0 / 16, speed * factor))
        if clock != nil { clock = (Clock.now(), replay.now) }
    }

    private var caption: String {
        let count = replay.run.records.count
        let at = Self.seconds(replay.now - Moment(.zero))
        let record = replay.next > 0 ? replay.run.records[replay.next - 1].event.name : "started"
        let differs = replay.differences.isEmpty ? "" : "  DIFFERS at line \(replay.differences[0].record.line)"
        let pace =
            clock == nil ? (replay.isOver ? "over" : "held") : speed < 1 ? "1/\(Int(1 / speed))" : "x\(Int(speed))"
        return "Replay \(at) s, \(replay.next)/\(count) \(record), \(pace)\(differs)  "
            + "Space \(clock == nil ? "play" : "hold")  \u{2190} \u{2192} step  + - speed  Q quit"
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
