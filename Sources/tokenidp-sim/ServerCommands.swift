import ArgumentParser
import TokenIDPSimulator

struct Admin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print an address that opens the admin page of the running server, once, within a minute.")

    @OptionGroup var state: StateOptions

    func run() async throws {
        try await state.report { folder in try await RunningServer.find(in: folder).adminPage(folder: folder) }
    }
}

struct Advance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move the clock of a server that was started with --virtual-clock.")

    @OptionGroup var state: StateOptions

    @Argument(help: "Seconds, with a fraction if you like.")
    var seconds: Double

    func validate() throws {
        guard (0...315_360_000).contains(seconds) else {
            throw ValidationError("SECONDS is a number from 0 to 315360000; the clock goes forward only.")
        }
    }

    func run() async throws {
        try await state.report { folder in
            try await RunningServer.find(in: folder).advance(bySeconds: seconds, folder: folder)
        }
    }
}

struct RotateKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign tokens with the next key from now on; it has been published all the while.")

    @OptionGroup var state: StateOptions

    func run() async throws {
        try await state.report { folder in try await RunningServer.find(in: folder).rotateKey(folder: folder) }
    }
}
