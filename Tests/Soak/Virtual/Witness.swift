import DeviceFlow
import KioskScreen

/// Holds the screen to what must never happen, by what goes in and out of it, and counts.
struct Witness {
    /// What was broken: the rule, and the first moment of each.
    private(set) var broken: [String: String] = [:]
    private(set) var endings: [String: Int] = [:]
    private(set) var handovers = 0
    private(set) var frames = 0
    /// Approvals that never became a hand-over, by the reason.
    private(set) var lost: [String: Int] = [:]
    /// Tokens that the server would not take back; the log says so.
    private(set) var notRevoked = 0
    private var lastRequest = 0
    private var code: Code?
    /// Somebody has said yes at the server, and the screen does not know it yet.
    private var approval: (userCode: String, at: Moment)?
    /// The machine slept, and nothing was asked meanwhile.
    private var sleptAt: Moment?
    /// Tokens are on this screen.
    private var isOccupied = false
    /// They have been given to whoever asked for them.
    private var isHandedOver = false
    /// Who they are of; nil: nobody's, or the server has told no name.
    private var present: String?
    /// Whoever was there before, and their code.
    private var earlier: String?
    private var earlierCode: String?
    private var wasTokenReplyLost = false

    private struct Code {
        let text: String
        let secret: String
        let expiry: Moment
        /// A yes that comes later than so long before the end may be too late for one more poll.
        var slack: Duration
        var isOver = false
    }

    var signIns: Int { endings.values.reduce(0, +) }

    mutating func breaks(_ rule: String, at now: Moment, _ detail: @autoclosure () -> String = "") {
        guard broken[rule] == nil else { return }
        let seconds = now.sinceStart.components.seconds
        broken[rule] = "day \(seconds / 86_400), second \(seconds % 86_400)  \(detail())"
    }

    // MARK: Requests

    mutating func sent(_ intent: Intent, _ id: RequestID, at now: Moment) {
        if id.number <= lastRequest { breaks("a request number was used twice", at: now) }
        lastRequest = id.number
        guard case .poll(_, let redemption) = intent else { return }
        guard let code, !code.isOver, redemption.deviceCode.revealed == code.secret else {
            return breaks("a poll for a code that is not on the screen", at: now)
        }
        if now >= code.expiry { breaks("a poll after the code's end", at: now) }
    }

    /// A program that starts counts from 1.
    mutating func restarted() { lastRequest = 0 }

    /// - Parameter sentAt: when the codes were asked for.
    mutating func gave(_ grant: Server.Grant, sentAt: Moment, lifetime: Duration) {
        code = Code(
            text: grant.userCode, secret: grant.deviceCode, expiry: sentAt + lifetime, slack: Self.slack(grant))
        wasTokenReplyLost = false
    }

    private static func slack(_ grant: Server.Grant) -> Duration { grant.interval + .seconds(13) }

    /// A whole reply to a poll has arrived.
    mutating func heard(_ grant: Server.Grant) {
        guard grant.deviceCode == code?.secret else { return }
        code?.slack = Self.slack(grant)
        code?.isOver = grant.isOver
    }

    mutating func approved(_ userCode: String, at now: Moment) {
        guard let code, !code.isOver, code.text == userCode else { return }
        approval = (userCode, now)
    }

    mutating func tokenReplyWasLost() { wasTokenReplyLost = true }
    mutating func slept(at now: Moment) { sleptAt = now }

    /// Somebody's tokens are on this screen from now on.
    mutating func has(_ person: String?, at now: Moment) {
        guard !isOccupied else { return }
        if approval == nil { breaks("tokens without an approval", at: now) }
        (isOccupied, isHandedOver, present) = (true, false, person)
    }

    mutating func handsOver(_ person: String?, at now: Moment) {
        has(person, at: now)
        if !isHandedOver { handovers += 1 }
        approval = nil
        (isHandedOver, present) = (true, person)
    }

    // MARK: The log

    mutating func logged(_ event: LogEvent, weather: Weather, at now: Moment) {
        let line = JSONValue.object(event.members).line
        if line.contains("-CODE-") || line.contains("-TOKEN-") {
            breaks("a device code or a token stands in the log", at: now, line)
        }
        if event.members["reason"] == "a token could not be revoked", event.members["in"] == nil { notRevoked += 1 }
        if let reason = Self.refusal(event), isOccupied, approval != nil {
            lost[reason, default: 0] += 1
            approval = nil
        }
        guard let ending = Self.ending(event) else { return }
        endings[ending, default: 0] += 1
        code?.isOver = true
        earlierCode = code?.text ?? earlierCode
        guard let approval, ending != "approved" else { return }
        self.approval = nil
        let code = code
        func isFair() -> Bool {
            let bad = [weather.wasBadAt, sleptAt].compactMap { $0 }.contains { $0 >= approval.at - .seconds(80) }
            return !bad && (code.map { approval.at < $0.expiry - $0.slack } ?? true)
        }
        let reason =
            switch ending {
            case "called off": "called off by a person"
            case "answer lost": "its reply was cut off"
            case "untrusted": "the id_token was of another issuer"
            case "expired" where wasTokenReplyLost: "its reply was cut off"
            case "expired" where !isFair(): "no poll got through between the yes and the code's end"
            default: "no reason"
            }
        lost[reason, default: 0] += 1
        if reason == "no reason" {
            breaks(
                "an approval was lost", at: now,
                "\(event.name) \(line), approved \((code.map { $0.expiry - approval.at } ?? .zero).inSeconds) s before the end"
            )
        }
    }

