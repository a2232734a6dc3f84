import Foundation
import HTTPTypes
import Testing

@testable import TokenIDPSimulator

@Suite("The operator's page")
struct AdminPageTests {
    static func entered(_ route: RouteClient) async throws -> PageBrowser {
        let browser = PageBrowser(route)
        let ticket = try await route.admin("/admin/ticket", "{}").required("message")
        try await browser.open(ticket.replacing(SimulatorDriver.issuer, with: ""))
        return browser
    }

    @Test("it opens by a ticket, once, or by the token; to nobody else it shows anything")
    func door() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes()
            let ticket = try await route.admin("/admin/ticket", "{}").required("message")
            let address = ticket.replacing(SimulatorDriver.issuer, with: "")
            let (operating, thief) = (PageBrowser(route), PageBrowser(route))
            try await operating.open(address)
            #expect(await operating.shows(codes.user))
            #expect(await operating.address == "/admin", "the ticket does not stay in the address")
            try await thief.open(address)
            #expect(await thief.status == .forbidden)
            #expect(await !thief.shows(codes.user))
            try await thief.open("/admin/live")
            #expect(await thief.status == .unauthorized)
            try await thief.post("/admin/sign-in", ["token": "guess"])
            #expect(await thief.status == .forbidden)
            let token = try #require(try route.driver.folder.read("admin-token"))
            let other = PageBrowser(route)
            try await other.open("/admin")
            #expect(await !other.shows(codes.user))
            try await other.post("/admin/sign-in", ["token": token.trimmingCharacters(in: .whitespacesAndNewlines)])
            #expect(await other.shows(codes.user))
            #expect(await other.cookiesSet.allSatisfy { $0.contains("SameSite=Strict") && $0.contains("HttpOnly") })
        }
    }

    @Test("guessing at the token is slowed down")
    func guessing() async throws {
        try await SimulatorDriver().run { route in
            let browser = PageBrowser(route)
            for _ in 0..<5 { try await browser.post("/admin/sign-in", ["token": "guess"]) }
            try await browser.post("/admin/sign-in", ["token": "guess"])
            #expect(await browser.status == .tooManyRequests)
            #expect(await browser.headers[.retryAfter] != nil)
        }
    }

    @Test("its buttons approve, deny and expire; a code that is decided has none, and what cannot be done is said")
    func deciding() async throws {
        try await SimulatorDriver().run { route in
            let (one, two, three) = try await (
                route.codes(name: "Lobby <b>TV</b>"), route.codes(), route.codes()
            )
            let browser = try await Self.entered(route)
            #expect(await browser.shows("Lobby &lt;b&gt;TV&lt;/b&gt;"))
            try await browser.press("approve-\(one.user)")
            #expect(try await route.poll(one).has("access_token"))
            try await browser.press("deny-\(two.user)")
            #expect(try await route.poll(two).error == "access_denied")
            let stale = try #require(await browser.formToken)
            try await browser.press("expire-\(three.user)")
            #expect(try await route.poll(three).error == "expired_token")
            try await browser.open("/admin/live")
            #expect(await !browser.shows("approve-"))
            #expect(await browser.shows("used"))
            try await browser.post("/admin/act", ["form_token": stale, "act": "approve", "user_code": two.user])
            #expect(await browser.shows("This code is denied already."))
        }
    }

    @Test("no form from elsewhere is taken")
    func forgery() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes()
            let browser = try await Self.entered(route)
            try await browser.post("/admin/act", ["act": "approve", "user_code": codes.user])
            #expect(await browser.status == .forbidden)
            #expect(try await route.poll(codes).error == "authorization_pending")
        }
    }

    @Test("troubles are put on and called off, the clock is moved")
    func troubles() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes()
            let browser = try await Self.entered(route)
            let formToken = try #require(await browser.formToken)
            try await browser.post(
                "/admin/act",
                ["form_token": formToken, "act": "scenario", "scenario": "denied", "client": "tokenidp-tv-app"])
            #expect(try await route.poll(codes).error == "access_denied")
            #expect(await browser.shows("<strong>denied</strong> is on for tokenidp-tv-app"))
            try await browser.press("off-denied-tokenidp-tv-app-")
            #expect(await !browser.shows("is on for"))
            try await browser.submit(["seconds": "601"])
            #expect(try await route.poll(codes).error == "expired_token")
        }
    }

    @Test("only this page has a script, by its hash; everything else of the policy is as strict as elsewhere")
    func policy() async throws {
        try await SimulatorDriver().run { route in
            let browser = try await Self.entered(route)
            let policy = try #require(await browser.headers[.contentSecurityPolicy])
            #expect(policy.contains("script-src 'sha256-") && policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
            try await browser.open("/device")
            #expect(await browser.headers[.contentSecurityPolicy]?.contains("script-src") == false)
        }
    }
}
