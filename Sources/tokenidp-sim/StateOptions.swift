import ArgumentParser
import Foundation
import TokenIDPSimulator

/// Options that every command has.
struct StateOptions: ParsableArguments {
    @Option(
        name: .customLong("state"), help: "The folder for CA, keys and codes (default: $XDG_STATE_HOME/tokenidp-sim).")
    var path: String?

    var statePath: String {
        path ?? StateFolder.standardPath(environment: ProcessInfo.processInfo.environment)
    }
}

extension StateOptions {
    /// Runs a command and prints what came of it.
    func report(_ command: (StateFolder) async throws -> String) async throws {
        try await attempt { print(try await command($0)) }
    }

    /// Runs a command; what stops it is said on stderr, with a non-zero exit.
    func attempt(_ command: (StateFolder) async throws -> Void) async throws {
        do {
            try await command(StateFolder(existing: statePath))
        } catch let failure as RunningServer.Failure {
            complain(failure.description)
            throw Exit.failed
        } catch let unusable as StateFolder.Unusable {
            complain(unusable.description)
            throw Exit.failed
        }
    }
}
