import CLinux
import CNcurses
import DeviceFlow
import Glibc
import KioskScreen

/// The controlling terminal as a full screen: taken on making, given back exactly once.
final class Terminal {
    let descriptor: Int32
    private(set) var abilities: Abilities
    let window: UnsafeMutablePointer<WINDOW>
    private let file: UnsafeMutablePointer<FILE>
    private let held: HeldOutput
    private let output: UnsafeMutablePointer<FILE>
    private let screen: OpaquePointer
    private var isOpen = true
    private var modesBefore = termios()
    private var isOrdering = false
    private let hasOwnScreen: Bool

    enum Failure: Error {
        /// There is no /dev/tty to draw on.
        case noTerminal
        /// TERM names nothing that can place a cursor.
        case cannotDraw(term: String)
    }

    /// The size of the controlling terminal before it is taken; nil when there is none.
    static func size() -> Frame.Size? {
        let descriptor = kiosk_open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return size(of: descriptor)
    }

    private static func size(of descriptor: Int32) -> Frame.Size? {
        var rows: Int32 = 0
        var columns: Int32 = 0
        guard kiosk_window_size(descriptor, &rows, &columns) == 0, rows > 0, columns > 0 else { return nil }
        return Frame.Size(rows: Int(rows), columns: Int(columns))
    }

    init() throws(Failure) {
        guard let file = fopen("/dev/tty", "r+e") else { throw .noTerminal }
        self.file = file
        descriptor = fileno(file)
        guard let held = HeldOutput(to: descriptor), let output = fdopen(held.descriptor, "w") else {
            fclose(file)
            throw .noTerminal
        }
        self.held = held
        self.output = output
        let term = getenv("TERM").map { String(cString: $0) } ?? ""
        let utf8 = Self.chooseCharacters(term: term)
        tcgetattr(descriptor, &modesBefore)
        // A terminal from far away may name an entry that this machine lacks; nearly all understand xterm's.
        guard let screen = newterm(nil, output, file) ?? Self.newScreen("xterm-256color", output, file) else {
            fclose(output)
            fclose(file)
            throw .cannotDraw(term: term)
        }
        guard let window = kiosk_stdscr(), kiosk_has_cursor_address() != 0 else {
            endwin()
            delscreen(screen)
            fclose(output)
            fclose(file)
            throw .cannotDraw(term: term)
        }
        self.screen = screen
        self.window = window
        raw()
        noecho()
        nonl()
        curs_set(0)
        keypad(window, true)
        nodelay(window, true)
        set_escdelay(25)
        // Without it every refresh would poll the keyboard once more.
        typeahead(-1)
        intrflush(window, false)
        // The console's font has to be asked; any other terminal's can only be believed.
        let hasGlyph = kiosk_console_has_glyph(descriptor, 0x2584)
        var isWhitened = false
        if has_colors() {
            start_color()
            use_default_colors()
            // A console's seventh colour is grey. As white it gives the QR a contrast of 21:1 instead of 9:1; endwin
            // puts it back. Only where the kernel has answered: elsewhere the console's escape for it would hang.
            isWhitened = hasGlyph != -1 && can_change_color() && init_color(7, 1000, 1000, 1000) == OK
        }
        abilities = Self.abilities(
            term: term, colors: has_colors() ? Int(kiosk_colors()) : 0, utf8: utf8, hasGlyph: hasGlyph)
        // A terminal without a second screen would keep what stood on this one.
        hasOwnScreen = !Self.capability("rmcup").isEmpty
        let leave =
            (["sgr0", "op"] + (isWhitened ? ["oc"] : []) + ["rmkx", "cnorm", hasOwnScreen ? "rmcup" : "clear"]).map(
                Self.capability
            )
            .joined()
        leave.withCString { kiosk_crash_arm(descriptor, &modesBefore, $0, strlen($0)) }
    }

    var size: Frame.Size {
        Self.size(of: descriptor) ?? Frame.Size(rows: Int(getmaxy(window)), columns: Int(getmaxx(window)))
    }

    /// After a SIGWINCH: ncurses' own handler never runs, as the signal is blocked.
    func resize(to size: Frame.Size) {
        resizeterm(Int32(size.rows), Int32(size.columns))
        clearok(window, true)
        askForGlyphs()
    }

    /// A console's font is often set only after the programs on it have started, or when a driver takes the screen.
    private func askForGlyphs() {
        let hasGlyph = kiosk_console_has_glyph(descriptor, 0x2584)
        if hasGlyph != -1 { abilities.halfBlocks = abilities.utf8 && hasGlyph == 1 }
    }

    /// What has been put on the window goes to the terminal, as soon as that takes it.
    func refresh() {
        wnoutrefresh(window)
        held.hold { doupdate() }
    }

    /// ncurses keeps what stood on the screen: the cells, and the bytes it has written last. Both are written over; the
    /// next screen has to be painted whole.
    func wipe() {
        let isWiped = held.discard {
            kiosk_scribble(window)
            clearok(window, true)
            wnoutrefresh(window)
            doupdate()
        }
        if isWiped { werase(window) }
    }

    /// The terminal takes nothing just now.
    var isStuck: Bool { held.isStuck }

