import Foundation
import TerminalTesting
import Testing

@Suite("The manual page and completion", .inTurns)
struct ManualTests {
    private static let commands = [
        "run", "login", "doctor", "probe", "qa", "fleet", "replay", "providers", "logout", "gallery", "render",
        "pin", "completions", "manual",
    ]

    @Test("the manual page has every command and every option that --help explains, and nothing that roff would take")
    func manual() async throws {
        let page = try await HelpTests.help(["manual"])
        for command in Self.commands {
            #expect(page.contains("\n.Ss kiosk \(command)\n"), "\(command)")
            let help = try await HelpTests.help([command, "--help"])
            for line in help.split(separator: "\n") where line.hasPrefix("  --") {
                let option = line.drop { $0 == " " }.prefix { $0 != " " && $0 != "," }.dropFirst(2)
                let written = "Fl \\-" + option.replacing("-", with: "\\-")
                #expect(page.contains(written), "\(command): \(option)")
            }
        }
        // Text, or one of the macros that the page is written with.
        let macros: Set<Substring> = [
            "\\\"", "Dd", "Dt", "Os", "Sh", "Ss", "Nm", "Nd", "Op", "Ar", "Fl", "Cm", "Pp", "Bd", "Ed", "Bl", "El",
            "It", "Sy",
            "Ev", "Sq", "Pa", "Dl", "Xr", "Rs", "Re", "%A", "%T", "%R", "%D",
        ]
        for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(macros.contains(line.dropFirst().prefix { $0 != " " }), "\(line)")
        }
    }

    @Test("every option and command is offered with a few words on it", arguments: ["fish", "zsh"])
    func described(shell: String) async throws {
        let script = try await HelpTests.help(["completions", shell])
        #expect(!script.contains("-d ''") && !script.contains("[]") && !script.contains("@"), "\(script)")
        for command in Self.commands { #expect(script.contains(command)) }
    }

    @Test("bash offers the options of the command, and the words that an option takes")
    func bash() async throws {
        let script = try await HelpTests.help(["completions", "bash"])
        let folder = try TemporaryFolder()
        let path = try folder.file("kiosk.bash", script)
        func offered(_ words: String...) async throws -> [String] {
            let result = try await run(
                [
                    "/bin/bash", "-c",
                    ". \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _kiosk; printf '%s\\n' \"${COMPREPLY[@]}\"",
                    path,
                ] + words)
            #expect(result.end == .exit(0), "\(result.errors)")
            return result.output.split(separator: "\n").map(String.init)
        }
        #expect(try await offered("kiosk", "l") == ["login", "logout"])
        #expect(try await offered("kiosk", "doctor", "--for") == ["--format"])
        #expect(try await offered("kiosk", "doctor", "--format", "") == ["text", "json"])
        #expect(try await offered("kiosk", "render", "x", "--format", "") == ["text", "ansi", "svg"])
        #expect(try await offered("kiosk", "--theme", "=", "day") == ["daylight"])
        #expect(try await offered("kiosk", "providers", "keyc") == ["keycloak"])
        #expect(try await offered("kiosk", "qa", "--theme") == [], "qa draws no screen")
    }

    @Test("a shell that nobody has heard of")
    func shells() async throws {
        let result = try await run([product("kiosk"), "completions", "csh"])
        #expect(result.end == .exit(64) && result.errors.contains("bash, zsh and fish"), "\(result.errors)")
    }
}
