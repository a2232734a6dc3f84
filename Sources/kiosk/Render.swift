import DeviceFlow
import KioskScreen

/// One screen to standard output, without any network: for pictures, and for a look before a talk.
enum Render {
    static func run(_ given: Given) throws(Problem) {
        guard let name = given.operands.first, let state = Sample(rawValue: name) else {
            let states = Sample.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(words: "which screen? One of \(states)", exit: .usage)
        }
        let size = try size(given.values["size"] ?? "80x24")
        let title = given.values["title"].map { plain($0, limit: 60) }
        let frame = view(state.scene(title: title), size: size, abilities: Abilities(), style: ViewStyle())
        switch given.values["format"] ?? "text" {
        case "text": print(FrameExport.text(frame))
        case "ansi": print(FrameExport.ansi(frame, theme: .livingRoom, colors: 256))
        case "svg": print(FrameExport.svg(frame, theme: .livingRoom))
        case let other: throw Problem(words: "--format is text, ansi or svg, not \"\(other)\"", exit: .usage)
        }
    }

    private static func size(_ text: String) throws(Problem) -> Frame.Size {
        let parts = text.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (1...500).contains(parts[0]), (1...500).contains(parts[1]) else {
            throw Problem(words: "--size is columns and rows up to 500, as in 80x24, not \"\(text)\"", exit: .usage)
        }
        return Frame.Size(rows: parts[1], columns: parts[0])
    }
}
