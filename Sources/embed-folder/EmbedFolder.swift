// Writes Swift that holds the files of a folder as text: `embed-folder NAME OUTPUT FILE...` (see EmbedFolders).
import Foundation

@main
struct EmbedFolder {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let name = words.first, let output = words.dropFirst().first else {
            throw Failure(words: "usage: embed-folder NAME OUTPUT FILE...")
        }
        let files = try words.dropFirst(2).map { path in
            let url = URL(filePath: path)
            guard let text = String(data: try Data(contentsOf: url), encoding: .utf8) else {
                throw Failure(words: "\(path) is not UTF-8 text")
            }
            return (name: url.lastPathComponent, text: text)
        }
        let type = "Embedded" + name.prefix(1).uppercased() + name.dropFirst()
        let swift =
            "enum \(type) {\n    static let names = \(files.map(\.name))\n\n"
            + "    static func bytes(_ name: String) -> [UInt8]? {\n        let text: StaticString\n"
            + "        switch name {\n"
            + files.map { "        case \"\($0.name)\":\n            text = \(literal($0.text))\n" }.joined()
            + "        default: return nil\n        }\n"
            + "        return text.withUTF8Buffer { Array($0) }\n    }\n}\n"
        try Data(swift.utf8).write(to: URL(filePath: output))
    }

    /// A raw literal whose marks the text does not hold.
    private static func literal(_ text: String) -> String {
        var marks = "#"
        while text.contains("\"\"\"" + marks) || text.contains("\\" + marks) { marks += "#" }
        return "\(marks)\"\"\"\n\(text)\n\"\"\"\(marks)"
    }

    struct Failure: Error, CustomStringConvertible {
        let words: String
        var description: String { words }
    }
}
