import ArgumentParser
import TokenIDPSimulator

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the configuration that is compiled in, with its comments, to be changed.")

    func run() { print(Directory.builtInText, terminator: "") }
}
