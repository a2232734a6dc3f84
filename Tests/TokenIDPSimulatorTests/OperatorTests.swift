import Foundation
import Testing

@testable import TokenIDPSimulator

@Suite("What the operator is told about a code, and may do to it")
struct OperatorTests {
    @Test("why a code is as it is, for the operator: waiting, approved, denied, expired, used, and how it was polled")
    func why() throws {
        var grant = try DeviceGrantTests.grant()
        #expect(
            grant.explanation(at: DeviceGrantTests.start + 34)
                == "WDJB-MJHT: waiting for a person. tv asked for it 34 s ago; it expires in 9 min 26 s. The device has "
                + "not polled.")
        _ = grant.poll(at: DeviceGrantTests.start + 5)
        _ = grant.poll(at: DeviceGrantTests.start + 6)
        #expect(
            grant.explanation(at: DeviceGrantTests.start + 8).hasSuffix(
                "The device has polled 2 times, last 2 s ago; it has to leave 10 s between."))
        var denied = grant
        try denied.deny(by: "alice", at: DeviceGrantTests.start + 10)
        #expect(denied.explanation(at: DeviceGrantTests.start + 22).hasPrefix("WDJB-MJHT: denied by alice 12 s ago."))
        #expect(
            denied.explanation(at: DeviceGrantTests.start + 612).hasPrefix(
                "WDJB-MJHT: expired 12 s ago. alice had denied it."))
        #expect(
            grant.explanation(at: DeviceGrantTests.start + 612).hasPrefix(
                "WDJB-MJHT: expired 12 s ago. Nobody had decided."))
        try grant.approve(as: "alice", authenticatedAt: DeviceGrantTests.start, at: DeviceGrantTests.start + 20)
        #expect(
            grant.explanation(at: DeviceGrantTests.start + 21).contains("approved by alice 1 s ago, and not fetched"))
        #expect(
            grant.explanation(at: DeviceGrantTests.start + 4300).contains(
                "expired 1 h 1 min ago. alice had approved it, but"))
        _ = grant.poll(at: DeviceGrantTests.start + 30)
        #expect(
            grant.explanation(at: DeviceGrantTests.start + 40)
                == "WDJB-MJHT: already used. alice approved it 20 s ago, the tokens were fetched 10 s ago.")
    }

    @Test("the operator can end a code before its time, whatever was decided, but no used one")
    func expire() throws {
        var grant = try DeviceGrantTests.grant()
        try grant.approve(as: "alice", authenticatedAt: DeviceGrantTests.start, at: DeviceGrantTests.start + 1)
        try grant.expire(at: DeviceGrantTests.start + 2)
        #expect(grant.poll(at: DeviceGrantTests.start + 3) == .expiredToken)
        #expect(throws: DeviceGrant.DecisionRefused.expired) { try grant.expire(at: DeviceGrantTests.start + 3) }
        grant = try DeviceGrantTests.grant()
        try grant.approve(as: "alice", authenticatedAt: DeviceGrantTests.start, at: DeviceGrantTests.start + 1)
        _ = grant.poll(at: DeviceGrantTests.start + 2)
        #expect(throws: DeviceGrant.DecisionRefused.used) { try grant.expire(at: DeviceGrantTests.start + 3) }
    }
}
