import DeviceFlow

/// The screen as lines that are only ever added: for screen readers, pipes and terminals without a cursor.
///
/// One line a change of state, nothing said twice, no escapes; the code is spelled out and the address whole.
/// Minutes are announced at 10, 5, 2 and 1.
public struct PlainScreen: Sendable {
    private var last: Scene.Content?
    /// Why no code could be had, as far as it was told.
    private var trouble: Trouble?
    /// What is wrong with the living code's connection, as it was told; nil: nothing.
    private var told: String?
    /// The least announcement that has been made for this code.
    private var announced = Int.max

    public init() {}

    /// What is new since the scene before; most of the time nothing.
    public mutating func lines(for scene: Scene, wording: Wording) -> [String] {
        let content = scene.content
        defer { last = content }
        switch content {
        case .code(let code):
            if case .code(let before)? = last, Self.isSame(before, code) {
                return news(of: code, wording: wording)
            }
            return introduce(code, title: scene.title, wording: wording)
        case .noCode(let trouble, let host, _, _, let clock):
            return news(of: trouble, host: host, clock: clock, wording: wording)
        case .starting(let host, let slow):
            // Each new try passes through here: after trouble there is nothing new to say.
            guard trouble == nil else { return [] }
            var lines: [String] = []
            var wasSlow = false
            if case .starting(_, let before)? = last { wasSlow = before } else { lines = [wording[.startingBody]] }
            if slow, !wasSlow { lines.append(wording(.startingSlow, ["host": plain(host, limit: 255)])) }
            return lines
        case .dimmed:
            return []
        case .isThisYou(let name, let left):
            if case .isThisYou(name, let before)? = last {
                guard before == nil, let left else { return [] }
                return [wording(.isThisYouEnds, ["seconds": "\(left)"])]
            }
            return outcome(content, wording: wording) + [wording[.plainYesOrNo]]
        case .signedIn(let name, let leaving):
            if case .signedIn(name, let before)? = last {
                guard before == nil, let leaving else { return [] }
                return [wording(.homeLeaving, ["seconds": "\(leaving)"])]
            }
            return outcome(content, wording: wording) + enter(scene.keys, wording: wording)
        case .idle, .home, .page, .confirming, .approved, .notHandedOver, .answerLost, .denied, .expired, .refused,
            .untrusted, .notUnderstood, .cancelled, .disowned:
            guard content != last else { return [] }
            trouble = nil
            return outcome(content, wording: wording) + enter(scene.keys, wording: wording)
        case .operatorPage(let page):
            if case .operatorPage(let before)? = last, page.saysTheSame(as: before) { return [] }
            return lines(of: page, wording: wording)
        }
    }

    /// What a line on standard input does; other keys wait for a reader who knows them.
    private func enter(_ keys: [Scene.KeyHint], wording: Wording) -> [String] {
        switch keys.first {
        case .anyKeyStarts: [wording[.plainEnterStarts]]
        case .anyKeyGoesOn: [wording[.plainEnterGoesOn]]
        case .tryAgain: [wording[.keyTryAgain]]
        case .signOut: [wording[.keySignOut]]
        case .notYou: [wording[.keyNotYou]]
        case .newCode, .cancel, .quit, .changeQR, .move, .open, .back, .language, .yes, .no, nil: []
        }
    }

    private func lines(of page: OperatorPage, wording: Wording) -> [String] {
        let said = OperatorText.said(page, wording).map(\.text)
        switch page {
        case .pin: return said
        case .menu: return [wording[.operatorHeading]] + said + [wording[.plainChoose]]
        case .status, .test(.done, _): return said + [wording[.plainEnterGoesOn]]
        case .test(.running, _): return said
        }
    }

    /// The same code, whatever time it has left.
    private static func isSame(_ a: Scene.Code, _ b: Scene.Code) -> Bool {
        a.userCode == b.userCode && a.verificationURI == b.verificationURI && a.secondsLeft >= b.secondsLeft
    }

