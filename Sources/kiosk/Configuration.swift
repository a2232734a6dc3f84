import DeviceFlow
import KioskIO
import KioskScreen

/// Everything a kiosk is told, checked: nothing in it can fail later for a reason that was known now.
struct Configuration {
    var settings: KioskModel.Settings
    var client: Client
    var trust: TLSFiles
    var signingKey: SigningKey?
    /// Where the tokens go; nil: nobody has asked for them.
    var handover: Handover.Target?
    /// `-`: standard error; nil: no log.
    var eventLog: String?
    var record: Record?
    /// Where metrics are written; nil: nowhere.
    var metricsFile: String?
    /// For demonstrations, at a simulator.
    var secondDevice: SecondDevice?
    var isPlain: Bool
    var look: Look
    /// What opens the operator's menu of a locked screen.
    var operatorPIN: PINHash?

    /// - Throws: `Problem` with words for the person who starts the program.
    init(_ mode: KioskModel.Settings.Mode, _ given: Given) throws(Problem) {
        let layers = try Layers(given)
        let provider = try Self.provider(layers)
        let server = try ServerChoice(layers, provider)
        trust = try Self.trust(layers)
        signingKey = try Self.signingKey(layers)
        client = try Self.client(layers, provider, server)
        client.hasPrivateKey = signingKey != nil
        client.hasCertificate = trust.clientCertificate != nil
        handover = try Self.handover(layers) ?? (mode == .login ? .descriptor(1) : nil)
        eventLog = layers.setting("event-log")?.text
        record = try Self.record(layers)
        metricsFile = mode == .run ? layers.setting("metrics-file")?.text : nil
        secondDevice = mode == .run ? try Self.secondDevice(layers, server) : nil
        let accessible = Process.environment("ACCESSIBLE").map { $0 == "1" } ?? false
        let term = Process.environment("TERM") ?? ""
        isPlain = try layers.flag("plain") || accessible || term.isEmpty || term == "dumb"
        look = try Look(layers)
        let isLocked = mode == .run ? try Self.isLocked(layers) : false
        operatorPIN = mode == .run ? try Self.operatorPIN(layers, isLocked: isLocked) : nil
        let alwaysOn = try layers.flag("always-on")
        let keepsSignedIn = mode == .run ? try layers.flag("keep-signed-in") : false
        if alwaysOn, mode == .run, let home = layers.setting("home") {
            throw home.problem("--always-on shows a code at once, without a home screen: leave one of them out")
        }
        let isRoom = mode == .run && !alwaysOn && !isPlain
        settings = KioskModel.Settings(
            mode: mode,
            rules: SignIn.Rules(
                pollMargin: try layers.seconds("poll-margin", or: 1),
                giveUpAfter: mode == .login ? try layers.seconds("give-up-after", or: 30) : nil,
                endsOnBadCertificate: mode == .login),
            endpoints: server.endpoints,
            host: server.host,
            hasOwnAuthority: trust.authorities != nil,
            title: look.title,
            scopes: (client.scope ?? "").split(separator: " ").map(String.init),
            alwaysOn: alwaysOn,
            autoRenew: try Self.autoRenew(layers),
            greeting: try layers.seconds("greet", or: mode == .login ? 0 : 15),
            handsOver: handover != nil,
            keepsSignedIn: keepsSignedIn,
            qrRendering: look.qrRendering,
            home: isRoom ? try Look.home(layers) : nil,
            idleLimit: try layers.limit("idle-limit", or: isLocked ? 60 : keepsSignedIn ? 0 : 120),
            care: ScreenCare(
                driftEvery: try layers.limit("move-every", or: 90), dimAfter: try layers.limit("dim-after", or: 600)),
            overscan: look.overscan,
            logo: look.logo,
            bell: try layers.flag("bell"),
            inspection: try layers.flag("inspector", or: true) && !isLocked
                ? .init(provider: provider, authorities: trust.authorities) : nil,
            demo: mode == .run ? try Self.demo(layers, acts: secondDevice != nil) : nil,
            confirms: try layers.flag("confirm", or: isLocked),
            lock: isLocked ? .init(hasMenu: operatorPIN != nil, version: Version.text) : nil)
    }

    // MARK: The client

    /// A profile that is compiled in, or one in a file.
    static func provider(_ layers: Layers) throws(Problem) -> Provider {
        guard let named = layers.setting("provider") else {
            return try provider(named: "rfc8628", exit: .configuration)
        }
        return try provider(named: named.text, exit: named.exit)
    }

    static func provider(named name: String, exit: ExitCode) throws(Problem) -> Provider {
        guard name.contains("/") || name.hasSuffix(".json") else {
            if let provider = Provider.named(name) { return provider }
            throw Problem(
                words: "there is no profile \"\(name)\"; there are \(Provider.names.joined(separator: ", ")), "
                    + "or a file of your own (Assets/guides/providers.md)",
                exit: exit)
        }
        do {
            return try Provider(file: try Files.read(name))
        } catch let problem as Provider.Problem {
            throw Problem(words: "\(name): \(problem.member): expected \(problem.expected)", exit: .configuration)
        } catch {
            let reason = (error as? Files.Failure)?.reason ?? "\(error)"
            throw Problem(words: "the profile \(name) cannot be read: \(reason)", exit: .configuration)
        }
    }

