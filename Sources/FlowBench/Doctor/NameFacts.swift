import DeviceFlow

/// What became of looking up a host's name.
public struct NameFacts: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        case addresses([String])
        /// In the resolver's words.
        case failed(String)
        case timeout
    }

    public var host: String
    public var outcome: Outcome
    public var took: Duration
    /// A proxy looks it up by itself.
    public var isForProxy: Bool

    public init(host: String, outcome: Outcome, took: Duration, isForProxy: Bool = false) {
        self.host = host
        self.outcome = outcome
        self.took = took
        self.isForProxy = isForProxy
    }

    /// Whether there is something to look up. - Returns: why not, or nil.
    public static func needless(_ host: String) -> Finding? {
        if VerificationURI.isLoopback(host) { return Finding.Area.dns.skipped("\(host) is this computer itself") }
        let isAddress =
            host.hasPrefix("[") || host.split(separator: ".").count == 4 && host.allSatisfy { $0.isNumber || $0 == "." }
        return isAddress ? Finding.Area.dns.skipped("\(host) is an address, not a name") : nil
    }

    public var finding: Finding {
        let area = Finding.Area.dns
        switch outcome {
        case .addresses(let all):
            let sixth = all.count { $0.contains(":") }
            let kinds = sixth == 0 ? "IPv4 only" : sixth == all.count ? "IPv6 only" : "IPv4 and IPv6"
            let named = all.prefix(4).joined(separator: ", ") + (all.count > 4 ? ", ..." : "")
            let seen = "\(host) is \(named) (\(kinds), \(milliseconds(took)))"
            guard took < .seconds(1) else {
                return area.note(
                    seen + ": slow, and each new connection waits for it",
                    "look whether the first name server in /etc/resolv.conf answers")
            }
            return area.ok(seen)
        case .failed(let reason):
            return unknown("\(host) cannot be looked up: \(reason)")
        case .timeout:
            return unknown("\(host): no name server has answered within \(span(took.inSeconds))")
        }
    }

    private func unknown(_ seen: String) -> Finding {
        if isForProxy { return Finding.Area.dns.note(seen + "; the proxy looks it up by itself", nil) }
        return Finding.Area.dns.problem(
            seen,
            "is the name written as it should be? Is this machine on the network, and does a name server stand in "
                + "/etc/resolv.conf that knows it? (getent hosts \(host))")
    }
}
