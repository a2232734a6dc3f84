import DeviceFlow

/// Everything that happens by chance, the same again from the same seed. (SplitMix64)
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Once in so many times.
    mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

    mutating func seconds(_ range: ClosedRange<Double>) -> Duration {
        .milliseconds(Int64(Double.random(in: range, using: &self) * 1000))
    }

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    /// One of them, as often of a hundred times as it says.
    mutating func weighed<Element>(_ elements: [(Int, Element)]) -> Element {
        var left = Int.random(in: 0..<elements.reduce(0) { $0 + $1.0 }, using: &self)
        for (weight, element) in elements {
            if left < weight { return element }
            left -= weight
        }
        preconditionFailure("a number below the sum of all weights falls to one of them")
    }
}
