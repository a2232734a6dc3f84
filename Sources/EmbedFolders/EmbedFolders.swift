import Foundation
import PackagePlugin

/// Compiles the files of every folder that is linked into a target (`Sources/DeviceFlow/providers`, which is
/// `Assets/providers`): a new file there is in the program without anybody editing Swift.
@main
struct EmbedFolders: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let tool = try context.tool(named: "embed-folder").url
        return try linkedFolders(of: target.directoryURL).map { folder in
            let files = try FileManager.default.contentsOfDirectory(
                at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil, options: .skipsHiddenFiles
            ).sorted { $0.path < $1.path }
            let output = context.pluginWorkDirectoryURL.appending(path: "\(folder.lastPathComponent).swift")
            return .buildCommand(
                displayName: "Embedding \(folder.lastPathComponent)", executable: tool,
                arguments: [folder.lastPathComponent, output.path] + files.map(\.path), inputFiles: files,
                outputFiles: [output])
        }
    }

    private func linkedFolders(of target: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: target, includingPropertiesForKeys: [.isSymbolicLinkKey])
            .filter { try $0.resourceValues(forKeys: [.isSymbolicLinkKey]).isSymbolicLink == true }
            .sorted { $0.path < $1.path }
    }
}
