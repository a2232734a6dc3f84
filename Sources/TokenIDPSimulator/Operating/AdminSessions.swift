import Foundation
import Hummingbird
import Synchronization

/// The secret between the running server and the operator's commands: a file only its owner can read.
public enum AdminToken {
    static let file = "admin-token"

    static func keep(in folder: StateFolder) throws -> String {
        if let token = try folder.read(file)?.trimmingCharacters(in: .whitespacesAndNewlines), token.count >= 40 {
            return token
        }
        let token = Secrets.token()
        try folder.write(token + "\n", to: file, secret: true)
        return token
    }
}

/// Browsers that showed the admin token, or a ticket that a command got for it.
final class AdminSessions: Sendable {
    struct Session: Sendable {
        let id = Secrets.token()
        /// Every form carries it; a form from elsewhere cannot know it.
        let formToken = Secrets.token()
        var lastUse: Date
    }

    private struct State {
        var sessions: [String: Session] = [:]
        /// When each ticket was made.
        var tickets: [String: Date] = [:]
    }

    static let cookieName = "__Host-tokenidp-admin"
    /// Seconds without a request after which a session is gone.
    static let lifetime: TimeInterval = 8 * 3600
    /// Seconds a ticket opens the page, once: it stands in an address, and addresses are kept by browsers.
    static let ticketLifetime: TimeInterval = 60

    private let state = Mutex(State())

    func begin(at now: Date) -> Session {
        let session = Session(lastUse: now)
        state.withLock { state in
            state.sessions = state.sessions.filter { now.timeIntervalSince($0.value.lastUse) < Self.lifetime }
            state.sessions[session.id] = session
        }
        return session
    }

    func session(of request: Request, at now: Date) -> Session? {
        guard let id = request.cookies[Self.cookieName]?.value else { return nil }
        return state.withLock { state in
            guard let session = state.sessions[id], now.timeIntervalSince(session.lastUse) < Self.lifetime else {
                return nil
            }
            state.sessions[id]?.lastUse = now
            return session
        }
    }

    func newTicket(at now: Date) -> String {
        let ticket = Secrets.token()
        state.withLock { state in
            state.tickets = state.tickets.filter { now.timeIntervalSince($0.value) < Self.ticketLifetime }
            state.tickets[ticket] = now
        }
        return ticket
    }

    /// Whether the ticket opens the page; it never does again.
    func punch(_ ticket: String, at now: Date) -> Bool {
        state.withLock { state in
            guard let made = state.tickets.removeValue(forKey: ticket) else { return false }
            return now.timeIntervalSince(made) < Self.ticketLifetime
        }
    }

    static func cookie(for session: Session) -> Cookie {
        Cookie(name: cookieName, value: session.id, path: "/", secure: true, httpOnly: true, sameSite: .strict)
    }
}
