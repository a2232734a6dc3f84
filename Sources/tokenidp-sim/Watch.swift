import ArgumentParser
import Foundation
import Glibc
import TokenIDPSimulator

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what happens to the codes of the running server, a line a change, until Ctrl-C.")

    @OptionGroup var state: StateOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() async throws {
        try await state.attempt { folder in
            let server = try RunningServer.find(in: folder)
            var known: [String: String] = [:]
            while true {
                for grant in try await server.list(folder: folder).reversed() where known[grant.userCode] != grant.state
                {
                    known[grant.userCode] = grant.state
                    print(try line(grant))
                    fflush(nil)
                }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func line(_ grant: ListedGrant) throws -> String {
        guard !json else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(grant), as: UTF8.self)
        }
        let by = grant.decidedBy.map { " by \($0)" } ?? ""
        let device = grant.deviceName.map { ", \($0)" } ?? ""
        return "\(Date().formatted(.iso8601))  \(grant.userCode)  \(grant.state)\(by)  (\(grant.clientID)\(device); "
            + "\(grant.polls) polls, \(grant.interval) s)"
    }
}
