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
        while true {
            screen.show(gallery)
            guard let keys = screen.keys(or: signals) else { return }
            for key in keys {
                guard gallery.pressed(key) else { return }
            }
        }
    }
}
