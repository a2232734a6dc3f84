/// Whether the last answers were mostly bad ones: then a fleet grows no further.
struct RecentAnswers: Sendable {
    private var isBad: [Bool] = []
    private var oldest = 0
    private var bad = 0

    /// So many are remembered, and fewer than `least` say nothing.
    static let most = 100
    static let least = 20

    mutating func add(isBad new: Bool) {
        if isBad.count < Self.most {
            isBad.append(new)
        } else {
            bad -= isBad[oldest] ? 1 : 0
            isBad[oldest] = new
            oldest = (oldest + 1) % Self.most
        }
        bad += new ? 1 : 0
    }

    var areMostlyBad: Bool { isBad.count >= Self.least && bad * 2 > isBad.count }
}
