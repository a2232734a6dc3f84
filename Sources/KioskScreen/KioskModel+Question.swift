import DeviceFlow

/// "Is this you?": whoever saw the code first may have finished the sign-in, with an account of their own.
/// (RFC 8628, 5.5) So the person at the screen is asked before anything is handed over.
extension KioskModel {
    /// How the question has been answered.
    enum Answer: Equatable, Sendable {
        case yes
        case no
        /// Nobody was there in time, which counts as no.
        case none
        /// The program was asked to end, which counts as no.
        case stopped

        var logged: LogEvent {
            let (isYes, by) =
                switch self {
                case .yes: (true, "key")
                case .no: (false, "key")
                case .none: (false, "time")
                case .stopped: (false, "stop")
                }
            return LogEvent("answered", ["yes": .bool(isYes), "by": .string(by)])
        }
    }

    /// How long the question stands, how long before its end that is said, and from when on keys answer it: a key
    /// that was on its way when the question came up was meant for something else.
    static let questionStands = Duration.seconds(60)
    static let questionNotice = Duration.seconds(20)
    static let questionDeaf = Duration.milliseconds(500)

    /// Tokens are there, and who they are for as far as the server says it.
    mutating func ask(_ signIn: SignIn, _ tokens: TokenSet, at now: Moment) -> [KioskEffect] {
        // Tokens that end sooner and cannot be renewed are not worth a later yes.
        let life = tokens.refreshToken == nil ? tokens.expiresIn.flatMap { Duration.clamped(seconds: $0) } : nil
        let stands = life.map { $0 > .zero ? min($0, Self.questionStands) : Self.questionStands }
        phase = .asking(signIn, tokens, since: now, until: now + (stands ?? Self.questionStands))
        touched = now
        let asked = LogEvent("asked", ["named": .bool(tokens.identity?.name != nil)])
        // The person looks at the phone, and the screen waits for them.
        return [.log(asked)] + (settings.bell ? [.bell] : [])
    }

    /// - Returns: nil for a key that says neither yes nor no.
    func answer(_ key: Key, since asked: Moment, at now: Moment) -> Answer? {
        guard now >= asked + Self.questionDeaf else { return nil }
        return switch key {
        case .enter, .character("y"), .character("Y"): .yes
        case .escape, .backspace, .character("n"), .character("N"): .no
        case .character, .tab, .up, .down, .left, .right, .control, .other: nil
        }
    }

    /// - Parameter code: what the program ends with, if that is the answer.
    mutating func answered(_ answer: Answer, at now: Moment, ending code: ExitCode = .success) -> [KioskEffect] {
        guard case .asking(var signIn, let tokens, _, _) = phase else { return [] }
        let told = KioskEffect.log(answer.logged)
        if answer == .yes {
            phase = .handingOver(signIn, tokens)
            return [told, .handOver(tokens)]
        }
        let requests = revoke(tokens, &signIn)
        makeFresh()
        renewals = 0
        let ending = Ending.disowned(answered: answer == .no)
        phase = .ended(ending, until: now + Self.endingStands)
        let effects = remember(signIn, requests) + [told]
        switch (answer, settings.mode) {
        case (.stopped, .run): return effects + stop(code)
        case (.stopped, .login): return effects + stop(.cancelled, .outcome(.cancelled))
        case (_, .login): return effects + stop(.denied, ending)
        case (_, .run): return effects
        }
    }

    /// When the question says something else: from when on it can be answered, then the seconds left.
    func nextQuestionTick(since asked: Moment, until: Moment, after now: Moment) -> Moment? {
        let hears = asked + Self.questionDeaf
        let notice = max(until - Self.questionNotice, Self.nextSecond(of: until, after: now))
        return [hears, notice].filter { $0 > now }.min()
    }

    func question(_ tokens: TokenSet, until: Moment, at now: Moment) -> Scene.Content {
        let left = max(1, (until - now).secondsRoundedUp)
        return .isThisYou(
            name: tokens.identity?.name, secondsLeft: now >= until - Self.questionNotice ? left : nil)
    }
}