    private mutating func introduce(_ code: Scene.Code, title: String?, wording: Wording) -> [String] {
        trouble = nil
        told = nil
        var lines = [title.map { wording(.signInTo, ["name": plain($0, limit: 60)]) } ?? wording[.signIn]]
        if code.ignoreEarlierCode { lines.append(wording[.ignoreEarlier]) }
        lines.append(wording(.plainOpen, ["uri": code.verificationURI.text]))
        lines.append(wording(.plainCode, ["code": Self.spelled(code.userCode.text, wording: wording)]))
        if code.verificationURI.isLoopback { lines.append(wording[.loopback]) }
        lines.append(wording[.onlyHere])
        let minutes = max(1, (code.secondsLeft + 30) / 60)
        lines.append(minutes == 1 ? wording[.plainOneMinute] : wording(.plainMinutes, ["minutes": "\(minutes)"]))
        announced = Self.announcements.first { code.secondsLeft <= $0 * 60 } ?? .max
        return lines + news(of: code, wording: wording)
    }

    /// Why there is no code: each reason once, and the advice when it is another.
    private mutating func news(of trouble: Trouble, host: String, clock: String?, wording: Wording) -> [String] {
        guard trouble != self.trouble else { return [] }
        let advice = wording.advice(for: trouble, clock: clock)
        let isNewAdvice = self.trouble.map { wording.advice(for: $0) } != advice
        self.trouble = trouble
        return [wording.sentence(for: trouble, host: plain(host, limit: 255))] + (isNewAdvice ? [advice] : [])
    }

    /// Trouble and its end, and the minutes that have become few.
    private mutating func news(of code: Scene.Code, wording: Wording) -> [String] {
        var lines: [String] = []
        if case .interrupted(let trouble, _) = code.link {
            let short = wording.shortSentence(for: trouble)
            if short != told { lines.append(wording(.plainInterrupted, ["trouble": short])) }
            told = short
        } else if told != nil {
            lines.append(wording[.plainConnected])
            told = nil
        }
        if let minutes = Self.announcements.first(where: { code.secondsLeft <= $0 * 60 }), minutes < announced {
            announced = minutes
            lines.append(minutes == 1 ? wording[.plainOneMinute] : wording(.plainMinutes, ["minutes": "\(minutes)"]))
        }
        return lines
    }

    /// Minutes that are announced, the least first.
    private static let announcements = [1, 2, 5, 10]

    private func outcome(_ content: Scene.Content, wording: Wording) -> [String] {
        switch content {
        case .idle: [wording[.plainReady], wording[.idleBody]]
        case .confirming: [wording[.confirmingBody]]
        case .approved(let name):
            [name.map { wording(.approvedNamed, ["name": plain($0, limit: 60)]) } ?? wording[.approvedBody]]
        case .isThisYou(let name, _):
            [
                name.map { wording(.isThisYouNamed, ["name": plain($0, limit: 60)]) } ?? wording[.isThisYouUnnamed],
                wording[.isThisYouHeading],
            ]
        case .signedIn(let name, _):
            (name.map { [wording(.approvedNamed, ["name": plain($0, limit: 60)])] } ?? []) + [wording[.signedInBody]]
        case .notHandedOver: [wording[.notHandedOverBody]]
        case .answerLost: [wording[.answerLostBody], wording[.answerLostHint]]
        case .denied: [wording[.deniedBody]]
        case .expired: [wording[.expiredBody]]
        case .refused(let code): [wording[.refusedBody], wording(.refusedStaff, ["code": plain(code, limit: 80)])]
        case .untrusted(let code):
            [wording[.untrustedBody], wording(.untrustedStaff, ["code": plain(code, limit: 80)])]
        case .notUnderstood(let detail):
            [wording[.notUnderstoodBody], wording(.notUnderstoodStaff, ["detail": plain(detail, limit: 160)])]
        case .cancelled: [wording[.cancelledBody]]
        case .disowned(let answered): [wording[answered ? .disownedBody : .disownedUnanswered]]
        case .home(let home):
            home.person.map {
                [$0.name.map { wording(.homeHello, ["name": plain($0, limit: 60)]) } ?? wording[.homeSignedIn]]
            }
                ?? [wording[.homeSignedOut]]
        case .page(let tile): [tile.label(in: wording, isSignedIn: false)]
        case .starting, .noCode, .code, .dimmed, .operatorPage: []
        }
    }

    /// Letter by letter, so that a voice says each: "W D J B - M J H T". A blank in the code is said as a word.
    private static func spelled(_ code: String, wording: Wording) -> String {
        code.map { $0 == " " ? wording[.plainBlank] : String($0) }.joined(separator: " ")
    }
}
