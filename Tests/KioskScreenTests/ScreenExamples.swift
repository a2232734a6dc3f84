import DeviceFlow
import KioskScreen
import TerminalTesting
import Testing

/// The scenes, sizes and pictures that the tests of this folder share.
enum Example {
    static let small = Frame.Size(rows: 10, columns: 40)
    static let medium = Frame.Size(rows: 24, columns: 80)
    static let large = Frame.Size(rows: 45, columns: 160)
    static let sizes = [
        small, medium, large, Frame.Size(rows: 30, columns: 100), Frame.Size(rows: 33, columns: 120),
        Frame.Size(rows: 67, columns: 240), Frame.Size(rows: 60, columns: 60),
    ]

    static func code(
        _ userCode: String = "WDJB-MJHT", uri: String = "https://example.com/device", isComplete: Bool = true,
        secondsLeft: Int = 872, link: Scene.Link = .steady, ignoreEarlierCode: Bool = false, renewsItself: Bool = false
    ) throws -> Scene.Code {
        Scene.Code(
            userCode: try #require(UserCode(userCode)), verificationURI: try VerificationURI(uri),
            qrText: isComplete ? uri + "?user_code=" + userCode.split(separator: " ").joined(separator: "%20") : uri,
            qrIsComplete: isComplete, secondsLeft: secondsLeft, link: link, ignoreEarlierCode: ignoreEarlierCode,
            renewsItself: renewsItself)
    }

    static func scene(_ code: Scene.Code, title: String? = nil) -> Scene {
        Scene(title: title, content: .code(code), keys: [.newCode, .changeQR, .cancel, .quit])
    }

    /// Every content but the living code.
    static let messages: [Scene.Content] = [
        .idle, .starting(host: "auth.example.com", slow: false), .starting(host: "auth.example.com", slow: true),
        .noCode(.dns, host: "auth.example.com", retryIn: 8, attempt: 3),
        .noCode(.certificate(.unknownIssuer), host: "auth.example.com", retryIn: 0, attempt: 0),
        .approved(name: "Ada Lovelace"), .approved(name: nil), .answerLost, .denied, .expired,
        .refused(code: "invalid_client"), .notUnderstood(detail: "200 without user_code"), .cancelled,
    ]

    static func frame(
        _ scene: Scene, _ size: Frame.Size, abilities: Abilities = Abilities(), rendering: QRRendering = .automatic
    ) -> Frame {
        view(scene, size: size, abilities: abilities, style: ViewStyle(qrRendering: rendering))
    }

    /// The rows as text, glyph pixels as blocks.
    static func rows(_ frame: Frame) -> [String] {
        FrameExport.text(frame).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Compares a whole screen with its picture: pixels as blocks, blanks at line ends left out.
func expectScreen(
    _ sample: Sample, _ columns: Int, _ rows: Int, _ screen: String, at location: SourceLocation = #_sourceLocation
) {
    let scene = sample.scene(title: "Reading Room")
    let frame = Example.frame(scene, Frame.Size(rows: rows, columns: columns))
    #expect(FrameExport.text(frame) == screen + "\n", sourceLocation: location)
}

/// Every character stands on its own cells, and none is one that cannot be seen.
func checkCells(_ frame: Frame) {
    for row in 0..<frame.size.rows {
        var isRightHalf = false
        for column in 0..<frame.size.columns {
            // A macro a cell would cost more than the view.
            guard let text = frame[row, column].text else {
                if !isRightHalf { Issue.record("half a character at \(row), \(column)") }
                isRightHalf = false
                continue
            }
            let width = TextWidth.of(text)
            if isRightHalf || width == 0 || column + width > frame.size.columns {
                Issue.record("\(text) does not stand on its cells at \(row), \(column)")
            }
            isRightHalf = width == 2
            for scalar in text.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control, .format, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator:
                    Issue.record("U+\(String(scalar.value, radix: 16)) in a cell")
                default: break
                }
            }
        }
    }
}

/// What a camera sees: one cell is `scale` by twice `scale` points, as a terminal shows it in so many colours.
func readQR(_ frame: Frame, theme: Theme = .livingRoom, colors: Int = 256, scale: Int = 4) -> [String] {
    let (width, height) = (frame.size.columns * scale, frame.size.rows * scale * 2)
    var grey = [UInt8](repeating: 0, count: width * height)
    for row in 0..<frame.size.rows {
        for column in 0..<frame.size.columns {
            let cell = frame[row, column]
            let paint = theme.paint(cell.ink, colors: colors)
            let (fore, back) = (brightness(paint, isFore: true), brightness(paint, isFore: false))
            for half in 0..<2 {
                let value = cell.text == "\u{2584}" && half == 1 ? fore : back
                for y in 0..<scale {
                    let start = ((row * 2 + half) * scale + y) * width + column * scale
                    for x in 0..<scale { grey[start + x] = value }
                }
            }
        }
    }
    return decodeQR(width: width, height: height, grey: grey)
}

/// Of a colour as a common terminal shows it; a terminal without colours is light on dark.
private func brightness(_ paint: Paint, isFore: Bool) -> UInt8 {
    switch paint.reverse != isFore ? paint.foreground : paint.background {
    case .terminal: paint.reverse != isFore ? 230 : 0
    case .palette(0), .palette(16): 0
    case .palette(7): 170
    case .palette(15), .palette(231): 255
    case .palette: 90
    case .rgb(let value): UInt8(((value >> 16 & 255) * 299 + (value >> 8 & 255) * 587 + (value & 255) * 114) / 1000)
    }
}

/// Numbers that are the same in every run. (SplitMix64)
struct Repeatable: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
