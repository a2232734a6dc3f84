// Tests/Fuzz/run profile: a provider's profile. One that is accepted makes requests that can be sent, and words that
// can be shown.
@testable import DeviceFlow

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Input(start, count).bytes
    guard let provider = try? Provider(file: bytes) else { return 0 }
    precondition((try? Provider(file: bytes)) == provider, "the same file is another profile")
    _ = provider.inWords()
    var client = Client(provider: provider, clientID: "demo", clientSecret: Secret("s"), scope: "a b", userAgent: "x")
    client.deviceName = "Lobby"
    client.issuer = provider.issuer([:])
    let endpoints = Endpoints(
        deviceAuthorization: "https://a.example/d", token: "https://a.example/t", revocation: "https://a.example/r",
        userinfo: "https://a.example/u", keys: "https://a.example/k", registration: "https://a.example/n")
    let tokens = TokenSet(members: ["access_token": "AT"], identity: nil)
    let intents: [Intent] = [
        .metadata(attempt: 0), .metadata(attempt: 1), .register(endpoints), .codes(endpoints),
        .poll(endpoints, Redemption(deviceCode: Secret("D"))), .refresh(endpoints, Secret("R")),
        .revoke(endpoints, token: Secret("T"), hint: "access_token"), .keys(endpoints, tokens),
        .userinfo(endpoints, tokens),
    ]
    for intent in intents {
        let request = client.request(for: intent)
        let isPlain = request.headers.allSatisfy {
            HTTPRequest.isPlain($0.name) && HTTPRequest.isPlain($0.value.revealed)
        }
        precondition(isPlain, "a second header field could hide in one")
    }
    let reply = HTTPReply(status: 400, body: Array(#"{"error":"x","code":7}"#.utf8), receivedAt: 0)
    _ = client.tokenAnswer(.replied(reply), endpoints)
    _ = client.codesAnswer(.replied(reply))
    return 0
}
