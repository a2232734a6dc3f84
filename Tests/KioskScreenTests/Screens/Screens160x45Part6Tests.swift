// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 160 by 45, part 6")
struct Screens160x45Part6Tests {
    @Test("leaving")
    func leaving() {
        expectScreen(
            .leaving, 160, 45,
            """



                  Reading Room                                                                                                                    Hello, Alice Example
                  Still there? Signing out in 12 s. Any key stays.






                                             ██████████                         ██████████████████████                         ████████████████
                                           ██████████████                       ██  ██  ██  ██  ██  ██                         ████████████████
                                           ██████████████                       ██████████████████████                         ██            ██
                                           ██████████████                       ██      ████        ██                         ██            ██
                                             ██████████                         ██      ████████    ██                         ██            ██
                                               ██████                           ██      ████        ██                     ██████      ████████
                                         ██████████████████                     ██████████████████████                   ████████    ██████████
                                       ██████████████████████                   ██  ██  ██  ██  ██  ██                   ████████    ██████████
                                       ██████████████████████                   ██████████████████████                     ████        ██████


                                              Sign out                                 [ Films ]                                  Music




                                       ██████████████████████                       ████      ████                            ▄██████████▄
                                       ██                  ██                     ██████████████████▄                       ▄██▀ ██  ██ ▀██▄
                                       ██  ████      ██    ██                   ██████  ██████████▄▀██                     ██▀   ██  ██   ▀██
                                       ██  ████    ██████  ██                   ████      ██████▄▀████                    ▄██████████████████▄
                                       ██        ████████  ██                   ██████  ██████ ▀██████                   ███     ██  ██     ███
                                       ██  ██  ██████████  ██                   ██████████████████████                    ▀██████████████████▀
                                       ██  ██████████████  ██                   ████████      ████████                     ██▄   ██  ██   ▄██
                                       ██                  ██                   ██████          ██████                      ▀██▄ ██  ██ ▄██▀
                                       ██████████████████████                     ██              ██                          ▀██████████▀


                                               Photos                                    Games                                   English





                  HOME   O Sign out   Q Quit
            """)
    }

    @Test("page")
    func page() {
        expectScreen(
            .page, 160, 45,
            """



                  Reading Room















                                             ██████████████████████      ██████████        ██          ████
                                             ██  ██  ██  ██  ██  ██      ██                              ██
                                             ██████████████████████      ██              ████            ██        ████▄▄██▄      ▄████████
                                             ██      ████        ██      ████████          ██            ██        ██ ▀██▀▀██    ███
                                             ██      ████████    ██      ██                ██            ██        ██  ██  ██     ▀██████▄
                                             ██      ████        ██      ██                ██            ██▄       ██      ██           ███
                                             ██████████████████████      ██              ██████           ▀████    ██      ██    ████████▀
                                             ██  ██  ██  ██  ██  ██
                                             ██████████████████████
                                                                         Your films would be here.















                  HOME   Backspace Back   Q Quit
            """)
    }

    @Test("operator-pin")
    func operatorPin() {
        expectScreen(
            .operatorPin, 160, 45,
            """



                  For the staff

                  That was not the PIN.
                  Type the PIN, then press Enter.
                  ****_




































                  STAFF   Enter Open   Backspace Back
            """)
    }

    @Test("operator-menu")
    func operatorMenu() {
        expectScreen(
            .operatorMenu, 160, 45,
            """



                  For the staff

                    1 Status
                  > 2 Test the network
                    3 Language: English
                    4 Start the program anew
                    5 End the program
                    6 Back to the visitors' screen

































                  STAFF   Enter Open   Arrows Move   Backspace Back
            """)
    }

    @Test("operator-status")
    func operatorStatus() {
        expectScreen(
            .operatorStatus, 160, 45,
            """



                  For the staff

                  State: RETRYING
                  The connection to idp.example failed.
                  Server: idp.example
                  The server last answered 0:43 ago.
                  Codes shown: 212. Sign-ins: 187.
                  Running for 14 d 6:56:07.
                  Version 0.1.0
































                  STAFF   Backspace Back   Arrows Move
            """)
    }
}
