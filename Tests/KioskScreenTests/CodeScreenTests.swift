import DeviceFlow
import Testing

@testable import KioskScreen

@Suite("The screen with a code")
struct CodeScreenTests {
    @Test("the QR on the screen decodes to the exact address, in every size that has one", arguments: Example.sizes)
    func decodes(size: Frame.Size) throws {
        let code = try Example.code()
        let read = readQR(Example.frame(Example.scene(code), size))
        #expect(read == (size == Example.small ? [] : [code.qrText]))
    }

    @Test(
        "the QR decodes at every colour depth, with and without half blocks",
        arguments: [0, 8, 16, 88, 256, 1 << 24], [true, false])
    func depths(colors: Int, utf8: Bool) throws {
        let code = try Example.code()
        let abilities = Abilities(colors: colors, utf8: utf8, halfBlocks: utf8)
        let frame = Example.frame(Example.scene(code), Example.large, abilities: abilities)
        #expect(readQR(frame, colors: colors) == [code.qrText])
    }

    @Test("the QR decodes in each drawing that is asked for", arguments: [QRRendering.full, .half])
    func renderings(rendering: QRRendering) throws {
        let code = try Example.code()
        let frame = Example.frame(Example.scene(code), Example.large, rendering: rendering)
        #expect(readQR(frame) == [code.qrText])
        #expect(frame.cells.contains { $0.text == "\u{2584}" && $0.ink.fore == .qrLight } == (rendering == .half))
    }

    @Test("where full blocks do not fit, half blocks are drawn although full ones were asked for")
    func fullFallsBack() throws {
        let code = try Example.code()
        let frame = Example.frame(Example.scene(code), Example.medium, rendering: .full)
        #expect(readQR(frame) == [code.qrText])
    }

    @Test("level L is taken where it lets full blocks in, M where both do, and M in half blocks where neither does")
    func levels() throws {
        let code = try Example.code()
        for (rows, isFull, modules) in [(44, true, 33), (40, true, 29), (33, false, 33)] {
            let frame = Example.frame(Example.scene(code), Frame.Size(rows: rows, columns: 120))
            #expect(readQR(frame) == [code.qrText])
            let isDark: (Frame.Cell) -> Bool = { $0.ink.back == .qrDark || $0.ink.fore == .qrDark && $0.text != " " }
            let dark = try #require(frame.positions(where: isDark))
            #expect(dark.columns.count == modules * (isFull ? 2 : 1), "\(rows)")
        }
    }

    @Test("no QR is drawn when none is wanted, and the code is larger for it")
    func off() throws {
        let frame = Example.frame(Example.scene(try Example.code()), Example.medium, rendering: .off)
        #expect(!frame.cells.contains { $0.ink.back == .qrLight })
        #expect(letterRows(frame) >= 4)
    }

    @Test("the QR is black on white with a quiet zone of two modules or more on each side", arguments: Example.sizes)
    func quietZone(size: Frame.Size) throws {
        let code = try Example.code()
        let frame = Example.frame(Example.scene(code), size)
        let field = frame.positions { $0.ink.back == .qrLight || $0.ink.back == .qrDark }
        let dark = frame.positions { $0.ink.back == .qrDark || $0.ink.fore == .qrDark && $0.text == "\u{2584}" }
        guard let field, let dark else {
            #expect(size == Example.small)
            return
        }
        let isFull = !frame.cells.contains { $0.text == "\u{2584}" && $0.ink.fore == .qrLight }
        let (rows, columns) = isFull ? (2, 4) : (1, 2)
        #expect(dark.rows.lowerBound - field.rows.lowerBound >= rows)
        #expect(field.rows.upperBound - dark.rows.upperBound >= rows)
        #expect(dark.columns.lowerBound - field.columns.lowerBound >= columns)
        #expect(field.columns.upperBound - dark.columns.upperBound >= columns)
    }

    @Test("the letters are a tenth of the screen's height or more", arguments: Example.sizes)
    func tenth(size: Frame.Size) throws {
        let frame = Example.frame(Example.scene(try Example.code()), size)
        #expect(letterRows(frame) * 10 >= size.rows)
    }

    @Test("fifteen letters W fit at 80 by 24")
    func fifteen() throws {
        let code = try Example.code(
            String(repeating: "W", count: 15), uri: "https://www.google.com/device", isComplete: false)
        let frame = Example.frame(Example.scene(code), Example.medium)
        #expect(frame.cells.contains { $0.ink.back == .code })
        #expect(Example.rows(frame).joined().contains("Code: WWWWWWWWWWWWWWW"))
    }

    @Test("the host that the phone should open stands under the QR, with its port")
    func host() throws {
        let rows = Example.rows(Example.frame(Example.scene(try Example.code()), Example.medium))
        #expect(rows.contains { $0.contains("Opens example.com") })
        let local = try Example.code(uri: "https://localhost:5001/device", isComplete: false)
        let other = Example.rows(Example.frame(Example.scene(local), Example.large))
        #expect(other.contains { $0.contains("Opens localhost:5001") })
        #expect(other.contains { $0.contains("Then type the code.") })
        #expect(other.contains { $0.contains("This page opens on this computer only.") })
    }

    @Test("a QR whose host does not fit under it is not drawn")
    func longHost() throws {
        let uri = "https://" + String(repeating: "a", count: 60) + ".example/d"
        let frame = Example.frame(Example.scene(try Example.code(uri: uri)), Example.medium)
        #expect(!frame.cells.contains { $0.ink.back == .qrLight })
    }

