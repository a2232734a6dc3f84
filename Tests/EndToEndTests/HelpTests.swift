import Foundation
import TerminalTesting
import Testing

@Suite("What --help says", .inTurns)
struct HelpTests {
    static func help(_ words: [String]) async throws -> String {
        let result = try await run([product("kiosk")] + words)
        #expect(result.end == .exit(0) && result.errors == "", "\(result.errors)")
        return result.output
    }

    @Test(
        "each command explains itself",
        arguments: [
            "run", "login", "doctor", "probe", "qa", "fleet", "replay", "providers", "logout", "gallery", "render",
            "pin", "completions", "manual",
        ])
    func commands(command: String) async throws {
        let help = try await Self.help([command, "--help"])
        #expect(help.contains("kiosk") && help.contains(command))
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(try await Self.help(["-h"]).contains("kiosk providers"))
    }

    @Test("every option that is explained exists, and every setting of the README's table is explained")
    func options() async throws {
        let help = try await Self.help(["run", "--help"])
        let explained = help.split(separator: "\n").compactMap { line -> String? in
            let word = line.drop { $0 == " " }.prefix { $0 != " " }
            return line.hasPrefix("  --") ? String(word) : nil
        }
        #expect(explained.count > 30)
        for option in explained {
            // An option that exists complains of its value or of the missing server, never of itself.
            let result = try await run([product("kiosk"), "run", option, "x"])
            #expect(!result.errors.contains("there is no option"), "\(option): \(result.errors)")
            #expect(result.end == .exit(64) || result.end == .exit(78), "\(option): \(result.end)")
        }
        let readme = try String(contentsOfFile: repositoryFolder + "/README.md", encoding: .utf8)
        let table = readme.split(separator: "\n").filter { $0.hasPrefix("| `--") }.joined()
        let named = table.split { !($0.isLetter || $0 == "-") }.filter { $0.hasPrefix("--") && $0.count > 3 }.map(
            String.init)
        #expect(Set(named).isSubset(of: explained), "\(Set(named).subtracting(explained))")
    }

    @Test(
        "a slip is told, with what was probably meant",
        arguments: [
            (["login", "--provder", "x"], "--provider"), (["lgin"], "login"), (["login", "--title"], "needs a value"),
            (["login", "--plain=1"], "takes no value"), (["login", "extra"], "extra"),
            (["render", "nothing"], "pending"),
            (["render", "idle", "--size", "wide"], "80x24"),
        ])
    func slips(words: [String], told: String) async throws {
        let result = try await run([product("kiosk")] + words)
        #expect(result.end == .exit(64))
        #expect(result.errors.contains(told), "\(result.errors)")
        #expect(result.output == "")
    }
}
