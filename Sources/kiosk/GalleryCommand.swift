import KioskIO
import KioskScreen

/// Every screen on the terminal, without any network; keys move through them.
enum GalleryCommand {
    static func run(_ given: Given) throws(Problem) {
        let look = try Look(try Layers(given))
        let state = try given.values["state"].map(Sample.named) ?? .home
        let size = try given.values["size"].map(Frame.Size.named)
        // Before the terminal is taken, as signals must not end the program with it.
        let signals = Signals()
        guard let screen = FullScreen(theme: look.theme) else {
            throw Problem(
                words: "the gallery needs a terminal; kiosk render STATE writes one screen to a pipe or a file",
                exit: .usage)
        }
        var loop = GalleryLoop(
            Gallery(
                state, size: size, theme: look.theme, themeName: look.themeName,
                style: look.style(screen.readable(look.language.wording)), languages: screen.languages,
                title: look.title, isBare: given.values["bare"] == "1"),
            signals: signals)
        loop.run(on: screen)
    }
}
