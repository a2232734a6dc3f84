/// Files that say whom this client trusts, and who it is itself.
public struct TLSFiles: Equatable, Sendable {
    /// Trusted instead of the system's certificates; nil: those.
    public var authorities: String?
    /// This client's own certificate and key, in PEM form. (RFC 8705)
    public var clientCertificate: String?
    public var clientKey: String?

    public init(authorities: String? = nil, clientCertificate: String? = nil, clientKey: String? = nil) {
        self.authorities = authorities
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
    }
}
