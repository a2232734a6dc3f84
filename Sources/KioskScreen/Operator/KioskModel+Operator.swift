import DeviceFlow

/// The operator of a locked screen: a chord, a PIN, a menu. The sign-in below it goes on.
extension KioskModel {
    // MARK: Keys

    /// - Returns: nil for a key that is the visitors'.
    mutating func operatorKey(_ key: Key, at now: Moment) -> [KioskEffect]? {
        guard settings.lock?.hasMenu == true, var desk else { return nil }
        guard let open = desk.open else {
            let isComplete = desk.chord.pressed(key, at: now)
            if isComplete { desk.show(.pin(.init()), at: now) }
            self.desk = desk
            // Its keys begin nothing else.
            return key == OperatorChord.key ? [] : nil
        }
        if key == .control("l") { return [.repaint] }
        switch open {
        case .pin(let entry): return pinKey(key, entry, at: now)
        case .menu(let chosen): return menuKey(key, chosen, at: now)
        case .status(let top), .test(let top): return pageKey(key, top, at: now)
        }
    }

    private mutating func pinKey(_ key: Key, _ entry: OperatorDesk.PINEntry, at now: Moment) -> [KioskEffect] {
        if key == .escape || entry.count == 0 && (key == .enter || key == .backspace) {
            desk?.open = nil
            return []
        }
        // Who may not try may not keep the page open either.
        guard desk?.attempts.secondsLeft(at: now) == nil else { return [] }
        var entry = entry
        var effects: [KioskEffect] = []
        switch key {
        case .character(let character): entry.type(character)
        case .backspace: entry.takeBack()
        case .enter:
            effects = [.checkPIN(entry.pin)]
            entry.clear()
        case .escape, .tab, .up, .down, .left, .right, .control, .other: break
        }
        desk?.show(.pin(entry), at: now)
        return effects
    }

    private mutating func menuKey(_ key: Key, _ chosen: Int, at now: Moment) -> [KioskEffect] {
        let items = operatorItems
        switch key {
        case .up, .down:
            let next = chosen + (key == .up ? -1 : 1)
            desk?.show(.menu(chosen: max(0, min(items.count - 1, next))), at: now)
        case .character(let character):
            guard let number = character.wholeNumberValue, (1...items.count).contains(number) else {
                if character == " " { return choose(items[chosen], chosen, at: now) }
                break
            }
            return choose(items[number - 1], number - 1, at: now)
        case .enter:
            return choose(items[chosen], chosen, at: now)
        case .escape, .backspace:
            desk?.open = nil
        case .tab, .left, .right, .control, .other:
            break
        }
        return []
    }

    private mutating func pageKey(_ key: Key, _ top: Int, at now: Moment) -> [KioskEffect] {
        switch key {
        case .up, .down:
            scroll(to: top + (key == .up ? -1 : 1), at: now)
        case .other("key_ppage"), .other("key_npage"):
            let page = max(1, operatorText(at: now)?.rows ?? 1)
            scroll(to: top + (key == .other("key_ppage") ? -page : page), at: now)
        case .enter, .escape, .backspace, .character:
            let item: OperatorItem = if case .test? = desk?.open { .test } else { .status }
            let chosen = operatorItems.firstIndex(of: item) ?? 0
            desk?.show(.menu(chosen: chosen), at: now)
        case .tab, .left, .right, .control, .other:
            break
        }
        return []
    }

    private mutating func scroll(to line: Int, at now: Moment) {
        guard let text = operatorText(at: now), let open = desk?.open else { return }
        let top = max(0, min(text.lines.count - text.rows, line))
        switch open {
        case .status: desk?.show(.status(top: top), at: now)
        case .test: desk?.show(.test(top: top), at: now)
        case .pin, .menu: break
        }
    }

    private mutating func choose(_ item: OperatorItem, _ index: Int, at now: Moment) -> [KioskEffect] {
        switch item {
        case .status:
            desk?.show(.status(top: 0), at: now)
        case .test:
            desk?.show(.test(top: 0), at: now)
            // One at a time: its answer is on its way.
            if desk?.test == .running { return [] }
            desk?.test = .running
            return [.testNetwork]
        case .language:
            desk?.show(.menu(chosen: index), at: now)
            changeLanguage()
            // It is the screen's own from now on, not one visitor's.
            ownWording = wording
        case .restart:
            return [.log(.operatorDid("restart"))] + end(with: .restartByOperator, at: now)
        case .quit:
            return [.log(.operatorDid("quit"))] + end(with: .quitByOperator, at: now)
        case .back:
            desk?.open = nil
        }
        return []
    }

    private mutating func end(with code: ExitCode, at now: Moment) -> [KioskEffect] {
        desk?.open = nil
        return revokeAgain(isLast: true, at: now) + stopped(at: now, with: code)
    }

    /// A screen in one language has none to choose.
    private var operatorItems: [OperatorItem] {
        OperatorItem.allCases.filter { $0 != .language || languages.count > 1 }
    }

    /// A PIN has no place in a log, nor have its digits that came after it was closed.
    func logged(_ key: Key) -> KioskEffect {
        guard settings.isLocked, case .character(let character) = key else { return .log(.key(key)) }
        let isHidden =
            switch desk?.open {
            case .pin: true
            case .menu, .status, .test: false
            case nil: character.isNumber
            }
        return .log(.key(isHidden ? .character("\u{2022}") : key))
    }

