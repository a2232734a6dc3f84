import DeviceFlow

/// One approval or denial by the second device.
public struct FleetDecision: Equatable, Sendable {
    let device: Int
    public let userCode: String
    public let approves: Bool
}

/// People with phones, so many a second, each at one of the screens that show a code: in turn, neighbours in the ramp would
/// be approved together, and all the tokens fetched at once.
struct FleetApprover: Sendable {
    private var shown: [(device: Int, userCode: String)] = []
    private var random: SeededNumbers
    private var approvals: Pace
    private var denials: Pace

    /// Something that happens so many times a second.
    private struct Pace {
        let spacing: Duration?
        var next: Moment

        init(perSecond: Double, at now: Moment) {
            spacing = perSecond > 0 ? .microseconds(max(1, Int64(1_000_000 / perSecond))) : nil
            next = now + (spacing ?? .zero)
        }

        var deadline: Moment? { spacing == nil ? nil : next }

        /// A late turn catches up at most a second of it.
        mutating func passed(at now: Moment) {
            if let spacing { next = max(next + spacing, now - .seconds(1)) }
        }
    }

    init(approvalsPerSecond: Double, denialsPerSecond: Double, seed: UInt64, at now: Moment) {
        random = SeededNumbers(seed: seed)
        approvals = Pace(perSecond: approvalsPerSecond, at: now)
        denials = Pace(perSecond: denialsPerSecond, at: now)
    }

    /// nil: while there is nobody to serve.
    var deadline: Moment? {
        shown.isEmpty ? nil : [approvals.deadline, denials.deadline].compactMap { $0 }.min()
    }

    mutating func shown(_ userCode: String, on device: Int) {
        guard approvals.spacing != nil || denials.spacing != nil else { return }
        shown.append((device, userCode))
    }

    /// - Parameter shows: whether a device still shows a code.
    /// - Returns: nil: nothing is due.
    mutating func next(at now: Moment, shows: (_ device: Int, _ userCode: String) -> Bool) -> FleetDecision? {
        let approves: Bool
        if let due = approvals.deadline, due <= now {
            approves = true
        } else if let due = denials.deadline, due <= now {
            approves = false
        } else {
            return nil
        }
        while !shown.isEmpty {
            shown.swapAt(Int.random(in: shown.indices, using: &random), shown.count - 1)
            let (device, userCode) = shown.removeLast()
            guard shows(device, userCode) else { continue }
            if approves { approvals.passed(at: now) } else { denials.passed(at: now) }
            return FleetDecision(device: device, userCode: userCode, approves: approves)
        }
        return nil
    }
}
