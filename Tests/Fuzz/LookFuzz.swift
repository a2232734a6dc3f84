// Tests/Fuzz/run look: a byte chooses, the rest is a theme, a language, a home or a logo. What is accepted can be drawn.
import DeviceFlow

@testable import KioskScreen

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Input(start, count)
    var style = ViewStyle()
    var theme = Theme.livingRoom
    var content = Scene.Content.approved(name: "Ada")
    let kind = input.choice() % 4
    let size = Frame.Size(rows: 10 + input.choice() % 40, columns: 40 + input.choice() % 160)
    do {
        switch kind {
        case 0: theme = try Theme(json: input.bytes)
        case 1: style.wording = try Wording(json: input.bytes)
        case 2:
            let menu = try HomeMenu(json: input.bytes)
            content = .home(Scene.Home(tiles: menu.tiles, chosen: menu.tiles.count - 1))
        default:
            style.logo = try Logo(text: input.bytes)
            content = .idle
        }
    } catch {
        return 0
    }
    let scene = Scene(title: "Lobby", content: content, keys: [.open, .move, .quit])
    let frame = view(scene, size: size, abilities: Abilities(), style: style)
    precondition(frame.size == size)
    precondition(isSafe(FrameExport.text(frame).filter { $0 != "\n" }), "a control character in a frame")
    _ = FrameExport.ansi(frame, theme: theme, colors: 256)
    return 0
}
