// What libFuzzer calls with each input it makes (Tests/Fuzz/run code-entry): a body that somebody has sent to the page
// where codes are typed. Compiled together with the simulator's readers of it, so it sees all of them.
import Foundation

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let body = String(decoding: bytes, as: UTF8.self)
    if let form = try? RequestParameters(form: body), let typed = form["user_code"] { check(typed) }
    if let json = try? RequestParameters(json: Data(bytes)), let typed = json["user_code"] { check(typed) }
    check(body)
    return 0
}

/// A second reading of RFC 8628, 6.1: of what was typed only the letters of the alphabet count, in either case.
private func check(_ typed: String) {
    let letters = typed.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }
        .filter { "BCDFGHJKLMNPQRSTVWXZ".utf8.contains($0) }
    let expected = letters.count == 8 && typed.utf8.count <= 64 ? String(decoding: letters, as: UTF8.self) : nil
    let code = UserCode(typed: typed)
    precondition(code?.letters == expected, "read as another code, or as one that it is not")
    guard let code else { return }
    precondition(UserCode(typed: code.shown) == code && UserCode(letters: code.letters) == code)
}
