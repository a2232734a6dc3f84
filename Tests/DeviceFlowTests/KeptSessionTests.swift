import Testing

@testable import DeviceFlow

@Suite("Staying signed in")
struct KeptSessionTests {
    static let start = Moment(.seconds(1000))
    static let endpoints = SignInDriver.endpoints

    static func tokens(_ access: String, refresh: String? = "RT-1", expiresIn: Int64? = 400, subject: String? = nil)
        -> TokenSet
    {
        var members: [String: JSONValue] = ["access_token": .string(access)]
        members["refresh_token"] = refresh.map { .string($0) }
        members["expires_in"] = expiresIn.map { .integer($0) }
        return TokenSet(members: members, identity: subject.map { .init(subject: $0, name: nil) })
    }

    /// A session that has just asked for new tokens, at three quarters of their life.
    static func refreshing(_ tokens: TokenSet = tokens("AT-1")) throws -> (KeptSession, RequestID) {
        var session = KeptSession(tokens, endpoints, since: start, firstRequest: 7)
        #expect(session.deadline == start + .seconds(300))
        #expect(session.timePassed(at: start + .seconds(299)).0.isEmpty, "not before it is time")
        let (effects, change) = session.timePassed(at: start + .seconds(300))
        #expect(effects == [.send(.refresh(endpoints, Secret("RT-1")), RequestID(7), timeout: .seconds(10))])
        #expect(change == .none && session.deadline == nil)
        return (session, RequestID(7))
    }

    @Test("C32: a new refresh token takes the place of the old one; what is not named stays")
    func rotation() throws {
        var (session, id) = try Self.refreshing()
        let now = Self.start + .seconds(301)
        let (_, change) = session.replied(.tokens(Self.tokens("AT-2", refresh: "RT-2", expiresIn: 40)), to: id, at: now)
        guard case .renewed(let tokens) = change else {
            Issue.record("\(change)")
            return
        }
        #expect(tokens.accessToken == Secret("AT-2") && tokens.refreshToken == Secret("RT-2"))
        #expect(session.deadline == now + .seconds(30))

        (session, id) = try Self.refreshing()
        _ = session.replied(.tokens(Self.tokens("AT-2", refresh: nil)), to: id, at: now)
        #expect(session.tokens.refreshToken == Secret("RT-1"))
    }

    @Test("a sudden invalid_grant ends it; trouble does not, and is tried again more and more slowly")
    func endings() throws {
        var (session, id) = try Self.refreshing()
        var now = Self.start + .seconds(301)
        var waits: [Duration] = []
        for _ in 0..<5 {
            _ = session.replied(.timeout, to: id, at: now)
            let next = try #require(session.deadline)
            waits.append(next - now)
            now = next
            guard case .send(_, let again, _)? = session.timePassed(at: now).0.first else {
                Issue.record("nothing sent")
                return
            }
            id = again
        }
        #expect(waits == [5, 10, 20, 40, 60].map { .seconds($0) })
        #expect(
            session.replied(.refused(OAuthError(code: "invalid_grant")), to: id, at: now).1 == .over("invalid_grant"))
    }

    @Test("C40: refreshed tokens of somebody else end it, and nobody wants them")
    func otherPerson() throws {
        var (session, id) = try Self.refreshing(Self.tokens("AT-1", subject: "s"))
        let new = Self.tokens("AT-2", subject: "t")
        guard case .over(_, let unwanted) = session.replied(.tokens(new), to: id, at: Self.start + .seconds(301)).1
        else {
            Issue.record("goes on")
            return
        }
        #expect(unwanted == new)
    }

    @Test("without a refresh token it ends when the tokens do; without an end it goes on")
    func noRefresh() {
        var session = KeptSession(Self.tokens("AT", refresh: nil), Self.endpoints, since: Self.start, firstRequest: 1)
        #expect(session.deadline == Self.start + .seconds(400))
        #expect(session.timePassed(at: Self.start + .seconds(400)).1 == .over("the tokens have ended"))
        let endless = KeptSession(Self.tokens("AT", expiresIn: nil), Self.endpoints, since: Self.start, firstRequest: 1)
        #expect(endless.deadline == nil)
    }

    @Test("a reply to another request changes nothing")
    func stranger() throws {
        var (session, _) = try Self.refreshing()
        let before = session
        #expect(session.replied(.denied, to: RequestID(99), at: Self.start).1 == .none)
        #expect(session == before)
    }
}
