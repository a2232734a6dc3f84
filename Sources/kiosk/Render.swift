import DeviceFlow
import KioskIO
import KioskScreen

/// One screen to standard output, without any network: for pictures, and for a look before a talk.
enum Render {
    static func run(_ given: Given) throws(Problem) {
        guard let name = given.operands.first else { throw Sample.problem("which screen?") }
        let state = try Sample.named(name)
        let look = try Look(try Layers(given))
        let size = try Frame.Size.named(given.values["size"] ?? "80x24")
        let colors = try colors(given.values["colors"])
        let frame = view(
            state.scene(title: look.title), size: size, abilities: Abilities(colors: colors),
            style: look.style(look.language.wording))
        switch given.values["format"] ?? "text" {
        case "text": print(FrameExport.text(frame))
        case "ansi": print(FrameExport.ansi(frame, theme: look.theme, colors: colors))
        case "svg": print(FrameExport.svg(frame, theme: look.theme))
        case let other: throw Problem(words: "--format is text, ansi or svg, not \"\(other)\"", exit: .usage)
        }
    }

    private static func colors(_ text: String?) throws(Problem) -> Int {
        guard let text else { return 256 }
        guard let colors = Int(text), [0, 8, 16, 256, 1 << 24].contains(colors) else {
            throw Problem(words: "--colors is 0, 8, 16, 256 or 16777216, not \"\(text)\"", exit: .usage)
        }
        return colors
    }
}

extension Sample {
    static func named(_ name: String) throws(Problem) -> Sample {
        guard let state = Sample(rawValue: name) else { throw problem("there is no screen \"\(name)\":") }
        return state
    }

    static func problem(_ words: String) -> Problem {
        Problem(words: words + " One of " + allCases.map(\.rawValue).joined(separator: ", "), exit: .usage)
    }
}

extension Frame.Size {
    /// - Parameter text: columns and rows, as in `80x24`.
    static func named(_ text: String) throws(Problem) -> Frame.Size {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...500).contains(columns),
            (1...500).contains(rows)
        else {
            throw Problem(words: "--size is columns and rows up to 500, as in 80x24, not \"\(text)\"", exit: .usage)
        }
        return Frame.Size(rows: rows, columns: columns)
    }
}
