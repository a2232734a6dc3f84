/// An id_token, taken apart; nothing in it has been believed yet. (OpenID Connect Core, 2)
struct IDToken {
    let signed: SignedText
    /// Which of the server's keys it is signed with; nil: not told.
    let keyID: String?
    private let claims: JSONValue

    /// What the claims are held against.
    struct Expected {
        var clientID: String
        /// nil: no issuer is known, any will do.
        var issuer: String?
        /// Accepted besides it; a `*` stands for any text without a slash.
        var otherIssuers: [String] = []
        /// nil: none was sent.
        var nonce: String?
        var accessToken: Secret
        /// Seconds since 1970.
        var now: Double
    }

    /// - Returns: nil for what is no JWS in compact form with claims inside. (RFC 7515, 7.1)
    init?(_ compact: String) {
        let parts = compact.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64.decodeURL(parts[0]).flatMap({ JSONValue(parsing: $0) }),
            let body = Base64.decodeURL(parts[1]), let claims = JSONValue(parsing: body), case .object = claims,
            let signature = Base64.decodeURL(parts[2]), let algorithm = header["alg"]?.string
        else { return nil }
        self.claims = claims
        keyID = header["kid"]?.string
        signed = SignedText(
            algorithm: algorithm, text: Array("\(parts[0]).\(parts[1])".utf8), signature: signature)
    }

    /// The claims by the rules of OpenID Connect Core, 3.1.3.7. - Returns: nil when all of them hold.
    func problem(_ expected: Expected, hash: (Int, [UInt8]) -> [UInt8]) -> IdentityProblem? {
        guard let subject = claims["sub"]?.string, !subject.isEmpty, let issuer = claims["iss"]?.string else {
            return .unreadable
        }
        let isIssuer =
            expected.issuer == nil || expected.issuer == issuer
            || expected.otherIssuers.contains { Self.matches(issuer, $0) }
        guard isIssuer else { return .issuer }
        let audience = claims["aud"]?.strings ?? claims["aud"]?.string.map { [$0] } ?? []
        guard audience.contains(expected.clientID) else { return .audience }
        let party = claims["azp"]?.string
        guard audience.count == 1 || party != nil, party == nil || party == expected.clientID else { return .party }
        // A minute is nothing between two clocks.
        guard let expiry = claims["exp"]?.numeric, expected.now < expiry + 60 else { return .expired }
        if let issued = claims["iat"]?.numeric, issued > expected.now + 600 { return .notYet }
        if let nonce = expected.nonce, claims["nonce"]?.string != nonce { return .nonce }
        return accessTokenProblem(expected.accessToken, hash)
    }

    /// 3.1.3.8: the left half of the hash that belongs to the algorithm.
    private func accessTokenProblem(_ token: Secret, _ hash: (Int, [UInt8]) -> [UInt8]) -> IdentityProblem? {
        guard let told = claims["at_hash"]?.string, let bits = Int(signed.algorithm.suffix(3)) else { return nil }
        let digest = hash(bits, Array(token.revealed.utf8))
        return digest.isEmpty || Base64.decodeURL(told[...]) == Array(digest.prefix(bits / 16)) ? nil : .accessToken
    }

    var identity: TokenSet.Identity? {
        claims["sub"]?.string.map { TokenSet.Identity(subject: $0, claims: claims) }
    }

    private static func matches(_ issuer: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return issuer == pattern }
        let middle = issuer.dropFirst(parts[0].count).dropLast(parts[1].count)
        return issuer.hasPrefix(parts[0]) && issuer.hasSuffix(parts[1])
            && issuer.count > parts[0].count + parts[1].count && !middle.contains("/")
    }
}
