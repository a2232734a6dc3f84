import FlowBench
import KioskIO
import KioskScreen

/// What `kiosk fleet` takes beside the options of the connection.
struct FleetOptions {
    let plan: Fleet.Plan
    /// nil: the one beside this program.
    let simulator: String?
    /// Whether a simulator is started: nobody has named a server.
    let usesOwnServer: Bool
    /// Of that simulator, in seconds.
    let interval: Int
    let csv: ReportFile?
    let svg: ReportFile?
    let json: ReportFile?

    static let names = [
        "devices", "for", "ramp", "connections", "approve-rate", "deny-rate", "interval", "simulator", "csv", "svg",
        "json",
    ]
    static let switches = ["again", "i-own-this-server"]
    private static let forOwnServer = ["approve-rate", "deny-rate", "interval", "simulator"]

    init(_ layers: Layers) throws(Problem) {
        usesOwnServer = ["issuer", "device-endpoint", "token-endpoint", "provider"].allSatisfy {
            layers.setting($0) == nil
        }
        if !usesOwnServer, let stray = Self.forOwnServer.lazy.compactMap({ layers.setting($0) }).first {
            throw Problem(
                words:
                    "\(stray.place) is for a simulator of the fleet's own; at any other server nobody is approved by it",
                exit: stray.exit)
        }
        guard let devices = try Self.whole(layers, "devices", 1...100_000) else {
            throw Problem(words: "how many? Give --devices N", exit: .usage)
        }
        let rates = (
            approve: try Self.rate(layers, "approve-rate", or: usesOwnServer ? 10 : 0),
            deny: try Self.rate(layers, "deny-rate", or: 0)
        )
        interval = try Self.whole(layers, "interval", 1...3600) ?? 5
        simulator = layers.setting("simulator")?.text
        plan = Fleet.Plan(
            devices: devices, ramp: try Self.seconds(layers, "ramp"), length: try Self.seconds(layers, "for"),
            connections: try Self.whole(layers, "connections", 1...1000) ?? 16, again: try layers.flag("again"),
            approvalsPerSecond: rates.approve, denialsPerSecond: rates.deny)
        csv = try Self.file(layers, "csv")
        svg = try Self.file(layers, "svg")
        json = try Self.file(layers, "json")
    }

    private static func seconds(_ layers: Layers, _ name: String) throws(Problem) -> Duration? {
        layers.setting(name) == nil ? nil : try layers.seconds(name, or: 0)
    }

    private static func whole(_ layers: Layers, _ name: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let setting = layers.setting(name) else { return nil }
        guard let number = Int(setting.text), range.contains(number) else {
            throw setting.problem("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// So many a second.
    private static func rate(_ layers: Layers, _ name: String, or standard: Double) throws(Problem) -> Double {
        guard let setting = layers.setting(name) else { return standard }
        guard let rate = Double(setting.text), (0...1000).contains(rate) else {
            throw setting.problem("expected how many a second, from 0 to 1000")
        }
        return rate
    }

    private static func file(_ layers: Layers, _ name: String) throws(Problem) -> ReportFile? {
        guard let setting = layers.setting(name) else { return nil }
        do throws(Files.Failure) {
            return try ReportFile(setting.text)
        } catch {
            throw setting.problem("it cannot be written: \(error.reason)")
        }
    }
}
