// Tests/Fuzz/run metadata: a discovery document. No endpoint may come out of it that is not to be asked.
@testable import DeviceFlow

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(start, count)
    let client = input.one(of: clients)
    let status = input.one(of: [200, 200, 200, 404, 429, 503])
    let reply = HTTPReply(status: status, body: input.bytes, receivedAt: 1_787_000_000)
    switch Metadata.answer(.replied(reply), client: client) {
    case .endpoints(let found):
        let all = [found.deviceAuthorization, found.token, found.revocation, found.userinfo, found.keys]
        precondition(all.compactMap { $0 }.allSatisfy(Endpoints.isAllowed), "an endpoint that must not be asked")
        if status == 200, let document = JSONValue(parsing: input.bytes), case .object = document {
            precondition(document["issuer"]?.string == client.issuer, "RFC 8414, 3.3: of another issuer")
        }
    case .nonsense(let reason): precondition(isSafe(reason))
    case .absent, .trouble: break
    }
    return 0
}

private let clients = Provider.names.compactMap(Provider.named).map {
    Client(provider: $0, clientID: "demo", issuer: "https://a.example", userAgent: "kiosk/fuzz")
}
