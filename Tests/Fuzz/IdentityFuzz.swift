// Tests/Fuzz/run identity: an id_token, a zero byte, the server's keys, a zero byte, a userinfo reply. Nobody may be
// greeted whom the claims do not name, and no made-up signature may hold.
@testable import DeviceFlow
@testable import KioskIO

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(start, count)
    let isCompact = input.choice() % 2 == 0
    let first = input.part()
    // Half of the inputs are claims, so that more of them get behind the three parts and their base 64.
    let token = isCompact ? String(decoding: first, as: UTF8.self) : signed(first)
    let tokens = TokenSet(members: ["access_token": "AT", "id_token": .string(token)], identity: nil)
    let keys = HTTPOutcome.replied(HTTPReply(status: 200, body: input.part(), receivedAt: 1_787_000_000))
    for (cryptography, isReal) in [(Cryptography.openSSL, true), (believing, false)] {
        guard case .known(let identity?) = client.keysAnswer(keys, tokens, endpoints, cryptography) else { continue }
        precondition(!isReal, "a signature that nobody has made")
        check(identity)
        let parts = token.split(separator: ".")
        let claims = parts.count == 3 ? Base64.decodeURL(parts[1]).flatMap { JSONValue(parsing: $0) } : nil
        precondition(claims?["iss"]?.string == "https://a.example", "somebody of another server")
    }
    var known = tokens
    known.identity = TokenSet.Identity(subject: "somebody", name: nil)
    let person = HTTPOutcome.replied(HTTPReply(status: 200, body: input.bytes, receivedAt: 1_787_000_000))
    if case .known(let identity?) = client.userinfoAnswer(person, known) {
        check(identity)
        precondition(identity.subject == "somebody", "OpenID Connect Core, 5.3.2: somebody else")
    }
    return 0
}

private func check(_ identity: TokenSet.Identity) {
    precondition(isSafe(identity.subject) && isSafe(identity.name ?? "") && (identity.name?.count ?? 0) <= 64)
}

private func signed(_ claims: [UInt8]) -> String {
    [Array(#"{"alg":"ES256"}"#.utf8), claims, [UInt8](repeating: 7, count: 64)].map { Base64.encodeURL($0) }
        .joined(separator: ".")
}

private let believing = Cryptography(verifies: { _, _ in true }, hash: Digest.hash)
private let endpoints = Endpoints(
    deviceAuthorization: "https://a.example/d", token: "https://a.example/t", userinfo: "https://a.example/u",
    keys: "https://a.example/k", issuer: "https://a.example")
private let client: Client = {
    guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
    return Client(provider: provider, clientID: "demo", issuer: "https://a.example", userAgent: "kiosk/fuzz")
}()
