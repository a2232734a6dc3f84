/// The address the person opens on the phone, checked before anybody may see it.
///
/// The reader is stricter than any URL library on purpose: what a phone's browser would repair or
/// reinterpret (backslashes, blanks, userinfo, non-ASCII hosts) is refused, so that the text on the screen,
/// the QR and the page that opens can only be one and the same place.
public struct VerificationURI: Hashable, Sendable {
    /// Exactly as the server sent it; printable ASCII.
    public let text: String
    /// Lower case; an IPv6 address keeps its brackets. A host with non-ASCII letters arrives as `xn--…`.
    public let host: String
    /// As written in the URI; nil where the scheme's own port is meant.
    public let port: Int?

    /// Why a URI is never drawn.
    public enum Problem: Error, Equatable, Sendable {
        case tooLong, notASCII, notAbsolute, notHTTPS, hasUserinfo, badHost

        /// For the staff.
        public var inWords: String {
            switch self {
            case .tooLong: "it is too long"
            case .notASCII: "it holds characters that no address has"
            case .notAbsolute: "it is no whole address"
            case .notHTTPS: "it is not https"
            case .hasUserinfo: "it has a user's name in it"
            case .badHost: "its host cannot be read in one way only"
            }
        }
    }

    /// More than any provider sends; a QR of it would still fit a large screen.
    public static let longest = 2048

    /// - Throws: `Problem` when the URI is not `https` (plain `http` is for loopback hosts only), has
    ///   userinfo, or could be read in more than one way.
    public init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest else { throw .tooLong }
        let refused = Array("\"<>\\^`{|}".utf8)
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !refused.contains($0) }) else { throw .notASCII }
        let scheme = text.prefix { $0 != ":" }
        let rest = text[scheme.endIndex...]
        guard rest.hasPrefix("://") else { throw .notAbsolute }
        let authority = rest.dropFirst(3).prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .hasUserinfo }
        guard let (host, port) = Self.split(authority) else { throw .badHost }
        self.text = text
        self.host = host
        self.port = port
        guard scheme.lowercased() == "https" || scheme.lowercased() == "http" && isLoopback else { throw .notHTTPS }
    }

    /// The page can be opened on this computer only.
    public var isLoopback: Bool { Self.isLoopback(host) }

    /// Whether a host names this computer itself.
    public static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        if let end = authority.lastIndex(of: "]") {
            host = authority[...end]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
        }
        let rest = authority[host.endIndex...]
        if !rest.isEmpty {
            guard rest.first == ":", let number = UInt16(rest.dropFirst()) else { return nil }
            port = Int(number)
        }
        let name = host.lowercased()
        let isIPv6 =
            name.hasPrefix("[") && name.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        let isName =
            !name.isEmpty && name.first != "." && !name.contains("..")
            && name.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            }
        return isIPv6 || isName ? (name, port) : nil
    }
}
