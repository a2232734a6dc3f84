import DeviceFlow
import KioskScreen

/// Where the server is: by its issuer, by its endpoints, or as the profile knows it.
struct ServerChoice {
    var issuer: String?
    /// nil: by discovery.
    var endpoints: Endpoints?
    /// For words.
    var host: String
    /// What fills the profile's placeholders.
    var settings: [String: String]

    init(_ layers: Layers, _ provider: Provider) throws(Problem) {
        let issuer = layers.setting("issuer")
        let device = layers.setting("device-endpoint")
        let token = layers.setting("token-endpoint")
        for url in [issuer, device, token].compactMap({ $0 }) where !Endpoints.isAllowed(url.text) {
            throw url.problem("expected an https URL (plain http is for this computer itself only)")
        }
        if let issuer, issuer.text.contains("?") { throw issuer.problem("an issuer has no query") }
        settings = try Self.settings(layers, provider, knowsServer: issuer != nil || device != nil)
        let known = issuer?.text ?? provider.issuer(settings)
        self.issuer = known
        switch (device, token) {
        case (let device?, let token?):
            endpoints = Endpoints(deviceAuthorization: device.text, token: token.text, issuer: issuer?.text)
            self.issuer = issuer?.text
        case (nil, nil):
            if let known, !Endpoints.isAllowed(known) {
                throw Problem(words: "\(known) is not an https URL; see the --set values", exit: .usage)
            }
            guard provider.hasMetadata, known != nil else {
                endpoints = try Self.fixed(provider, settings, known)
                break
            }
        case (_?, nil), (nil, _?):
            throw Problem(words: "--device-endpoint and --token-endpoint belong together", exit: .usage)
        }
        host = (try? VerificationURI(endpoints?.deviceAuthorization ?? known ?? ""))?.host ?? ""
    }

    private static func fixed(
        _ provider: Provider, _ settings: [String: String], _ issuer: String?
    ) throws(Problem) -> Endpoints {
        guard let endpoints = provider.fixedEndpoints(settings, issuer: issuer) else {
            throw Problem(
                words: "which server? Give --issuer URL, or --device-endpoint URL and --token-endpoint URL. "
                    + "To try it without any account: ./run-kiosk.sh",
                exit: .usage)
        }
        return endpoints
    }

    /// The values of `--set NAME=VALUE`, each of which the profile must know.
    private static func settings(
        _ layers: Layers, _ provider: Provider, knowsServer: Bool
    ) throws(Problem) -> [String: String] {
        var settings: [String: String] = [:]
        for word in layers.list("set") {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else {
                throw Problem(words: "--set \(word): expected NAME=VALUE", exit: .usage)
            }
            let name = String(parts[0])
            guard provider.settings[name] != nil else {
                let known = provider.settings.keys.sorted().joined(separator: ", ")
                throw Problem(
                    words: "--set \(name): the profile \(provider.name) knows "
                        + (known.isEmpty ? "no settings" : "only \(known)"), exit: .usage)
            }
            guard parts[1].utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "@") }) else {
                throw Problem(words: "--set \(name): expected visible ASCII without @", exit: .usage)
            }
            settings[name] = String(parts[1])
        }
        let missing = provider.neededSettings(knowsServer: knowsServer).filter { provider.value($0, settings) == nil }
        guard missing.isEmpty else {
            let words = missing.map { "--set \($0)=... (\(provider.settings[$0]?.means ?? ""))" }
            throw Problem(
                words: "the profile \(provider.name) needs \(words.joined(separator: " and "))", exit: .usage)
        }
        return settings
    }
}
