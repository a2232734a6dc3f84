import CLinux
import CNcurses
import FlowBench
import Glibc
import KioskScreen

/// The controlling terminal, asked without being taken: nothing is drawn, and no setting is changed.
public final class TerminalProbe {
    /// -1: there is none.
    private let descriptor: Int32
    public let facts: TerminalFacts
    /// Which letters the locale asks for.
    private let locale: (isInstalled: Bool, characters: String)

    /// - Parameter plainBy: the words that ask for lines instead of a screen.
    public init(plainBy: String?, theme: String) {
        descriptor = kiosk_open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY, 0)
        let term = Process.environment("TERM") ?? ""
        let installed = setlocale(LC_CTYPE, "") != nil
        let characters = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
        locale = (installed, installed ? characters : "")
        let utf8 = Terminal.chooseCharacters(term: term)
        // newterm's own order: what TERM names, or else xterm's.
        let isDescribed = !term.isEmpty && kiosk_read_description(term, STDOUT_FILENO) == 1
        let isGuessed = !isDescribed && kiosk_read_description("xterm-256color", STDOUT_FILENO) == 1
        let colors = isDescribed || isGuessed ? Int(kiosk_described_colors()) : 0
        let hasGlyph = descriptor < 0 ? -1 : kiosk_console_has_glyph(descriptor, 0x2584)
        facts = TerminalFacts(
            isThere: descriptor >= 0, term: term, isDescribed: isDescribed,
            placesCursor: (isDescribed || isGuessed) && kiosk_has_cursor_address() != 0,
            size: Terminal.size(),
            abilities: Terminal.abilities(term: term, colors: colors, utf8: utf8, hasGlyph: hasGlyph),
            fontWasAsked: hasGlyph != -1, plainBy: plainBy,
            noColor: Process.environment("NO_COLOR").map { !$0.isEmpty } ?? false, theme: theme)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Parameter wording: the words that are wanted on the screen.
    public func localeFacts(_ wording: Wording) -> LocaleFacts {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let set = names.lazy.compactMap { name in Process.environment(name).map { LocaleFacts.Variable(name, $0) } }
        return LocaleFacts(
            variable: set.first { !$0.value.isEmpty }, isInstalled: locale.isInstalled, characters: locale.characters,
            writesUTF8: facts.abilities.utf8, language: wording.locale,
            isReadable: !facts.drawsScreen || Terminal.canShow(wording, facts.abilities, on: descriptor))
    }
}

/// Where the doctor's own lines go.
public enum OwnOutput {
    /// nil: no terminal, so that lines may be of any length.
    public static var columns: Int? {
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard kiosk_window_size(STDOUT_FILENO, &rows, &columns) == 0, columns > 0 else { return nil }
        return Int(columns)
    }

    public static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
