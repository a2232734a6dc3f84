import HTTPTypes
import Testing

@testable import TokenIDPSimulator

@Suite("Tenants, by path and by host")
struct TenantTests {
    @Test(
        "a path or a host names a tenant; what is left is its own path",
        arguments: [
            ("localhost:5001", "/token", "system", "/token"), ("localhost:5001", "/acme/token", "acme", "/token"),
            ("localhost:5001", "/acme", "acme", "/"), ("localhost:5001", "/acme?x=1", "acme", "/?x=1"),
            ("localhost:5001", "/acmes/token", "system", "/acmes/token"),
            (
                "localhost:5001", "/.well-known/oauth-authorization-server/acme", "acme",
                "/.well-known/oauth-authorization-server"
            ),
            (
                "localhost:5001", "/acme/.well-known/openid-configuration?a", "acme",
                "/.well-known/openid-configuration?a"
            ),
            ("GLOBEX.localhost:5001", "/token", "globex", "/token"), ("globex.localhost", "/token", "globex", "/token"),
            ("[::1]:5001", "/token", "system", "/token"), ("[::1]", "/token", "system", "/token"),
            ("other.example", "/token", "system", "/token"),
        ])
    func resolving(authority: String, target: String, name: String, rest: String) throws {
        let plans = try SimulatorDriver.directory.get().tenantPlans
        let tenants = Tenants(all: plans.map { Tenant($0, at: "https://localhost:5001") })
        let found = tenants.resolve(authority: authority, target: target)
        #expect(tenants.all[found.index].name == name)
        #expect(found.target == rest)
    }

    @Test("each has an issuer, which its discovery names by both rules (RFC 8414, 3.1; OpenID Connect Discovery, 4)")
    func issuers() async throws {
        try await SimulatorDriver().run { route in
            let system = try await route.get("/.well-known/openid-configuration")
            #expect(system["issuer"] == "https://localhost:5001")
            for path in ["/acme/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/acme"] {
                let acme = try await route.get(path)
                #expect(acme["issuer"] == "https://localhost:5001/acme")
                #expect(acme["token_endpoint"] == "https://localhost:5001/acme/token")
            }
        }
    }

    @Test("a whole sign-in at a tenant's path: its pages, its people, its issuer in the tokens")
    func story() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes(at: "/acme")
            let complete = try codes.answer.required("verification_uri_complete")
            #expect(complete == "https://localhost:5001/acme/device?user_code=\(codes.user)")
            let browser = PageBrowser(route)
            try await browser.open("/acme/device?user_code=\(codes.user)")
            #expect(await browser.shows("Acme"))
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.address == "/acme/device/sign-in")
            #expect(await browser.shows("Carol Example"))
            try await browser.submit(["username": "carol", "password": "carol-password"])
            try await browser.submit(["decision": "approve"])
            #expect(await browser.shows("Approved"))
            #expect(await browser.cookiesSet.allSatisfy { $0.hasPrefix("__Host-tokenidp-acme=") })
            let tokens = try await route.poll(codes, at: "/acme")
            let bearer: HTTPFields = [.authorization: "Bearer \(try tokens.required("access_token"))"]
            #expect(try await route.get("/acme/userinfo", headers: bearer)["sub"] == "carol")
            #expect(try await route.get("/userinfo", headers: bearer).status == .unauthorized)
            let introspected = try await route.post(
                "/introspect", form: ["client_id": "tokenidp-tv-app", "token": try tokens.required("access_token")])
            #expect(introspected.bool("active") == false, "another tenant knows nothing of the token")
        }
    }

    @Test("carol is Acme's: nowhere else can she sign in")
    func people() async throws {
        try await SimulatorDriver().run { route in
            let codes = try await route.codes()
            let browser = PageBrowser(route)
            try await browser.open("/device?user_code=\(codes.user)")
            try await browser.submit(["user_code": codes.user])
            #expect(await !browser.shows("Carol"))
            try await browser.submit(["username": "carol", "password": "carol-password"])
            #expect(await browser.shows("do not go together"))
            try await browser.post(
                "/device/sign-in", ["form_token": await browser.formToken ?? "", "continue_as": "carol"])
            #expect(await browser.address == "/device/sign-in")
        }
    }

    @Test("a code typed at another tenant's page is one that nobody knows; the operator is told of the mismatch")
    func mismatch() async throws {
        let driver = try SimulatorDriver()
        try await driver.run { route in
            let codes = try await route.codes(at: "/acme")
            let browser = PageBrowser(route)
            try await browser.open("/device")
            try await browser.submit(["user_code": "BBBB-BBBB"])
            let unknown = await browser.page.replacing("BBBB-BBBB", with: "")
            try await browser.submit(["user_code": codes.user])
            #expect(await browser.page.replacing(codes.user, with: "") == unknown, "a stranger learns nothing")
            let why = try await route.admin("/admin/why", #"{"user_code":"\#(codes.user)"}"#)
            #expect(
                why["message"]?.hasSuffix("Tenant mismatch: it is acme's, and was typed at system's page 0 s ago.")
                    == true)
            let line = try driver.audit().last { $0["event"] == "code_refused" }
            #expect(line?["reason"] == "tenant mismatch: it is acme's")
            #expect(line?["tenant"] == "system")
            #expect(try await route.poll(codes).error == "invalid_grant", "nor is it fetched at another")
            #expect(try await route.poll(codes, at: "/acme").error == "authorization_pending")
        }
    }

    @Test("a session at one tenant is none at another, though the browser sends its cookie along")
    func sessions() async throws {
        try await SimulatorDriver().run { route in
            let mine = try await route.codes(at: "/acme")
            let browser = PageBrowser(route)
            try await browser.open("/acme/device")
            try await browser.submit(["user_code": mine.user])
            try await browser.submit(["continue_as": "alice"])
            #expect(await browser.shows("Approve"))
            await browser.renameCookies { $0.replacing("acme", with: "system") }
            try await browser.open("/device/request")
            #expect(await browser.address == "/device")
        }
    }
}
