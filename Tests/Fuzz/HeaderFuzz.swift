// Tests/Fuzz/run headers: header fields between zero bytes: Retry-After, Date, DPoP-Nonce, Content-Type, and times as
// JSON has them. A wait is one that ends, and a date is a number.
@testable import DeviceFlow

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(start, count)
    let names = ["retry-after", "date", "dpop-nonce", "content-type"]
    let fields = names.map { ($0, String(decoding: input.part(), as: UTF8.self)) }
    let headers = Dictionary(uniqueKeysWithValues: fields)
    let reply = HTTPReply(
        status: 400, headers: headers, body: Array(#"{"error":"use_dpop_nonce"}"#.utf8), receivedAt: 1_787_000_000)
    if let wait = reply.retryAfter { precondition(wait > .zero && wait <= .seconds(11 * 365 * 86_400)) }
    precondition(reply.sentAt.isFinite)
    for (_, text) in fields {
        if let date = HTTPDate.seconds(text) { precondition(date.isFinite) }
        if let time = HTTPDate.timestamp(text) { precondition(time.isFinite, "\(text)") }
    }
    guard case .proofNonce(let nonce) = client.tokenAnswer(.replied(reply), endpoints) else { return 0 }
    // It goes back inside a signed document, so only its length could matter.
    precondition(nonce == headers["dpop-nonce"])
    return 0
}

private let endpoints = Endpoints(deviceAuthorization: "https://a.example/d", token: "https://a.example/t")
private let client: Client = {
    guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
    var client = Client(provider: provider, clientID: "demo", userAgent: "kiosk/fuzz")
    client.usesProof = true
    return client
}()
