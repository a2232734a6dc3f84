import CLinux
import Glibc
import KioskScreen

/// Shows a gallery on the terminal until a key asks to leave: no network, no time.
public struct GalleryLoop {
    private var gallery: Gallery
    private let signals: Signals

    public init(_ gallery: Gallery, signals: Signals) {
        self.gallery = gallery
        self.signals = signals
    }

    /// - Returns: when a key or a signal asks to stop; the terminal is as it was found.
    public mutating func run(on screen: FullScreen) {
        defer { screen.restore() }
        let terminal = screen.terminal
        while true {
            screen.show(gallery)
            var ready = [signals.descriptor, terminal.descriptor].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&ready, nfds_t(ready.count), -1) >= 0 || errno == EINTR else { return }
            for wish in signals.wishes() {
                switch wish {
                case .resize: terminal.resize(to: terminal.size)
                case .woken:
                    terminal.takeBack()
                    screen.repaint()
                case .stop: return
                }
            }
            let keys = screen.keyboard.keys()
            if keys.isEmpty, terminal.isGone { return }
            for key in keys {
                if key == .control("l") { screen.repaint() }
                guard gallery.pressed(key) else { return }
            }
        }
    }
}
