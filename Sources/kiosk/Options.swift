import ArgumentParser

/// What both commands take. All optional here: what is missing may stand in the environment or the file.
struct Options: ParsableArguments {
    @Option(help: ArgumentHelp("The issuer; its endpoints are found by discovery.", valueName: "url"))
    var issuer: String?

    @Option(help: ArgumentHelp("The device authorization endpoint, instead of discovery.", valueName: "url"))
    var deviceEndpoint: String?

    @Option(help: ArgumentHelp("The token endpoint, instead of discovery.", valueName: "url"))
    var tokenEndpoint: String?

    @Option(name: .customLong("client-id"), help: ArgumentHelp("This client, as the server knows it.", valueName: "id"))
    var clientID: String?

    @Option(help: ArgumentHelp("The file whose first line is the client's secret.", valueName: "file"))
    var clientSecretFile: String?

    @Option(help: ArgumentHelp("What to ask for, separated by blanks.", valueName: "scopes"))
    var scope: String?

    @Option(
        help: ArgumentHelp(
            "What the verification page calls this device, where the provider knows how.", valueName: "name"))
    var deviceName: String?

    @Option(
        help: ArgumentHelp(
            "How the server talks: a profile (kiosk providers lists them) or a file. (default: rfc8628)",
            valueName: "name"))
    var provider: String?

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Fills in a setting of the profile, as tenant=example; may be repeated.", valueName: "name=value"))
    var settings: [String] = []

    @Option(help: ArgumentHelp("The API the tokens are for, where the server asks for it.", valueName: "audience"))
    var audience: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The resource the tokens are for (RFC 8707); may be repeated.", valueName: "uri"))
    var resource: [String] = []

    @Option(help: ArgumentHelp("What is asked for in detail, as JSON (RFC 9396).", valueName: "json"))
    var authorizationDetails: String?

    @Option(
        help: ArgumentHelp("Sign in as this client with a key (private_key_jwt), in PEM form.", valueName: "file"))
    var privateKey: String?

    @Option(name: .customLong("key-id"), help: ArgumentHelp("The key's name, as the server knows it.", valueName: "id"))
    var keyID: String?

    @Option(help: ArgumentHelp("This client's certificate for TLS (RFC 8705), in PEM form.", valueName: "file"))
    var clientCert: String?

    @Option(help: ArgumentHelp("The key of that certificate.", valueName: "file"))
    var clientKey: String?

    @Flag(inversion: .prefixedNo, help: "Bind the tokens to a key of this sign-in (RFC 9449).")
    var dpop: Bool?

    @Option(help: ArgumentHelp("Write the tokens to this file (0600).", valueName: "file"))
    var tokenFile: String?

    @Option(
        name: .customLong("token-fd"), help: ArgumentHelp("Write the tokens to this open descriptor.", valueName: "n"))
    var tokenDescriptor: String?

    @Option(
        help: ArgumentHelp(
            "Run this with the tokens on its standard input; its exit code 0 says that they arrived.",
            valueName: "command"))
    var onApproved: String?

    @Option(help: ArgumentHelp("How long that command may take. (default: 30)", valueName: "seconds"))
    var onApprovedTimeout: String?

    @Option(help: ArgumentHelp("Trust the certificates in this file and no others.", valueName: "file"))
    var cacert: String?

    @Option(help: ArgumentHelp("Added to every polling interval. (default: 1)", valueName: "seconds"))
    var pollMargin: String?

    @Option(help: ArgumentHelp("login: how long to try for a code. (default: 30)", valueName: "seconds"))
    var giveUpAfter: String?

    @Option(help: ArgumentHelp("How long the greeting stands. (default: login 0, run 15)", valueName: "seconds"))
    var greet: String?

    @Option(
        help: ArgumentHelp("Append what happens to this file as JSON lines; - is standard error.", valueName: "file"))
    var eventLog: String?

    @Option(help: ArgumentHelp("The name of this screen.", valueName: "name"))
    var title: String?

    @Option(help: ArgumentHelp("How the QR is drawn: auto, full, half or off. (default: auto)", valueName: "how"))
    var qr: String?

    @Flag(inversion: .prefixedNo, help: "Lines instead of a screen: for screen readers, pipes and logs.")
    var plain: Bool?

    @Option(help: ArgumentHelp("A file of KIOSK_...=value lines.", valueName: "file"))
    var config: String?
}

/// What only `run` takes.
struct RunOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Show a code at once, and renew it when it expires.")
    var alwaysOn: Bool?

    @Flag(inversion: .prefixedNo, help: "Refresh the tokens after a sign-in, until somebody signs out.")
    var keepSignedIn: Bool?

    @Option(help: ArgumentHelp("How often to renew before waiting for a key. (default: 3)", valueName: "n"))
    var autoRenew: String?
}

extension Options {
    var given: Given {
        var given = Given()
        given.values = [
            "issuer": issuer, "device-endpoint": deviceEndpoint, "token-endpoint": tokenEndpoint, "client-id": clientID,
            "client-secret-file": clientSecretFile, "scope": scope, "device-name": deviceName, "provider": provider,
            "audience": audience, "authorization-details": authorizationDetails, "private-key": privateKey,
            "key-id": keyID, "client-cert": clientCert, "client-key": clientKey, "token-file": tokenFile,
            "token-fd": tokenDescriptor, "on-approved": onApproved, "on-approved-timeout": onApprovedTimeout,
            "cacert": cacert, "poll-margin": pollMargin, "give-up-after": giveUpAfter, "greet": greet,
            "event-log": eventLog, "title": title, "qr": qr, "config": config,
        ].compactMapValues { $0 }
        given.values["plain"] = plain.map { $0 ? "1" : "0" }
        given.values["dpop"] = dpop.map { $0 ? "1" : "0" }
        given.values["set"] = settings.isEmpty ? nil : settings.joined(separator: "\n")
        given.values["resource"] = resource.isEmpty ? nil : resource.joined(separator: "\n")
        return given
    }
}

extension RunOptions {
    func added(to options: Given) -> Given {
        var given = options
        given.values["auto-renew"] = autoRenew
        given.values["always-on"] = alwaysOn.map { $0 ? "1" : "0" }
        given.values["keep-signed-in"] = keepSignedIn.map { $0 ? "1" : "0" }
        return given
    }
}
