import ArgumentParser
import DeviceFlow
import KioskIO
import KioskScreen

/// What the profiles say, for people.
struct Providers: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the profiles of authorization servers, or shows one in words.",
        discussion: "A profile is data: Assets/guides/providers.md tells how to write one.")

    @Argument(help: "A profile's name, or the file of one of your own.")
    var name: String?

    func run() {
        guard let name else {
            let width = Provider.names.map(\.count).max() ?? 0
            for provider in Provider.names.compactMap(Provider.named) {
                print(provider.name + String(repeating: " ", count: width + 2 - provider.name.count) + provider.title)
            }
            return
        }
        do throws(Problem) {
            let provider = try Configuration.provider(named: name, exit: .usage)
            for line in provider.inWords(called: name) { print(line) }
        } catch {
            Process.complain("kiosk: " + plain(error.words, limit: 2000))
            Self.exit(withError: ArgumentParser.ExitCode(error.exit.rawValue))
        }
    }
}
