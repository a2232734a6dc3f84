import DeviceFlow

extension Sheet {
    /// Chooses among all arrangements: the text beside the QR, above it, or alone; the QR in each drawing; the
    /// code in each size of letters. The QR goes first, then the large letters, never the code or the address.
    func plan(_ scene: Scene, code: Scene.Code, rendering: QRRendering) -> CodePlan {
        var best = arrange(scene, code, picture: nil, isBeside: true)
        // Half blocks where the wanted full ones do not fit: any QR is better than none. Level L stands less, and is
        // asked only where M does not fit, or not in full blocks, which every font draws well (Tests/Optics).
        let renderings = rendering == .full ? [.full, .half] : [rendering]
        for rendering in renderings {
            for level in [QRSymbol.Level.medium, .low] where level == .medium || best?.picture?.isFull != true {
                for picture in pictures(of: code, level: level, rendering: rendering, isBetter: best?.picture != nil) {
                    for isBeside in [true, false] {
                        guard let found = arrange(scene, code, picture: picture, isBeside: isBeside) else { continue }
                        if found.score > best?.score ?? .min { best = found }
                    }
                }
            }
        }
        guard let best = best ?? bare(scene, code) else {
            return CodePlan(still: enlarge(needed: needed(scene, code)), status: nil, clockEnd: nil)
        }
        return draw(best, scene: scene, code: code, rendering: rendering)
    }

    /// The QR's drawings, best first; every one that the terminal can show.
    ///
    /// - Parameter isBetter: only full blocks, which a window that is too small for them is not asked about.
    private func pictures(
        of code: Scene.Code, level: QRSymbol.Level, rendering: QRRendering, isBetter: Bool
    ) -> [QRPicture] {
        guard rendering != .off, let version = QRSymbol.version(for: code.qrText.utf8.count, level: level) else {
            return []
        }
        let modules = QRSymbol.width(version)
        let drawings = [(true, 4), (true, 2), (false, 4), (false, 2)].filter { isFull, quiet in
            let drawn = QRPicture.size(modules, isFull: isFull, quiet: quiet)
            guard drawn.rows <= bodyRows, drawn.columns <= size.columns, isFull || !isBetter else { return false }
            switch rendering {
            case .full where !isFull, .half where isFull && drawsHalfBlocks: return false
            case .automatic, .full, .half, .off: return isFull || drawsHalfBlocks
            }
        }
        // Encoding is most of a view's cost.
        guard !drawings.isEmpty, let symbol = QRSymbol(code.qrText, level: level) else { return [] }
        return drawings.map { QRPicture(symbol: symbol, isFull: $0, quiet: $1) }
    }

    private func arrange(_ scene: Scene, _ code: Scene.Code, picture: QRPicture?, isBeside: Bool) -> CodeArrangement? {
        let between = min(8, max(2, size.columns / 26))
        var columns = size.columns - 2 * sideMargin
        var rows = bodyRows - 2 * topMargin
        var caption: [String] = []
        if let picture {
            guard picture.columns <= columns, let words = self.caption(of: code, columns: picture.columns) else {
                return nil
            }
            caption = words
            let height = picture.rows + caption.count
            // A caption may stand close to the footer; the QR itself keeps its distance from the edge.
            guard height <= rows + min(1, topMargin) else { return nil }
            if isBeside {
                columns -= picture.columns + between
            } else {
                rows -= height + 1
            }
        }
        guard columns >= Self.narrowestText, rows > 0 else { return nil }
        let textColumns = min(columns, Self.widestText)
        let room = BigText.Room(columns: columns, rows: rows, screenRows: size.rows, halfRows: drawsHalfBlocks)
        let items = self.items(scene, code, hasQR: picture != nil, columns: textColumns)
        var best: CodeArrangement?
        for setting in BigText.settings(of: code.userCode.text, in: room) {
            let items = items(Block(setting))
            guard let found = CodeArrangement(items, rows: rows, setting, picture, caption, isBeside: isBeside, between)
            else { continue }
            if found.score > best?.score ?? .min { best = found }
            if found.isComfortable { break }
        }
        if let best { return best }
        guard let lines = TextWrap.code(code.userCode.text, columns: columns) else { return nil }
        let block = Block(lines: lines, ink: Ink(.code, bold: true))
        return CodeArrangement(items(block), rows: rows, nil, picture, caption, isBeside: isBeside, between)
    }

    /// The last resort: no margins, nothing that can be spared.
    private func bare(_ scene: Scene, _ code: Scene.Code) -> CodeArrangement? {
        guard let lines = TextWrap.code(code.userCode.text, columns: size.columns) else { return nil }
        let block = Block(lines: lines, ink: Ink(.code, bold: true))
        let items = self.items(scene, code, hasQR: false, columns: size.columns)
        var found = CodeArrangement(items(block), rows: bodyRows, nil, nil, [], isBeside: true, 0)
        found?.margin = 0
        return found
    }

    /// A window in which the code and the address stand whole, no narrower or lower than this one.
    private func needed(_ scene: Scene, _ code: Scene.Code) -> Frame.Size {
        for rows in [size.rows, 24, 45, 100] where rows >= size.rows {
            for columns in stride(from: (size.columns + 9) / 10 * 10, through: 300, by: 10) {
                let larger = Frame.Size(rows: rows, columns: columns)
                if Sheet(size: larger, abilities: abilities, style: style).bare(scene, code) != nil {
                    return larger
                }
            }
        }
        return Frame.Size(rows: 100, columns: 300)
    }

    private static let narrowestText = 24
    private static let widestText = 60

