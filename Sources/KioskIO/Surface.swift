import DeviceFlow
import KioskScreen

/// Where a kiosk shows itself: a full screen, or lines for readers and pipes.
public enum Surface {
    case screen(FullScreen)
    case lines(PlainLines)
}

/// The full screen on the controlling terminal.
public final class FullScreen {
    let terminal: Terminal
    let keyboard: Keyboard
    private let painter: Painter
    private let wording: Wording
    private var viewer = Viewer()

    /// - Returns: nil when there is no terminal, or none that can place a cursor: lines are left.
    public init?(theme: Theme, wording: Wording) {
        guard let terminal = try? Terminal() else { return nil }
        self.terminal = terminal
        self.wording = wording
        keyboard = Keyboard(terminal: terminal)
        painter = Painter(terminal, theme: theme)
    }

    /// What can be done before there is a code, while the server thinks: the screen is emptied, and the example
    /// drawn into nowhere, which loads letters, words and QR tables.
    func prepare(size: Frame.Size) {
        painter.paint(Frame(size))
        let style = ViewStyle(wording: wording)
        _ = view(Sample.pending.scene(title: nil), size: size, abilities: terminal.abilities, style: style)
    }

    func show(_ scene: Scene, size: Frame.Size, qrRendering: QRRendering) {
        let style = ViewStyle(wording: wording, qrRendering: qrRendering)
        painter.paint(viewer.view(scene, size: size, abilities: terminal.abilities, style: style))
    }

    func repaint() { painter.forget() }
    func restore() { terminal.restore() }
}

/// Append-only lines, one for each change of state.
public final class PlainLines {
    private let descriptor: Int32
    private let wording: Wording
    private var screen = PlainScreen()

    public init(descriptor: Int32, wording: Wording) {
        self.descriptor = descriptor
        self.wording = wording
    }

    func show(_ scene: Scene) {
        let lines = screen.lines(for: scene, wording: wording)
        guard !lines.isEmpty else { return }
        _ = writeAll(lines.map { $0 + "\n" }.joined(), to: descriptor)
    }
}

extension FullScreen {
    /// The size of the controlling terminal, before it is taken; nil when there is none.
    public static var size: Frame.Size? { Terminal.size() }
}
