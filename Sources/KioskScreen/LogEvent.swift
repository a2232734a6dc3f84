import DeviceFlow

/// One line of the event log: what happened, as JSON members. No secret has a way into it.
public struct LogEvent: Equatable, Sendable {
    public let name: String
    public let members: [String: JSONValue]

    public init(_ name: String, _ members: [String: JSONValue] = [:]) {
        self.name = name
        self.members = members
    }

    public static func key(_ key: Key) -> LogEvent { LogEvent("key", ["key": .string(plain(key.name, limit: 32))]) }

    public static func resized(_ size: Frame.Size) -> LogEvent {
        LogEvent("resized", ["size": .string("\(size)")])
    }

    static func refreshed(_ tokens: TokenSet) -> LogEvent {
        let life = tokens.expiresIn.flatMap { Duration.clamped(seconds: $0) }
        return LogEvent("refreshed", life.map { ["expires_in": .seconds($0)] } ?? [:])
    }

    public static func stopped(_ exit: ExitCode) -> LogEvent {
        LogEvent("stopped", ["exit": .integer(Int64(exit.rawValue))])
    }

    public init(_ note: Note) {
        switch note {
        case .discovered(let endpoints):
            var members: [String: JSONValue] = [
                "device_authorization_endpoint": .string(endpoints.deviceAuthorization),
                "token_endpoint": .string(endpoints.token),
            ]
            members["revocation_endpoint"] = endpoints.revocation.map { .string($0) }
            members["userinfo_endpoint"] = endpoints.userinfo.map { .string($0) }
            members["jwks_uri"] = endpoints.keys.map { .string($0) }
            self.init("discovered", members)
        case .registered:
            self.init("registered")
        case .confirming(let step):
            self.init("confirming", ["by": .string(step.rawValue)])
        case .codesRequested:
            self.init("codes_requested")
        case .codesShown(let codes):
            var members: [String: JSONValue] = [
                "user_code": .string(codes.userCode.text),
                "verification_uri": .string(codes.verificationURI.text),
                "expires_in": .seconds(codes.lifetime), "interval": .seconds(codes.interval),
            ]
            members["verification_uri_complete"] = codes.completeURI.map { .string($0.text) }
            self.init("codes_shown", members)
        case .completeURIElsewhere(let host):
            self.init("warning", ["reason": "verification_uri_complete names another host", "host": .string(host)])
        case .poll(let number, let waited, let latency, let status, let answer, let retryAfter):
            var members: [String: JSONValue] = [
                "n": .integer(Int64(number)), "waited": .seconds(waited), "latency": .seconds(latency),
                "status": status.map { .integer(Int64($0)) } ?? .null, "answer": .string(answer.rawValue),
            ]
            members["retry_after"] = retryAfter.map(JSONValue.seconds)
            self.init("poll", members)
        case .retrying(let trouble, let wait):
            var members: [String: JSONValue] = ["reason": .string(trouble.inOneWord), "in": .seconds(wait)]
            members["certificate"] = trouble.certificate
            self.init("retrying", members)
        case .surroundingsChanged:
            self.init("surroundings_changed")
        case .intervalChanged(let from, let to):
            self.init("interval_changed", ["from": .seconds(from), "to": .seconds(to)])
        case .identityUnchecked(let trouble):
            self.init("warning", ["reason": "the id_token could not be checked", "detail": .string(trouble.inOneWord)])
        case .notRevoked(let reason, let wait):
            var members: [String: JSONValue] = [
                "reason": "a token could not be revoked", "detail": .string(plain(reason, limit: 64)),
            ]
            members["in"] = wait.map(JSONValue.seconds)
            self.init(wait == nil ? "failed" : "warning", members)
        case .lateTokens(let revoked):
            self.init("failed", ["reason": "tokens came too late", "revoked": .bool(revoked)])
        case .ended(let outcome):
            self.init(outcome)
        }
    }

    private init(_ outcome: Outcome) {
        switch outcome {
        case .approved(let tokens):
            var members: [String: JSONValue] = [:]
            members["scope"] = tokens.scope.map { .string(plain($0, limit: 512)) }
            members["expires_in"] = tokens.expiresIn.flatMap { Duration.clamped(seconds: $0) }.map(JSONValue.seconds)
            members["subject"] = tokens.identity.map { .string($0.subject) }
            members["refresh_token"] = .bool(tokens.refreshToken != nil)
            self.init("approved", members)
        case .answerLost:
            self.init("failed", ["reason": "approved, but the answer was lost; start again"])
        case .denied:
            self.init("denied")
        case .expired:
            self.init("expired")
        case .refused(let error):
            self.init("refused", ["error": .string(error.code)])
        case .untrusted(let problem):
            self.init(
                "failed", ["reason": "the id_token cannot be believed", "detail": .string(problem.rawValue)])
        case .nonsense(let detail):
            self.init(
                "failed", ["reason": "the server was not understood", "detail": .string(plain(detail, limit: 200))])
        case .unreachable(let trouble):
            var members: [String: JSONValue] = [
                "reason": "no codes could be had", "detail": .string(trouble.inOneWord),
            ]
            members["certificate"] = trouble.certificate
            self.init("failed", members)
        case .cancelled:
            self.init("failed", ["reason": "cancelled"])
        }
    }
}

extension JSONValue {
    /// Seconds to the millisecond; whole ones without a fraction.
    public static func seconds(_ duration: Duration) -> JSONValue {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + (attoseconds + 500_000_000_000_000) / 1_000_000_000_000_000
        return milliseconds % 1000 == 0 ? .integer(milliseconds / 1000) : .number(Double(milliseconds) / 1000)
    }
}

extension Trouble {
    /// What does not hold about the certificate; nil for other troubles.
    fileprivate var certificate: JSONValue? {
        if case .certificate(let problem) = self { .string(problem.rawValue) } else { nil }
    }
}

extension Frame.Size: CustomStringConvertible {
    /// As people write it: columns by rows ("80x24").
    public var description: String { "\(columns)x\(rows)" }
}
