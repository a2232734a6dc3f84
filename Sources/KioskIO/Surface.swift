import DeviceFlow
import KioskScreen

/// Where a kiosk shows itself: a full screen, or lines for readers and pipes.
public enum Surface {
    case screen(FullScreen)
    case lines(PlainLines)

    /// Where keys come from; nil: nowhere, or not any more.
    var keyDescriptor: Int32? {
        switch self {
        case .screen(let screen): screen.terminal.descriptor
        case .lines(let lines): lines.keys.flatMap { $0.isOver ? nil : $0.descriptor }
        }
    }

    /// What has been pressed; nil when nobody is there any more.
    func keys() -> [Key]? {
        switch self {
        case .screen(let screen):
            let keys = screen.keyboard.keys()
            return keys.isEmpty && screen.terminal.isGone ? nil : keys
        case .lines(let lines):
            return lines.keys?.keys() ?? []
        }
    }
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
    /// nil: standard input belongs to somebody else.
    let keys: LineKeys?

    /// - Parameter readsKeys: whether lines of standard input are keys.
    public init(descriptor: Int32, wording: Wording, readsKeys: Bool) {
        self.descriptor = descriptor
        self.wording = wording
        keys = readsKeys ? LineKeys() : nil
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
