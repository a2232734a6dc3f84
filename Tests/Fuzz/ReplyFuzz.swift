// What libFuzzer calls with each input it makes (Tests/Fuzz/run): three bytes choose profile, status and kind of
// body, the rest is what a server has answered.
@testable import DeviceFlow

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard bytes.count >= 3 else { return 0 }
    let client = clients[Int(bytes[0]) % clients.count]
    let status = [200, 400, 401, 403, 404, 418, 428, 429, 500, 204][Int(bytes[1]) % 10]
    let type = ["application/json", "application/x-www-form-urlencoded", "text/plain", "text/html"][Int(bytes[2]) % 4]
    let body = Array(bytes[3...])
    let reply = HTTPReply(
        status: status, headers: ["content-type": type], body: body, isWhole: bytes[2] & 4 == 0,
        receivedAt: 1_787_000_000)
    let outcome = HTTPOutcome.replied(reply)
    let endpoints = Endpoints(
        deviceAuthorization: "https://a.example/d", token: "https://a.example/t", keys: "https://a.example/k",
        issuer: "https://a.example")

    if case .codes(let codes) = client.codesAnswer(outcome) {
        precondition(status < 300 && codes.lifetime > .zero && codes.interval > .zero)
        precondition(codes.userCode.text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }
    if case .tokens(let tokens) = client.tokenAnswer(outcome, endpoints) {
        let token = Array(tokens.accessToken.revealed.utf8)
        precondition(status < 300 && !token.isEmpty)
        // Nothing to be undone in the body: the token must stand in it as it is.
        if !body.contains(where: { UInt8(ascii: "\\") == $0 || UInt8(ascii: "%") == $0 || UInt8(ascii: "+") == $0 }) {
            precondition(body.indices.contains { body[$0...].starts(with: token) }, "a token that is not there")
        }
        _ = client.keysAnswer(outcome, tokens, endpoints, .none)
        _ = client.userinfoAnswer(outcome, tokens)
    }
    _ = client.registrationAnswer(outcome)
    _ = Metadata.answer(outcome, client: client)
    let text = String(decoding: body, as: UTF8.self)
    _ = IDToken(text)
    precondition(plain(text, limit: 80).count <= 80)
    _ = try? VerificationURI(text)
    _ = try? Provider(file: body)
    return 0
}

private let clients = Provider.names.compactMap(Provider.named).map {
    Client(provider: $0, clientID: "demo", issuer: "https://a.example", userAgent: "kiosk/fuzz")
}