    @Test("an earlier code is warned of in every size", arguments: Example.sizes)
    func earlier(size: Frame.Size) throws {
        let code = try Example.code(ignoreEarlierCode: true)
        #expect(
            Example.rows(Example.frame(Example.scene(code), size)).contains { $0.contains("Ignore the earlier code.") })
    }

    @Test(
        "a lost connection says so, says that the code still lives and when the next try is", arguments: Example.sizes)
    func interrupted(size: Frame.Size) throws {
        let code = try Example.code(link: .interrupted(.dropped, retryIn: 8))
        let frame = Example.frame(Example.scene(code), size)
        let said = frame.cells.filter { $0.ink == Ink(.attention, bold: true) }.compactMap(\.text).filter { $0 != " " }
        #expect(String(said) == "Noconnection.Yourcodeisstillgood.Nexttryin8s")
        #expect(Example.rows(frame).contains { $0.contains("RETRYING") })
    }

    @Test("from second to second only the digits of the countdown change", arguments: Example.sizes)
    func tick(size: Frame.Size) throws {
        var viewer = Viewer()
        func frame(_ seconds: Int) throws -> Frame {
            let scene = Example.scene(try Example.code(secondsLeft: seconds))
            return viewer.view(scene, size: size, abilities: Abilities(), style: ViewStyle())
        }
        for seconds in [900, 899, 840, 601, 600, 599, 100, 63, 62] {
            let (before, after) = (try frame(seconds), try frame(seconds - 1))
            let changed = before.cells.indices.filter { before.cells[$0] != after.cells[$0] }
            #expect((1...5).contains(changed.count))
            #expect(changed.allSatisfy { $0 / size.columns == size.rows - 1 })
        }
    }

    @Test("seconds to the next try move nothing but their own digits", arguments: Example.sizes)
    func retryTick(size: Frame.Size) throws {
        func frame(_ seconds: Int) throws -> Frame {
            let code = try Example.code(link: .interrupted(.timeout, retryIn: seconds))
            return Example.frame(Example.scene(code), size)
        }
        let changed = zip(try frame(10).cells, try frame(9).cells).count { $0 != $1 }
        #expect(changed <= 4)
    }

    @Test("a viewer that remembers draws what a view without memory draws")
    func memory() throws {
        var viewer = Viewer()
        let style = ViewStyle()
        for seconds in [7300, 6000, 5999, 700, 61, 60, 1, 600] {
            for link in [Scene.Link.steady, .interrupted(.dns, retryIn: seconds % 70), .slowed(interval: 10)] {
                let scene = Example.scene(try Example.code(secondsLeft: seconds, link: link))
                let kept = viewer.view(scene, size: Example.medium, abilities: Abilities(), style: style)
                #expect(kept == view(scene, size: Example.medium, abilities: Abilities(), style: style))
            }
        }
    }

    @Test("in the last minute the screen says so in words")
    func lastMinute() throws {
        let text = Example.rows(Example.frame(Example.scene(try Example.code(secondsLeft: 60)), Example.medium))
            .joined()
        #expect(text.contains("Less than a minute left."))
        #expect(text.contains("01:00"))
    }

    @Test("a code or an address that does not fit whole is not shown at all")
    func tooLong() throws {
        let code = try Example.code(String(repeating: "K7", count: 25))
        let text = Example.rows(Example.frame(Example.scene(code), Example.small)).joined(separator: "\n")
        #expect(text.contains("Make the window larger"))
        #expect(text.contains("50 columns by 10 rows"))
        #expect(!text.contains("K7"))
        #expect(
            Example.rows(Example.frame(Example.scene(code), .init(rows: 10, columns: 50))).joined().contains("K7K7"))

        let address = try Example.code(uri: "https://example.com/" + String(repeating: "abcdefgh/", count: 60))
        let other = Example.rows(Example.frame(Example.scene(address), Example.small)).joined(separator: "\n")
        #expect(other.contains("Make the window larger"))
        #expect(!other.contains("example.com"))
    }

    @Test("a terminal that knows ASCII only gets nothing else")
    func ascii() throws {
        let abilities = Abilities(colors: 8, utf8: false, halfBlocks: true)
        for size in Example.sizes {
            let scene = Example.scene(try Example.code(), title: "Café Ünïcode 東京")
            let frame = Example.frame(scene, size, abilities: abilities)
            #expect(frame.cells.allSatisfy { $0.text?.isASCII == true })
        }
    }

    /// Rows of one letter: those of the first line of pixels, up to the first row without any.
    private func letterRows(_ frame: Frame) -> Int {
        let rows = (0..<frame.size.rows).filter { row in
            (0..<frame.size.columns).contains { column in
                let cell = frame[row, column]
                return cell.ink.back == .code || cell.ink.fore == .code && cell.text == "\u{2584}"
            }
        }
        guard let first = rows.first else { return 0 }
        return rows.enumerated().prefix { $0.element == first + $0.offset }.count
    }
}

extension Frame {
    /// The smallest rectangle around the cells that fulfil a condition.
    func positions(where matches: (Cell) -> Bool) -> (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
        let found = cells.indices.filter { matches(cells[$0]) }
        let columns = found.map { $0 % size.columns }
        guard let first = found.first, let last = found.last, let left = columns.min(), let right = columns.max()
        else { return nil }
        return (first / size.columns...last / size.columns, left...right)
    }
}
