import Foundation
import Hummingbird
import Synchronization

/// One browser's way through the verification pages.
struct PageSession: Sendable {
    struct SignIn: Equatable, Sendable {
        var username: String
        var at: Date
    }

    /// Names the session in the cookie.
    var id = Secrets.token()
    /// At whose pages it was begun; it counts at no others.
    let tenant: String
    /// Every form carries it; a form from elsewhere cannot know it.
    let formToken = Secrets.token()
    var signIn: SignIn?
    /// The grant whose code this browser has entered last.
    var grantID: Int64?
    /// The latest codes it has entered, and whose they are: another tab may still be at an earlier one.
    private(set) var entered: [(code: UserCode, grantID: Int64)] = []
    var lastUse: Date

    init(tenant: String, lastUse: Date) { (self.tenant, self.lastUse) = (tenant, lastUse) }

    mutating func enter(_ code: UserCode, of grantID: Int64) {
        self.grantID = grantID
        entered = entered.suffix(4) + [(code, grantID)]
    }

    /// Goes back to a code that was entered before; any other is passed over.
    mutating func goBack(to code: UserCode) {
        if let known = entered.last(where: { $0.code == code }) { grantID = known.grantID }
    }
}

/// Sessions live in memory only: after a restart a person signs in again, a device's code is still there.
final class SessionStore: Sendable {
    /// A tenant's cookie: the browser sends it to all paths of the host, so the name has to tell them apart.
    static func cookieName(of tenant: String) -> String { "__Host-tokenidp-\(tenant)" }
    /// Seconds without a request after which a session is gone.
    static let lifetime: TimeInterval = 1800
    private static let most = 10_000

    private let sessions = Mutex<[String: PageSession]>([:])

    /// The session a request's cookie names, if it is still alive.
    func session(of request: Request, tenant: String, at now: Date) -> PageSession? {
        guard let id = request.cookies[Self.cookieName(of: tenant)]?.value else { return nil }
        return sessions.withLock { sessions in
            guard var session = sessions[id], session.tenant == tenant,
                now.timeIntervalSince(session.lastUse) < Self.lifetime
            else { return nil }
            session.lastUse = now
            sessions[id] = session
            return session
        }
    }

    func save(_ session: PageSession, at now: Date) {
        sessions.withLock { sessions in
            if sessions.count >= Self.most {
                sessions = sessions.filter { now.timeIntervalSince($0.value.lastUse) < Self.lifetime }
                // Still full: someone opens sessions by the thousand. The oldest half goes.
                if sessions.count >= Self.most {
                    let kept = sessions.values.sorted { $0.lastUse > $1.lastUse }.prefix(Self.most / 2)
                    sessions = Dictionary(kept.map { ($0.id, $0) }) { first, _ in first }
                }
            }
            sessions[session.id] = session
        }
    }

    /// Gives the session a new name, so that a name known from before signing in opens nothing after it.
    func rename(_ session: inout PageSession) {
        let old = session.id
        session.id = Secrets.token()
        sessions.withLock { $0[old] = nil }
    }

    static func cookie(for session: PageSession) -> Cookie {
        Cookie(
            name: cookieName(of: session.tenant), value: session.id, path: "/", secure: true, httpOnly: true,
            sameSite: .lax)
    }
}
