import DeviceFlow

/// What a key means.
extension KioskModel {
    mutating func pressed(_ key: Key, at now: Moment) -> [KioskEffect] {
        // What an operator does is no sign of a person who is signed in.
        if let effects = operatorKey(key, at: now) { return effects }
        // Somebody comes back to a dark screen, or says that they are still there: that is all the key does.
        let onlyWakes = isDimmed(at: now) && home != nil || isLeaving(at: now) && !isSignOut(key)
        if isDimmed(at: now) { makeFresh() }
        touched = now
        if let effects = inspectorKey(key, at: now) ?? demoKey(key, at: now) { return effects }
        let isOperators = key == .control("l") || key.quits && !settings.isLocked
        return onlyWakes && !isOperators ? [] : act(on: key, at: now)
    }

    private mutating func act(on key: Key, at now: Moment) -> [KioskEffect] {
        switch key {
        case .control("l"):
            return [.repaint]
        case _ where key.quits && !settings.isLocked:
            return update(.stopped, at: now)
        case .character("r") where isShowingCode, .character("R") where isShowingCode:
            changeQR(at: now)
            return []
        case .character("n") where isShowingCode, .character("N") where isShowingCode:
            return settings.mode == .run ? replace(at: now) : []
        case .character("l") where offersLanguages, .character("L") where offersLanguages:
            changeLanguage()
            return []
        default:
            return otherKey(key, at: now)
        }
    }

    /// The next drawing that looks another: what has no room is drawn in another way anyhow.
    private mutating func changeQR(at now: Moment) {
        let scene = scene(at: now)
        let before = style(at: now)
        func frame(_ style: ViewStyle) -> Frame? {
            abilities.map { view(scene, size: size, abilities: $0, style: style) }
        }
        for _ in QRRendering.allCases {
            qrRendering = qrRendering.next
            if abilities == nil || frame(style(at: now)) != frame(before) { return }
        }
    }

    var offersLanguages: Bool {
        guard languages.count > 1 else { return false }
        switch phase {
        case .idle: return true
        case .signedIn: return home != nil
        case .signingIn, .asking, .handingOver, .notHandedOver, .greeting, .ended, .stopped: return false
        }
    }

    private mutating func otherKey(_ key: Key, at now: Moment) -> [KioskEffect] {
        switch phase {
        case .idle:
            if let home { return homeKey(key, home, at: now) }
            renewals = 0
            return beginByKey(at: now)
        case .signingIn:
            guard key == .escape || key == .backspace else { return [] }
            let called = cancel(at: now)
            guard settings.mode == .run else { return called + stop(.cancelled, .outcome(.cancelled)) }
            home?.wanted = nil
            return called
        case .asking(_, _, let since, _):
            return answer(key, since: since, at: now).map { answered($0, at: now) } ?? []
        case .greeting:
            return isSignOut(key) && settings.mode == .run ? signOut(at: now) : afterGreeting(at: now)
        case .signedIn:
            if let home, !isSignOut(key) { return homeKey(key, home, at: now) }
            return isSignOut(key) || key == .escape || key == .backspace ? signOut(at: now) : []
        case .notHandedOver(let signIn, let tokens, _):
            guard key != .escape, key != .backspace else { return giveUpHandover(at: now) }
            // Somebody is there: they have the whole time again.
            handoverEnd = nil
            phase = .handingOver(signIn, tokens)
            return [.handOver(tokens)]
        case .ended(let ending, _):
            guard settings.mode == .run else { return [] }
            if key == .escape || key == .backspace {
                phase = .idle
                home?.wanted = nil
                return []
            }
            renewals = 0
            // Only a code that was seen can be confused with the next one.
            return beginByKey(
                afterAnother: ending == .outcome(.expired) || ending == .outcome(.denied), at: now)
        case .handingOver, .stopped:
            return []
        }
    }

    private func isSignOut(_ key: Key) -> Bool { key == .character("o") || key == .character("O") }

    private var isShowingCode: Bool {
        if case .signingIn(let signIn, _, _) = phase { signIn.isShowingCode } else { false }
    }
}
