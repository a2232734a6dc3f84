import DeviceFlow

/// Which proxy libcurl takes for a host, by the variables of the environment.
///
/// Lower case comes first, as in libcurl; for `https` these are the only ones, and plain `http` never leaves this
/// computer. (curl(1), ENVIRONMENT)
public struct ProxyVariables: Equatable, Sendable {
    private let values: [String: String]

    public static let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"]

    /// - Parameter values: those of `names` that are set.
    public init(_ values: [String: String]) { self.values = values.filter { !$0.value.isEmpty } }

    public enum Choice: Equatable, Sendable {
        case none
        /// The host is this computer, which no proxy is asked for.
        case loopback(variable: String)
        /// no_proxy names the host.
        case excepted(variable: String, by: String)
        case proxy(Proxy)
    }

    public struct Proxy: Equatable, Sendable {
        public var variable: String
        public var scheme: String
        public var host: String
        public var port: Int
        /// A user's name or password stands in the variable.
        public var hasUser: Bool

        /// Without the user's name and password.
        public var text: String { "\(scheme)://\(host):\(port)" }
    }

    public func choice(for host: String) -> Choice {
        guard let (variable, value) = first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) else {
            return .none
        }
        if VerificationURI.isLoopback(host) { return .loopback(variable: variable) }
        if let (exception, list) = first(["no_proxy", "NO_PROXY"]), Self.names(list, host) {
            return .excepted(variable: exception, by: list)
        }
        return .proxy(Self.proxy(value, variable))
    }

    private func first(_ names: [String]) -> (String, String)? {
        names.lazy.compactMap { name in values[name].map { (name, $0) } }.first
    }

    /// Names stand for all below them, with or without a dot before; IPv4 networks are written with a slash.
    private static func names(_ list: String, _ host: String) -> Bool {
        let host = host.lowercased()
        return list.split { $0 == "," || $0 == " " }.contains { entry in
            if entry == "*" { return true }
            if entry.contains("/") { return contains(entry, host) }
            let name = entry.drop { $0 == "." }.lowercased()
            return host == name || host == "[\(name)]" || host.hasSuffix("." + name)
        }
    }

    private static func contains(_ network: Substring, _ host: String) -> Bool {
        let parts = network.split(separator: "/")
        guard parts.count == 2, let bits = Int(parts[1]), (0...32).contains(bits), let base = number(parts[0]),
            let address = number(host[...])
        else { return false }
        let mask = bits == 0 ? 0 : UInt32.max << UInt32(32 - bits)
        return base & mask == address & mask
    }

    private static func number(_ address: Substring) -> UInt32? {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard let part else { return nil }
            number = number << 8 | UInt32(part)
        }
        return number
    }

    /// libcurl's own defaults: `http` where no scheme is written, and port 1080 for all schemes but `https`.
    private static func proxy(_ value: String, _ variable: String) -> Proxy {
        var (scheme, rest) = ("http", value[...])
        if let end = value.range(of: "://") {
            scheme = value[..<end.lowerBound].lowercased()
            rest = value[end.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        let user = rest.lastIndex(of: "@")
        if let user { rest = rest[rest.index(after: user)...] }
        let hostEnd = rest.lastIndex(of: "]").map { rest.index(after: $0) } ?? rest.firstIndex(of: ":") ?? rest.endIndex
        let port = rest[hostEnd...].first == ":" ? Int(rest[hostEnd...].dropFirst()) : nil
        return Proxy(
            variable: variable, scheme: scheme, host: String(rest[..<hostEnd]),
            port: port ?? (scheme == "https" ? 443 : 1080), hasUser: user != nil)
    }
}

extension String {
    fileprivate func range(of mark: String) -> Range<String.Index>? {
        indices.first { self[$0...].hasPrefix(mark) }.map { $0..<index($0, offsetBy: mark.count) }
    }
}

extension ProxyVariables.Choice {
    /// - Parameter answers: whether the proxy takes connections; nil: it was not tried.
    public func finding(for host: String, answers: Bool?) -> Finding {
        let area = Finding.Area.proxy
        switch self {
        case .none: return area.ok("none is set: \(host) is reached directly")
        case .loopback(let variable): return area.ok("\(variable) is set, but not used for this computer itself")
        case .excepted(let variable, let list): return area.ok("none for \(host), by \(variable)=\(list)")
        case .proxy(let proxy):
            let seen = "\(proxy.text), by \(proxy.variable)" + (proxy.hasUser ? ", with a user's name" : "")
            switch answers {
            case true: return area.ok(seen)
            case false:
                return area.problem(
                    "\(seen), does not answer",
                    "is its address right, and is it on? If \(host) can be reached without: no_proxy=\(host)")
            case nil: return area.skipped("\(seen): not tried")
            }
        }
    }
}
