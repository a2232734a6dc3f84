import Foundation
import HTTPTypes
import Testing

@testable import TokenIDPSimulator

@Suite("What a browser's session remembers")
struct PageSessionTests {
    @Test("wrong codes count for the browser, the address, whoever is signed in, and the code itself")
    func attemptKeys() throws {
        var session = PageSession(tenant: "system", lastUse: Date())
        session.signIn = PageSession.SignIn(username: "alice", at: Date())
        let form = Simulator.PageForm(
            fields: try RequestParameters(form: ""), session: session, address: "192.0.2.7")
        #expect(
            form.attemptKeys(for: UserCode(typed: "wdjb-mjht")) == [
                "session \(session.id)", "address 192.0.2.7", "person alice", "code WDJBMJHT",
            ])
        let limit = SharedAttemptLimit(AttemptRules())
        for address in 1...5 { limit.failed(["address 192.0.2.\(address)", "code WDJBMJHT"], at: Date()) }
        #expect(limit.wait(for: ["address 198.51.100.1", "code WDJBMJHT"], at: Date()) == 60)
        #expect(limit.wait(for: ["address 198.51.100.1", "code BBBBBBBB"], at: Date()) == nil)
    }

    @Test("two tabs, two codes: signing in at the first goes on with the first, and guesses at no other")
    func tabs() async throws {
        try await SimulatorDriver().run { route in
            let (first, second, strange) = try await (route.codes(), route.codes(), route.codes())
            let browser = PageBrowser(route)
            try await browser.open("/device")
            try await browser.submit(["user_code": first.user])
            let formToken = try #require(await browser.formToken)
            try await browser.open("/device")
            try await browser.submit(["user_code": second.user])
            try await browser.post(
                "/device/sign-in", ["form_token": formToken, "continue_as": "alice", "user_code": first.user])
            #expect(await browser.shows(first.user))
            try await browser.post(
                "/device/sign-in", ["form_token": formToken, "continue_as": "alice", "user_code": strange.user])
            #expect(await !browser.shows(strange.user), "a code that was not entered is not looked up")
        }
    }
}
