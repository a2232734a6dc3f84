import DeviceFlow

/// What came of asking for codes once, as this client: whether the server knows it and lets it. The codes are let go.
public struct ClientFacts: Equatable, Sendable {
    public var clientID: String
    public var isConfidential: Bool
    public var scope: String?
    /// Where they were asked for.
    public var url: String
    public var answer: CodesAnswer
    public var latency: Duration

    public init(
        clientID: String, isConfidential: Bool, scope: String?, url: String, answer: CodesAnswer, latency: Duration
    ) {
        self.clientID = clientID
        self.isConfidential = isConfidential
        self.scope = scope
        self.url = url
        self.answer = answer
        self.latency = latency
    }

    private var area: Finding.Area { .client }

    public var findings: [Finding] {
        switch answer {
        case .codes(let codes):
            [
                area.ok(
                    "\(clientID) is given codes (\(milliseconds(latency))); the ones of this check are let go and "
                        + "expire by themselves")
            ] + usage(codes)
        case .refused(let error): [refused(error.code)]
        case .trouble(let trouble, _):
            [
                area.problem(
                    "\(url): \(trouble.forInstallers)",
                    "ask the server's operator what its log says; is this the device authorization endpoint?")
            ]
        case .nonsense(let reason):
            [
                area.problem(
                    "codes came that cannot be used: \(reason)",
                    "is --provider the right profile (kiosk providers)? Else the server does not keep to RFC 8628, 3.2")
            ]
        }
    }

    private func usage(_ codes: Codes) -> [Finding] {
        let host = codes.verificationURI.host
        let seen =
            "people open \(codes.verificationURI.text); a code lives \(span(codes.lifetime.inSeconds)), asked about "
            + "every \(span(codes.interval.inSeconds))"
        var findings: [Finding] = []
        if codes.verificationURI.isLoopback {
            findings.append(
                area.note(seen, "\(host) is this computer: no phone can open it; fine for a try, not for visitors"))
        } else if codes.lifetime < .seconds(120) {
            findings.append(area.note(seen, "that is short for people: have the server give codes 5 minutes or more"))
        } else {
            findings.append(area.ok(seen))
        }
        if let elsewhere = codes.completeURIElsewhere {
            findings.append(
                area.note(
                    "verification_uri_complete is on another host (\(elsewhere)), so the QR does not carry the code",
                    "have the server name one host in both"))
        } else if codes.completeURI == nil {
            findings.append(area.note("no verification_uri_complete: people scan the QR and type the code", nil))
        }
        return findings
    }

    /// The error codes of RFC 6749, 5.2, and RFC 8628, 3.1.
    private func refused(_ code: String) -> Finding {
        switch code {
        case "unauthorized_client", "unsupported_grant_type":
            area.problem(
                "the server does not allow \(clientID) the device grant (\(code))",
                "enable \"device code\" (the device authorization grant) for the application \(clientID) at the server")
        case "invalid_client":
            area.problem(
                "the server does not know \(clientID), or not by this proof of who it is (invalid_client)",
                isConfidential
                    ? "is --client-id right, and is the secret or key the one that stands at the server?"
                    : "is --client-id right? If the application is confidential at the server, it needs "
                        + "--client-secret-file; if it should not be, make it a public client there")
        case "invalid_scope":
            area.problem(
                "the server does not allow \(clientID) what --scope asks for: \(scope ?? "its own choice")"
                    + " (invalid_scope)",
                "take out of --scope what it does not know, or allow it for \(clientID) at the server")
        case "invalid_target":
            area.problem(
                "the server does not know what --resource or --audience names (invalid_target)",
                "write it as the server has it, or leave it out")
        case "access_denied":
            area.problem(
                "the server denies \(clientID) codes by a policy of its own (access_denied)",
                "ask its operator; the server's log says which policy")
        default:
            area.problem(
                "the server gives no codes: \(code)",
                "look it up in the server's log; a parameter it wants may be missing: --scope, --audience, --provider")
        }
    }

    // MARK: The page

    /// - Parameters:
    ///   - outcome: of fetching the verification page from here; people use another device.
    ///   - hasOwnAuthority: --cacert was needed for it.
    public static func page(_ uri: VerificationURI, _ outcome: HTTPOutcome, hasOwnAuthority: Bool) -> Finding {
        let area = Finding.Area.client
        switch outcome {
        case .replied(let reply) where (200...399).contains(reply.status) || reply.status == 401:
            guard hasOwnAuthority, !uri.isLoopback else { return area.ok("\(uri.text) can be opened from here") }
            return area.note(
                "\(uri.text) can be opened from here; phones that do not trust your own authority will warn of it",
                "give the phones that certificate, or the server one of a public authority")
        case .replied(let reply):
            return area.note(
                "\(uri.text) answers with status \(reply.status) from here",
                "open it in a phone's browser: is a page to enter the code there?")
        case .failed(let trouble, _):
            return area.note(
                "\(uri.text) cannot be opened from here: \(trouble.forInstallers)",
                "people open it on their phones: try it on one, in the network they will be in")
        }
    }
}
