import KioskScreen
import Testing

/// What eyes make of the colours of a theme.
enum Colour {
    /// Contrast as WCAG 2.2 counts it. The first eight and sixteen colours are those of the Linux console, which
    /// are the darkest in use; bold makes the first eight bright there.
    static func ratio(_ paint: Paint) throws -> Double {
        let fore = luminance(try linear(paint.foreground, bold: paint.bold))
        let back = luminance(try linear(paint.background))
        return (max(fore, back) + 0.05) / (min(fore, back) + 0.05)
    }

    /// Eyes without long, middle or short cones.
    enum Sight: CaseIterable {
        case protanope, deuteranope, tritanope

        /// In linear RGB. (Machado, Oliveira, Fernandes 2009, severity 1)
        fileprivate var matrix: [[Double]] {
            switch self {
            case .protanope:
                [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
            case .deuteranope:
                [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
            case .tritanope:
                [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
            }
        }
    }

    /// How different two colours look: CIE76 in Lab; 2 is just seen, 20 at a glance.
    static func difference(_ a: Paint.Color, _ b: Paint.Color, _ sight: Sight) throws -> Double {
        let (a, b) = (lab(seen(try linear(a), sight)), lab(seen(try linear(b), sight)))
        return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    private static func seen(_ rgb: [Double], _ sight: Sight) -> [Double] {
        sight.matrix.map { row in min(1, max(0, zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 })) }
    }

    private static func lab(_ rgb: [Double]) -> [Double] {
        let x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505
        let y = luminance(rgb)
        let z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089
        func f(_ t: Double) -> Double { t > 0.008856 ? root(t, 3) : 7.787 * t + 16 / 116 }
        return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))]
    }

    private static func luminance(_ rgb: [Double]) -> Double { 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2] }

    private static func linear(_ color: Paint.Color, bold: Bool = false) throws -> [Double] {
        let value =
            switch color {
            case .rgb(let value): value
            case .palette(let index): rgb(index < 8 && bold ? index + 8 : index)
            case .terminal: try #require(nil as Int?, "a theme names its colours")
            }
        return [16, 8, 0].map { shift in
            let c = Double(value >> shift & 255) / 255
            guard c > 0.04045 else { return c / 12.92 }
            let x = (c + 0.055) / 1.055
            // To the power of 2.4.
            return root((0..<12).reduce(1.0) { product, _ in product * x }, 5)
        }
    }

    /// By Newton's steps.
    private static func root(_ x: Double, _ degree: Int) -> Double {
        func power(_ y: Double, _ n: Int) -> Double { (0..<n).reduce(1.0) { product, _ in product * y } }
        guard x > 0 else { return 0 }
        return (0..<80).reduce(max(x, 0.5)) { y, _ in y - (y - x / power(y, degree - 1)) / Double(degree) }
    }

    private static func rgb(_ index: Int) -> Int {
        let console = [
            0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA, 0x555555, 0xFF5555,
            0x55FF55,
            0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
        ]
        if index < 16 { return console[index] }
        if index >= 232 { return (8 + 10 * (index - 232)) * 0x010101 }
        let steps = [0, 95, 135, 175, 215, 255]
        let cube = index - 16
        return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]
    }
}