    /// What stands under the QR, or nil when the host does not fit there: a QR nobody can check is not drawn.
    private func caption(of code: Scene.Code, columns: Int) -> [String]? {
        let uri = code.verificationURI
        let host = uri.port.map { "\(uri.host):\($0)" } ?? uri.host
        let opens = TextWrap.words(wording(.qrOpens, ["host": host]), columns: columns)
        guard opens.contains(where: { $0.contains(host) }) else { return nil }
        return opens + TextWrap.words(wording[code.qrIsComplete ? .qrCompare : .qrThenType], columns: columns)
    }

    /// The text from top to bottom, around whatever block the code is. Of what can be spared the highest number goes
    /// first: the hints (9, 7), blank rows between the steps (6), the heading (5), blank rows around the code (4), the
    /// steps in words (3), the notice about this computer (2). The address, the code, the warning of an earlier code
    /// and the line of state stay.
    private func items(
        _ scene: Scene, _ code: Scene.Code, hasQR: Bool, columns: Int
    ) -> (_ codeBlock: Block) -> [Column.Item] {
        func words(_ sentence: Sentence, _ ink: Ink) -> Block { self.words(wording[sentence], ink, columns: columns) }
        let title = self.words(signInTitle(scene.title), Ink(.heading, bold: true), columns: columns)
        let uri = TextWrap.address(code.verificationURI.text, columns: columns)
        let status = self.status(of: code)
        let statusLines = TextWrap.words(status.words, columns: columns)
        let open: Sentence =
            if code.verificationURI.isLoopback { .openHere } else { hasQR && code.qrIsComplete ? .scanOrOpen : .open }
        let above: [Column.Item] = [
            .init(title, spare: 5),
            .init(words(open, .text), gap: 2, spare: 3, air: 6),
            .init(Block(lines: uri, ink: Ink(.accent, bold: true))),
            .init(words(.andEnter, .text), gap: 1, spare: 3, air: 6),
        ]
        var below: [Column.Item] = []
        if code.ignoreEarlierCode {
            below.append(.init(words(.ignoreEarlier, Ink(.attention, bold: true)), gap: 1, air: 4))
        }
        let gap = code.ignoreEarlierCode ? 0 : 2
        below.append(.init(Block(moving: MovingLines(texts: statusLines, ink: status.ink, start)), gap: gap, air: 4))
        if code.verificationURI.isLoopback {
            below.append(.init(words(.loopback, .text), gap: 1, spare: 2, air: 6))
        } else if code.pageMayWarn {
            below.append(.init(words(.pageMayWarn, .text), gap: 1, spare: 2, air: 6))
        }
        below.append(.init(words(.onlyHere, Ink(.quiet)), gap: 1, spare: 7, air: 7))
        below.append(.init(words(.changesByItself, Ink(.quiet)), spare: 9))
        return { codeBlock in above + [.init(codeBlock, gap: 1, air: 4)] + below }
    }

    /// The line of state in words, with a stand-in for the seconds, and how it is drawn.
    private func status(of code: Scene.Code) -> (words: String, ink: Ink) {
        switch code.link {
        case .interrupted(let trouble, let retryIn):
            let short = wording.shortSentence(for: trouble)
            let words =
                retryIn > 0
                ? wording(.interrupted, ["trouble": short, "seconds": MovingLines.standIn])
                : wording(.interruptedNow, ["trouble": short])
            return (words, Ink(.attention, bold: true))
        case .steady where code.secondsLeft <= 60, .slowed where code.secondsLeft <= 60:
            return (wording[code.renewsItself ? .lastMinuteRenews : .lastMinute], Ink(.attention, bold: true))
        case .steady:
            return (wording[.waiting], .text)
        case .slowed(let interval):
            return (wording(.slowed, ["seconds": "\(interval)"]), .text)
        }
    }

    private func draw(_ found: CodeArrangement, scene: Scene, code: Scene.Code, rendering: QRRendering) -> CodePlan {
        var frame = Frame(size)
        var scene = scene
        // Another drawing of a QR that has no room would change nothing.
        if found.picture == nil, rendering != .off { scene.keys.removeAll { $0 == .changeQR } }
        let margin = found.margin ?? sideMargin
        let textRows = found.text.rows
        var top = (bodyRows - textRows) / 2
        var left = margin
        if let picture = found.picture {
            let pictureRows = picture.rows + found.caption.count
            var (row, column) = ((bodyRows - pictureRows + 1) / 2, size.columns - margin - picture.columns)
            if found.isBeside {
                // A group in the middle of a window that is much wider than it.
                let spare = size.columns - 2 * margin - found.text.columns - found.between - picture.columns
                left += max(0, spare) / 2 > margin ? max(0, spare) / 4 : 0
                column -= max(0, spare) / 2 > margin ? max(0, spare) / 4 : 0
            } else {
                top = (bodyRows - textRows - 1 - pictureRows) / 2
                (row, column) = (top + textRows + 1, margin)
            }
            column = mirrored(column, picture.columns)
            picture.draw(in: &frame, row: row, column: column)
            let caption = Block(lines: found.caption, ink: Ink(.text), .centre)
            caption.draw(&frame, row + picture.rows, column + (picture.columns - caption.columns) / 2)
        } else if found.margin == nil {
            left = textMargin(for: found.text.columns)
        }
        left = mirrored(left, found.text.columns)
        found.text.draw(in: &frame, row: top, column: left, start)
        let status = found.text.moving.map {
            (
                row: top + $0.row, column: left + start.shift(of: $0.lines.columns, in: found.text.columns),
                lines: $0.lines
            )
        }
        let clockEnd = footer(
            scene, in: &frame, code: found.setting == nil ? nil : code.userCode.text, clock: clock(code.secondsLeft))
        return CodePlan(still: frame, status: status, clockEnd: clockEnd)
    }
}
