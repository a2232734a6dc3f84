import DeviceFlow
import KioskScreen

/// Somebody who stands before the screen, and what they will do.
struct Visitor {
    private let wish: Wish

    enum Wish { case approve, deny, walkAway, replace, callOff, approveLate, serverEnds, play }

    init(wish: Wish) { self.wish = wish }

    init(_ chance: inout Chance) {
        wish = chance.weighed([
            (74, .approve), (5, .deny), (5, .walkAway), (4, .replace), (3, .callOff), (4, .approveLate),
            (2, .serverEnds), (3, .play),
        ])
    }

    /// - Parameter left: how long the code will live.
    func deeds(
        with userCode: String, left: Duration, _ chance: inout Chance
    ) -> [(Duration, World.Happening)] {
        let yes = World.Happening.decides(userCode: userCode, .approved(at: Moment(.zero)))
        let soon = chance.seconds(3...90)
        switch wish {
        case .approve: return [(soon, yes)]
        case .deny: return [(soon, .decides(userCode: userCode, .denied))]
        case .walkAway: return [(soon, .leaves)]
        // The phone stays on the first code, or takes up the second.
        case .replace:
            let first: [(Duration, World.Happening)] = [(.seconds(6), .presses(.character("n")))]
            return first + (chance.once(in: 2) ? [(soon, yes)] : [])
        case .callOff: return [(soon, .callsOff(chance.one(of: [.escape, .backspace])))]
        case .approveLate: return [(max(.zero, left - chance.seconds(0.2...25)), yes)]
        case .serverEnds: return [(soon, .decides(userCode: userCode, .expired))]
        case .play:
            let keys = (1...8).map { (Duration.seconds($0 * 2), World.Happening.presses(Self.anyKey(&chance))) }
            return keys + [(.seconds(30), yes)]
        }
    }

    static func keysAtHome(_ stay: Duration, _ chance: inout Chance) -> [(Duration, Key)] {
        var keys: [(Duration, Key)] = []
        for _ in 0..<Int.random(in: 0...8, using: &chance) { keys.append((chance.seconds(8...100), anyKey(&chance))) }
        // Most sign out; the rest just go.
        if !chance.once(in: 3) { keys.append((stay, .character("o"))) }
        return keys
    }

    private static func anyKey(_ chance: inout Chance) -> Key {
        // The inspector, its pages, its search and its freezing.
        if chance.once(in: 20) { return chance.one(of: "iii1234/f".map { .character($0) } + [.other("key_npage")]) }
        return chance.one(of: [
            .up, .down, .left, .right, .enter, .backspace, .escape, .tab, .character("l"), .character("r"),
            .character(" "), .character("n"), .character("é"), .control("l"), .other("key_f1"),
        ])
    }
}
