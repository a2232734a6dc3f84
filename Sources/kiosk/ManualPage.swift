import KioskScreen

/// kiosk(1), in mdoc(7): the frame is Assets/manual/kiosk.1, what --help says is put into it.
enum ManualPage {
    static var text: String {
        let overview = HelpText("kiosk.txt").parts
        return Completions.filled(
            "kiosk.1",
            [
                "version": Version.text,
                "description": overview.lazy.compactMap { part in
                    if case .paragraph(let text) = part { running(text) } else { nil }
                }.first ?? "",
                "commands": Kiosk.Command.allCases.map(section).joined(separator: "\n"),
                "options": HelpText("options.txt").parts.map(roff).joined(separator: "\n"),
                "states": Sample.allCases.map(\.rawValue).joined(separator: ",\n"),
            ])
    }

    private static func section(_ command: Kiosk.Command) -> String {
        let parts = HelpText(command.rawValue + ".txt").parts.map(roff)
        return ".Ss kiosk \(command.rawValue)\n" + parts.joined(separator: "\n")
    }

    private static func roff(_ part: HelpText.Part) -> String {
        switch part {
        case .usage(let lines), .literal(let lines):
            ".Bd -literal -offset indent -compact\n" + lines.map(escaped).joined(separator: "\n") + "\n.Ed"
        // A first word that is a macro's name shall be none.
        case .heading(let text): ".Pp\n.Sy \\&\(escaped(text))"
        case .paragraph(let text): ".Pp\n" + running(text)
        case .options(let options):
            ".Bl -tag -width Ds\n" + options.map(item).joined(separator: "\n") + "\n.El"
        }
    }

    private static func item(_ option: HelpText.Option) -> String {
        let names = option.names.map { name in
            "Fl " + escaped(name.word).dropFirst(2) + (name.value.map { " Ar " + argument($0) } ?? "")
        }
        return ".It " + names.joined(separator: " , ") + "\n" + running(option.text)
    }

    /// One argument of a macro, in which quotes have a meaning.
    private static func argument(_ text: String) -> String {
        text.contains("\"") ? "\\(dq" + escaped(text.filter { $0 != "\"" }).replacingBlanks + "\\(dq" : escaped(text)
    }

    /// A new line for each sentence, as mdoc(7) wants it, and none that is too long.
    private static func running(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.count + word.count > 76 {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
            if word.hasSuffix(".") || word.hasSuffix("?") {
                lines.append(line)
                line = ""
            }
        }
        return (lines + (line.isEmpty ? [] : [line])).map(escaped).joined(separator: "\n")
    }

    /// So that backslashes and a dot at the beginning of a line mean themselves, and no option is broken at a dash.
    private static func escaped(_ line: String) -> String {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let isOption = word.drop { $0 == "(" }.hasPrefix("-")
            return word.map { $0 == "\\" ? "\\e" : $0 == "-" && isOption ? "\\-" : String($0) }.joined()
        }
        return (line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : "") + words.joined(separator: " ")
    }
}

extension String {
    fileprivate var replacingBlanks: String { map { $0 == " " ? "\\ " : String($0) }.joined() }
}
