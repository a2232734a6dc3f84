// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 240 by 67, part 7")
struct Screens240x67Part7Tests {
    @Test("page")
    func page() {
        expectScreen(
            .page, 240, 67,
            """



                    Reading Room
























                                                                                     ██████████████████████      ██████████        ██          ████
                                                                                     ██  ██  ██  ██  ██  ██      ██▀▀▀▀▀▀▀▀        ▀▀          ▀▀██
                                                                                     ██████████████████████      ██                              ██
                                                                                     ██      ████        ██      ██              ████            ██        ████  ██        ████████
                                                                                     ██      ████████    ██      ██▄▄▄▄▄▄        ▀▀██            ██        ██▀▀▄▄▀▀▄▄    ▄▄▀▀▀▀▀▀▀▀
                                                                                     ██      ████        ██      ████████          ██            ██        ██  ██  ██    ██
                                                                                     ██████████████████████      ██                ██            ██        ██  ██  ██      ██████
                                                                                     ██  ██  ██  ██  ██  ██      ██                ██            ██        ██  ▀▀  ██      ▀▀▀▀▀▀▄▄
                                                                                     ██████████████████████      ██                ██            ██        ██      ██            ██
                                                                                                                 ██              ██████            ████    ██      ██    ████████
                                                                                                                 ▀▀              ▀▀▀▀▀▀            ▀▀▀▀    ▀▀      ▀▀    ▀▀▀▀▀▀▀▀


                                                                                                                 Your films would be here.
























                    HOME   Backspace Back   Q Quit
            """)
    }
}
