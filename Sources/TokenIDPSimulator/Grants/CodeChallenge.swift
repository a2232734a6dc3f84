import Crypto
import Foundation

/// What a device commits itself to when it asks for codes, so that nobody who has seen the device code alone can fetch
/// the tokens (RFC 7636; TokenIDP takes it at `/device_authorization`).
public struct CodeChallenge: Equatable, Sendable {
    enum Method: String, Sendable {
        case plain
        case s256 = "S256"
    }

    let method: Method
    let value: String

    /// - Throws: `invalid_request` when it is none that RFC 7636, 4.2 allows.
    init(_ value: String, method name: String?) throws(OAuthError) {
        // RFC 7636, 4.3: plain is what counts where none is named.
        guard let method = Method(rawValue: name ?? "plain") else {
            throw OAuthError(.invalidRequest, "code_challenge_method has to be S256 or plain.")
        }
        guard Self.isUnreserved(value) else {
            throw OAuthError(.invalidRequest, "code_challenge has to be 43 to 128 letters, digits or -._~.")
        }
        (self.method, self.value) = (method, value)
    }

    /// As it is stored.
    init?(stored: String) {
        let parts = stored.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let method = Method(rawValue: parts[0]) else { return nil }
        (self.method, value) = (method, parts[1])
    }

    var stored: String { "\(method.rawValue) \(value)" }

    func isMet(by verifier: String) -> Bool {
        guard Self.isUnreserved(verifier) else { return false }
        switch method {
        case .plain: return Secrets.equal(verifier, value)
        case .s256: return Secrets.equal(Data(SHA256.hash(data: Data(verifier.utf8))).base64URL, value)
        }
    }

    /// RFC 7636, 4.1.
    private static func isUnreserved(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                default: false
                }
            }
    }
}
