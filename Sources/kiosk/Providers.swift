import DeviceFlow
import KioskScreen

/// What the profiles say, for people.
enum Providers {
    static func run(_ given: Given) throws(Problem) {
        guard let name = given.operands.first else {
            let width = Provider.names.map(\.count).max() ?? 0
            for provider in Provider.names.compactMap(Provider.named) {
                print(provider.name + String(repeating: " ", count: width + 2 - provider.name.count) + provider.title)
            }
            return
        }
        let provider = try Configuration.provider(named: name, exit: .usage)
        for line in provider.inWords(called: name) { print(line) }
    }
}
