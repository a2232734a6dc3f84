import CVterm

/// A terminal as a person sees it: libvterm reads the bytes, the cells can be asked.
///
/// Not for two tasks at once. Rows and columns count from 0.
public final class Emulator {
    public private(set) var rows: Int
    public private(set) var columns: Int
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private let properties: Properties
    private var held: [UInt8] = []

    public init(rows: Int, columns: Int) {
        precondition(rows > 0 && columns > 0, "libvterm knows no empty screen")
        self.rows = rows
        self.columns = columns
        terminal = vterm_new(Int32(rows), Int32(columns))
        vterm_set_utf8(terminal, 1)
        screen = vterm_obtain_screen(terminal)
        properties = Properties()
        vterm_screen_enable_altscreen(screen, 1)
        vterm_screen_set_callbacks(
            screen, properties.callbacks, Unmanaged.passUnretained(properties).toOpaque())
        vterm_screen_reset(screen, 1)
    }
    deinit { vterm_free(terminal) }

    /// The program has switched to the alternate screen and not back.
    public var isOnAlternateScreen: Bool { properties.alternateScreen }
    public var isCursorVisible: Bool { properties.cursorVisible }
    /// What the program has set as the window's title, if anything.
    public var title: String? { properties.title }
    /// How often the bell rang.
    public var bells: Int { properties.bells }

    /// Shows what the program has written.
    public func feed(_ bytes: [UInt8]) {
        let bytes = held + bytes
        held = []
        var cleaned: [UInt8] = []
        cleaned.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let end = endOfControlSequence(in: bytes, at: index)
            if end > bytes.count {  // Split over two reads: the rest will come.
                held = Array(bytes[index...])
                break
            }
            cleaned += withoutEmptyColourSpace(bytes[index..<end])
            index = end
        }
        cleaned.withUnsafeBytes { bytes in
            _ = vterm_input_write(terminal, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
    }

    /// What the terminal itself has answered since the last call (device attributes and such); it belongs into the
    /// program's input.
    public func replies() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: vterm_output_get_buffer_current(terminal))
        let count = bytes.withUnsafeMutableBytes { bytes in
            vterm_output_read(terminal, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return Array(bytes.prefix(count))
    }

    public func resize(rows: Int, columns: Int) {
        precondition(rows > 0 && columns > 0, "libvterm knows no empty screen")
        vterm_set_size(terminal, Int32(rows), Int32(columns))
        self.rows = rows
        self.columns = columns
    }

    /// One cell as it looks: reverse video has been carried out.
    public struct Cell: Equatable, Sendable {
        /// One character with its combining marks; empty for a blank cell and for the right half of a wide one.
        public var text: String
        /// In cells: 1 or 2.
        public var width: Int
        public var bold: Bool
        public var underline: Bool
        public var fore: Colour
        public var back: Colour
    }

    public struct Colour: Equatable, Sendable, CustomStringConvertible {
        public var red: UInt8, green: UInt8, blue: UInt8
        public init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }
        /// 0 black to 255 white, as a camera without colours would see it.
        public var grey: UInt8 {
            let sum: Int = Int(red) * 299 + Int(green) * 587 + Int(blue) * 114
            return UInt8(sum / 1000)
        }
        public var description: String { "rgb(\(red), \(green), \(blue))" }
    }

