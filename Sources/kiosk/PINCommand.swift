import DeviceFlow
import Glibc
import KioskIO
import KioskScreen

/// Makes the line for `--operator-pin-file` out of a PIN.
enum PINCommand {
    static func run(_ given: Given) throws(Problem) {
        Process.fillStandardDescriptors()
        Process.forbidCoreFiles()
        let pin = isatty(STDIN_FILENO) == 1 ? try asked() : try piped()
        guard let hash = PINHash(hashing: Secret(pin)) else {
            throw Problem(words: "there is no memory to hash a PIN with", exit: .problems)
        }
        print(hash.line)
    }

    /// Twice, as nobody sees what is typed.
    private static func asked() throws(Problem) -> String {
        guard let pin = HiddenInput.ask("PIN for the operator's menu: ") else { throw nothing }
        try check(pin)
        guard let again = HiddenInput.ask("The same again: ") else { throw nothing }
        guard pin == again else { throw Problem(words: "the two were not the same", exit: .usage) }
        return pin
    }

    private static func piped() throws(Problem) -> String {
        guard let pin = HiddenInput.readLine(from: STDIN_FILENO) else { throw nothing }
        try check(pin)
        return pin
    }

    private static func check(_ pin: String) throws(Problem) {
        if let words = PINRule.problem(pin) { throw Problem(words: words, exit: .usage) }
    }

    private static var nothing: Problem {
        Problem(words: "which PIN? Type one, or give a line on standard input", exit: .usage)
    }
}
