import DeviceFlow
import KioskScreen

/// All that can stand on the command line, as facts: what completion offers.
struct Vocabulary {
    let commands: [Command]

    struct Command {
        let name: String
        /// In a few words, as in Assets/help/kiosk.txt.
        let text: String
        let options: [Option]
        let operand: Value?
    }

    struct Option: Equatable {
        /// With its dashes.
        let name: String
        /// nil for a switch.
        let value: Value?
        let text: String
        let mayComeAgain: Bool
    }

    /// What an option or an operand wants.
    struct Value: Equatable {
        /// As the help calls it.
        let name: String
        let kind: Kind

        enum Kind: Equatable {
            case anything, file, folder
            case words([String])
            case wordsOrFile([String])
        }
    }

    init() {
        let shared = ["options.txt", "run.txt", "replay.txt", "probe.txt"].flatMap { HelpText($0).options }
        let overview = Self.overview
        commands = Kiosk.Command.allCases.map { command in
            let explained = HelpText(command.rawValue + ".txt").options + shared
            let known = command.known
            return Command(
                name: command.rawValue, text: overview[command.rawValue] ?? "",
                options: known.all.map { Self.option($0, of: command, known, explained) },
                operand: Self.operand(of: command))
        }
    }

    /// - Parameter name: as in `Given.Known`.
    private static func option(
        _ name: String, of command: Kiosk.Command, _ known: Given.Known, _ explained: [HelpText.Option]
    ) -> Option {
        let isSwitch = known.switches.contains(name)
        // A switch that is on by itself is explained by what turns it off.
        for word in ["--" + name] + (isSwitch ? ["--no-" + name] : []) {
            for option in explained {
                guard let found = option.names.first(where: { $0.word == word }) else { continue }
                let value = found.value.map { Self.value(name, $0) }
                return Option(
                    name: word, value: isSwitch ? nil : value, text: option.text.firstClause,
                    mayComeAgain: known.lists.contains(name))
            }
        }
        return Option(
            name: "--" + name, value: isSwitch ? nil : Value(name: "VALUE", kind: .anything), text: "",
            mayComeAgain: known.lists.contains(name))
    }

    private static func value(_ option: String, _ name: String) -> Value {
        Value(name: name.filter { $0 != "\"" }, kind: kind(option, name))
    }

    private static func kind(_ option: String, _ name: String) -> Value.Kind {
        switch (option, name) {
        case ("provider", _): .wordsOrFile(Provider.names)
        case ("theme", _): .wordsOrFile(Theme.names)
        case ("lang", _): .wordsOrFile(Wording.locales)
        case ("qr", _): .words(QRRendering.allCases.map { $0.name })
        case ("state", _): .words(Sample.allCases.map { $0.rawValue })
        case (_, "FILE"), (_, "PROGRAM"): .file
        case (_, "DIR"): .folder
        case _ where name.contains("|") && name == name.lowercased():
            .words(name.split(separator: "|").map(String.init))
        case _: .anything
        }
    }

    private static func operand(of command: Kiosk.Command) -> Value? {
        switch command {
        case .providers: Value(name: "NAME|FILE", kind: .wordsOrFile(Provider.names))
        case .render: Value(name: "STATE", kind: .words(Sample.allCases.map(\.rawValue)))
        case .qa, .replay: Value(name: "FILE", kind: .file)
        case .completions: Value(name: "SHELL", kind: .words(Completions.Shell.allCases.map(\.rawValue)))
        case .run, .login, .doctor, .probe, .fleet, .logout, .gallery, .pin, .manual: nil
        }
    }

    /// What Assets/help/kiosk.txt says of each command, in the column beside it.
    private static var overview: [String: String] {
        let column = 24
        var texts: [String: String] = [:]
        var current = ""
        for case .usage(let lines) in HelpText("kiosk.txt").parts {
            for line in lines {
                let words = line.prefix(column).split { " []".contains($0) }
                if words.count > 1 { current = String(words[1]) }
                texts[current] = (texts[current].map { $0 + " " } ?? "") + line.dropFirst(column)
            }
        }
        return texts.mapValues(\.firstClause)
    }
}

extension String {
    /// Up to where details begin: short enough for a line of a list.
    var firstClause: String {
        var place = startIndex
        while place < endIndex {
            let rest = self[place...]
            if rest.hasPrefix(";") || rest.hasPrefix(": ") || rest.hasPrefix(" (") { break }
            formIndex(after: &place)
        }
        return String(self[..<place])
    }
}
