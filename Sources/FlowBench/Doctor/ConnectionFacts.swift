import DeviceFlow
import FlowTrace

/// What became of one connection, made secure and closed again without a request.
public struct ConnectionFacts: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        /// Plain http, which is for this computer itself only.
        case plain
        case secured(TLSFacts)
        /// TLS, with a certificate that does not hold; the certificates, where they could be read.
        case distrusted(Trouble.CertificateProblem, TLSFacts?)
        case failed(Failure)
    }

    public enum Failure: Equatable, Sendable {
        case name
        case timeout
        /// The machine is there, and says no.
        case refused
        /// No way there, in the system's words.
        case noRoute(String)
        /// The proxy does not let us through, in libcurl's words.
        case proxy(String)
        /// A connection, but no TLS on it; in libcurl's words.
        case handshake(String)
        /// A file of ours cannot be used: --cacert, --client-cert, --client-key.
        case ownFile(String)
        case other(String)
    }

    public var host: String
    public var port: Int
    /// With its port; nil when there was no connection.
    public var address: String?
    /// Until there was a connection; nil where there was none.
    public var connect: Duration?
    public var outcome: Outcome
    public var usesProxy: Bool
    /// The file of --cacert; nil: the system's authorities.
    public var authorities: String?

    public init(
        host: String, port: Int, address: String? = nil, connect: Duration? = nil, outcome: Outcome,
        usesProxy: Bool = false, authorities: String? = nil
    ) {
        self.host = host
        self.port = port
        self.address = address
        self.connect = connect
        self.outcome = outcome
        self.usesProxy = usesProxy
        self.authorities = authorities
    }

    /// Requests can be sent.
    public var isGood: Bool {
        switch outcome {
        case .plain, .secured: true
        case .distrusted, .failed: false
        }
    }

    /// - Parameter now: the wall clock, in seconds since 1970.
    public func findings(now: Double) -> [Finding] {
        switch outcome {
        case .plain: [reached, Finding.Area.tls.skipped("plain http, allowed to this computer itself only")]
        case .secured(let facts): [reached, CertificateJudge(self, now: now).secured(facts)]
        case .distrusted(let problem, let facts):
            [reached, CertificateJudge(self, now: now).distrusted(problem, facts)]
        case .failed(.handshake(let words)):
            [
                reached,
                Finding.Area.tls.problem(
                    "no secure connection: \(words)",
                    "the server must speak TLS 1.2 or 1.3 on port \(port): is the port right, and is it https there?"),
            ]
        case .failed(.ownFile(let words)):
            [
                Finding.Area.connection.skipped("\(place): not tried"),
                Finding.Area.tls.problem(
                    "a file of this client cannot be used: \(words)",
                    "look at --cacert, --client-cert and --client-key: PEM files, and the key that of the certificate"),
            ]
        case .failed(let failure):
            [unreached(failure), Finding.Area.tls.skipped("there is no connection to make secure")]
        }
    }

    private var place: String { "\(host):\(port)" }

    private var reached: Finding {
        let by = usesProxy ? " by the proxy \(address ?? "")" : address.map { " at \($0)" } ?? ""
        return Finding.Area.connection.ok("\(place) answers\(by)" + (connect.map { " (\(milliseconds($0)))" } ?? ""))
    }

    private func unreached(_ failure: Failure) -> Finding {
        let area = Finding.Area.connection
        let wall = "a firewall between, or the server is down: look from another machine of this network"
        switch failure {
        case .name: return area.skipped("\(place): without its address it cannot be reached")
        case .timeout: return area.problem("\(place) does not answer in time", wall)
        case .refused:
            return area.problem(
                "\(place) refuses the connection: nothing listens there",
                "is the port right, and is the server running?")
        case .noRoute(let words):
            return area.problem("no way to \(place): \(words)", "is the cable in, the wireless joined? (ip route)")
        case .proxy(let words):
            return area.problem(
                "the proxy does not let this machine through to \(place): \(words)",
                "allow it at the proxy; with a user's name: https_proxy=http://NAME:PASSWORD@HOST:PORT")
        case .handshake(let words), .ownFile(let words), .other(let words):
            return area.problem("\(place): \(words)", wall)
        }
    }
}

/// What a certificate's owner and whoever installs the screen have to do.
private struct CertificateJudge {
    let facts: ConnectionFacts
    let now: Double
    let area = Finding.Area.tls

