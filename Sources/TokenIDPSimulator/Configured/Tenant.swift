/// One customer of the server, with an issuer and pages of its own (TokenIDP's guide: "tenant mismatch"). Tenants are
/// told apart by the path or by the host of a request; codes, sessions and tokens of one are worth nothing at another.
public struct Tenant: Sendable, Equatable {
    /// As the operator calls it.
    public let name: String
    /// As people see it.
    public let title: String
    /// Exactly what its tokens and discovery say, without a slash at the end.
    public let issuer: String
    /// What stands before every path of it: empty, or as in `/acme`.
    public let path: String
    /// The host that is its own, where it has one.
    public let host: String?

    /// A tenant as a configuration describes it, before the server's address is known.
    public struct Plan: Decodable, Sendable, Equatable {
        public var name: String
        public var title: String?
        public var path: String?
        public var host: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case name, title, path, host }
    }

    /// - Parameter address: the server's own address, as in `https://localhost:5001`.
    init(_ plan: Plan, at address: String) {
        name = plan.name
        title = plan.title ?? plan.name
        path = plan.path ?? ""
        host = plan.host
        let port = address.split(separator: ":").last.flatMap { Int($0) }
        let base = plan.host.map { "https://\($0)" + (port.map { ":\($0)" } ?? "") } ?? address
        issuer = base + path
    }
}

/// All tenants of a server; the first is the one for whoever names none.
struct Tenants: Sendable {
    let all: [Tenant]
    private static let wellKnown = "/.well-known/"

    /// Whose request this is, and the path that remains of it.
    /// - Parameters:
    ///   - authority: the `Host` header, with or without a port.
    ///   - target: path and query.
    func resolve(authority: String?, target: String) -> (index: Int, target: String) {
        let host = Self.host(of: authority ?? "")
        if let index = all.firstIndex(where: { $0.host == host && $0.host != nil }) { return (index, target) }
        for (index, tenant) in all.enumerated() where !tenant.path.isEmpty {
            if let rest = Self.rest(of: target, after: tenant.path) { return (index, rest) }
            // RFC 8414, 3.1 puts the well-known path between host and path of the issuer.
            if target.hasPrefix(Self.wellKnown), Self.path(of: target).hasSuffix(tenant.path) {
                let path = Self.path(of: target)
                return (index, String(path.dropLast(tenant.path.count)) + target.dropFirst(path.count))
            }
        }
        return (0, target)
    }

    private static func host(of authority: String) -> String {
        let end = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        return authority[..<(end ?? authority.endIndex)].lowercased()
    }

    private static func path(of target: String) -> Substring { target.prefix { $0 != "?" } }

    private static func rest(of target: String, after prefix: String) -> String? {
        guard target.hasPrefix(prefix) else { return nil }
        let rest = target.dropFirst(prefix.count)
        guard let next = rest.first else { return "/" }
        switch next {
        case "/": return String(rest)
        case "?": return "/" + rest
        default: return nil
        }
    }
}
