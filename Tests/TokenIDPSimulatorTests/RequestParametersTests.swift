import Foundation
import Testing

@testable import TokenIDPSimulator

@Suite("Reading requests")
struct RequestParametersTests {
    @Test("A form is percent-encoded UTF-8 with + for space (RFC 6749, appendix B)")
    func form() throws {
        let parameters = try RequestParameters(form: "scope=openid+profile&device_metadata=K%C3%BCche%26Bad&x")
        #expect(parameters["scope"] == "openid profile")
        #expect(parameters["device_metadata"] == "Küche&Bad")
        #expect(parameters.dialect == .rfc)
    }

    @Test("A form that is not UTF-8 is an invalid request", arguments: ["a=%FF", "a=%4", "%FF=a"])
    func badForm(_ form: String) {
        #expect(throws: OAuthError.self) { try RequestParameters(form: form) }
    }

    @Test("S1: a parameter without a value counts as omitted, and then is not there twice")
    func empty() throws {
        #expect(try RequestParameters(form: "scope=&client_id")["scope"] == nil)
        #expect(try RequestParameters(form: "scope=&scope=openid")["scope"] == "openid")
        #expect(try RequestParameters(json: Data(#"{"scope":"","client_id":null}"#.utf8))["client_id"] == nil)
    }

    @Test(
        "A parameter given twice is an invalid request, in whichever spelling",
        arguments: ["client_id=a&client_id=a", "x=1&x=2", "client_id=a&clientId=a"])
    func twice(_ form: String) {
        #expect(throws: OAuthError.self) { try RequestParameters(form: form) }
    }

    @Test("RFC 8707: resource may be repeated")
    func resource() throws {
        #expect(try RequestParameters(form: "resource=a&resource=b&scope=c")["scope"] == "c")
    }

    @Test(
        "TokenIDP: both spellings are read, in JSON and in forms",
        arguments: [#"{"grantType":"g","deviceCode":"d"}"#, #"{"grant_type":"g","device_code":"d"}"#])
    func spellings(_ json: String) throws {
        let parameters = try RequestParameters(json: Data(json.utf8))
        #expect(parameters["grant_type"] == "g")
        #expect(parameters["device_code"] == "d")
        #expect(parameters.dialect == .guide)
        #expect(try RequestParameters(form: "grantType=g")["grant_type"] == "g")
    }

    @Test("JSON: unknown members of any type are ignored, known ones have to be strings")
    func types() throws {
        #expect(try RequestParameters(json: Data(#"{"scope":"s","x":{"y":[1]}}"#.utf8))["scope"] == "s")
        #expect(throws: OAuthError.self) { try RequestParameters(json: Data(#"{"scope":["s"]}"#.utf8)) }
        for json in ["", "[]", "null", #""scope""#, "{"] {
            #expect(throws: OAuthError.self, "\(json)") { try RequestParameters(json: Data(json.utf8)) }
        }
    }

    @Test("Only this machine's own addresses count as loopback")
    func loopback() {
        for address in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            #expect(NetworkAddress.isLoopback(address), "\(address)")
        }
        for address in ["192.0.2.1", "10.0.0.1", "::", "::ffff:192.0.2.1", "2001:db8::1", "localhost"] {
            #expect(!NetworkAddress.isLoopback(address), "\(address)")
        }
    }

    @Test("A device's name is made safe to show, and says nothing when nothing is left")
    func names() {
        #expect(ShownText.name("living-room-tv") == "living-room-tv")
        #expect(ShownText.name(" \u{1B}[2J\u{202E}TV\r\n\u{200B} ") == "[2JTV")
        #expect(ShownText.name("\u{1B}\u{7}") == nil)
        #expect(ShownText.name(String(repeating: "x", count: 61))?.count == 60)
    }
}
