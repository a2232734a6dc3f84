import DeviceFlow

/// The screen as lines that are only ever added: for screen readers, pipes and terminals without a cursor.
///
/// One line a change of state, nothing said twice, no escapes; the code is spelled out and the address whole.
/// Minutes are announced at 10, 5, 2 and 1.
public struct PlainScreen: Sendable {
    private var last: Scene.Content?
    private var isTroubled = false
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
        case .noCode(let trouble, let host, _, let attempt):
            if case .noCode(trouble, host, _, _)? = last, attempt > 0 { return [] }
            return [wording.sentence(for: trouble, host: shown(host, limit: 255)), wording.advice(for: trouble)]
        case .starting(let host, let slow):
            guard case .starting(_, let before)? = last else {
                return [wording[.startingBody]]
                    + (slow ? [wording(.startingSlow, ["host": shown(host, limit: 255)])] : [])
            }
            return slow && !before ? [wording(.startingSlow, ["host": shown(host, limit: 255)])] : []
        case .idle, .approved, .answerLost, .denied, .expired, .refused, .notUnderstood, .cancelled:
            guard content != last else { return [] }
            return outcome(content, wording: wording)
                + scene.keys.prefix(1).map { Self.sentence(wording.hint(for: $0)) }
        }
    }

    /// The same code, whatever time it has left.
    private static func isSame(_ a: Scene.Code, _ b: Scene.Code) -> Bool {
        a.userCode == b.userCode && a.verificationURI == b.verificationURI && a.secondsLeft >= b.secondsLeft
    }

    private mutating func introduce(_ code: Scene.Code, title: String?, wording: Wording) -> [String] {
        isTroubled = false
        announced = .max
        var lines = [title.map { wording(.signInTo, ["name": shown($0, limit: 60)]) } ?? wording[.signIn]]
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

    /// Trouble and its end, and the minutes that have become few.
    private mutating func news(of code: Scene.Code, wording: Wording) -> [String] {
        var lines: [String] = []
        if case .interrupted(let trouble, _) = code.link {
            if !isTroubled {
                lines.append(wording(.interruptedNow, ["trouble": wording.shortSentence(for: trouble)]) + ".")
            }
            isTroubled = true
        } else if isTroubled {
            lines.append(wording[.plainConnected])
            isTroubled = false
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
        case .approved(let name):
            [name.map { wording(.approvedNamed, ["name": shown($0, limit: 60)]) } ?? wording[.approvedBody]]
        case .answerLost: [wording[.answerLostBody], wording[.answerLostHint]]
        case .denied: [wording[.deniedBody]]
        case .expired: [wording[.expiredBody]]
        case .refused(let code): [wording[.refusedBody], wording(.refusedStaff, ["code": shown(code, limit: 80)])]
        case .notUnderstood(let detail):
            [wording[.notUnderstoodBody], wording(.notUnderstoodStaff, ["detail": shown(detail, limit: 160)])]
        case .cancelled: [wording[.cancelledBody]]
        case .starting, .noCode, .code: []
        }
    }

    /// Letter by letter, so that a voice says each: "W D J B - M J H T". A blank in the code is said as a word.
    private static func spelled(_ code: String, wording: Wording) -> String {
        code.map { $0 == " " ? wording[.plainBlank] : String($0) }.joined(separator: " ")
    }

    private static func sentence(_ text: String) -> String { text.hasSuffix(".") ? text : text + "." }
}
