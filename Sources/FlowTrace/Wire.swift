/// What the connection tells of one exchange, beyond what the sign-in has to know.
public struct Wire: Equatable, Sendable {
    /// Every header field of the reply, in its order and under the names it came with.
    public var fields: [Field]
    /// "HTTP/1.1 200 OK"; empty when no reply came.
    public var statusLine: String
    public var phases: Phases
    /// The server's address and port; nil when there was no connection.
    public var address: String?
    /// False where the connection of an earlier request was used.
    public var isNewConnection: Bool
    /// nil without TLS, or when the handshake did not end well.
    public var tls: TLSFacts?
    /// What the library says of a request that failed, in its own words.
    public var failure: String?

    public struct Field: Equatable, Sendable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How long each part took; nil where there was none of it.
    public struct Phases: Equatable, Sendable {
        public var lookup: Duration?
        public var connect: Duration?
        public var handshake: Duration?
        /// Until the request was out.
        public var send: Duration?
        /// Until the first byte of the reply.
        public var wait: Duration?
        public var receive: Duration?

        public init(
            lookup: Duration? = nil, connect: Duration? = nil, handshake: Duration? = nil, send: Duration? = nil,
            wait: Duration? = nil, receive: Duration? = nil
        ) {
            self.lookup = lookup
            self.connect = connect
            self.handshake = handshake
            self.send = send
            self.wait = wait
            self.receive = receive
        }
    }

    public init(
        fields: [Field] = [], statusLine: String = "", phases: Phases = Phases(), address: String? = nil,
        isNewConnection: Bool = false, tls: TLSFacts? = nil, failure: String? = nil
    ) {
        self.fields = fields
        self.statusLine = statusLine
        self.phases = phases
        self.address = address
        self.isNewConnection = isNewConnection
        self.tls = tls
        self.failure = failure
    }

    /// The values of a field, by its name in any case.
    public func values(of name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

/// What was agreed on in a TLS handshake, and who the server says it is.
public struct TLSFacts: Equatable, Sendable {
    /// "TLSv1.3".
    public var version: String
    public var cipher: String
    /// The server's own first, then those who vouch for it.
    public var certificates: [Certificate]

    public struct Certificate: Equatable, Sendable {
        public var subject: String
        public var issuer: String
        /// Seconds since 1970.
        public var notBefore: Double
        public var notAfter: Double
        /// The hosts it is for, safe to show: "idp.example", "*.idp.example", "192.0.2.7". (RFC 5280, 4.2.1.6)
        public var hosts: [String]

        public init(subject: String, issuer: String, notBefore: Double, notAfter: Double, hosts: [String] = []) {
            self.subject = subject
            self.issuer = issuer
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.hosts = hosts
        }
    }

    public init(version: String, cipher: String, certificates: [Certificate]) {
        self.version = version
        self.cipher = cipher
        self.certificates = certificates
    }
}
