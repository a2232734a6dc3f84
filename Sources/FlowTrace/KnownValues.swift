/// Secrets that have been seen, to find them wherever they stand later. The newest are kept.
struct KnownValues: Equatable, Sendable {
    /// Each with the number of its newest sighting.
    private var sightings: [String: Int] = [:]
    private var count = 0
    /// By how they begin, so that a text is gone through once, however many there are.
    private var byBeginning: [UInt64: [String]] = [:]

    /// Shorter words would be found where they mean nothing.
    private static let shortest = 8
    /// Far more than an inspector looks back on or one exchange holds. A screen that stands for a year sees half a
    /// million, and has no business to keep the tokens of everybody who ever signed in.
    private static let most = 1500

    mutating func learn(_ value: String) {
        guard value.utf8.count >= Self.shortest else { return }
        count += 1
        if sightings.updateValue(count, forKey: value) == nil {
            byBeginning[Self.beginning(of: Array(value.utf8)[...]), default: []].append(value)
        }
        guard sightings.count > 2 * Self.most else { return }
        let oldest = sightings.values.sorted()[sightings.count - Self.most]
        sightings = sightings.filter { $0.value >= oldest }
        byBeginning = [UInt64: [String]](grouping: sightings.keys) { Self.beginning(of: Array($0.utf8)[...]) }
    }

    /// The text with something else in the place of every value; of two that begin at one place the longer goes.
    func replaced(in text: String, by mark: String) -> String {
        guard !sightings.isEmpty, text.utf8.count >= Self.shortest else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var at = 0
        var beginning = Self.beginning(of: bytes[...])
        while at + Self.shortest <= bytes.count {
            let rest = bytes[at...]
            let found = byBeginning[beginning]?.filter { rest.starts(with: $0.utf8) }.map(\.utf8.count).max()
            if let found {
                out += mark.utf8
                at += found
                beginning = Self.beginning(of: bytes[at...])
            } else {
                out.append(bytes[at])
                at += 1
                if at + Self.shortest <= bytes.count {
                    beginning = beginning << 8 | UInt64(bytes[at + Self.shortest - 1])
                }
            }
        }
        return String(decoding: out + bytes[at...], as: UTF8.self)
    }

    private static func beginning(of bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.prefix(shortest).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
