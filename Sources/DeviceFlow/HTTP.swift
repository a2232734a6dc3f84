/// One HTTP request, ready to be sent; made by `Client`, sent by the transport, which knows nothing else.
public struct HTTPRequest: Equatable, Sendable {
    public var method: String
    public var url: String
    /// Name and value; neither holds a line break. Values may be secret (Authorization).
    public var headers: [Header]
    /// The body holds device codes and client secrets.
    public var body: Secret?

    public struct Header: Equatable, Sendable {
        public let name: String
        public let value: Secret
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = Secret(value)
        }
    }

    public init(method: String, url: String, headers: [Header] = [], body: Secret? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension HTTPRequest {
    /// Whether a text may stand in a header field: visible ASCII and blanks, so no second field can hide in it.
    static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}

/// What became of a request.
public enum HTTPOutcome: Equatable, Sendable {
    case replied(HTTPReply)
    /// `wasSent`: the server may have got it, and may have answered.
    case failed(Trouble, wasSent: Bool)
}

/// A reply as it came over the wire; nothing in it has been believed yet.
public struct HTTPReply: Equatable, Sendable {
    public var status: Int
    /// Header fields that matter here, names in lower case; the last of each name.
    public var headers: [String: String]
    public var body: [UInt8]
    /// False when the connection ended before the body did.
    public var isWhole: Bool
    /// The machine's wall clock, in seconds since 1970, when the reply had arrived.
    public var receivedAt: Double

    public init(
        status: Int, headers: [String: String] = [:], body: [UInt8], isWhole: Bool = true, receivedAt: Double
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isWhole = isWhole
        self.receivedAt = receivedAt
    }
}