    init(_ facts: ConnectionFacts, now: Double) {
        self.facts = facts
        self.now = now
    }

    /// A month is time enough for whoever renews them; one that lives for three is renewed by itself in its last.
    private static func isSoon(_ left: Double, _ certificate: TLSFacts.Certificate) -> Bool {
        left < min(30 * 86_400, (certificate.notAfter - certificate.notBefore) / 3)
    }

    /// No more than these are named: a certificate may have a hundred.
    private static let most = 4

    /// The hosts that the server's own certificate is for.
    private func hosts(_ tls: TLSFacts?) -> String? {
        guard let hosts = tls?.certificates.first?.hosts, !hosts.isEmpty else { return nil }
        let more = hosts.count > Self.most ? " and \(hosts.count - Self.most) more" : ""
        return hosts.prefix(Self.most).joined(separator: ", ") + more
    }

    func secured(_ tls: TLSFacts) -> Finding {
        let seen = "\(tls.version), \(tls.cipher); \(chain(tls))" + (hosts(tls).map { ", for \($0)" } ?? "")
        guard let first = tls.certificates.min(by: { $0.notAfter < $1.notAfter }) else { return area.ok(seen) }
        let left = first.notAfter - now
        let until = "valid for another \(span(left)), until \(ClockFacts.words(first.notAfter))"
        guard Self.isSoon(left, first) else { return area.ok("\(seen); \(until)") }
        return area.note("\(seen); \(until)", "have it renewed on the server before then")
    }

    private func chain(_ tls: TLSFacts) -> String {
        let subjects = tls.certificates.map { $0.subject.isEmpty ? "a certificate without a name" : $0.subject }
        let issuer = tls.certificates.last.flatMap { $0.issuer == $0.subject ? nil : $0.issuer }
        return (subjects + (issuer.map { [$0] } ?? [])).joined(separator: " < ")
    }

    func distrusted(_ problem: Trouble.CertificateProblem, _ tls: TLSFacts?) -> Finding {
        let clock = "this machine's clock: it shows \(ClockFacts.words(now))"
        switch problem {
        case .expired:
            let old = tls?.certificates.first { $0.notAfter < now }
            let when = old.map { " \(span(now - $0.notAfter)) ago, at \(ClockFacts.words($0.notAfter))" } ?? ""
            return area.problem(
                "the certificate of \(name(old)) has expired\(when)",
                "have it renewed on the server; if it has been in use until now, look at \(clock)")
        case .notYetValid:
            let new = tls?.certificates.first { $0.notBefore > now }
            let when = new.map { ", but only from \(ClockFacts.words($0.notBefore)) on" } ?? ""
            return area.problem(
                "the certificate of \(name(new)) is not valid yet\(when)",
                "look at \(clock); if that is right, the server's certificate was made with a clock that is wrong")
        case .wrongHost:
            return area.problem(
                "the certificate is not for \(facts.host)"
                    + ((hosts(tls).map { "for \($0)" } ?? tls?.certificates.first?.subject).map { ": \($0)" } ?? ""),
                "address the server by the name its certificate is for, or have it show one for \(facts.host)")
        case .unknownIssuer: return stranger(tls)
        case .other:
            return area.problem(
                "the certificate of \(facts.host) does not hold" + (tls.map { ": \(chain($0))" } ?? ""),
                "have the server's operator look at it: openssl s_client -connect \(facts.host):\(facts.port)")
        }
    }

    private func stranger(_ tls: TLSFacts?) -> Finding {
        let top = tls?.certificates.last
        let issuer = top.map { "\"\($0.issuer)\"" } ?? "an authority"
        if let file = facts.authorities {
            return area.problem(
                "the certificate was issued by \(issuer), whom --cacert \(file) does not vouch for",
                "give --cacert the certificate of that authority, or leave --cacert out where it is a public one")
        }
        let own = top.map { $0.issuer == $0.subject } ?? false
        return area.problem(
            "the certificate was issued by \(issuer), whom this machine does not trust",
            own
                ? "an authority of your own: --cacert FILE with its certificate"
                : "an authority of your own: --cacert FILE with its certificate; a public one: install "
                    + "ca-certificates, or have the server send the certificates between as well")
    }

    private func name(_ certificate: TLSFacts.Certificate?) -> String {
        certificate.flatMap { $0.subject.isEmpty ? nil : $0.subject } ?? facts.host
    }
}