    public subscript(row: Int, column: Int) -> Cell {
        var cell = VTermScreenCell()
        vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell)
        let text = withUnsafeBytes(of: cell.chars) { bytes in
            let scalars = bytes.bindMemory(to: UInt32.self).prefix { $0 != 0 && $0 != .max }
            return String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
        }
        var (fore, back) = (colour(cell.fg), colour(cell.bg))
        if cell.attrs.reverse != 0 { swap(&fore, &back) }
        return Cell(
            text: text, width: Int(cell.width), bold: cell.attrs.bold != 0, underline: cell.attrs.underline != 0,
            fore: fore, back: back)
    }

    private func colour(_ colour: VTermColor) -> Colour {
        var colour = colour
        vterm_screen_convert_color_to_rgb(screen, &colour)
        return Colour(red: colour.rgb.red, green: colour.rgb.green, blue: colour.rgb.blue)
    }

    /// One row's text without trailing blanks.
    public func line(_ row: Int) -> String {
        var line = ""
        var column = 0
        while column < columns {
            let cell = self[row, column]
            line += cell.text.isEmpty ? " " : cell.text
            column += max(1, cell.width)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The whole screen, its rows without trailing blanks.
    public var text: String { (0..<rows).map(line).joined(separator: "\n") }

    /// The QR codes that a phone held before this screen would read.
    public func qrCodes() -> [String] {
        let picture = picture()
        return decodeQR(width: picture.width, height: picture.height, grey: picture.grey)
    }

    /// The screen as a grey picture: a cell is `scale` pixels wide and twice as high; full and half blocks are drawn
    /// exactly, other characters are left out (their cell shows its background).
    public func picture(scale: Int = 4) -> (width: Int, height: Int, grey: [UInt8]) {
        let (width, height) = (columns * scale, rows * scale * 2)
        var grey = [UInt8](repeating: 0, count: width * height)
        for row in 0..<rows {
            for column in 0..<columns {
                let cell = self[row, column]
                for half in 0..<2 {
                    let isInk =
                        switch cell.text {
                        case "█": true
                        case "▀": half == 0
                        case "▄": half == 1
                        default: false
                        }
                    let pixel = (isInk ? cell.fore : cell.back).grey
                    for y in 0..<scale {
                        let start = ((row * 2 + half) * scale + y) * width + column * scale
                        for x in start..<(start + scale) { grey[x] = pixel }
                    }
                }
            }
        }
        return (width, height, grey)
    }
}

/// - Returns: where the control sequence (`ESC [ … letter`) that begins at `start` is over, `start + 1` where none
///   begins, and more than there are bytes where it is not over yet.
private func endOfControlSequence(in bytes: [UInt8], at start: Int) -> Int {
    guard bytes[start] == 0x1B else { return start + 1 }
    guard start + 1 < bytes.count else { return bytes.count + 1 }
    guard bytes[start + 1] == UInt8(ascii: "[") else { return start + 1 }
    let last = bytes[(start + 2)...].firstIndex { !(0x20...0x3F).contains($0) }
    return last.map { $0 + 1 } ?? bytes.count + 1
}

/// libvterm 0.1 reads `38:2::R:G:B`, which the *-direct entries of terminfo send, as if the empty colour space were
/// the red: the empty field is taken out.
private func withoutEmptyColourSpace(_ sequence: ArraySlice<UInt8>) -> [UInt8] {
    let mark = Array("8:2::".utf8)
    guard sequence.count > mark.count, sequence.last == UInt8(ascii: "m") else { return Array(sequence) }
    var kept: [UInt8] = []
    for byte in sequence {
        kept.append(byte)
        if kept.suffix(mark.count).elementsEqual(mark) { kept.removeLast() }
    }
    return kept
}

/// What libvterm tells by callback only.
private final class Properties {
    var alternateScreen = false
    var cursorVisible = true
    var title: String?
    var bells = 0
    /// libvterm keeps the address: it lives as long as this object.
    let callbacks: UnsafeMutablePointer<VTermScreenCallbacks>

    init() {
        callbacks = .allocate(capacity: 1)
        var table = VTermScreenCallbacks()
        table.settermprop = { property, value, user in
            guard let value, let user else { return 0 }
            let properties = Unmanaged<Properties>.fromOpaque(user).takeUnretainedValue()
            switch property {
            case VTERM_PROP_ALTSCREEN: properties.alternateScreen = value.pointee.boolean != 0
            case VTERM_PROP_CURSORVISIBLE: properties.cursorVisible = value.pointee.boolean != 0
            case VTERM_PROP_TITLE: properties.title = value.pointee.string.map { String(cString: $0) }
            default: return 0
            }
            return 1
        }
        table.bell = { user in
            guard let user else { return 0 }
            Unmanaged<Properties>.fromOpaque(user).takeUnretainedValue().bells += 1
            return 1
        }
        callbacks.initialize(to: table)
    }
    deinit { callbacks.deallocate() }
}
