// The program `kiosk`: its commands, options and exit codes. What it does stands in KioskIO (EventLoop).
//
//   Kiosk      the commands                        Given          what was said
//   Session    options -> a running kiosk          Configuration  option, environment, file -> checked values
//   Doctor     all of it looked at beforehand      PartialConfiguration  what can be read of a wrong one
//   Look       how a screen looks                  Providers, Logout, Render, GalleryCommand  the smaller commands
//   ProbeCommand, QA, FleetCommand, ReplayCommand   what tests a sign-in         PINCommand  for a locked screen
//   HelpText   a help text taken apart             Vocabulary, Completions, ManualPage  what shells and man are told
//
// What --help says is in Assets/help, the frames of manual page and completions are in Assets/manual.

import DeviceFlow
import KioskIO
import KioskScreen

@main
enum Kiosk {
    static func main() {
        do throws(Problem) {
            // The program's own name at least, but in a chroot that has been given no /proc: without its words it would
            // do something else than it was told.
            guard !CommandLine.arguments.isEmpty else {
                throw Problem(
                    words: "the command line cannot be read, as there is no /proc here: mount -t proc proc /proc",
                    exit: .configuration)
            }
            try start(CommandLine.arguments.dropFirst())
        } catch {
            end(error)
        }
    }

    enum Command: String, CaseIterable {
        case run, login, doctor, probe, qa, fleet, replay, providers, logout, gallery, render, pin, completions, manual

        var known: Given.Known {
            switch self {
            case .run: .run
            case .login, .logout: .login
            case .doctor: .doctor
            case .probe: .probe
            case .qa: .qa
            case .fleet: .fleet
            case .replay: .replay
            case .providers: .providers
            case .gallery: .gallery
            case .render: .render
            case .pin: .pin
            case .completions: .completions
            case .manual: .manual
            }
        }
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
        let given = try Given(words, command.known, command)
        switch command {
        case .run: Session.start(.run, given)
        case .login: Session.start(.login, given)
        case .doctor: try Doctor.run(given)
        case .logout: try Logout.run(given)
        case .providers: try Providers.run(given)
        case .gallery: try GalleryCommand.run(given)
        case .render: try Render.run(given)
        case .replay: try ReplayCommand.run(given)
        case .fleet: try FleetCommand.run(given)
        case .qa: try QA.run(given)
        case .probe: try ProbeCommand.run(given)
        case .pin: try PINCommand.run(given)
        case .completions: try Completions.run(given)
        case .manual: print(ManualPage.text, terminator: "")
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
