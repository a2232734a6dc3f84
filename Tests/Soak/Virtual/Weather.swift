import DeviceFlow

/// What lies between the screen and its server: mostly nothing, sometimes for hours, on Sunday mornings always.
struct Weather {
    private(set) var outage: Outage?
    private var until = Moment(.zero)
    private var next = Moment(.zero)
    /// When it was bad last; the network comes back a moment before anybody knows.
    private(set) var wasBadAt: Moment?

    enum Outage: CaseIterable {
        case dropped, dns, timeout, certificate, unwell, tooMany, page, answersLost, cutOff
    }

    /// Each day's weather is made when it comes.
    mutating func change(at now: Moment, _ chance: inout Chance) {
        if isSundayMorning(now) {
            (outage, until) = (.dns, now + .seconds(60))
        } else if outage != nil, now >= until {
            outage = nil
        } else if outage == nil, now >= next {
            if next > Moment(.zero) {
                outage = chance.one(of: Outage.allCases)
                until = now + (chance.once(in: 40) ? chance.seconds(1800...14_400) : chance.seconds(5...400))
            }
            next = max(until, now) + chance.seconds(1800...60_000)
        }
        if outage != nil { wasBadAt = now }
    }

    private func isSundayMorning(_ now: Moment) -> Bool {
        let seconds = now.sinceStart.components.seconds
        return seconds / 86_400 % 7 == 6 && 7200..<21_600 ~= seconds % 86_400
    }

    /// What becomes of one request: now and then one has bad luck of its own.
    mutating func fate(at now: Moment, _ chance: inout Chance) -> Outage? {
        change(at: now, &chance)
        guard outage == nil, chance.once(in: 150) else { return outage }
        wasBadAt = now
        return chance.one(of: Outage.allCases)
    }
}