    /// Why somebody's tokens are taken back before they were handed over.
    private static func refusal(_ event: LogEvent) -> String? {
        switch event.name {
        case "answered" where event.members["yes"]?.bool == false:
            switch event.members["by"] {
            case "key": "it was somebody else, says the person at the screen"
            case "stop": "the program was ended while it asked"
            default: "nobody said that it was they"
            }
        case "signal" where event.members["wish"] == "idle": "called off from afar"
        default: nil
        }
    }

    private static func ending(_ event: LogEvent) -> String? {
        switch event.name {
        case "approved", "denied", "expired", "refused": event.name
        case "failed":
            switch event.members["reason"]?.string {
            case "approved, but the answer was lost; start again": "answer lost"
            case "the id_token cannot be believed": "untrusted"
            case "the server was not understood": "not understood"
            case "no codes could be had": "no code"
            case "cancelled": "called off"
            default: nil
            }
        default: nil
        }
    }

    // MARK: The screen

    /// - Parameter grant: what the server knows of the code on the screen.
    mutating func saw(_ scene: Scene, _ kiosk: KioskModel, grant: Server.Grant?, at now: Moment) {
        if Self.isNobodys(kiosk.phase), isOccupied {
            (earlier, present) = (present, nil)
            isOccupied = false
        }
        switch scene.content {
        case .code(let shown):
            guard let code, code.text == shown.userCode.text, grant != nil else {
                return breaks("the screen shows a code that the server has not given it", at: now)
            }
            if now >= code.expiry { breaks("a code stands on the screen after its end", at: now) }
            if code.isOver { breaks("a code stands on the screen after its end was told", at: now) }
            if shown.secondsLeft < 1 { breaks("a countdown below 1", at: now) }
        case .approved(let name), .signedIn(let name, _), .isThisYou(let name, _): check(name, at: now)
        case .home(let home): check(home.person?.name, at: now)
        case .idle, .page, .dimmed, .starting, .noCode, .confirming, .notHandedOver, .answerLost, .denied, .expired,
            .refused, .untrusted, .notUnderstood, .cancelled, .disowned, .operatorPage:
            break
        }
    }

    private mutating func check(_ name: String?, at now: Moment) {
        if let name, name != present { breaks("the name of somebody who is not there", at: now, name) }
    }

    /// Words that are on the screen or read aloud.
    mutating func read(_ text: String, at now: Moment) {
        if let earlier, earlier != present, text.contains(earlier) {
            breaks("something of an earlier person", at: now, text)
        }
        if let earlierCode, earlierCode != code?.text, text.contains(earlierCode) {
            breaks("the code of an earlier sign-in", at: now, text)
        }
    }

    /// - Parameter isLookingBack: the inspector is open, and shows earlier sign-ins on purpose.
    mutating func drew(_ frame: Frame, size: Frame.Size, isLookingBack: Bool, at now: Moment) {
        frames += 1
        // Names and codes are in ASCII here.
        let text = frame.cells.compactMap { UInt8(exactly: $0.scalars.0) }.filter { $0 > 0x20 && $0 < 0x7F }
        if !isLookingBack { read(String(decoding: text, as: UTF8.self), at: now) }
        if frame.size != size { breaks("a frame of another size than the window", at: now) }
        let isRaw = frame.cells.contains { $0.scalars.0 < 0x20 && $0.scalars.0 != 0 || 0x7F...0x9F ~= $0.scalars.0 }
        if isRaw { breaks("control characters in a frame", at: now) }
    }

    private static func isNobodys(_ phase: KioskModel.Phase) -> Bool {
        switch phase {
        case .idle, .signingIn, .ended, .stopped: true
        case .asking, .handingOver, .notHandedOver, .greeting, .signedIn: false
        }
    }

    // MARK: Time

    /// After a turn nothing may be due any more: a loop would spin.
    mutating func checkTime(_ kiosk: KioskModel, at now: Moment) {
        if let deadline = kiosk.deadline, deadline <= now {
            breaks("a deadline that has passed", at: now, "\(kiosk.phase)")
        }
        if let tick = kiosk.nextTick(after: now), tick <= now {
            breaks("a tick that has passed", at: now, "\(tick - now), \(kiosk.scene(at: now).content)")
        }
    }
}
