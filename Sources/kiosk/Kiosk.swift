// The program `kiosk`: its commands, options and exit codes. What it does stands in KioskIO (EventLoop).
//
//   Kiosk      the commands                        Given          what was said
//   Session    options -> a running kiosk          Configuration  option, environment, file -> checked values
//   Doctor     all of it looked at beforehand      PartialConfiguration  what can be read of a wrong one
//   Look       how a screen looks                  Providers, Logout, Render, GalleryCommand  the smaller commands
//   ProbeCommand, QA, FleetCommand, ReplayCommand   what tests a sign-in         PINCommand  for a locked screen
//
// What --help says is in Assets/help.

import DeviceFlow
import KioskIO
import KioskScreen

@main
enum Kiosk {
    static func main() {
        do throws(Problem) {
            try start(CommandLine.arguments.dropFirst())
        } catch {
            end(error)
        }
    }

    enum Command: String, CaseIterable {
        case run, login, doctor, probe, qa, fleet, replay, providers, logout, gallery, render, pin
    }

    /// What this program was started with, but for the name of the command.
    static var options: [String] {
        let words = CommandLine.arguments.dropFirst()
        return Array(words.first.flatMap(Command.init) == nil ? words : words.dropFirst())
    }

    private static func start(_ all: ArraySlice<String>) throws(Problem) {
        var words = all
        var command = Command.run
        if let first = all.first, !first.hasPrefix("-") {
            guard let named = Command(rawValue: first) else {
                let near = nearest(to: first, in: Command.allCases.map(\.rawValue))
                throw Problem(
                    words: "there is no command \"\(first)\"" + (near.map { "; did you mean \($0)?" } ?? "")
                        + " (kiosk --help lists them)",
                    exit: .usage)
            }
            command = named
            words = all.dropFirst()
        }
        if all.first == "--version" { return print(Version.text) }
        if words.contains("--help") || words.contains("-h") {
            return Help.show(all.first?.hasPrefix("-") == true ? nil : command)
        }
        switch command {
        case .run: Session.start(.run, try Given(words, .run, command))
        case .login: Session.start(.login, try Given(words, .login, command))
        case .doctor: try Doctor.run(try Given(words, .doctor, command))
        case .logout: try Logout.run(try Given(words, .login, command))
        case .pin: try PINCommand.run(try Given(words, .pin, command))
        case .providers: try Providers.run(try Given(words, .providers, command))
        case .gallery: try GalleryCommand.run(try Given(words, .gallery, command))
        case .render: try Render.run(try Given(words, .render, command))
        case .replay: try ReplayCommand.run(try Given(words, .replay, command))
        case .fleet: try FleetCommand.run(try Given(words, .fleet, command))
        case .qa: try QA.run(try Given(words, .qa, command))
        case .probe: try ProbeCommand.run(try Given(words, .probe, command))
        }
    }

    /// Says what is wrong and ends the program.
    static func end(_ problem: Problem) -> Never {
        Process.complain("kiosk: " + plain(problem.words, limit: 2000))
        Process.end(problem.exit)
    }
}

/// What --help says.
enum Help {
    /// - Parameter command: nil for the program as a whole.
    static func show(_ command: Kiosk.Command?) {
        print(text(command), terminator: "")
    }

    static func text(_ command: Kiosk.Command?) -> String {
        let takesOptions: [Kiosk.Command?] = [.run, .login, .doctor, .logout]
        let names = [(command?.rawValue ?? "kiosk") + ".txt"] + (takesOptions.contains(command) ? ["options.txt"] : [])
        return names.map { String(decoding: EmbeddedHelp.bytes($0) ?? [], as: UTF8.self) }.joined()
            + (command == .render || command == .gallery
                ? "\nStates:\n" + Sample.allCases.map { "  \($0.rawValue)\n" }.joined() : "")
    }
}
