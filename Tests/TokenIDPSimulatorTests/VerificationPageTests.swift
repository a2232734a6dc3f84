import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import TokenIDPSimulator

@Suite("The verification pages")
struct VerificationPageTests {
    /// A device with codes, and a browser that has opened the page it names.
    static func story(
        scope: String = "openid profile", name: String? = nil, lifetime: Int = 600,
        _ tell: @escaping @Sendable (RouteClient, Codes, PageBrowser) async throws -> Void
    ) async throws {
        try await SimulatorDriver(codeLifetime: lifetime).run { route in
            let codes = try await route.codes(scope: scope, name: name)
            let browser = PageBrowser(route)
            try await browser.open("/device")
            try await tell(route, codes, browser)
        }
    }

    @Test("S5, S6: enter, sign in, see who asks for what, approve, go back to the screen")
    func approve() async throws {
        try await Self.story(scope: "openid email api.read", name: "living-room-tv") { route, codes, browser in
            #expect(await browser.shows("Enter the code from your screen"))
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.address == "/device/sign-in")
            #expect(await browser.shows("Continue as <strong>Alice Example</strong>"))
            try await browser.submit(["continue_as": "alice"])
            #expect(await browser.address == "/device/request")
            for words in [
                "living-room-tv", "TokenIDP TV", codes.user, "just now", "know who you are", "see your email address",
                "read your data", "Signed in as Alice Example", "If you did not start this, deny.", "Deny", "Approve",
            ] { #expect(await browser.shows(words), "\(words)") }
            #expect(try await route.poll(codes).error == "authorization_pending", "looking is not approving")
            try await browser.submit(["decision": "approve"])
            #expect(await browser.shows("go back to the screen"))
            route.driver.advance(by: 5)
            #expect(try await route.poll(codes).status == .ok)
        }
    }

