import DeviceFlow

/// What the two addresses of the metadata gave. (RFC 8414, 3; OpenID Connect Discovery 1.0, 4)
public struct DiscoveryFacts: Equatable, Sendable {
    /// What was asked for.
    public var issuer: String
    /// In the order in which kiosk asks.
    public var attempts: [Attempt]

    public struct Attempt: Equatable, Sendable {
        public var url: String
        public var outcome: HTTPOutcome
        /// What kiosk makes of it.
        public var answer: MetadataAnswer

        public init(url: String, outcome: HTTPOutcome, answer: MetadataAnswer) {
            self.url = url
            self.outcome = outcome
            self.answer = answer
        }

        fileprivate var isAbsent: Bool { if case .absent = answer { true } else { false } }
        fileprivate var document: JSONValue? {
            guard case .replied(let reply) = outcome, reply.status == 200 else { return nil }
            return JSONValue(parsing: reply.body)
        }
    }

    public init(issuer: String, attempts: [Attempt]) {
        self.issuer = issuer
        self.attempts = attempts
    }

    private var area: Finding.Area { .discovery }

    /// The one that decides: the first that is there.
    private var deciding: Int? { attempts.firstIndex { !$0.isAbsent } }

    public var endpoints: Endpoints? {
        guard let deciding, case .endpoints(let found) = attempts[deciding].answer else { return nil }
        return found
    }

    public var findings: [Finding] {
        guard let deciding else { return [nowhere] }
        return attempts.indices.map { finding(attempts[$0], decides: $0 == deciding) }
            + (endpoints.map { grants(attempts[deciding], $0) } ?? [])
    }

    private var nowhere: Finding {
        let places = attempts.map { "\($0.url) (\(Self.status($0.outcome)))" }
        return area.problem(
            "the server has no metadata: neither \(places.joined(separator: " nor "))",
            "is --issuer the server's issuer, with its whole path? Some have one for each tenant or realm. A server "
                + "without metadata: --device-endpoint and --token-endpoint")
    }

    private func finding(_ attempt: Attempt, decides: Bool) -> Finding {
        switch attempt.answer {
        case .endpoints:
            return area.ok(
                attempt.document == nil
                    ? "\(attempt.url): \(Self.status(attempt.outcome)); the profile knows the addresses"
                    : "\(attempt.url): this issuer")
        case .absent(let status):
            return area.ok("\(attempt.url): not there (status \(status)), and not needed")
        case .trouble(let trouble, _):
            let seen = "\(attempt.url): \(trouble.forInstallers)"
            return decides
                ? area.problem(seen, "ask the server's operator; kiosk would try again until it is there")
                : area.note(seen + "; kiosk does not need it", nil)
        case .nonsense(let reason):
            if let told = attempt.document?["issuer"]?.string, told != issuer {
                let seen = "\(attempt.url) is of the issuer \(told), not of \(issuer)"
                let remedy =
                    "the two must be identical, to the last slash (RFC 8414, 3.3): --issuer \(told) if that is the "
                    + "server you mean; else its operator has to mend the document"
                return decides ? area.problem(seen, remedy) : area.note(seen + "; kiosk does not need it", remedy)
            }
            let seen = "\(attempt.url): \(reason)"
            return decides
                ? area.problem(
                    seen,
                    "enable the device authorization grant at the server; if it is on but not in the metadata: "
                        + "--device-endpoint and --token-endpoint")
                : area.note(seen + "; kiosk does not need it", nil)
        }
    }

    /// RFC 8628, 4; an absent list means authorization_code and implicit. (RFC 8414, 2)
    private func grants(_ attempt: Attempt, _ endpoints: Endpoints) -> [Finding] {
        let found = area.ok("device_authorization_endpoint \(endpoints.deviceAuthorization)")
        guard let document = attempt.document else { return [found] }
        let grant = "urn:ietf:params:oauth:grant-type:device_code"
        if let listed = document["grant_types_supported"]?.strings, listed.contains(grant) {
            return [found, area.ok("grant_types_supported lists the device grant")]
        }
        return [
            found,
            area.note(
                "grant_types_supported does not list the device grant (\(grant))",
                "it may work all the same (see client); if not, enable it at the server"),
        ]
    }

    private static func status(_ outcome: HTTPOutcome) -> String {
        switch outcome {
        case .replied(let reply):
            reply.status == 200 ? "no JSON" : "status \(reply.status)"
        case .failed(let trouble, _): trouble.forInstallers
        }
    }
}

extension Trouble {
    /// What happened to a request, for whoever installs the screen.
    var forInstallers: String {
        switch self {
        case .timeout: "no reply in time"
        case .dropped: "the connection was closed without a reply"
        case .dns: "the name could not be looked up"
        case .noNetwork: "this computer has no network"
        case .proxy(.unreachable): "the proxy does not answer"
        case .proxy(.password): "the proxy wants a password, or another one"
        case .proxy(.refused): "the proxy does not let it through"
        case .portal: "the network wants a sign-in of its own"
        case .exhausted: "this computer has no memory or no descriptors left"
        case .certificate: "the certificate does not hold"
        case .server(let status): "the server is unwell (status \(status))"
        case .tooManyRequests: "the server wants fewer requests"
        case .unreadable(let status): "the reply (status \(status)) is none that can be read"
        }
    }
}