    // MARK: What comes back

    mutating func pinChecked(_ isRight: Bool, at now: Moment) -> [KioskEffect] {
        guard var desk, case .pin(let entry)? = desk.open else { return [] }
        defer { self.desk = desk }
        if isRight {
            desk.attempts.succeeded()
            if desk.test != .running { desk.test = nil }
            desk.show(.menu(chosen: 0), at: now)
            return [.log(.operatorDid("open"))]
        }
        let wait = desk.attempts.failed(at: now)
        desk.show(.pin(.init(wrong: entry.wrong + 1)), at: now)
        return [.log(.wrongPIN(desk.attempts.wrong, wait: wait))]
    }

    mutating func networkTested(_ findings: [OperatorFinding]) -> [KioskEffect] {
        desk?.test = .done(findings)
        return [.log(LogEvent("network_tested", ["findings": .array(findings.map(\.json))]))]
    }

    // MARK: Time

    var operatorDeadline: Moment? { desk.flatMap { $0.open == nil ? nil : $0.closesAt } }

    /// Left alone, it makes way for visitors.
    mutating func closeDeskIfDue(at now: Moment) {
        if let operatorDeadline, now >= operatorDeadline { desk?.open = nil }
    }

    /// When a page says something else by itself.
    func nextOperatorTick(after now: Moment) -> Moment? {
        guard let desk, let open = desk.open else { return nil }
        switch open {
        case .pin: return desk.attempts.blockedUntil.flatMap { $0 > now ? Self.nextSecond(of: $0, after: now) : nil }
        case .status: return began.map { $0 + .seconds((now - $0).components.seconds + 1) }
        case .menu, .test: return nil
        }
    }

    // MARK: The page

    /// A PIN is being typed: a surface of lines reads whole ones, and shows none.
    public var isAskingForPIN: Bool { if case .pin? = desk?.open { true } else { false } }

    /// - Parameter content: what stands below it; nothing of it is shown but its word.
    func operatorPage(over content: Scene.Content, at now: Moment) -> OperatorPage? {
        guard let desk, let open = desk.open else { return nil }
        switch open {
        case .pin(let entry):
            return .pin(typed: entry.count, wrong: entry.wrong, waits: desk.attempts.secondsLeft(at: now))
        case .menu(let chosen):
            return .menu(operatorItems, chosen: chosen)
        case .status(let top):
            return .status(status(desk.tally, over: content, at: now), top: top)
        case .test(let top):
            return .test(desk.test ?? .running, top: top)
        }
    }

    private func status(_ tally: OperatorTally, over content: Scene.Content, at now: Moment) -> OperatorStatus {
        OperatorStatus(
            state: wording.word(for: content), host: settings.host, version: settings.lock?.version ?? "",
            uptime: began.map { Int((now - $0).components.seconds) } ?? 0,
            sinceGoodPoll: tally.lastGoodPoll.map { Int((now - $0).components.seconds) }, codes: tally.codes,
            approvals: tally.approvals, trouble: trouble(content))
    }

    /// What keeps people from signing in, in sentences of which none names a person.
    private func trouble(_ content: Scene.Content) -> [String] {
        switch content {
        case .noCode(let trouble, let host, _, _, _):
            return [wording.sentence(for: trouble, host: shown(host, limit: 255))]
        case .code(let code):
            guard case .interrupted(let trouble, _) = code.link else { return [] }
            return [wording.sentence(for: trouble, host: shown(settings.host, limit: 255))]
        case .refused, .untrusted, .notUnderstood, .notHandedOver, .answerLost:
            return Message(content, wording)?.body ?? []
        case .idle, .home, .page, .dimmed, .starting, .confirming, .isThisYou, .approved, .signedIn, .denied, .expired,
            .cancelled, .disowned, .operatorPage:
            return []
        }
    }

    func operatorKeys(_ page: OperatorPage) -> [Scene.KeyHint] {
        switch page {
        case .pin(_, _, let waits): waits == nil ? [.open, .back] : [.back]
        case .menu: [.open, .move, .back]
        case .status, .test: [.back, .move]
        }
    }

    /// The page in the lines of this window.
    private func operatorText(at now: Moment) -> OperatorText? {
        guard case .operatorPage(let page) = scene(at: now).content else { return nil }
        let room = SafeArea(size, overscan: settings.overscan).size
        return OperatorText(page, wording, room)
    }
}

extension OperatorDesk {
    mutating func show(_ open: Open, at now: Moment) {
        self.open = open
        closesAt = now + open.stands
    }
}

extension LogEvent {
    static func operatorDid(_ act: String) -> LogEvent { LogEvent("operator", ["act": .string(act)]) }

    /// - Parameters:
    ///   - count: of wrong ones since the last right one.
    ///   - wait: how long nobody may try.
    static func wrongPIN(_ count: Int, wait: Duration?) -> LogEvent {
        var members: [String: JSONValue] = ["act": "wrong_pin", "wrong": .integer(Int64(count))]
        members["wait"] = wait.map(JSONValue.seconds)
        return LogEvent("operator", members)
    }
}
