/// A file of Assets/help taken apart, for the manual page and for completion: what --help says is written once.
struct HelpText {
    private(set) var parts: [Part] = []

    enum Part: Equatable {
        /// Without the word "usage:" and the blanks below it.
        case usage([String])
        /// A line that ends with a colon before a list of options.
        case heading(String)
        case paragraph(String)
        case options([Option])
        /// Lines that are to stay as they are.
        case literal([String])
    }

    /// One entry of a list; two names that belong together stand in one.
    struct Option: Equatable {
        struct Name: Equatable {
            /// With its dashes.
            let word: String
            /// What the value is called; nil for a switch.
            let value: String?
        }
        let names: [Name]
        var text: String
    }

    /// - Parameter file: of Assets/help.
    init(_ file: String) {
        let text = String(decoding: EmbeddedHelp.bytes(file) ?? [], as: UTF8.self)
        var isNew = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { isNew = true } else { add(line, isNew: isNew) }
            if !line.isEmpty { isNew = false }
        }
    }

    private static let indent = "usage: ".count

    var options: [Option] {
        var all: [Option] = []
        for case .options(let options) in parts { all += options }
        return all
    }

    private mutating func add(_ line: Substring, isNew: Bool) {
        let words = line.drop { $0 == " " }
        if line.hasPrefix("usage:") {
            parts.append(.usage([String(line.dropFirst(Self.indent))]))
        } else if line.hasPrefix("  --") {
            addOption(words)
        } else if !isNew, case .options(var options)? = parts.last, words.startIndex != line.startIndex {
            options[options.count - 1].text += (options[options.count - 1].text.isEmpty ? "" : " ") + String(words)
            parts[parts.count - 1] = .options(options)
        } else if !isNew, case .usage(let lines)? = parts.last {
            parts[parts.count - 1] = .usage(lines + [String(line.dropFirst(Self.indent))])
        } else if words.startIndex != line.startIndex {
            if case .literal(let lines)? = parts.last, !isNew {
                parts[parts.count - 1] = .literal(lines + [String(words)])
            } else {
                parts.append(.literal([String(words)]))
            }
        } else if !isNew, case .paragraph(let before)? = parts.last {
            parts[parts.count - 1] = .paragraph(before + " " + line)
        } else {
            parts.append(.paragraph(String(line)))
        }
    }

    private mutating func addOption(_ line: Substring) {
        let (head, text) = line.columns
        let names = head.split(separator: ",").map { name in
            let words = name.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
            return Option.Name(word: String(words[0]), value: words.count > 1 ? String(words[1]) : nil)
        }
        let option = Option(names: names, text: String(text))
        switch parts.last {
        case .options(let options)?: parts[parts.count - 1] = .options(options + [option])
        case .paragraph(let text)? where text.hasSuffix(":") && text.count < 80:
            parts[parts.count - 1] = .heading(String(text.dropLast()))
            parts.append(.options([option]))
        case .usage?, .heading?, .paragraph?, .literal?, nil: parts.append(.options([option]))
        }
    }
}

extension Substring {
    /// What stands before the first two blanks, and what after them.
    var columns: (head: Substring, text: Substring) {
        var place = startIndex
        while place < endIndex, !self[place...].hasPrefix("  ") { formIndex(after: &place) }
        return (self[..<place], self[place...].drop { $0 == " " })
    }
}
