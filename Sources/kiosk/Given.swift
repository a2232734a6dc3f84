/// What stands on the command line, by the options' names without their dashes.
struct Given: Equatable {
    /// Switches are "1" or "0", as in the environment.
    var values: [String: String] = [:]

    /// Names that take a value, in both commands and in `run` alone.
    static let valueNames = [
        "issuer", "device-endpoint", "token-endpoint", "client-id", "client-secret-file", "scope", "device-name",
        "provider", "audience", "authorization-details", "private-key", "key-id", "client-cert", "client-key", "cacert",
        "token-file", "token-fd", "on-approved", "on-approved-timeout", "poll-margin", "give-up-after", "greet",
        "event-log", "title", "qr",
    ]
    /// Names that may come more than once; the values are kept in one text, a line each.
    static let listNames = ["set", "resource"]
    static let switchNames = ["plain", "dpop"]
    static let runValueNames = ["auto-renew"]
    static let runSwitchNames = ["always-on", "keep-signed-in"]

    init() {}

    /// Reads what programs and units write: `--name value` and `--switch`, each once and spelled out.
    ///
    /// ArgumentParser takes 2 ms to build its tables by reflection, an eighth of the whole time to the code on
    /// the screen (Tests/Benchmarks), so it is asked only where something is to be explained.
    /// - Returns: nil for anything else (`--help`, `--name=value`, a mistake): that is for ArgumentParser.
    init?(words: some Sequence<String>, isRun: Bool) {
        var words = words.makeIterator()
        while let word = words.next() {
            guard word.hasPrefix("--") else { return nil }
            let name = String(word.dropFirst(2))
            if Self.switchNames.contains(name) || isRun && Self.runSwitchNames.contains(name) {
                guard values.updateValue("1", forKey: name) == nil else { return nil }
            } else if Self.listNames.contains(name) {
                guard let value = words.next(), !value.hasPrefix("-"), !value.contains("\n") else { return nil }
                values[name] = (values[name].map { $0 + "\n" } ?? "") + value
            } else if name == "config" || Self.valueNames.contains(name) || isRun && Self.runValueNames.contains(name) {
                guard let value = words.next(), !value.hasPrefix("-") || value == "-",
                    values.updateValue(value, forKey: name) == nil
                else { return nil }
            } else {
                return nil
            }
        }
    }
}
