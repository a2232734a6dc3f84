import ArgumentParser
import DeviceFlow
import Glibc
import KioskScreen

/// One screen to standard output, without any network: for pictures, and for a look before a talk.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes one screen to standard output, without any network.",
        discussion: "States: " + Sample.allCases.map(\.rawValue).joined(separator: ", ") + ".")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, ansi, svg
    }

    @Argument(help: "What the screen shall show.")
    var state: Sample

    @Option(help: ArgumentHelp("Columns and rows, as in 80x24.", valueName: "size"))
    var size = Frame.Size(rows: 24, columns: 80)

    @Option(help: "text, ansi or svg.")
    var format = Format.text

    @Option(help: ArgumentHelp("The name of this screen.", valueName: "name"))
    var title: String?

    func run() {
        let scene = state.scene(title: title.map { plain($0, limit: 60) })
        let frame = view(scene, size: size, abilities: Abilities(), style: ViewStyle())
        switch format {
        case .text: print(FrameExport.text(frame))
        case .ansi: print(FrameExport.ansi(frame, theme: .livingRoom, colors: 256))
        case .svg: print(FrameExport.svg(frame, theme: .livingRoom))
        }
    }
}

extension Sample: ExpressibleByArgument {}

extension Frame.Size: ExpressibleByArgument {
    public init?(argument: String) {
        let parts = argument.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (1...500).contains(parts[0]), (1...500).contains(parts[1]) else { return nil }
        self.init(rows: parts[1], columns: parts[0])
    }
}