    @Test("S6: deny is a choice of the same form, and the device hears it")
    func deny() async throws {
        try await Self.story { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "bob"])
            let buttons = await browser.page.matches(of: /<button class="choice [a-z]+" name="decision"/)
            #expect(buttons.count == 2, "two buttons of one kind")
            try await browser.submit(["decision": "deny"])
            #expect(await browser.shows("<h1>Denied</h1>"))
            #expect(try await route.poll(codes).error == "access_denied")
        }
    }

    @Test("S8: coming by verification_uri_complete, the code is compared before anything else")
    func compare() async throws {
        try await Self.story { route, codes, browser in
            try await browser.open("/device?user_code=\(codes.user)")
            #expect(await browser.shows("Does your screen show this code?"))
            #expect(await browser.shows(codes.user))
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.address == "/device/sign-in")
            try await browser.open("/device?different")
            #expect(await browser.shows("Then do not go on with that link"))
        }
    }

    @Test("A link with a code tells nobody whether that code exists")
    func noOracle() async throws {
        try await Self.story { route, codes, browser in
            try await browser.open("/device?user_code=\(codes.user)")
            let real = await browser.page.replacing(codes.user, with: "")
            try await browser.open("/device?user_code=ZZZZ-ZZZZ")
            #expect(await browser.page.replacing("ZZZZ-ZZZZ", with: "") == real)
            try await browser.open("/device?user_code=%22%3E%3Cscript%3E")
            #expect(await browser.shows("Enter the code from your screen"))
            #expect(await !browser.shows("<script"))
        }
    }

    @Test("S16: case, spaces and dashes do not matter")
    func forgiving() async throws {
        try await Self.story { route, codes, browser in
            let letters = codes.user.lowercased().replacing("-", with: "")
            try await browser.submit(["user_code": " \(letters.prefix(3)) \(letters.dropFirst(3)) "])
            #expect(await browser.address == "/device/sign-in")
        }
    }

    @Test("A wrong code says which kind of wrong, and nothing more")
    func wrong() async throws {
        try await Self.story(lifetime: 60) { route, codes, browser in
            try await browser.submit(["user_code": "BBBB-BBBB"])
            #expect(await browser.status == .badRequest)
            #expect(await browser.shows("We do not know this code."))
            #expect(await browser.shows(#"role="alert""#))
            let used = try await route.codes()
            try await route.deny(used)
            try await browser.submit(["user_code": used.user])
            #expect(await browser.shows("This code was used already."))
            #expect(await !browser.shows("enied"), "not that it was denied, nor by whom")
            route.driver.advance(by: 60)
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.shows("This code has expired."))
            #expect(await browser.shows(codes.user), "what was typed stays in the field")
        }
    }

    @Test("A code that expires while the person reads is not approved")
    func expiredMeanwhile() async throws {
        try await Self.story(lifetime: 60) { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "alice"])
            route.driver.advance(by: 60)
            try await browser.submit(["decision": "approve"])
            #expect(await browser.shows("This code has expired"))
            #expect(try await route.poll(codes).error == "expired_token")
        }
    }

    @Test("Signing in by password: right, wrong, and slowed after five wrong ones")
    func password() async throws {
        try await Self.story { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            for _ in 0..<5 {
                try await browser.submit(["username": "alice", "password": "guess"])
                #expect(await browser.shows("Name and password do not go together."))
            }
            try await browser.submit(["username": "alice", "password": "alice-password"])
            #expect(await browser.status == .tooManyRequests)
            route.driver.advance(by: 60)
            try await browser.open("/device/sign-in")
            try await browser.submit(["username": " Alice", "password": "alice-password"])
            #expect(await browser.shows("Signed in as Alice Example"))
        }
    }

    @Test("Somebody else can sign in instead")
    func signOut() async throws {
        try await Self.story { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "alice"])
            let token = try #require(await browser.formToken)
            try await browser.post("/device/sign-out", ["form_token": token])
            #expect(await browser.address == "/device/sign-in")
            try await browser.submit(["continue_as": "bob"])
            #expect(await browser.shows("Signed in as Bob Example"))
        }
    }

    @Test("S11, S12: five wrong codes, then 429 with Retry-After, also without the cookie, also for a right code")
    func attempts() async throws {
        try await Self.story { route, codes, browser in
            for _ in 0..<4 {
                try await browser.submit(["user_code": "BBBB-BBBB"])
                #expect(await browser.status == .badRequest)
            }
            try await browser.submit(["user_code": "BBBB-BBBB"])
            #expect(await browser.status == .tooManyRequests)
            #expect(await browser.headers[.retryAfter] == "60")
            #expect(await browser.shows("Too many wrong tries"))
            await browser.forgetCookies()
            try await browser.open("/device")
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.status == .tooManyRequests, "the address counts, not only the session")
            route.driver.advance(by: 60)
            try await browser.open("/device")
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.address == "/device/sign-in")
        }
    }

    @Test(
        "A form without its session's token is refused and does nothing",
        arguments: ["/device", "/device/sign-in", "/device/request", "/device/sign-out"])
    func forgery(_ path: String) async throws {
        try await Self.story { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "alice"])
            let token = try #require(await browser.formToken)
            let fields = ["user_code": codes.user, "continue_as": "bob", "decision": "approve"]
            for forged in [fields, fields.merging(["form_token": "x"]) { $1 }] {
                try await browser.post(path, forged)
                #expect(await browser.status == .forbidden)
            }
            await browser.forgetCookies()
            try await browser.post(path, fields.merging(["form_token": token]) { $1 })
            #expect(await browser.status == .forbidden, "a token without its session is no token")
            #expect(try await route.poll(codes).error == "authorization_pending")
        }
    }

    @Test("A decision counts only for the code the page showed")
    func twoWindows() async throws {
        try await Self.story { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "alice"])
            let token = try #require(await browser.formToken)
            let other = try await route.codes()
            try await browser.open("/device")
            try await browser.submit(["user_code": other.user])
            // The first window, still showing the first code.
            try await browser.post(
                "/device/request", ["form_token": token, "user_code": codes.user, "decision": "approve"])
            #expect(await browser.shows(other.user), "the page says what would be approved now")
            #expect(try await route.poll(codes).error == "authorization_pending")
            #expect(try await route.poll(other).error == "authorization_pending")
        }
    }

    @Test("A page left open for half an hour starts again")
    func stale() async throws {
        try await Self.story(lifetime: 7200) { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "alice"])
            route.driver.advance(by: 1800)
            try await browser.submit(["decision": "approve"])
            #expect(await browser.status == .forbidden)
            #expect(await browser.shows("This page is too old"))
            #expect(try await route.poll(codes).error == "authorization_pending")
        }
    }

    @Test("Nobody decides without a code and a sign-in")
    func order() async throws {
        try await Self.story { route, codes, browser in
            try await browser.open("/device/request")
            #expect(await browser.address == "/device")
            try await browser.open("/device/sign-in")
            #expect(await browser.address == "/device")
            try await browser.submit(["user_code": codes.user])
            let token = try #require(await browser.formToken)
            try await browser.post(
                "/device/request", ["form_token": token, "user_code": codes.user, "decision": "approve"])
            #expect(await browser.address == "/device/sign-in")
            #expect(try await route.poll(codes).error == "authorization_pending")
        }
    }

    @Test("Who did not decide does not see who did")
    func decidedElsewhere() async throws {
        try await Self.story { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "bob"])
            try await route.approve(codes, as: "alice")
            try await browser.submit(["decision": "deny"])
            #expect(await browser.shows("Somebody else has decided"))
            #expect(await !browser.shows("Alice"))
            #expect(try await route.poll(codes).status == .ok)
        }
    }

    @Test("S14: a device's name is shown as its own claim, harmless whatever it says")
    func hostileName() async throws {
        try await Self.story(name: "<script>alert(1)</script>\u{202E}\u{1B}[2J") { route, codes, browser in
            try await browser.submit(["user_code": codes.user])
            try await browser.submit(["continue_as": "alice"])
            #expect(await browser.shows("&lt;script&gt;alert(1)&lt;/script&gt;[2J"))
            #expect(await !browser.shows("<script"))
            #expect(await browser.shows("The name the device gives itself"))
        }
    }

    @Test("Every page: strict policy, no framing, not stored, no script, a session cookie that is safe")
    func headers() async throws {
        try await Self.story { route, codes, browser in
            let steps: [[String: String]] = [
                ["user_code": "BBBB-BBBB"], ["user_code": codes.user], ["continue_as": "alice"], ["decision": "deny"],
            ]
            for step in steps {
                let policy = await browser.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
                #expect(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"))
                #expect(await browser.headers[.xFrameOptions] == "DENY")
                #expect(await browser.headers[.cacheControl] == "no-store")
                #expect(await browser.headers[.referrerPolicy] == "no-referrer")
                #expect(await browser.headers[.contentType] == "text/html; charset=utf-8")
                #expect(await browser.shows(#"<html lang="en">"#))
                #expect(await !browser.shows("<script"))
                #expect(await !browser.shows("style="))
                try await browser.submit(step)
            }
            let cookies = await browser.cookiesSet
            #expect(cookies.count >= 2, "signing in renames the session")
            for cookie in cookies {
                #expect(cookie.hasPrefix("__Host-"))
                for word in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(word)) }
            }
            #expect(Set(cookies.map { $0.prefix { $0 != ";" } }).count == 2)
        }
    }
}
