import KioskScreen

/// What stands on the command line, by the options' names without their dashes.
struct Given: Equatable {
    /// Switches are "1" or "0", as in the environment; of an option that comes twice the last counts.
    var values: [String: String] = [:]
    /// Words that are no options.
    var operands: [String] = []

    /// What a command takes.
    struct Known {
        /// Options with a value, options that may come more than once, and switches.
        var values: [String]
        var lists: [String] = []
        var switches: [String] = []
        /// How many words that are no options.
        var operands = 0

        var all: [String] { values + lists + switches }

        static let login = Known(
            values: [
                "issuer", "device-endpoint", "token-endpoint", "client-id", "client-secret-file", "scope",
                "device-name", "provider", "audience", "authorization-details", "private-key", "key-id", "client-cert",
                "client-key", "cacert", "token-file", "token-fd", "on-approved", "on-approved-timeout", "poll-margin",
                "give-up-after", "greet", "event-log", "record", "config",
            ] + look.values,
            lists: ["set", "resource"],
            switches: ["plain", "dpop", "bell", "record-secrets", "inspector", "confirm"] + look.switches)

        static let run = Known(
            values: login.values + [
                "auto-renew", "home", "idle-limit", "move-every", "dim-after", "note", "simulator-state",
                "metrics-file", "operator-pin-file",
            ],
            lists: login.lists,
            switches: login.switches + ["always-on", "keep-signed-in", "no-home", "demo", "locked"])

        /// The same as the commands it is a rehearsal of, and how it tells.
        static let doctor = Known(
            values: run.values + ["format"], lists: run.lists,
            switches: run.switches + ["no-code-request", "network-only"])

        /// What decides how a screen looks, with or without a network.
        static let look = Known(values: ["title", "qr", "theme", "lang", "logo"], switches: ["overscan"])

        static let fleet = Known(
            values: [
                "issuer", "device-endpoint", "token-endpoint", "client-id", "client-secret-file", "scope",
                "device-name", "provider", "audience", "authorization-details", "private-key", "key-id", "client-cert",
                "client-key", "cacert", "poll-margin", "config",
            ] + FleetOptions.names,
            lists: ["set", "resource"], switches: FleetOptions.switches)

        static let pin = Known(values: [])
        static let providers = Known(values: [], operands: 1)
        static let render = Known(
            values: look.values + ["size", "format", "colors", "config"], switches: look.switches, operands: 1)
        static let replay = Known(
            values: look.values + ["speed", "size", "run", "home", "at", "format", "config"],
            switches: look.switches + ["step", "check", "screens", "no-home"], operands: 1)
        static let probe = Known(
            values: [
                "issuer", "device-endpoint", "token-endpoint", "client-id", "client-secret-file", "scope",
                "device-name", "provider", "audience", "authorization-details", "private-key", "key-id", "client-cert",
                "client-key", "cacert", "config", "pace", "longest-wait", "other-client-id", "simulator-state",
                "format",
            ],
            lists: ["set", "resource"], switches: ["dpop", "no-hands", "i-may-test-this"])
        static let gallery = Known(
            values: look.values + ["size", "state", "config"], switches: look.switches + ["bare"])
        static let completions = Known(values: [], operands: 1)
        static let manual = Known(values: [])
        static let qa = Known(
            values: ["set", "format", "output", "simulator"], switches: ["list", "verbose"], operands: .max)
    }

    /// An own reader, where a library would do: its tables and what it is linked with cost each start 0.4 ms and
    /// 2 MB (Tests/Benchmarks), and what it would explain stands in Assets/help.
    ///
    /// - Throws: `Problem` for what is no option, lacks its value or has one too many.
    init(_ words: some Sequence<String>, _ known: Known, _ command: Kiosk.Command) throws(Problem) {
        func wrong(_ text: String) -> Problem {
            Problem(words: "\(text) (kiosk \(command.rawValue) --help tells more)", exit: .usage)
        }
        var words = words.makeIterator()
        while let word = words.next() {
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                guard operands.count <= known.operands else {
                    throw wrong("what is \"\(word)\"? It belongs to no option")
                }
                continue
            }
            let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.first.map(String.init) ?? ""
            let isKnown = known.switches.contains(name)
            let off = name.hasPrefix("no-") && !isKnown ? String(name.dropFirst(3)) : nil
            if word.hasPrefix("--"), known.switches.contains(off ?? name) {
                guard parts.count == 1 else { throw wrong("--\(name) takes no value") }
                values[off ?? name] = off == nil ? "1" : "0"
            } else if word.hasPrefix("--"), known.values.contains(name) || known.lists.contains(name) {
                let told = parts.count == 2 ? String(parts[1]) : nil
                guard let value = told ?? words.next(), told != nil || !value.hasPrefix("--") else {
                    throw wrong("--\(name) needs a value")
                }
                let before = known.lists.contains(name) ? values[name].map { $0 + "\n" } ?? "" : ""
                values[name] = before + value
            } else {
                let near = nearest(to: name, in: known.all)
                throw wrong("there is no option \(word)" + (near.map { "; did you mean --\($0)?" } ?? ""))
            }
        }
    }
}

/// The word that was probably meant: at most a third of it is different.
func nearest(to word: String, in known: [String]) -> String? {
    let ranked = known.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
    return ranked.flatMap { $0.0 * 3 <= max(word.count, 3) ? $0.1 : nil }
}

/// Letters to add, to leave out or to change. (Levenshtein)
private func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            (diagonal, row[j + 1]) = (
                row[j + 1], min(row[j + 1] + 1, row[j] + 1, diagonal + (letter == b[j] ? 0 : 1))
            )
        }
    }
    return row[b.count]
}
