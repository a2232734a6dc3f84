import ArgumentParser
import Foundation
import TokenIDPSimulator

/// A TokenIDP authorization server for the device grant on this machine.
@main
struct TokenIDPSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenidp-sim",
        abstract: "A TokenIDP authorization server for the device grant, on this machine, without an account.",
        subcommands: [
            Serve.self, Approve.self, Deny.self, Expire.self, Why.self, List.self, Watch.self, Admin.self,
            Scenarios.self, ScenarioCommand.self, Advance.self, RotateKey.self, Config.self,
        ], defaultSubcommand: Serve.self)
}

/// The exit codes beside 0 and ArgumentParser's 64 (sysexits.h).
enum Exit {
    /// The command was understood and could not be done: no server, no such code, decided before.
    static let failed = ExitCode(1)
    /// Port, folder or certificate: something outside has to be put right first.
    static let configuration = ExitCode(78)
}

/// One sentence on stderr.
func complain(_ sentence: String) {
    FileHandle.standardError.write(Data("tokenidp-sim: \(sentence)\n".utf8))
}
