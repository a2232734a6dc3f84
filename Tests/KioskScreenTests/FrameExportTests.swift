import KioskScreen
import TerminalTesting
import Testing

@Suite("A frame for other eyes")
struct FrameExportTests {
    private var frame: Frame {
        var frame = Frame(.init(rows: 2, columns: 4))
        frame[0, 0] = .init("A", Ink(.heading, bold: true))
        frame[0, 1] = .init("東", .text)
        frame[0, 2] = .init(nil, .text)
        frame[1, 0] = .init("\u{2584}", Ink(.qrDark, on: .qrLight))
        frame[1, 1] = .init(" ", Ink(.background, on: .code))
        frame[1, 2] = .init("<", .text)
        return frame
    }

    @Test("as text: pixels as blocks, blanks at the end left out")
    func text() {
        #expect(FrameExport.text(frame) == "A東\n▀█<\n")
    }

    @Test("as escapes: each line ends in the terminal's own colours")
    func ansi() {
        let lines = FrameExport.ansi(frame, theme: .livingRoom, colors: 256).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasSuffix("\u{1B}[0m") })
        #expect(lines[1].hasPrefix("\u{1B}[0;38;5;16;48;5;231m\u{2584}"))
        let direct = FrameExport.ansi(frame, theme: .livingRoom, colors: 1 << 24)
        #expect(direct.contains("38;2;0;0;0;48;2;255;255;255m"))
        #expect(FrameExport.ansi(frame, theme: .livingRoom, colors: 0).contains("\u{1B}[0;7m"))
    }

    @Test("the escapes paint on a real terminal what the frame holds", arguments: [Example.medium, Example.large])
    func painted(size: Frame.Size) throws {
        let code = try Example.code()
        let frame = Example.frame(Example.scene(code, title: "東京 Lobby"), size)
        let lines = FrameExport.ansi(frame, theme: .livingRoom, colors: 256).split(separator: "\n")
        let screen = Emulator(rows: size.rows, columns: size.columns)
        screen.feed(Array(lines.joined(separator: "\r\n").utf8))
        #expect(screen.qrCodes() == [code.qrText])
        #expect(screen.text.contains("Sign in to 東京 Lobby"))
        #expect(screen.line(size.rows - 1).hasSuffix("Expires in 14:32"))
    }

    @Test("as a picture: half blocks are rectangles, letters are text on their cells")
    func svg() {
        let svg = FrameExport.svg(frame, theme: .livingRoom)
        #expect(svg.contains("viewBox=\"0 0 40 40\""))
        #expect(!svg.contains("\u{2584}"))
        #expect(svg.contains("<rect x=\"0\" y=\"20\" width=\"20\" height=\"10\" fill=\"#ffffff\"/>"))
        #expect(svg.contains("<rect x=\"0\" y=\"30\" width=\"10\" height=\"10\" fill=\"#000000\"/>"))
        #expect(svg.contains(">A</text>") && svg.contains("textLength=\"20\"") && svg.contains("&lt;"))
    }
}