    /// The settings that a shell has put back while this program was stopped.
    func takeBack() { reset_prog_mode() }

    /// The screen is emptied before it is drawn again.
    func forgetScreen() { clearok(window, true) }

    /// Something else may have written over the screen, and have moved the cursor, from where ncurses would go on by
    /// short steps: so it is told to go where it believes to be from anywhere.
    func distrustScreen() {
        // Not by mvcur, which writes to standard output, whatever terminal it is told.
        let place = (max(0, getcury(kiosk_curscr())), max(0, getcurx(kiosk_curscr())))
        if let move = kiosk_cursor_move(place.0, place.1) { held.write(Self.withoutPadding(String(cString: move))) }
        redrawwin(window)
        askForGlyphs()
    }

    /// Into the clipboard of whoever sits at the terminal, where it takes that (xterm's OSC 52).
    func copy(_ text: String) { held.write("\u{1B}]52;c;\(Base64.encode(Array(text.utf8)))\u{7}") }

    func ring() { held.write("\u{7}") }

    /// Text from right to left comes in the order of its cells: a terminal that turns such text around by itself
    /// is asked not to. (ECMA-48, 8.3.106: BDSM)
    func ordersTextItself() {
        guard !isOrdering else { return }
        isOrdering = true
        held.write("\u{1B}[8l")
    }

    /// - Parameter hasGlyph: what the console says of its half block; -1: it cannot be asked.
    static func abilities(term: String, colors: Int, utf8: Bool, hasGlyph: Int32) -> Abilities {
        Abilities(
            colors: colors, utf8: utf8, halfBlocks: utf8 && (hasGlyph == 1 || hasGlyph == -1 && term != "linux"),
            isConsole: hasGlyph != -1 || term == "linux")
    }

    /// Every letter of every language arrives.
    var showsEverything: Bool { Self.showsEverything(abilities) }

    private static func showsEverything(_ abilities: Abilities) -> Bool { abilities.utf8 && !abilities.isConsole }

    /// Whether a person could read these words here.
    func canShow(_ wording: Wording) -> Bool { Self.canShow(wording, abilities, on: descriptor) }

    static func canShow(_ wording: Wording, _ abilities: Abilities, on descriptor: Int32) -> Bool {
        if showsEverything(abilities) || wording.locale == "en" { return true }
        // A console far away cannot be asked for its font, which has Latin letters at least.
        guard abilities.utf8, kiosk_console_has_glyph(descriptor, 0x41) != -1 else { return wording.isLatin }
        return wording.letters.allSatisfy { letter in
            UInt16(exactly: letter.value).map { kiosk_console_has_glyph(descriptor, $0) == 1 } ?? false
        }
    }

    /// A terminal that has hung up is readable for ever, with nothing to read: the wait would spin.
    var isGone: Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&state, 1, 0) > 0 && Int32(state.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
    }

    /// Gives the terminal back as it was found.
    func restore() {
        guard isOpen else { return }
        isOpen = false
        kiosk_crash_disarm()
        if isOrdering { held.write("\u{1B}[8h") }
        held.finish {
            if !hasOwnScreen {
                wclear(window)
                wrefresh(window)
            }
            endwin()
        }
        // ncurses would have done it where it has written.
        tcsetattr(descriptor, TCSANOW, &modesBefore)
        delscreen(screen)
        fclose(output)
        fclose(file)
    }

    deinit { restore() }

    /// ncurses draws blanks for all but ASCII in the C locale, so that one is taken for UTF-8, except on the
    /// old terminals that are older than it.
    static func chooseCharacters(term: String) -> Bool {
        setlocale(LC_CTYPE, "")
        if characterSetIsUTF8 { return true }
        let locale = setlocale(LC_CTYPE, nil).map { String(cString: $0) } ?? "C"
        guard locale == "C" || locale == "POSIX", !term.hasPrefix("vt") else { return false }
        setlocale(LC_CTYPE, "C.UTF-8")
        return characterSetIsUTF8
    }

    private static var characterSetIsUTF8: Bool {
        nl_langinfo(Int32(CODESET)).map { String(cString: $0) } == "UTF-8"
    }

    /// A string of the terminal's description, without its padding marks (`$<5>`).
    private static func capability(_ name: String) -> String {
        guard let text = terminfoString(name), Int(bitPattern: text) != -1 else { return "" }
        return withoutPadding(String(cString: text))
    }

    private static func withoutPadding(_ text: String) -> String {
        var out = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "$"), rest[mark...].hasPrefix("$<"),
            let end = rest[mark...].firstIndex(of: ">")
        {
            out += rest[..<mark]
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }

    // ncurses takes names it never writes to as `char *`.

    private static func newScreen(
        _ term: String, _ output: UnsafeMutablePointer<FILE>, _ input: UnsafeMutablePointer<FILE>
    ) -> OpaquePointer? {
        term.withCString { newterm(UnsafeMutablePointer(mutating: $0), output, input) }
    }

    private static func terminfoString(_ name: String) -> UnsafeMutablePointer<CChar>? {
        name.withCString { tigetstr(UnsafeMutablePointer(mutating: $0)) }
    }
}
