import DeviceFlow
import KioskIO
import KioskScreen

/// Everything a kiosk is told, checked: nothing in it can fail later for a reason that was known now.
struct Configuration {
    var settings: KioskModel.Settings
    var client: Client
    var certificateFile: String?
    /// `-`: standard error; nil: no log.
    var eventLog: String?
    var isPlain: Bool

    /// - Throws: `Problem` with words for the person who starts the program.
    init(_ mode: KioskModel.Settings.Mode, _ given: Given) throws(Problem) {
        let layers = try Layers(given)
        let server = try Server(layers)
        client = try Self.client(layers, issuer: server.issuer)
        certificateFile = try Self.certificates(layers)
        eventLog = layers.setting("event-log")?.text
        let accessible = Process.environment("ACCESSIBLE").map { $0 == "1" } ?? false
        let term = Process.environment("TERM") ?? ""
        isPlain = try layers.flag("plain") || accessible || term.isEmpty || term == "dumb"
        settings = KioskModel.Settings(
            mode: mode,
            rules: SignIn.Rules(
                pollMargin: try layers.seconds("poll-margin", or: 1),
                giveUpAfter: mode == .login ? try layers.seconds("give-up-after", or: 30) : nil,
                endsOnBadCertificate: mode == .login),
            endpoints: server.endpoints,
            host: server.host,
            title: layers.setting("title").map { plain($0.text, limit: 60) },
            alwaysOn: try layers.flag("always-on"),
            autoRenew: try Self.autoRenew(layers),
            greeting: try layers.seconds("greet", or: mode == .login ? 0 : 15),
            qrRendering: try Self.qrRendering(layers))
    }

    /// Where the server is.
    private struct Server {
        var issuer: String?
        var endpoints: Endpoints?
        var host: String

        init(_ layers: Layers) throws(Problem) {
            let issuer = layers.setting("issuer")
            let device = layers.setting("device-endpoint")
            let token = layers.setting("token-endpoint")
            for url in [issuer, device, token].compactMap({ $0 }) where !Endpoints.isAllowed(url.text) {
                throw url.problem("expected an https URL (plain http is for this computer itself only)")
            }
            if let issuer, issuer.text.contains("?") { throw issuer.problem("an issuer has no query") }
            switch (device, token) {
            case (let device?, let token?):
                endpoints = Endpoints(deviceAuthorization: device.text, token: token.text, issuer: issuer?.text)
            case (nil, nil):
                guard issuer != nil else {
                    throw Problem(
                        words: "which server? Give --issuer URL, or --device-endpoint URL and --token-endpoint URL. "
                            + "To try it without any account: ./run-kiosk.sh",
                        exit: .usage)
                }
            case (_?, nil), (nil, _?):
                throw Problem(words: "--device-endpoint and --token-endpoint belong together", exit: .usage)
            }
            self.issuer = issuer?.text
            host = (try? VerificationURI((device ?? issuer)?.text ?? ""))?.host ?? ""
        }
    }

    private static func client(_ layers: Layers, issuer: String?) throws(Problem) -> Client {
        guard let clientID = layers.setting("client-id") else {
            throw Problem(
                words: "which client? Give --client-id ID, as the server knows this application", exit: .usage)
        }
        let named = layers.setting("provider")
        guard let provider = Provider.named(named?.text ?? "rfc8628") else {
            throw named?.problem("expected one of: " + Provider.names.joined(separator: ", "))
                ?? Problem(words: "the profile rfc8628 is missing from this program", exit: .configuration)
        }
        return Client(
            provider: provider, clientID: clientID.text, clientSecret: try secret(layers),
            scope: layers.setting("scope")?.text,
            deviceName: layers.setting("device-name").map { plain($0.text, limit: 100) },
            issuer: issuer, userAgent: "kiosk/" + Version.text)
    }

    private static func secret(_ layers: Layers) throws(Problem) -> Secret? {
        guard let file = layers.setting("client-secret-file") else { return nil }
        let text = String(decoding: try read(file), as: UTF8.self)
        let line = text.prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" }
        guard !line.isEmpty else { throw file.problem("its first line is empty") }
        return Secret(String(line))
    }

    private static func certificates(_ layers: Layers) throws(Problem) -> String? {
        guard let file = layers.setting("cacert") else { return nil }
        let mark = Array("-----BEGIN CERTIFICATE-----".utf8)
        let bytes = try read(file)
        guard bytes.indices.contains(where: { bytes[$0...].starts(with: mark) }) else {
            throw file.problem("expected a file with certificates in PEM form")
        }
        return file.text
    }

    private static func read(_ file: Layers.Setting) throws(Problem) -> [UInt8] {
        do throws(Files.Failure) {
            return try Files.read(file.text)
        } catch {
            throw Problem(words: "\(file.place): \(file.text) cannot be read: \(error.reason)", exit: .configuration)
        }
    }

    private static func autoRenew(_ layers: Layers) throws(Problem) -> Int {
        guard let setting = layers.setting("auto-renew") else { return 3 }
        guard let count = Int(setting.text), (0...1000).contains(count) else {
            throw setting.problem("expected a whole number from 0 to 1000")
        }
        return count
    }

    private static func qrRendering(_ layers: Layers) throws(Problem) -> QRRendering {
        guard let setting = layers.setting("qr") else { return .automatic }
        switch setting.text {
        case "auto": return .automatic
        case "full": return .full
        case "half": return .half
        case "off": return .off
        default: throw setting.problem("expected auto, full, half or off")
        }
    }
}
