import KioskScreen

/// Writes what a shell needs to complete kiosk's words: a frame of Assets/manual, filled in from the vocabulary.
enum Completions {
    enum Shell: String, CaseIterable { case bash, zsh, fish }

    static func run(_ given: Given) throws(Problem) {
        guard let name = given.operands.first, let shell = Shell(rawValue: name) else {
            throw Problem(words: "for which shell? There are bash, zsh and fish", exit: .usage)
        }
        print(text(shell), terminator: "")
    }

    static func text(_ shell: Shell) -> String {
        let vocabulary = Vocabulary()
        switch shell {
        case .bash:
            return filled(
                "kiosk.bash",
                [
                    "commands": vocabulary.commands.map(\.name).joined(separator: " "),
                    "options": bashOptions(vocabulary), "values": bashValues(vocabulary),
                    "operands": bashOperands(vocabulary),
                ])
        case .zsh:
            return filled(
                "kiosk.zsh",
                [
                    "commands": vocabulary.commands.map { "        " + quoted($0.name + ":" + $0.text) }.lines,
                    "arguments": vocabulary.commands.map(zshArguments).lines,
                ])
        case .fish:
            return filled(
                "kiosk.fish",
                [
                    "commands": vocabulary.commands.map {
                        "complete -c kiosk -n __kiosk_has_no_command -f -a \($0.name) -d \(fishQuoted($0.text))"
                    }.lines,
                    "options": vocabulary.options.map(fishOption).lines,
                    "operands": vocabulary.commands.compactMap(fishOperand).lines,
                ])
        }
    }

    /// - Parameter words: what stands for each @name@ of the file.
    static func filled(_ file: String, _ words: [String: String]) -> String {
        let text = String(decoding: EmbeddedManual.bytes(file) ?? [], as: UTF8.self)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in index % 2 == 0 ? String(part) : words[String(part)] ?? "" }
            .joined()
    }

    // MARK: bash

    private static func bashOptions(_ vocabulary: Vocabulary) -> String {
        vocabulary.commands.map { command in
            "    \(command.name)) options=\"\(command.options.map(\.name).joined(separator: " "))\" ;;"
        }.lines
    }

    private static func bashValues(_ vocabulary: Vocabulary) -> String {
        vocabulary.options.compactMap { entry in
            guard let value = entry.option.value else { return nil }
            let pattern = entry.commands.map { "\($0),\(entry.option.name)" }.joined(separator: " | ")
            return "    \(pattern))\n        \(bashOffer(value)) ;;"
        }.lines
    }

    private static func bashOperands(_ vocabulary: Vocabulary) -> String {
        vocabulary.commands.compactMap { command in
            command.operand.map { "    \(command.name)) \(bashOffer($0)) ;;" }
        }.lines
    }

    private static func bashOffer(_ value: Vocabulary.Value) -> String {
        switch value.kind {
        case .anything: ":"
        case .file: "_kiosk_files"
        case .folder: "_kiosk_folders"
        case .words(let words): "_kiosk_words \(words.joined(separator: " "))"
        case .wordsOrFile(let words): "_kiosk_words_or_file \(words.joined(separator: " "))"
        }
    }

    // MARK: zsh

    private static func zshArguments(_ command: Vocabulary.Command) -> String {
        let options = command.options.map { option in
            let again = option.mayComeAgain ? "*" : ""
            let text = "[" + option.text.filter { $0 != "[" && $0 != "]" } + "]"
            let value = option.value.map { ":" + $0.name + ":" + zshAction($0) } ?? ""
            return quoted(again + option.name + (option.value == nil ? "" : "=") + text + value)
        }
        let operand = command.operand.map { [quoted("*:" + $0.name + ":" + zshAction($0))] } ?? []
        let all = (["'--help[what it does]'"] + options + operand).joined(separator: " \\\n            ")
        return "    \(command.name))\n        _arguments \(all) ;;"
    }

    private static func zshAction(_ value: Vocabulary.Value) -> String {
        switch value.kind {
        case .anything: ""
        case .file: "_files"
        case .folder: "_files -/"
        case .words(let words): "(" + words.joined(separator: " ") + ")"
        case .wordsOrFile(let words): " _kiosk_names_or_files " + words.joined(separator: " ")
        }
    }

    /// For a POSIX shell.
    private static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    // MARK: fish

    private static func fishOption(_ entry: Vocabulary.Shared) -> String {
        "complete -c kiosk -n \(fishQuoted("__kiosk_is " + entry.commands.joined(separator: " "))) -l "
            + entry.option.name.dropFirst(2) + " -d " + fishQuoted(entry.option.text)
            + (entry.option.value.map { " -r " + fishOffer($0) } ?? "")
    }

    private static func fishOperand(_ command: Vocabulary.Command) -> String? {
        command.operand.map {
            "complete -c kiosk -n \(fishQuoted("__kiosk_is " + command.name)) " + fishOffer($0)
        }
    }

    private static func fishOffer(_ value: Vocabulary.Value) -> String {
        switch value.kind {
        case .anything: "-f"
        case .file: "-F"
        case .folder: "-f -a '(__fish_complete_directories)'"
        case .words(let words): "-f -a " + fishQuoted(words.joined(separator: " "))
        case .wordsOrFile(let words): "-F -a " + fishQuoted(words.joined(separator: " "))
        }
    }

    private static func fishQuoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
    }
}

extension Vocabulary {
    /// An option with all the commands that take it in the same way.
    struct Shared {
        let option: Option
        var commands: [String]
    }

    var options: [Shared] {
        commands.reduce(into: []) { all, command in
            for option in command.options {
                if let place = all.firstIndex(where: { $0.option == option }) {
                    all[place].commands.append(command.name)
                } else {
                    all.append(Shared(option: option, commands: [command.name]))
                }
            }
        }
    }
}

extension [String] {
    fileprivate var lines: String { joined(separator: "\n") }
}
