// Tests/Fuzz/run address: the page for the phone, and every other address. What is accepted has one reading: printable
// ASCII, https or this machine, a host that stands in it.
@testable import DeviceFlow

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = Input(start, count).text
    _ = Metadata.address(of: text, attempt: 0)
    _ = Metadata.address(of: text, attempt: 1)
    guard let uri = try? VerificationURI(text) else {
        precondition(!Endpoints.isAllowed(text))
        return 0
    }
    precondition(uri.text == text && text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    let lower = text.lowercased()
    precondition(lower.hasPrefix("https://" + uri.host) || lower.hasPrefix("http://" + uri.host) && uri.isLoopback)
    let after = lower.drop { $0 != ":" }.dropFirst(3 + uri.host.count).first
    precondition(after == nil || ":/?#".contains(after ?? " "), "the host goes on behind what was read of it")
    return 0
}
