// The program `kiosk`: its commands, options and exit codes. What it does stands in KioskIO (EventLoop).
//
//   Kiosk      the commands        Options        what can be said on the command line
//   Session    options -> a running kiosk          Configuration  option, environment, file -> checked values
//   Given      what was said                       Render         one screen to standard output

import ArgumentParser
import KioskScreen

@main
struct Kiosk: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows a sign-in code and its QR in huge letters, and waits until somebody approves.",
        discussion: """
            The screen's side of the OAuth 2.0 Device Authorization Grant (RFC 8628). To see it without any \
            account, start ./run-kiosk.sh.

            Every option can also be given as KIOSK_... in the environment (KIOSK_CLIENT_ID, ...; switches are \
            1 or 0) or in the file named by --config. An option beats the environment, which beats the file.
            """,
        version: Version.text,
        subcommands: [Run.self, Login.self, Providers.self, Logout.self, Render.self],
        defaultSubcommand: Run.self)

    static func main() {
        let words = CommandLine.arguments.dropFirst()
        switch words.first {
        case "login":
            if let given = Given(words: words.dropFirst(), isRun: false) { Session.start(.login, given) }
        case "run":
            if let given = Given(words: words.dropFirst(), isRun: true) { Session.start(.run, given) }
        default:
            break
        }
        main(nil)
    }
}

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Full screen, person after person.",
        discussion: """
            Ends with 0 when asked to stop (q, Ctrl-C, SIGTERM, SIGHUP), 64 for a wrong command line, 78 for a \
            configuration that cannot be used.
            """)

    @OptionGroup var options: Options
    @OptionGroup var runOptions: RunOptions

    func run() { Session.start(.run, runOptions.added(to: options.given)) }
}

struct Login: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "One sign-in: the screen on /dev/tty, the tokens on standard output.",
        discussion: """
            TOKENS=$(kiosk login ...) works: standard output gets one line of JSON with RFC 6749's names, or \
            nothing.

            Exit codes: 0 approved, 3 denied, 4 expired, 5 no codes could be had or the certificate does not \
            hold, 6 refused by the server, 7 the server was not understood, 8 the tokens could not be handed \
            over, 64 wrong command line, 78 configuration, 130 cancelled by a person or a signal.
            """)

    @OptionGroup var options: Options

    func run() { Session.start(.login, options.given) }
}
