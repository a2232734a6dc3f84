import CHeap

/// What the program holds, week by week.
struct Memory {
    private var heap: [Int] = []

    mutating func sample() { heap.append(Int(soak_heap_in_use())) }

    /// The middle of some weeks: what stands on the screen just then makes a difference of its own.
    private static func middle(_ weeks: ArraySlice<Int>) -> Int { weeks.sorted()[weeks.count / 2] / 1024 }

    /// KiB; nil: too few weeks to compare.
    private var firstAndLast: (Int, Int)? {
        let some = heap.count / 4
        guard some > 0 else { return nil }
        // The trace is full after some days, so the first weeks are those from the second on.
        return (Self.middle(heap[1...some]), Self.middle(heap.suffix(some)))
    }

    var words: String {
        guard let (first, last) = firstAndLast else { return "  too short for a slope of the memory" }
        return "  heap in use: \(first) KiB in the first quarter, \(last) KiB in the last, of \(heap.count) weeks"
    }

    /// A screen with more or less on it differs by some dozens of KiB.
    var flaws: [String] {
        guard let (first, last) = firstAndLast, last > first + 256 else { return [] }
        return ["the heap has grown by \(last - first) KiB"]
    }
}
