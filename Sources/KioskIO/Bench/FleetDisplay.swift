import CLinux
import DeviceFlow
import FlowBench
import Glibc

/// A fleet as it runs, on standard error: on a terminal a few lines that are written anew, else a line now and then.
final class FleetDisplay {
    private let isTerminal = isatty(STDERR_FILENO) == 1 && Process.environment("TERM") != "dumb"
    private var linesShown = 0
    /// When it next wants to be written; nil: at once.
    private(set) var next: Moment?

    func show(_ fleet: Fleet, at now: Moment) {
        if let next, now < next { return }
        if !isTerminal {
            if next != nil { _ = writeAll(FleetView.line(fleet, at: now) + "\n", to: STDERR_FILENO) }
            next = now + .seconds(10)
            return
        }
        next = now + .milliseconds(500)
        let lines = FleetView.lines(fleet, at: now).map { $0.prefix(width) + "\u{1B}[K\n" }
        _ = writeAll(back + lines.joined() + "\u{1B}[J", to: STDERR_FILENO)
        linesShown = lines.count
    }

    /// The report takes the place of it.
    func clear() {
        if linesShown > 0 { _ = writeAll(back + "\u{1B}[J", to: STDERR_FILENO) }
        linesShown = 0
    }

    /// To the first of its lines.
    private var back: String { linesShown > 0 ? "\r\u{1B}[\(linesShown)A" : "" }

    /// A line that wraps would be two.
    private var width: Int {
        var (rows, columns): (Int32, Int32) = (0, 0)
        guard kiosk_window_size(STDERR_FILENO, &rows, &columns) == 0, columns > 0 else { return 79 }
        return Int(columns) - 1
    }
}
