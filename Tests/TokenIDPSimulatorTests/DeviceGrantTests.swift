import Foundation
import Testing

@testable import TokenIDPSimulator

@Suite("A device grant's life, with stepped time")
struct DeviceGrantTests {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    static func grant(interval: Int = 5, lifetime: Double = 600) throws -> DeviceGrant {
        DeviceGrant(
            userCode: try #require(UserCode(typed: "WDJBMJHT")), tenant: "system", clientID: "tv", scope: ["openid"],
            deviceName: nil, askedFrom: nil, challenge: nil, createdAt: start, expiresAt: start + lifetime,
            interval: interval)
    }

    @Test("Pending until decided, and the first poll may come at any time")
    func pending() throws {
        var grant = try Self.grant()
        #expect(grant.poll(at: Self.start) == .authorizationPending)
        #expect(grant.poll(at: Self.start + 5) == .authorizationPending)
        #expect(grant.standing(at: Self.start + 5) == .pending)
        #expect(grant.polls == 2)
    }

    @Test("slow_down adds five seconds for this and all later polls (RFC 8628, 3.5)")
    func slowDown() throws {
        var grant = try Self.grant()
        _ = grant.poll(at: Self.start)
        #expect(grant.poll(at: Self.start + 4.8) == .slowDown)
        #expect(grant.interval == 10)
        #expect(grant.poll(at: Self.start + 14.6) == .slowDown, "counted from the poll that was too early")
        #expect(grant.interval == 15)
        #expect(grant.poll(at: Self.start + 29.6) == .authorizationPending)
        #expect(grant.poll(at: Self.start + 44.6) == .authorizationPending, "and it stays slower")
    }

    @Test("A tenth of a second early is punctual, more is not")
    func grace() throws {
        var grant = try Self.grant()
        _ = grant.poll(at: Self.start)
        #expect(grant.poll(at: Self.start + 4.95) == .authorizationPending)
        #expect(grant.poll(at: Self.start + 9.8) == .slowDown)
    }

    @Test("Approved once gives tokens once; the second use is told apart")
    func singleUse() throws {
        var grant = try Self.grant()
        try grant.approve(as: "alice", authenticatedAt: Self.start + 10, at: Self.start + 20)
        let approval = DeviceGrant.Approval(
            username: "alice", authenticatedAt: Self.start + 10, approvedAt: Self.start + 20)
        #expect(grant.poll(at: Self.start + 21) == .tokens(approval))
        #expect(grant.poll(at: Self.start + 21) == .redeemedBefore, "used is used, however early")
        #expect(grant.poll(at: Self.start + 900) == .redeemedBefore, "used is used, however late")
        #expect(grant.standing(at: Self.start + 900) == .used)
    }

    @Test("Denied stays denied until it expires")
    func denied() throws {
        var grant = try Self.grant()
        try grant.deny(by: "bob", at: Self.start + 1)
        #expect(grant.poll(at: Self.start + 5) == .accessDenied)
        #expect(grant.poll(at: Self.start + 5.1) == .accessDenied, "however early: what has ended is not slowed down")
        #expect(grant.poll(at: Self.start + 600) == .expiredToken)
    }

    @Test("Expiry is exact, and beats an approval that nobody fetched")
    func expiry() throws {
        var pending = try Self.grant()
        #expect(pending.poll(at: Self.start + 599.999) == .authorizationPending)
        #expect(pending.poll(at: Self.start + 600) == .expiredToken)
        var approved = try Self.grant()
        try approved.approve(as: "alice", authenticatedAt: Self.start, at: Self.start + 599)
        #expect(approved.poll(at: Self.start + 600) == .expiredToken)
        #expect(approved.poll(at: Self.start + 600.5) == .expiredToken, "expired, not slow_down: the device can stop")
    }

    @Test("Nobody decides twice, nor after the end")
    func decisions() throws {
        var grant = try Self.grant()
        try grant.approve(as: "alice", authenticatedAt: Self.start, at: Self.start)
        #expect(throws: DeviceGrant.DecisionRefused.alreadyApproved) { try grant.deny(by: "bob", at: Self.start + 1) }
        _ = grant.poll(at: Self.start + 5)
        #expect(throws: DeviceGrant.DecisionRefused.used) { try grant.deny(by: "bob", at: Self.start + 6) }
        var denied = try Self.grant()
        try denied.deny(by: nil, at: Self.start)
        #expect(throws: DeviceGrant.DecisionRefused.alreadyDenied) {
            try denied.approve(as: "alice", authenticatedAt: Self.start, at: Self.start + 1)
        }
        var late = try Self.grant()
        #expect(throws: DeviceGrant.DecisionRefused.expired) {
            try late.approve(as: "alice", authenticatedAt: Self.start, at: Self.start + 600)
        }
    }
}

@Suite("User codes (RFC 8628, 6.1)")
struct UserCodeTests {
    @Test("S16: case, dashes, spaces and everything outside the alphabet are ignored")
    func reading() throws {
        for typed in [
            "WDJB-MJHT", "wdjbmjht", " wdjb mjht ", "W-D-J-B–M.J/H\u{200B}T", "wdjb0mj1ht", "WDJ\u{301}BMJHT",
        ] {
            #expect(UserCode(typed: typed)?.shown == "WDJB-MJHT", "\(typed)")
        }
        for typed in ["", "WDJB-MJH", "WDJB-MJHTX", "AEIO-UAEI", "WDJB-MJHﬆ", String(repeating: "W", count: 65)] {
            #expect(UserCode(typed: typed) == nil, "\(typed)")
        }
    }

    @Test("S12, S16: eight letters of base 20, shown as two groups, all letters used")
    func making() {
        var random = SystemRandomNumberGenerator()
        let codes = (0..<500).map { _ in UserCode(using: &random) }
        #expect(Set(codes).count == 500)
        #expect(Set(codes.flatMap { $0.letters }) == Set("BCDFGHJKLMNPQRSTVWXZ"))
        #expect(codes.allSatisfy { $0.shown.count == 9 && UserCode(typed: $0.shown) == $0 })
    }
}

@Suite("Attempts are limited (RFC 8628, 5.1)")
struct AttemptLimitTests {
    let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("S11, S12: five tries are free, then the wait doubles up to a quarter of an hour")
    func waits() {
        var limit = AttemptLimit()
        var now = start
        for _ in 0..<5 {
            #expect(limit.wait(for: "a", at: now) == nil)
            limit.failed("a", at: now)
        }
        var waits: [Int] = []
        while waits.count < 6, let wait = limit.wait(for: "a", at: now) {
            waits.append(wait)
            now += Double(wait)
            #expect(limit.wait(for: "a", at: now) == nil, "the wait ends when it says")
            limit.failed("a", at: now)
        }
        #expect(waits == [60, 120, 240, 480, 900, 900])
        #expect(limit.wait(for: "b", at: now) == nil, "others do not wait")
    }

    @Test("An hour without failures is forgiven")
    func forgetting() {
        var limit = AttemptLimit()
        for _ in 0..<5 { limit.failed("a", at: start) }
        limit.failed("a", at: start + 3600)
        #expect(limit.wait(for: "a", at: start + 3600) == nil)
    }
}
