// Tests/Fuzz/run texts: the small readers below all others: JSON, forms, flat XML, text made safe, secrets taken out.
// What is read can be written and read again; what is made safe is; no secret is left.
@testable import DeviceFlow
@testable import FlowTrace

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Input(start, count)
    let bytes = input.bytes
    if let value = JSONValue(parsing: bytes) {
        precondition(JSONValue(parsing: Array(value.line.utf8)) == value, "JSON that is another one when written")
    }
    if let pairs = FormEncoding.pairs(bytes) {
        let again = FormEncoding.pairs(Array(FormEncoding.encode(pairs.map { ($0.name, $0.value) }).utf8)) ?? []
        precondition(again.map(\.name) == pairs.map(\.name) && again.map(\.value) == pairs.map(\.value))
    }
    if let members = FlatXML.members(bytes) {
        precondition(!members.isEmpty && members.keys.allSatisfy { !$0.contains("<") && !$0.contains(">") })
    }
    if let decoded = Base64.decodeURL(input.text) { precondition(Base64.encodeURL(decoded) == input.text) }
    for limit in [0, 1, 4, 80] {
        let shown = plain(input.text, limit: limit)
        precondition(shown.count <= limit && isSafe(shown), "not safe to show")
    }
    _ = UserCode(input.text)
    hide(bytes)
    return 0
}

/// A secret under its own name is never shown, whatever stands around it.
private func hide(_ bytes: [UInt8]) {
    let secret = "GmRhmhcxhwAzkoEqiMEg"
    let text = String(decoding: bytes, as: UTF8.self).filter { $0 != "\"" && $0 != "\\" && $0 >= " " }
    let body = #"{"access_token":"\#(secret)","about":"\#(text) \#(secret)"}"#
    guard JSONValue(parsing: Array(body.utf8)) != nil else { return }
    var redaction = redaction
    let request = HTTPRequest(method: "GET", url: "https://a.example/" + text)
    let reply = HTTPReply(status: 200, body: Array(body.utf8), receivedAt: 0)
    redaction.learn(
        from: Exchange(
            id: RequestID(1), purpose: .token, request: request, sentAt: Moment(.zero), endedAt: Moment(.zero),
            wallClock: 0, outcome: .replied(reply), wire: nil))
    precondition(!redaction.hidden(body: reply.body).contains(secret), "a secret is left")
    _ = Redaction.parameters(of: request)
}

private let redaction: Redaction = {
    guard let provider = Provider.named("rfc8628") else { preconditionFailure("rfc8628 is compiled in") }
    return Redaction(provider)
}()
