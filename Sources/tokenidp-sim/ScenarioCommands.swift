import ArgumentParser
import Foundation
import TokenIDPSimulator

struct Scenarios: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the troubles that can be put on, and what a good device does in each.")

    @Flag(help: "One JSON array instead of text.")
    var json = false

    func run() throws {
        guard !json else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let all = Scenario.all.map { ["name": $0.name, "title": $0.title, "expect": $0.expect] }
            return print(String(decoding: try encoder.encode(all), as: UTF8.self))
        }
        for scenario in Scenario.all {
            print("\(scenario.name): \(scenario.title)\n    \(scenario.expect)")
        }
    }
}

struct ScenarioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario", abstract: "Put a trouble on at the running server, or call it off.",
        discussion: """
            Without --client and --code it is for everybody. The narrower one wins: a code's over a client's over \
            everybody's. "tokenidp-sim scenario none" calls off the one for the same code and client, or all. Without a \
            name, those that are on are listed.
            """)

    @OptionGroup var state: StateOptions

    @Argument(help: "A name from tokenidp-sim scenarios, or none.")
    var name: String?

    @Option(help: "Only for this client_id.")
    var client: String?

    @Option(help: "Only for this code, or for codes that begin with these letters (one letter: one code in twenty).")
    var code: String?

    func run() async throws {
        try await state.report { folder in
            let server = try RunningServer.find(in: folder)
            guard let name else {
                let troubles = try await server.troubles(folder: folder)
                return troubles.isEmpty ? "Nothing is on." : troubles.map(line).joined(separator: "\n")
            }
            return try await server.putOn(
                scenario: name == "none" ? nil : name, client: client, code: code, folder: folder)
        }
    }

    private func line(_ trouble: Trouble) -> String {
        let whom = [trouble.client.map { "client \($0)" }, trouble.code.map { "codes \($0)" }].compactMap { $0 }
        return "\(trouble.scenario): for \(whom.isEmpty ? "all" : whom.joined(separator: ", "))"
    }
}
