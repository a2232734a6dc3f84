import Foundation
import TerminalTesting

extension Emulator {
    /// The code can be read: as ordinary text, or in big letters.
    func shows(_ code: String) -> Bool { text.contains(code) || showsInBigLetters(code) }

    /// The text stands on the screen in big letters, each pixel of them right; a line may end after a dash.
    ///
    /// A pixel is any block of cells of one colour, and what surrounds it has another colour. Only the font's shapes
    /// are taken from the program's own files (Assets/glyphs). Where the terminal has no half blocks a pixel is whole rows.
    func showsInBigLetters(_ text: String) -> Bool {
        showsInBigLetters(text, leastHeight: 1) || showsInBigLetters(text, leastHeight: 2)
    }

    /// - Parameter leastHeight: of what can be drawn, in half rows.
    private func showsInBigLetters(_ text: String, leastHeight: Int) -> Bool {
        let picture = picture(scale: 1)
        for font in BigFont.all {
            for lines in BigFont.waysToBreak(text) {
                for (width, height) in BigFont.pixelSizes {
                    for gap in 1...2 {
                        let stands = lines.allSatisfy { line in
                            guard let bitmap = font.bitmap(of: line, gap: gap) else { return false }
                            // Where a pixel can be halved both ways, slanting strokes are joined at their corners.
                            let isHalved = width.isMultiple(of: 2) && height.isMultiple(of: 2 * leastHeight)
                            let halves = isHalved ? 2 : 1
                            return contains(
                                halves == 2 ? BigFont.joined(bitmap) : bitmap, pixelWidth: width / halves,
                                pixelHeight: height / halves, in: picture)
                        }
                        if stands { return true }
                    }
                }
            }
        }
        return false
    }

    private func contains(
        _ bitmap: [[Bool]], pixelWidth: Int, pixelHeight: Int, in picture: (width: Int, height: Int, grey: [UInt8])
    ) -> Bool {
        let (rows, columns) = (bitmap.count * pixelHeight, (bitmap.first?.count ?? 0) * pixelWidth)
        guard rows <= picture.height, columns <= picture.width, let edge = edge(in: bitmap) else { return false }
        // Nearly every place is refused by a look at two neighbours that must differ.
        let offset = edge.row * pixelHeight * picture.width + edge.column * pixelWidth
        func matches(_ top: Int, _ left: Int) -> Bool {
            var (ink, paper): (UInt8?, UInt8?) = (nil, nil)
            for row in 0..<rows {
                for column in 0..<columns {
                    let grey = picture.grey[(top + row) * picture.width + left + column]
                    if bitmap[row / pixelHeight][column / pixelWidth] {
                        if grey != ink ?? grey { return false }
                        ink = grey
                    } else {
                        if grey != paper ?? grey { return false }
                        paper = grey
                    }
                    if ink == paper { return false }
                }
            }
            return true
        }
        for top in 0...(picture.height - rows) {
            var place = top * picture.width + offset
            for left in 0...(picture.width - columns) {
                if picture.grey[place] != picture.grey[place + pixelWidth], matches(top, left) { return true }
                place += 1
            }
        }
        return false
    }

    /// A pixel that differs from its right neighbour.
    private func edge(in bitmap: [[Bool]]) -> (row: Int, column: Int)? {
        for (row, pixels) in bitmap.enumerated() {
            for column in pixels.indices.dropLast() where pixels[column] != pixels[column + 1] { return (row, column) }
        }
        return nil
    }
}

/// The shapes of one of the program's fonts.
private struct BigFont {
    private let glyphs: [Character: [[Bool]]]

    static let all: [BigFont] = {
        let folder = repositoryFolder + "/Assets/glyphs"
        let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".txt")
        }
        precondition(!files.isEmpty, "no fonts in \(folder)")
        return files.compactMap { (try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8)).map(BigFont.init) }
    }()
    /// In columns and half rows.
    static let pixelSizes = [
        (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 6), (6, 6), (8, 8),
    ]

    private init(_ text: String) {
        var glyphs: [Character: [[Bool]]] = [:]
        var name: Character?
        for line in text.split(separator: "\n") where !line.hasPrefix(";") {
            if line.hasPrefix("glyph ") {
                let word = line.dropFirst("glyph ".count)
                name = word == "blank" ? " " : word.first
                if let name { glyphs[name] = [] }
            } else if let name {
                glyphs[name, default: []].append(line.map { $0 == "#" })
            }
        }
        self.glyphs = glyphs
    }

    /// The text with the pixels of all its letters, a frame of unset ones left out.
    func bitmap(of text: String, gap: Int) -> [[Bool]]? {
        var rows: [[Bool]] = []
        for character in text {
            guard let glyph = glyphs[character], rows.isEmpty || glyph.count == rows.count else { return nil }
            if rows.isEmpty {
                rows = glyph
            } else {
                for row in rows.indices { rows[row] += Array(repeating: false, count: gap) + glyph[row] }
            }
        }
        return rows
    }

    /// Four pixels for each; an unset one is set where it lies in the corner between two set neighbours that touch
    /// only there.
    static func joined(_ bitmap: [[Bool]]) -> [[Bool]] {
        func isSet(_ y: Int, _ x: Int) -> Bool {
            bitmap.indices.contains(y) && bitmap[y].indices.contains(x) && bitmap[y][x]
        }
        return (0..<2 * bitmap.count).map { row in
            (0..<2 * bitmap[row / 2].count).map { column in
                let (y, x) = (row / 2, column / 2)
                let (besideY, besideX) = (row % 2 == 0 ? y - 1 : y + 1, column % 2 == 0 ? x - 1 : x + 1)
                return isSet(y, x) || isSet(besideY, x) && isSet(y, besideX) && !isSet(besideY, besideX)
            }
        }
    }

    /// On one line, or broken after each dash.
    static func waysToBreak(_ text: String) -> [[String]] {
        var lines: [String] = []
        var line = ""
        for character in text {
            line.append(character)
            if character == "-" {
                lines.append(line)
                line = ""
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.count > 1 ? [[text], lines] : [[text]]
    }
}
