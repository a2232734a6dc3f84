import DeviceFlow
import Glibc
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

    /// What the model has to know of it.
    ///
    /// - Parameter wording: the words that are wanted; where they cannot be read it is English.
    func opened(_ wording: Wording) -> KioskEvent {
        switch self {
        case .screen(let screen):
            .opened(readable(wording), languages: screen.languages, screen.terminal.abilities)
        case .lines: .opened(readable(wording), languages: [], nil)
        }
    }

    /// What it is drawn on takes more: a terminal that is held (Ctrl-S), or that nobody reads any more, does not.
    var takesOutput: Bool {
        guard !isStuck else { return false }
        let descriptor =
            switch self {
            case .screen(let screen): screen.terminal.descriptor
            case .lines(let lines): lines.descriptor
            }
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&ready, 1, 0) > 0 && Int32(ready.revents) & POLLOUT != 0
    }

    /// These words as far as they can be read on it.
    func readable(_ wording: Wording) -> Wording {
        switch self {
        case .screen(let screen): screen.readable(wording)
        case .lines: wording.spoken
        }
    }

    /// What is shown waits for the terminal.
    var isStuck: Bool { if case .screen(let screen) = self { screen.isStuck } else { false } }

    /// What has been pressed; nil when nobody is there any more.
    ///
    /// - Parameter wholeLines: lines are read with all their characters, and an Enter after them.
    func keys(wholeLines: Bool = false) -> [Key]? {
        switch self {
        case .screen(let screen):
            let keys = screen.keyboard.keys()
            return keys.isEmpty && screen.terminal.isGone ? nil : keys
        case .lines(let lines):
            return lines.keys?.keys(wholeLines: wholeLines) ?? []
        }
    }
}

/// The full screen on the controlling terminal.
public final class FullScreen {
    let terminal: Terminal
    let keyboard: Keyboard
    private let painter: Painter
    var theme: Theme
    private var viewer = Viewer()

    /// - Returns: nil when there is no terminal, or none that can place a cursor: lines are left.
    public init?(theme: Theme) {
        guard let terminal = try? Terminal() else { return nil }
        self.terminal = terminal
        keyboard = Keyboard(terminal: terminal)
        painter = Painter(terminal, theme: theme)
        self.theme = theme
    }

    func show(_ scene: Scene, size: Frame.Size, style: ViewStyle) {
        if style.wording.isRightToLeft { terminal.ordersTextItself() }
        painter.change(theme, colors: nil)
        painter.paint(viewer.view(scene, size: size, abilities: terminal.abilities, style: style))
    }

    /// A screen of the gallery, in colours of its own.
    func show(_ gallery: Gallery?) {
        guard let gallery else { return }
        if gallery.style.wording.isRightToLeft { terminal.ordersTextItself() }
        painter.change(gallery.theme, colors: gallery.colors)
        painter.paint(gallery.frame(terminal.size, abilities: terminal.abilities))
    }

    /// These words if the terminal's font has their letters, else English.
    public func readable(_ wording: Wording) -> Wording { terminal.canShow(wording) ? wording : .english }

    /// The tags of all languages that can be read on it.
    public var languages: [String] {
        Wording.locales.filter { tag in terminal.showsEverything || Wording.named(tag).map(terminal.canShow) ?? false }
    }

    /// The terminal takes nothing just now: it is asked again a second later.
    var isStuck: Bool { terminal.isStuck }

    /// After others may have written over it.
    func repaint() { painter.overwrite() }

    /// Nothing of what stood here before is left in this program's memory; the next screen is painted whole.
    func wipe() {
        terminal.wipe()
        painter.forget()
        viewer = Viewer()
    }
    func restore() { terminal.restore() }
}

/// Append-only lines, one for each change of state.
public final class PlainLines {
    let descriptor: Int32
    private var screen = PlainScreen()
    private var isHidingInput = false
    /// nil: standard input belongs to somebody else.
    let keys: LineKeys?

    /// - Parameter readsKeys: whether lines of standard input are keys.
    public init(descriptor: Int32, readsKeys: Bool) {
        self.descriptor = descriptor
        keys = readsKeys ? LineKeys() : nil
    }

    /// - Parameter hidesInput: what is typed from now on is not for those who look over a shoulder.
    func show(_ scene: Scene, wording: Wording, hidesInput: Bool = false) {
        if hidesInput != isHidingInput {
            HiddenInput.show(!hidesInput, on: STDIN_FILENO)
            isHidingInput = hidesInput
        }
        let lines = screen.lines(for: scene, wording: wording)
        guard !lines.isEmpty else { return }
        _ = writeAll(lines.map { $0 + "\n" }.joined(), to: descriptor)
    }

    /// Only for ears: a pipe gets none.
    func ring() { if isatty(descriptor) == 1 { _ = writeAll("\u{7}", to: descriptor) } }
}

extension FullScreen {
    /// The size of the controlling terminal, before it is taken; nil when there is none.
    public static var size: Frame.Size? { Terminal.size() }
}

extension FullScreen {
    /// Waits for keys where nothing else is to be waited for; follows the window's size and repaints by itself.
    ///
    /// - Returns: none when only the alarm has rung; nil when a signal or the terminal's end asks to stop.
    func keys(or signals: Signals, or alarm: Alarm? = nil) -> [Key]? {
        var ready = ([signals.descriptor, terminal.descriptor] + [alarm?.descriptor].compactMap { $0 }).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&ready, nfds_t(ready.count), isStuck ? 1000 : -1) >= 0 || errno == EINTR else { return nil }
        if ready.count > 2, ready[2].revents != 0 { alarm?.hush() }
        for wish in signals.wishes() {
            switch wish {
            case .resize: terminal.resize(to: terminal.size)
            case .woken:
                terminal.takeBack()
                repaint()
            case .stop, .interrupt: return nil
            // Nothing here signs anybody in.
            case .newCode, .idle, .reload: break
            }
        }
        let keys = keyboard.keys()
        if keys.isEmpty, terminal.isGone { return nil }
        if keys.contains(.control("l")) { repaint() }
        return keys
    }
}
