import DeviceFlow

/// A fleet's seconds as a picture: what was asked, what was answered, who waited. (SVG 1.1)
public struct FleetPlot {
    /// The last one, which is not whole, would look like a fall.
    private let seconds: [FleetStatistics.Second]
    private let title: String
    /// Seconds that one point stands for: more points than this picture has columns would only be drawn twice.
    private let bin: Int

    public init(_ statistics: FleetStatistics, title: String) {
        seconds = Array(statistics.whole())
        self.title = title
        bin = max(1, (seconds.count + Self.mostPoints - 1) / Self.mostPoints)
    }

    private static let mostPoints = 600
    private static let (width, left, right) = (960, 76, 20)

    /// Told apart without red, green or blue cones, and by their dashes. (Okabe and Ito)
    private enum Ink: String {
        case blue = "#0072b2", orange = "#b35900", black = "#222222", purple = "#8f3f71"
    }

    private struct Line {
        let name: String
        let ink: Ink
        var dashes = ""
        let value: (FleetStatistics.Second) -> Int
    }

    public var svg: String {
        let panels: [(String, height: Int, [Line])] = [
            (
                "requests a second", 190,
                [
                    Line(name: "polls", ink: .blue) { $0.polls },
                    Line(name: "requests for codes", ink: .orange, dashes: "6 3") { $0.codesRequests },
                ]
            ),
            ("devices with a code", 110, [Line(name: "waiting", ink: .black) { $0.waiting }]),
            (
                "approvals and answers a second", 130,
                [
                    Line(name: "approvals", ink: .black, dashes: "1 3") { $0.approvals },
                    Line(name: "tokens", ink: .blue) { $0[.tokens] },
                    Line(name: "slow_down", ink: .orange, dashes: "6 3") { $0[.slowDown] },
                    Line(name: "errors", ink: .purple, dashes: "2 2") { $0.errors },
                ]
            ),
        ]
        var body = ""
        var top = 64
        for (name, height, lines) in panels {
            body += panel(name, lines, top: top, height: height)
            top += height + 56
        }
        let height = top - 6
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
            viewBox="0 0 \(Self.width) \(height)" font-family="system-ui, DejaVu Sans, Arial, sans-serif" font-size="12">
            <rect width="\(Self.width)" height="\(height)" fill="#ffffff"/>
            <text x="\(Self.left)" y="26" font-size="16" fill="#222222">\(Self.escaped(title))</text>
            \(body)<text x="\(Self.width - Self.right)" y="\(height - 8)" text-anchor="end" fill="#555555">seconds\
            \(bin > 1 ? "; each point is the mean of \(bin)" : "")</text>
            </svg>

            """
    }

    // MARK: One panel

    private func panel(_ name: String, _ lines: [Line], top: Int, height: Int) -> String {
        let series = lines.map { line in points(line.value) }
        let most = Self.roundedUp(series.joined().max() ?? 0)
        let inner = Self.width - Self.left - Self.right
        let count = max(1, seconds.count)
        func x(_ second: Double) -> String {
            Figures.decimal(Double(Self.left) + second / Double(count) * Double(inner))
        }
        func y(_ value: Double) -> String { Figures.decimal(Double(top + height) - value / most * Double(height)) }
        var out = "<text x=\"\(Self.left)\" y=\"\(top - 10)\" fill=\"#222222\">\(name)</text>\n"
        for step in 0...2 {
            let value = most * Double(step) / 2
            out += "<path d=\"M\(Self.left) \(y(value))H\(Self.width - Self.right)\" stroke=\"#dddddd\"/>\n"
            out += "<text x=\"\(Self.left - 8)\" y=\"\(y(value))\" dy=\"4\" text-anchor=\"end\" fill=\"#555555\">"
            out += "\(Self.label(value))</text>\n"
        }
        let step = Self.tick(count)
        for second in stride(from: 0, through: count, by: step) {
            out +=
                "<text x=\"\(x(Double(second)))\" y=\"\(top + height + 17)\" text-anchor=\"middle\" fill=\"#555555\">"
            out += "\(second)</text>\n"
        }
        var legend = Self.width - Self.right
        for (line, points) in zip(lines, series).reversed() {
            let path = points.enumerated().map { index, value in
                "\(x((Double(index) + 0.5) * Double(bin))) \(y(value))"
            }
            let dashes = line.dashes.isEmpty ? "" : " stroke-dasharray=\"\(line.dashes)\""
            let style = "fill=\"none\" stroke=\"\(line.ink.rawValue)\" stroke-width=\"1.5\"\(dashes)"
            if !path.isEmpty { out += "<path d=\"M\(path.joined(separator: "L"))\" \(style)/>\n" }
            // One alone is named by its panel.
            if lines.count == 1 { continue }
            legend -= line.name.count * 7 + 40
            out += "<path d=\"M\(legend) \(top - 14)h24\" \(style)/>\n"
            out += "<text x=\"\(legend + 29)\" y=\"\(top - 10)\" fill=\"#222222\">\(line.name)</text>\n"
        }
        return out
    }

    /// The mean of each bin.
    private func points(_ value: (FleetStatistics.Second) -> Int) -> [Double] {
        stride(from: 0, to: seconds.count, by: bin).map { start in
            let part = seconds[start..<min(start + bin, seconds.count)]
            return Double(part.reduce(0) { $0 + value($1) }) / Double(part.count)
        }
    }

    // MARK: Axes

    /// 2, 4, 10, 20, 40, 100, ...: halves that are whole.
    private static func roundedUp(_ value: Double) -> Double {
        var scale = 1.0
        while true {
            for factor in [2.0, 4.0, 6.0, 8.0] where value <= factor * scale { return factor * scale }
            scale *= 10
            if value <= scale { return scale }
        }
    }

    private static func label(_ value: Double) -> String { Figures.grouped(Int(value)) }

    /// At most ten numbers along the time.
    private static func tick(_ seconds: Int) -> Int {
        let steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200]
        return steps.first { seconds / $0 <= 10 } ?? 14_400
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            default: out.append(character)
            }
        }
        return out
    }
}
