import Foundation
import Testing

@testable import TokenIDPSimulator

@Suite("The configuration file")
struct ConfigurationTests {
    @Test("the one that is compiled in explains itself and can be used as it is printed")
    func builtIn() throws {
        let text = Directory.builtInText
        #expect(text.contains("// between two polls"))
        let directory = try Directory(json: Data(text.utf8))
        #expect(directory.applications["tokenidp-tv-app"]?.secret == nil)
        #expect(directory.people.map(\.username) == ["alice", "bob", "carol"])
        #expect(directory.settings.interval == 5 && directory.settings.codeLifetime == 600)
    }

    @Test(
        "what is wrong is said with its place",
        arguments: [
            ("\"tokenidp-tv-app\"", "12", "applications[0].client_id should be a text"),
            ("\"client_id\": \"lobby-kiosk\",", "", "applications[1].client_id is missing"),
            ("\"interval\": 5", "\"interval\": 0", "interval should be from 1 to 3600 seconds"),
            ("\"username\": \"bob\"", "\"username\": \"alice\"", "two people share a username"),
            (
                "\"api.read\": \"read your data", "\"api\": \"read your data",
                "tokenidp-tv-app: scopes has no words for api.read"
            ),
            ("\"client_credentials\"", "\"password\"", "applications[2].grants[0] is not one of"),
            ("\"people\": [", "\"people\": [[", "not JSON5"),
            ("\"interval\": 5", "\"interval\": 5.5", "interval should be a whole number"),
            ("\"interval\": 5", "\"interval\": 700", "interval is longer than code_lifetime"),
            ("\"secret\": \"orders-worker-secret\"", "\"secret\": \"\"", "orders-worker: an empty secret"),
            ("\"secret\": \"orders-worker-secret\",", "", "orders-worker: client_credentials without a secret"),
            ("\"username\": \"bob\"", "\"username\": \"Bob\"", "Bob: a username is in small letters"),
            ("\"globex.localhost\"", "\"localhost\"", "localhost is the server itself"),
            (
                "\"troubles\": []", "\"troubles\": [{\"scenario\": \"denied\"}, {\"scenario\": \"hang\"}]",
                "hang is for the same as one before it"
            ),
            (
                "\"troubles\": []", "\"troubles\": [{\"scenario\": \"short-lived\", \"code\": \"B\"}]",
                "short-lived cannot be for a code"
            ),
            (
                "\"slow_down_step\"", "\"slow_down_steps\"",
                "polling.slow_down_steps is not known; known here: slow_down_step,"
            ),
            ("\"username\": \"bob\"", "\"user\": \"bob\"", "people[1].user is not known"),
            ("\"free\": 5", "\"fre\": 5", "rate_limits.code_attempts.fre is not known"),
            ("\"path\": \"/acme\"", "\"path\": \"/token\"", "tenants: /token cannot be a path"),
            (
                "\"path\": \"/acme\"", "\"path\": \"/acme\", \"host\": \"a.localhost\"",
                "acme should have a path or a host"
            ),
            ("\"host\": \"globex.localhost\"", "\"path\": \"/acme\"", "two tenants share a path or a host"),
            ("\"tenants\": [\"acme\"]", "\"tenants\": [\"acne\"]", "carol: there is no tenant acne"),
            ("\"troubles\": []", "\"troubles\": [{\"scenario\": \"deny\"}]", "there is no scenario deny"),
            (
                "\"troubles\": []", "\"troubles\": [{\"scenario\": \"denied\", \"client\": \"tv\"}]",
                "there is no client tv"
            ),
        ])
    func wrong(old: String, new: String, told: String) throws {
        let text = Directory.builtInText
        #expect(text.contains(old))
        let problem = #expect(throws: ConfigurationProblem.self) {
            try Directory(json: Data(text.replacing(old, with: new, maxReplacements: 1).utf8))
        }
        #expect(problem?.description.contains(told) == true, "\(problem?.description ?? "")")
    }
}
