import KioskIO
import KioskScreen

/// A screen in a public place.
extension Configuration {
    /// - Throws: `Problem` where what else is wanted would open the screen to whoever stands before it.
    static func isLocked(_ layers: Layers) throws(Problem) -> Bool {
        guard try layers.flag("locked") else { return false }
        if try layers.flag("demo"), let demo = layers.setting("demo") {
            throw demo.problem("a locked screen has no keys for a presenter: leave out --demo or --locked")
        }
        if try layers.flag("record-secrets"), let record = layers.setting("record-secrets") {
            throw record.problem(
                "the tokens of visitors are not for a file: leave out --record-secrets or --locked")
        }
        return true
    }

    static func operatorPIN(_ layers: Layers, isLocked: Bool) throws(Problem) -> PINHash? {
        guard let file = layers.setting("operator-pin-file") else { return nil }
        guard isLocked else {
            // Whoever turns the lock off with --no-locked, for a look, need not empty the file of options.
            guard layers.setting("locked") == nil else { return nil }
            throw file.problem("it opens the menu of a locked screen, and this one is not: give --locked too")
        }
        do throws(PINFile.Problem) {
            return try PINFile.read(file.text)
        } catch {
            throw Problem(words: "\(file.place): \(error.words)", exit: .configuration)
        }
    }
}
