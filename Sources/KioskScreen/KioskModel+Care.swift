import DeviceFlow

/// How a screen that stands for days is spared.
public struct ScreenCare: Equatable, Sendable {
    /// After so long in one place the screen moves by a cell; nil: never.
    public var driftEvery: Duration?
    /// After so long without a key an idle screen is dimmed; nil: never.
    public var dimAfter: Duration?

    public static let none = ScreenCare()

    public init(driftEvery: Duration? = nil, dimAfter: Duration? = nil) {
        self.driftEvery = driftEvery
        self.dimAfter = dimAfter
    }
}

extension KioskModel {
    /// How the scene is drawn now.
    public func style(at now: Moment) -> ViewStyle {
        ViewStyle(
            wording: wording, qrRendering: qrRendering, overscan: settings.overscan, logo: settings.logo,
            drift: Drift(step: step(at: now)))
    }

    /// Counts the places of the screen, from the last key on.
    func step(at now: Moment) -> Int {
        guard let every = settings.care.driftEvery, let touched, now > touched else { return 0 }
        return (now - touched).wholeTimes(every)
    }

    /// Nobody has looked for long: what is there to read can be found again with any key.
    func isDimmed(at now: Moment) -> Bool {
        guard let dimAt else { return false }
        return now >= dimAt
    }

    private var dimAt: Moment? {
        guard case .idle = phase, let after = settings.care.dimAfter, let touched else { return nil }
        return touched + after
    }

    /// How often a console is painted anew: a person who comes just after a kernel message waits no longer than that.
    static let repaintsEvery = Duration.seconds(10)

    mutating func repaintIfDue(at now: Moment) -> [KioskEffect] {
        guard let due = repaintAt, now >= due else { return [] }
        repaintAt = now + Self.repaintsEvery
        return [.repaint]
    }

    func nextDrift(after now: Moment) -> Moment? {
        let move = settings.care.driftEvery.flatMap { every in
            touched.map { $0 + every * (step(at: now) + 1) }
        }
        let dim = dimAt.flatMap { $0 > now ? $0 : nil }
        return [move, dim].compactMap { $0 }.min()
    }
}

extension Duration {
    /// How often another goes into this one.
    fileprivate func wholeTimes(_ other: Duration) -> Int {
        guard other > .zero else { return 0 }
        // In whole numbers: a quotient of two Doubles may stay below the whole one that it is, and the move that is due
        // now would be due for ever.
        return Int(attoseconds / other.attoseconds)
    }
}
