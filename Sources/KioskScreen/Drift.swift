/// A small move of the whole screen, so that no edge stands on the same place for hours: a still white field burns
/// into some displays.
public struct Drift: Equatable, Sendable {
    let rows: Int
    let columns: Int

    public static let none = Drift(step: 0)

    /// - Parameter step: 0 is in place; the eight places around it follow, one cell at a time.
    public init(step: Int) {
        let places = [(0, 0), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
        (rows, columns) = places[(step % places.count + places.count) % places.count]
    }
}

extension Frame {
    /// Moves what stands on the frame, its last row only sideways. Nothing that is drawn leaves the frame: where
    /// it already touches an edge it stays.
    mutating func drift(_ drift: Drift) {
        guard drift != .none, size.rows > 1 else { return }
        move(rows: 0..<size.rows - 1, down: drift.rows, right: drift.columns)
        move(rows: size.rows - 1..<size.rows, down: 0, right: drift.columns)
    }

    private mutating func move(rows: Range<Int>, down: Int, right: Int) {
        guard let firstRow = rows.first else { return }
        let before = self
        let blank = before[firstRow, 0]
        let lastColumn = size.columns - 1
        func isBlank(_ row: Int, _ column: Int) -> Bool { before[row, column] == blank }
        // The row and the column that would be lost must be empty, in the ground's own colour.
        let lostRow = down > 0 ? rows.upperBound - 1 : firstRow
        let lostColumn = right > 0 ? lastColumn : 0
        let down = (0...lastColumn).allSatisfy { isBlank(lostRow, $0) } ? down : 0
        let right = rows.allSatisfy { isBlank($0, lostColumn) } ? right : 0
        guard blank.text == " ", down != 0 || right != 0 else { return }
        for row in rows {
            for column in 0...lastColumn {
                let (fromRow, fromColumn) = (row - down, column - right)
                let isInside = rows.contains(fromRow) && (0...lastColumn).contains(fromColumn)
                self[row, column] = isInside ? before[fromRow, fromColumn] : blank
            }
        }
    }
}
