import ArgumentParser
import Foundation
import TokenIDPSimulator

struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Approve a code, as a person would on the page.")

    @OptionGroup var state: StateOptions

    @Argument(help: "The code on the device's screen; case and dashes do not matter.")
    var code: String

    @Option(name: .customLong("as"), help: "The demo person who approves.")
    var username = "alice"

    func run() async throws {
        try await state.report { folder in
            try await RunningServer.find(in: folder).approve(code, as: username, folder: folder)
        }
    }
}

struct Deny: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Deny a code, as a person would on the page.")

    @OptionGroup var state: StateOptions

    @Argument(help: "The code on the device's screen; case and dashes do not matter.")
    var code: String

    func run() async throws {
        try await state.report { folder in try await RunningServer.find(in: folder).deny(code, folder: folder) }
    }
}

struct Expire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a code before its time.")

    @OptionGroup var state: StateOptions

    @Argument(help: "The code on the device's screen; case and dashes do not matter.")
    var code: String

    func run() async throws {
        try await state.report { folder in try await RunningServer.find(in: folder).expire(code, folder: folder) }
    }
}

struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what became of a code: expired, used, denied, by whom and when.")

    @OptionGroup var state: StateOptions

    @Argument(help: "The code on the device's screen; case and dashes do not matter.")
    var code: String

    func run() async throws {
        try await state.report { folder in try await RunningServer.find(in: folder).why(code, folder: folder) }
    }
}

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the codes of the running server, newest first.")

    @OptionGroup var state: StateOptions

    @Flag(help: "One JSON array instead of a table.")
    var json = false

    func run() async throws {
        try await state.report { folder in
            let grants = try await RunningServer.find(in: folder).list(folder: folder)
            guard json else { return table(grants) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(grants), as: UTF8.self)
        }
    }

    private func table(_ grants: [ListedGrant]) -> String {
        guard !grants.isEmpty else { return "No codes yet." }
        let rows =
            [["CODE", "STATE", "TENANT", "APPLICATION", "DEVICE", "EXPIRES", "POLLS", "BY"]]
            + grants.map {
                [
                    $0.userCode, $0.state, $0.tenant, $0.clientID, $0.deviceName ?? "-", $0.expiresAt, String($0.polls),
                    $0.decidedBy ?? "-",
                ]
            }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }
}
