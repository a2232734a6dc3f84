import DeviceFlow

/// Who is to be woken next, among many: each element has one deadline at most, and changing it costs O(log n).
struct DeadlineHeap: Sendable {
    private var order: [(element: Int, moment: Moment)] = []
    /// Where each element stands in `order`; -1: nowhere.
    private var places: [Int]

    /// - Parameter count: elements are numbers from 0 up to it.
    init(count: Int) { places = Array(repeating: -1, count: count) }

    var first: (element: Int, moment: Moment)? { order.first }
    var count: Int { order.count }

    /// - Parameter moment: nil: never.
    mutating func set(_ element: Int, to moment: Moment?) {
        let place = places[element]
        switch (moment, place) {
        case (nil, -1): return
        case (nil, _): remove(at: place)
        case (let moment?, -1):
            order.append((element, moment))
            places[element] = order.count - 1
            rise(from: order.count - 1)
        case (let moment?, _):
            let before = order[place].moment
            order[place].moment = moment
            if moment < before { rise(from: place) } else { sink(from: place) }
        }
    }

    private mutating func remove(at place: Int) {
        swap(place, order.count - 1)
        places[order.removeLast().element] = -1
        guard place < order.count else { return }
        rise(from: place)
        sink(from: place)
    }

    private mutating func rise(from place: Int) {
        var place = place
        while place > 0, order[place].moment < order[(place - 1) / 2].moment {
            swap(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink(from place: Int) {
        var place = place
        while true {
            var least = place
            let (left, right) = (2 * place + 1, 2 * place + 2)
            if left < order.count, order[left].moment < order[least].moment { least = left }
            if right < order.count, order[right].moment < order[least].moment { least = right }
            if least == place { return }
            swap(place, least)
            place = least
        }
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        order.swapAt(a, b)
        places[order[a].element] = a
        places[order[b].element] = b
    }
}
