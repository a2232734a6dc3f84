import DeviceFlow
import FlowBench
import KioskIO
import KioskScreen

/// What can be read of a configuration even where something in it is wrong, and all that is wrong with it.
struct PartialConfiguration {
    /// In the order of the parts; empty where a kiosk would start.
    private(set) var problems: [Problem] = []
    private(set) var look: Look?
    private(set) var server: ServerChoice?
    private(set) var trust: TLSFiles?
    private(set) var signingKey: SigningKey?
    private(set) var client: Client?
    /// Who looks for the server: the client, or one that nobody knows where that cannot be made out.
    private(set) var seeker: Client?
    private(set) var handover: Handover.Target?
    private(set) var eventLog: String?
    private(set) var metricsFile: String?
    /// The words that ask for lines instead of a screen.
    private(set) var plainBy: String?
    /// nil: the screen is not locked.
    private(set) var lock: LockFacts?

    init(_ given: Given) {
        if Process.environment("ACCESSIBLE") == "1" { plainBy = "ACCESSIBLE=1" }
        // Also where the file of --config cannot be read.
        if given.values["plain"] == "1" { plainBy = "--plain" }
        guard let layers = keep({ () throws(Problem) in try Layers(given) }) else { return }
        look = keep { () throws(Problem) in try Look(layers) }
        if keep({ () throws(Problem) in try layers.flag("plain") }) == true { plainBy = "--plain" }
        handover = keep { () throws(Problem) in try Configuration.handover(layers) } ?? nil
        eventLog = layers.setting("event-log")?.text
        if keep({ () throws(Problem) in try Configuration.isLocked(layers) }) == true {
            let pin = keep { () throws(Problem) in try Configuration.operatorPIN(layers, isLocked: true) }
            lock = LockFacts(pinFile: layers.setting("operator-pin-file")?.text, isGood: pin.flatMap { $0 } != nil)
        }
        metricsFile = layers.setting("metrics-file")?.text
        trust = keep { () throws(Problem) in try Configuration.trust(layers) }
        let provider = keep { () throws(Problem) in try Configuration.provider(layers) }
        if let provider {
            server = keep { () throws(Problem) in try ServerChoice(layers, provider) }
        }
        if let provider, let server {
            signingKey = keep { () throws(Problem) in try Configuration.signingKey(layers) } ?? nil
            client = keep { () throws(Problem) in try Configuration.client(layers, provider, server) }
            client?.hasPrivateKey = signingKey != nil
            client?.hasCertificate = trust?.clientCertificate != nil
            var anybody = Client(
                provider: provider, clientID: "", issuer: server.issuer, userAgent: "kiosk/" + Version.text)
            anybody.settings = server.settings
            seeker = client ?? anybody
        }
        // What belongs to none of the parts: each by itself, then all together.
        for name in Self.times { _ = keep { () throws(Problem) in try layers.seconds(name, or: 0) } }
        for name in Given.Known.run.switches { _ = keep { () throws(Problem) in try layers.flag(name) } }
        _ = keep { () throws(Problem) in try Configuration(.run, given) }
    }

    private static let times = [
        "poll-margin", "give-up-after", "greet", "on-approved-timeout", "idle-limit", "move-every", "dim-after",
    ]

    private mutating func keep<Part>(_ make: () throws(Problem) -> Part) -> Part? {
        do throws(Problem) {
            return try make()
        } catch {
            if !problems.contains(where: { $0.words == error.words }) { problems.append(error) }
            return nil
        }
    }
}
