/// Where the tokens are to go, looked at without any: nothing is written, and nothing is run.
public enum HandoverFacts: Equatable, Sendable {
    /// Nobody has said.
    case nowhere
    case file(PlaceFacts)
    /// `reason`: why it cannot take tokens; nil: it can.
    case descriptor(Int, isTerminal: Bool, reason: String?)
    /// `program`: where its first word was found; nil: nowhere.
    case command(CommandWord, program: String?)

    public var finding: Finding {
        let area = Finding.Area.handOver
        switch self {
        case .nowhere:
            return area.ok("nowhere: run shows who has signed in and lets the tokens go, login prints them")
        case .file(let place): return place.tokens
        case .descriptor(_, _, let reason?):
            return area.problem(
                "--token-fd: \(reason)",
                "whoever starts kiosk opens it, as in: kiosk run --token-fd 3 3>FILE; give doctor the same")
        case .descriptor(let number, true, nil):
            return area.note(
                "descriptor \(number) is a terminal: the tokens would be read on it by anybody",
                "give it to a file or a pipe: \(number)>FILE")
        case .descriptor(let number, false, nil): return area.ok("descriptor \(number) is open for writing")
        case .command(.program(let word), nil):
            return area.problem(
                "--on-approved: \"\(word)\" is no program that is found" + (word.contains("/") ? "" : " in PATH"),
                "write its whole path, and let this user execute it (chmod +x)")
        case .command(.program, let program?): return area.ok("--on-approved runs \(program), which is there")
        case .command(.builtIn(let word), _):
            return area.ok("--on-approved begins with \"\(word)\" of the shell; what follows was not tried")
        case .command(.unclear, _):
            return area.note(
                "--on-approved: which program it runs cannot be told without running it",
                "try it yourself: echo '{}' | sh -c COMMAND; exit code 0 means that the tokens arrived")
        }
    }
}

/// What a shell command begins with.
public enum CommandWord: Equatable, Sendable {
    /// A program, by its path or its name.
    case program(String)
    /// The shell does it itself.
    case builtIn(String)
    /// Something only the shell understands.
    case unclear

    private static let builtIns: Set<String> = [
        ":", ".", "[", "break", "case", "cd", "command", "echo", "eval", "exec", "exit", "export", "false", "for", "if",
        "printf", "read", "return", "set", "shift", "test", "times", "trap", "true", "ulimit", "umask", "unset",
        "until", "wait", "while",
    ]

    /// - Parameter command: for `/bin/sh -c`.
    public init(_ command: String) {
        var rest = command.drop(while: \.isWhitespace)
        while true {
            guard let (word, after) = Self.word(rest), !word.isEmpty else {
                self = .unclear
                return
            }
            // Variables for this command alone stand before it.
            let name = word.prefix { $0 != "=" }
            let isAssignment = name.endIndex != word.endIndex && name.first.map { $0.isLetter || $0 == "_" } ?? false
            if isAssignment, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
                rest = after.drop(while: \.isWhitespace)
                continue
            }
            self = Self.builtIns.contains(word) ? .builtIn(word) : .program(word)
            return
        }
    }

    /// The first word without its quotes; nil where the shell would put something in its place.
    private static func word(_ text: Substring) -> (String, after: Substring)? {
        var word = ""
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open {
                    quote = nil
                } else if open == "\"", "$`\\".contains(character) {
                    return nil
                } else {
                    word.append(character)
                }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character.isWhitespace || ";&|<>".contains(character) {
                return (word, text[index...])
            } else if "$`\\(){}*?~!#".contains(character) {
                return nil
            } else {
                word.append(character)
            }
        }
        return quote == nil ? (word, text[text.endIndex...]) : nil
    }
}