    static func client(
        _ layers: Layers, _ provider: Provider, _ server: ServerChoice
    ) throws(Problem) -> Client {
        let clientID = layers.setting("client-id")?.text
        guard clientID != nil || provider.registrationRequest != nil else {
            throw Problem(
                words: "which client? Give --client-id ID, as the server knows this application", exit: .usage)
        }
        let scope = layers.setting("scope")
        let asked = (scope?.text ?? provider.scope.standard ?? "").split(separator: " ").map(String.init)
        if let refused = asked.first(where: provider.scope.refused.contains) {
            throw scope?.problem("\(provider.title) refuses the scope \(refused) to devices")
                ?? Problem(words: "\(provider.title) refuses the scope \(refused) to devices", exit: .configuration)
        }
        var client = Client(
            provider: provider, clientID: clientID ?? "", clientSecret: try secret(layers), scope: scope?.text,
            deviceName: layers.setting("device-name").map { plain($0.text, limit: 100) },
            issuer: server.issuer, userAgent: "kiosk/" + Version.text)
        client.settings = server.settings
        client.usesProof = try layers.flag("dpop")
        if let audience = layers.setting("audience") { client.parameters.append(.init("audience", audience.text)) }
        if let details = layers.setting("authorization-details") {
            guard case .array? = JSONValue(parsing: Array(details.text.utf8)) else {
                throw details.problem("expected a JSON list of objects (RFC 9396)")
            }
            client.parameters.append(.init("authorization_details", details.text))
        }
        client.resources = layers.list("resource")
        if let bad = client.resources.first(where: { $0.contains("#") || !$0.contains(":") }) {
            throw Problem(
                words: "--resource \(bad): expected an absolute URI without a fragment (RFC 8707)", exit: .usage)
        }
        return client
    }

    private static func secret(_ layers: Layers) throws(Problem) -> Secret? {
        guard let file = layers.setting("client-secret-file") else { return nil }
        let text = String(decoding: try read(file), as: UTF8.self)
        let line = text.prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" }
        guard !line.isEmpty else { throw file.problem("its first line is empty") }
        return Secret(String(line))
    }

    // MARK: Keys and certificates

    static func trust(_ layers: Layers) throws(Problem) -> TLSFiles {
        var files = TLSFiles()
        files.authorities = try pem(layers, "cacert", mark: "-----BEGIN CERTIFICATE-----")
        files.clientCertificate = try pem(layers, "client-cert", mark: "-----BEGIN CERTIFICATE-----")
        files.clientKey = try pem(layers, "client-key", mark: "PRIVATE KEY-----")
        guard (files.clientCertificate == nil) == (files.clientKey == nil) else {
            throw Problem(words: "--client-cert and --client-key belong together", exit: .usage)
        }
        return files
    }

    private static func pem(_ layers: Layers, _ name: String, mark: String) throws(Problem) -> String? {
        guard let file = layers.setting(name) else { return nil }
        let mark = Array(mark.utf8)
        let bytes = try read(file)
        guard bytes.indices.contains(where: { bytes[$0...].starts(with: mark) }) else {
            throw file.problem("expected a file in PEM form, with \(String(decoding: mark, as: UTF8.self)) in it")
        }
        return file.text
    }

    static func signingKey(_ layers: Layers) throws(Problem) -> SigningKey? {
        guard let file = layers.setting("private-key") else { return nil }
        guard let key = SigningKey(pem: try read(file), keyID: layers.setting("key-id")?.text) else {
            throw file.problem(
                "expected a private key in PEM form without a password: EC P-256, P-384 or P-521, Ed25519, or RSA of "
                    + "2048 bits or more")
        }
        return key
    }

    private static func read(_ file: Layers.Setting) throws(Problem) -> [UInt8] {
        do throws(Files.Failure) {
            return try Files.read(file.text)
        } catch {
            throw Problem(words: "\(file.place): \(file.text) cannot be read: \(error.reason)", exit: .configuration)
        }
    }

    // MARK: The rest

    /// Where the tokens go, if the operator says so.
    static func handover(_ layers: Layers) throws(Problem) -> Handover.Target? {
        let names = ["token-file", "token-fd", "on-approved"]
        let chosen = names.compactMap { name in layers.setting(name).map { (name, $0) } }
        guard let (name, setting) = chosen.first else { return nil }
        guard chosen.count == 1 else {
            throw Problem(
                words:
                    "the tokens go to one place: \(names.map { "--" + $0 }.joined(separator: ", ")) exclude each other",
                exit: setting.exit)
        }
        switch name {
        case "token-file": return .file(setting.text)
        case "token-fd":
            guard let number = Int32(setting.text), number >= 0 else {
                throw setting.problem("expected the number of an open descriptor")
            }
            return .descriptor(number)
        default: return .command(setting.text, limit: try layers.seconds("on-approved-timeout", or: 30))
        }
    }

    private static func autoRenew(_ layers: Layers) throws(Problem) -> Int {
        guard let setting = layers.setting("auto-renew") else { return 3 }
        guard let count = Int(setting.text), (0...1000).contains(count) else {
            throw setting.problem("expected a whole number from 0 to 1000")
        }
        return count
    }
}
