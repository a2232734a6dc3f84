import KioskIO
import KioskScreen

/// A wrong setting, in words that say what to do, and how the program ends for it.
struct Problem: Error {
    let words: String
    let exit: ExitCode
}

/// One setting after another: option beats environment beats file.
struct Layers {
    private let given: Given
    private var file: [String: String] = [:]
    private let path: String?

    /// One value and where it came from, for the words when it is wrong.
    struct Setting {
        let text: String
        let place: String
        let exit: ExitCode

        func problem(_ expected: String) -> Problem {
            Problem(words: "\(place) is \"\(text)\", but \(expected)", exit: exit)
        }
    }

    /// Reads the file of `--config` or KIOSK_CONFIG, if there is one.
    init(_ given: Given) throws(Problem) {
        self.given = given
        path = given.values["config"] ?? Process.environment("KIOSK_CONFIG").flatMap { $0.isEmpty ? nil : $0 }
        guard let path else { return }
        let bytes: [UInt8]
        do throws(Files.Failure) {
            bytes = try Files.read(path)
        } catch {
            throw Problem(words: "the configuration file \(path) cannot be read: \(error.reason)", exit: .configuration)
        }
        file = try Self.read(bytes, from: path)
    }

    /// The lines of a configuration file, by the variables they set.
    /// - Parameter path: for the words of a problem.
    static func read(_ bytes: [UInt8], from path: String) throws(Problem) -> [String: String] {
        var file: [String: String] = [:]
        // CR LF is one character: a file from Windows has lines too.
        let lines = String(decoding: bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let line = trimmed(line)
            if line.isEmpty || line.first == "#" { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, names.contains(String(trimmed(parts[0]))) else {
                throw Problem(
                    words: "\(path), line \(index + 1): expected KIOSK_...=value with one of: "
                        + names.sorted().joined(separator: " "),
                    exit: .configuration)
            }
            file[String(trimmed(parts[0]))] = unquoted(trimmed(parts[1]))
        }
        return file
    }

    /// - Parameter name: of the option, without its dashes.
    func setting(_ name: String) -> Setting? {
        let variable = Self.variable(name)
        if let option = given.values[name] { return Setting(text: option, place: "--\(name)", exit: .usage) }
        if let text = Process.environment(variable), !text.isEmpty {
            return Setting(text: text, place: "\(variable) in the environment", exit: .configuration)
        }
        if let text = file[variable], !text.isEmpty {
            return Setting(text: text, place: "\(variable) in \(path ?? "the file")", exit: .configuration)
        }
        return nil
    }

    func flag(_ name: String, or standard: Bool = false) throws(Problem) -> Bool {
        guard let setting = setting(name) else { return standard }
        switch setting.text {
        case "1": return true
        case "0": return false
        default: throw setting.problem("a switch is 1 or 0")
        }
    }

    /// The values of an option that may come more than once; elsewhere they are separated by blanks.
    func list(_ name: String) -> [String] {
        guard let setting = setting(name) else { return [] }
        return setting.text.split { $0 == "\n" || setting.exit != .usage && $0 == " " }.map(String.init)
    }

    func seconds(_ name: String, or standard: Double) throws(Problem) -> Duration {
        guard let setting = setting(name) else { return .milliseconds(Int64(standard * 1000)) }
        guard let value = Double(setting.text), (0...86_400).contains(value) else {
            throw setting.problem("expected seconds from 0 to 86400")
        }
        return .milliseconds(Int64(value * 1000))
    }

    func number(_ name: String, or standard: Double, in range: ClosedRange<Double>) throws(Problem) -> Double {
        guard let setting = setting(name) else { return standard }
        guard let value = Double(setting.text), range.contains(value) else {
            throw setting.problem("expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The same where 0 means never.
    func limit(_ name: String, or standard: Double) throws(Problem) -> Duration? {
        let seconds = try seconds(name, or: standard)
        return seconds == .zero ? nil : seconds
    }

    /// Every name an environment or a file may set.
    private static let names = Given.Known.run.all.map(variable)

    private static func variable(_ name: String) -> String {
        "KIOSK_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}

private func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
}

/// A value may stand in double or single quotes, as in systemd's environment files.
private func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
        return String(text)
    }
    return String(text.dropFirst().dropLast())
}
