import DeviceFlow
import Glibc
import KioskScreen

/// Who comes, and what they do.
extension World {
    mutating func comes() {
        let hour = now.sinceStart.components.seconds / 3600 % 24
        let pause = -gap * Double(hour >= 8 && hour < 20 ? 1 : 6) * log(Double.random(in: 0.001...1, using: &chance))
        plan(.visitorComes, in: .milliseconds(Int64(max(1, pause) * 1000)))
        if chance.once(in: 600) { return plan(.restarts, in: .seconds(1)) }
        if chance.once(in: 100) { plan(.reloads, in: chance.seconds(0...120)) }
        if chance.once(in: 80) {
            plan(.wishes(chance.one(of: [.newCodeWanted, .idleWanted])), in: chance.seconds(0...120))
        }
        if kiosk.settings.isLocked, chance.once(in: 60) { return operatorComes() }
        if chance.once(in: 25) { plan(.resizes, in: chance.seconds(0...60)) }
        isWatched = chance.once(in: 25)
        server.forget(at: now)
        if kiosk.isInspected { feed(.key(.character("i"))) }
        visitor = Visitor(&chance)
        if case .code(let code) = kiosk.scene(at: now).content { return meets(code.userCode.text) }
        begins(4)
    }

    /// Presses keys until something happens.
    mutating func begins(_ tries: Int) {
        guard tries > 0, visitor != nil else { return }
        switch kiosk.phase {
        case .idle, .ended, .notHandedOver:
            feed(.key(tries == 1 ? chance.one(of: [.left, .right, .down]) : .enter))
            plan(.begins(tries: tries - 1), in: .seconds(1))
        case .signedIn:
            // Somebody was here before and has not signed out.
            feed(.key(.character("o")))
            plan(.begins(tries: tries - 1), in: .seconds(3))
        case .signingIn, .asking, .handingOver, .greeting, .stopped: break
        }
    }

    mutating func codesShown(_ event: LogEvent) {
        guard let text = event.members["user_code"]?.string, let grant = server.grant(userCode: text),
            let lifetime = event.members["expires_in"]?.numeric
        else { return witness.breaks("codes_shown of a code that was not given", at: now) }
        witness.gave(grant, sentAt: codesSentAt, lifetime: .seconds(lifetime))
        meets(text)
    }

    mutating func meets(_ userCode: String) {
        guard let visitor, let grant = server.grant(userCode: userCode) else { return }
        for (time, deed) in visitor.deeds(with: userCode, left: grant.expiry - now, &chance) { plan(deed, in: time) }
        // Whoever has seen what all that leads to, takes the next code for what it is.
        self.visitor = Visitor(wish: .approve)
    }

    /// "Is this you?"
    mutating func asked() {
        if case .asking(_, let tokens, _, _) = kiosk.phase { witness.has(tokens.identity?.name, at: now) }
        let answer = chance.weighed([(90, Key.enter), (5, .character("n")), (5, .other("key_f1"))])
        plan(.answersQuestion(answer), in: chance.seconds(0.2...40))
    }

    /// The chord, a PIN that is mostly right, and a walk through the menu.
    mutating func operatorComes() {
        var keys = Array(repeating: Key.control("o"), count: 3)
        keys += (chance.once(in: 5) ? "0000" : Place.pin).map { .character($0) } + [.enter]
        for _ in 0..<Int.random(in: 2...8, using: &chance) {
            keys.append(chance.one(of: [.down, .up, .enter, .escape]))
        }
        for (index, key) in keys.enumerated() { plan(.presses(key), in: .milliseconds(300 * index)) }
    }

    mutating func decides(_ userCode: String, _ state: Server.Grant.State) {
        if case .approved = state {
            guard server.decide(userCode, .approved(at: now), at: now) else { return }
            witness.approved(userCode, at: now)
            visitor = nil
            // What they do once they are in.
            let stay = chance.seconds(10...200)
            for (time, key) in Visitor.keysAtHome(stay, &chance) { plan(.presses(key), in: time) }
        } else {
            _ = server.decide(userCode, state, at: now)
        }
    }

    mutating func anySize() -> Frame.Size {
        chance.once(in: 4)
            ? Frame.Size(rows: .random(in: 1...70, using: &chance), columns: .random(in: 1...240, using: &chance))
            : chance.one(
                of: [(24, 80), (33, 120), (45, 160), (30, 100), (10, 40)].map {
                    Frame.Size(rows: $0.0, columns: $0.1)
                })
    }
}
