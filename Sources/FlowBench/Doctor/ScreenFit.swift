import DeviceFlow
import KioskScreen

/// What stands on the screen of a code in one window: found by drawing it.
public struct ScreenFit: Equatable, Sendable {
    public enum Drawing: Equatable, Sendable { case none, half, full }

    public var size: Frame.Size
    public var code: Code
    public var qr: Drawing

    public enum Code: Equatable, Sendable {
        /// Not even small.
        case missing
        case small
        /// Large letters, so many rows high.
        case large(rows: Int)
    }

    public init(_ scene: Scene, size: Frame.Size, abilities: Abilities, style: ViewStyle) {
        self.size = size
        let frame = view(scene, size: size, abilities: abilities, style: style)
        var (largeRows, hasCode): (Set<Int>, Bool) = ([], false)
        qr = .none
        for (index, cell) in frame.cells.enumerated() {
            if cell.ink.fore == .code || cell.ink.back == .code {
                hasCode = true
                if cell.ink.isPixel { largeRows.insert(index / size.columns) }
            }
            if cell.ink.fore == .qrDark || cell.ink.back == .qrDark {
                if cell.text != " " { qr = .half } else if qr == .none { qr = .full }
            }
        }
        code = !largeRows.isEmpty ? .large(rows: largeRows.count) : hasCode ? .small : .missing
    }

    /// The screen of a code that a server has given.
    public static func scene(_ codes: Codes, title: String?) -> Scene {
        Scene(
            title: title,
            content: .code(
                Scene.Code(
                    userCode: codes.userCode, verificationURI: codes.verificationURI, qrText: codes.qrText,
                    qrIsComplete: codes.completeURI != nil,
                    secondsLeft: max(1, codes.lifetime.secondsRoundedUp))),
            keys: [.cancel, .newCode, .changeQR, .quit])
    }

    /// - Parameter isReal: the scene is made of codes that the server gave, and not of an example.
    public static func finding(
        _ scene: Scene, isReal: Bool, size: Frame.Size, abilities: Abilities, style: ViewStyle
    ) -> Finding {
        let area = Finding.Area.screen
        let fit = ScreenFit(scene, size: size, abilities: abilities, style: style)
        let of = isReal ? "this server's code and address" : "a code and an address of usual length"
        switch (fit.code, fit.qr) {
        case (.missing, _):
            return area.problem(
                "\(of) have no room in \(size.columns)x\(size.rows)", "a larger window or a smaller font")
        case (let code, .none) where style.qrRendering == .off:
            return area.ok("\(of): \(words(code)), without a QR as --qr off asks for")
        case (let code, .none):
            return area.note(
                "\(of): \(words(code)), but the QR has no room",
                larger(scene, than: size, abilities, style).map {
                    "a window of \($0.columns)x\($0.rows) has room for it: a smaller font, or a larger window"
                } ?? "a font with half blocks, or a larger window")
        case (let code, .half): return area.ok("\(of): \(words(code)), the QR in half blocks")
        case (let code, .full): return area.ok("\(of): \(words(code)), the QR in full blocks")
        }
    }

    private static func words(_ code: Code) -> String {
        switch code {
        case .missing: "no code"
        case .small: "the code in small letters"
        case .large(let rows): "the code in letters \(rows) rows high"
        }
    }

    /// The first of the usual sizes in which the QR stands as well.
    private static func larger(
        _ scene: Scene, than size: Frame.Size, _ abilities: Abilities, _ style: ViewStyle
    ) -> Frame.Size? {
        [(24, 80), (30, 100), (33, 120), (45, 160), (67, 240)].lazy
            .map { Frame.Size(rows: max(size.rows, $0), columns: max(size.columns, $1)) }
            .first { ScreenFit(scene, size: $0, abilities: abilities, style: style).qr != .none }
    }
}
