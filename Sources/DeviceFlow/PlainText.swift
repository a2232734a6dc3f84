/// Text from outside made safe to show and to log: one line of visible characters, of limited length.
///
/// What a server or an operator sends may hold escape sequences that move the cursor, direction marks that
/// turn an address round, or characters nobody sees. All of them go: control characters with the whole escape
/// sequence they begin, line and paragraph separators, bidirectional and zero-width format characters,
/// private-use and unassigned code points, and more than two marks on one letter. Runs of blanks become one.
///
/// - Parameter limit: The most characters to return; a longer text ends in three dots, which count.
public func plain(_ text: String, limit: Int) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) { return text }
    var out = String.UnicodeScalarView()
    var marks = 0
    var characters = 0
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next(), characters <= limit {
        if scalar == "\u{1B}" {
            skipEscape(&scalars)
        } else if scalar.value == 0x9B {
            skipControlSequence(&scalars)
        } else if scalar.isBlankOrBreak {
            if let last = out.last, last != " " {
                out.append(" ")
                characters += 1
            }
            marks = 0
        } else if scalar.isMark {
            marks += 1
            if marks <= 2, let last = out.last, last != " ", scalar.isShown { out.append(scalar) }
        } else if scalar.isShown {
            out.append(scalar)
            characters += 1
            marks = 0
        }
    }
    var line = String(out)
    if line.last == " " { line.removeLast() }
    guard line.count > limit else { return line }
    guard limit > 3 else { return String(line.prefix(max(0, limit))) }
    line = String(line.prefix(limit - 3))
    while line.last == " " { line.removeLast() }
    return line + "..."
}

/// After ESC: a control sequence, a string that ends in BEL or ST, or one more character. (ECMA-48, 5.3 to 5.6)
private func skipEscape(_ scalars: inout String.UnicodeScalarView.Iterator) {
    guard let kind = scalars.next() else { return }
    switch kind {
    case "[":
        skipControlSequence(&scalars)
    case "]", "P", "X", "^", "_":
        while let scalar = scalars.next(), scalar != "\u{07}", scalar.value != 0x9C {
            if scalar == "\u{1B}" {
                _ = scalars.next()
                return
            }
        }
    default:
        break
    }
}

private func skipControlSequence(_ scalars: inout String.UnicodeScalarView.Iterator) {
    while let scalar = scalars.next(), !(0x40...0x7E).contains(scalar.value) {}
}

extension Unicode.Scalar {
    fileprivate var isBlankOrBreak: Bool {
        switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        default: (0x09...0x0D).contains(value) || value == 0x85
        }
    }

    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }

    /// Letters, marks, numbers, punctuation and symbols that take part in what a person sees.
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: false
        default: !properties.isDefaultIgnorableCodePoint
        }
    }
}
