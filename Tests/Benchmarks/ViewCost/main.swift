// What a view costs: microseconds from a scene to a frame, as one line of JSON. Built and read by Tests/Benchmarks/run.

import KioskScreen

/// The median over many views, in microseconds.
func cost(_ sample: Sample, _ size: Frame.Size, isTick: Bool) -> Double {
    let scene = sample.scene(title: "Lobby East")
    let style = ViewStyle()
    let abilities = Abilities()
    // A screen that waits is drawn by a viewer that remembers all but the countdown.
    var viewer = Viewer()
    var cells = 0
    let rounds = isTick ? 400 : 100
    let times = (0..<rounds).map { _ in
        let duration = ContinuousClock().measure {
            if !isTick { viewer = Viewer() }
            cells += viewer.view(scene, size: size, abilities: abilities, style: style).cells.count
        }
        return duration / .microseconds(1)
    }
    precondition(cells == rounds * size.rows * size.columns, "every view fills its window")
    return times.sorted()[times.count / 2]
}

let size = Frame.Size(rows: 45, columns: 160)
let figures = [
    ("code", cost(.pending, size, isTick: false)), ("code_tick", cost(.pending, size, isTick: true)),
    ("home", cost(.home, size, isTick: false)), ("message", cost(.approved, size, isTick: false)),
]
print("{" + figures.map { "\"\($0.0)\": \(($0.1 * 10).rounded() / 10)" }.joined(separator: ", ") + "}")
