// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 160 by 45, part 3")
struct Screens160x45Part3Tests {
    @Test("no-code")
    func noCode() {
        expectScreen(
            .noCode, 160, 45,
            """



                  Reading Room









                                     ██████████████          ██      ██                                                                ██
                                   ██████████████████        ██      ██                                                                ██
                                 ████              ████      ████▄   ██     ▄██████▄                ▄██████       ▄██████▄      ▄████▄ ██     ▄██████▄
                                       ██████████            ██ ▀██▄ ██    ██▀    ▀██              ██▀           ██▀    ▀██    ██▀  ▀████    ██▀    ▀██
                                     ██████████████          ██   ▀████    ██      ██              ██            ██      ██    ██      ██    ██████████
                                     ████▄    ▄████          ██      ██    ██▄    ▄██              ██▄           ██▄    ▄██    ██▄     ██    ██▄
                                        ▀██████▀             ██      ██     ▀██████▀                ▀██████       ▀██████▀      ▀████████     ▀██████
                                         ██████
                                         ██████
                                                                                           ██
                                                                                           ██
                                                             ██      ██     ▄██████▄     ████████
                                                             ██▄     ██    ██▀    ▀██      ██
                                                              ▀████████    ██████████      ██
                                                                    ▄██    ██▄             ██▄  ▄██
                                                               ██████▀      ▀██████         ▀████▀


                                                             The name idp.example cannot be found.

                                                             Try 3 did not work. Next try in 8 s

                                                             Staff: check the network cable or the Wi-Fi.








                  RETRYING   Backspace Cancel   Q Quit
            """)
    }

    @Test("confirming")
    func confirming() {
        expectScreen(
            .confirming, 160, 45,
            """



                  Reading Room















                                                     ▄██████▄                                                                                                 ██
                                            ██      ██▀    ▀██                                                                                                ██
                                          ████      ██      ██    ██ ▄████▄     ██ ▄████▄     ██ ▄████▄      ▄██████▄     ██      ██     ▄██████▄      ▄████▄ ██
                                        ████        ██████████    ████▀  ███    ████▀  ███    ████▀  ▀██    ██▀    ▀██    ██      ██    ██▀    ▀██    ██▀  ▀████
                        ████          ████          ██      ██    ████████▀     ████████▀     ██            ██      ██    ██▄    ▄██    ██████████    ██      ██
                          ████      ████            ██      ██    ██            ██            ██            ██▄    ▄██     ▀██▄▄██▀     ██▄           ██▄     ██
                            ████  ████              ██      ██    ██            ██            ██             ▀██████▀        ▀██▀        ▀██████       ▀████████
                              ██████
                                ██
                                                    Finishing your sign-in.















                  CHECKING   Backspace Cancel   Q Quit
            """)
    }

    @Test("is-this-you")
    func isThisYou() {
        expectScreen(
            .isThisYou, 160, 45,
            """



                  Reading Room








                                       ██████████            ██████████                              ██          ██                ██
                                     ██████████████              ██                                  ██          ██
                                     ██████████████              ██         ▄████████              ████████      ██ ▄████▄       ████         ▄████████
                                     ██████████████              ██        ███                       ██          ████▀  ▀██        ██        ███
                                       ██████████                ██         ▀██████▄                 ██          ██      ██        ██         ▀██████▄
                                         ██████                  ██               ███                ██▄  ▄██    ██      ██        ██               ███
                                   ██████████████████        ██████████    ████████▀                  ▀████▀     ██      ██      ██████      ████████▀
                                 ██████████████████████
                                 ██████████████████████
                                                                                                        ▄██████▄
                                                                                                       ██▀    ███
                                                             ██      ██     ▄██████▄     ██      ██         ▄██▀
                                                             ██▄     ██    ██▀    ▀██    ██      ██        ██▀
                                                              ▀████████    ██      ██    ██      ██        ██
                                                                    ▄██    ██▄    ▄██    ██▄  ▄████
                                                               ██████▀      ▀██████▀      ▀████▀ ██        ██


                                                             Signed in as Alice Example.

                                                             If it is somebody else, they used the code before you.

                                                             Without an answer nobody is signed in: 8 s

                                                             Enter or Y: yes. N or Backspace: no.







                  QUESTION   Enter Yes   N No   Q Quit
            """)
    }

    @Test("approved")
    func approved() {
        expectScreen(
            .approved, 160, 45,
            """



                  Reading Room












                                                ▄████████        ██                                                          ██                  ██
                                       ██      ██▀                                                                           ██
                                     ████      ██▄             ████         ▄████████    ██ ▄████▄      ▄██████▄      ▄████▄ ██                ████        ██ ▄████▄
                                   ████         ▀██████▄         ██        ███     ██    ████▀  ▀██    ██▀    ▀██    ██▀  ▀████                  ██        ████▀  ▀██
                   ████          ████                 ▀██        ██         ▀████████    ██      ██    ██████████    ██      ██                  ██        ██      ██
                     ████      ████                   ▄██        ██               ▄██    ██      ██    ██▄           ██▄     ██                  ██        ██      ██
                       ████  ████              ████████▀       ██████        ██████▀     ██      ██     ▀██████       ▀████████                ██████      ██      ██
                         ██████
                           ██
                                               Welcome, Alice Example.

                                               You are signed in on this screen.


                                               Press any key to go on

                                               You can put your phone away.











                  SIGNED IN   O Not you? Sign out   Q Quit
            """)
    }

    @Test("signed-in")
    func signedIn() {
        expectScreen(
            .signedIn, 160, 45,
            """



                  Reading Room













                         ██████████             ▄████████        ██                                                          ██                  ██
                       ██████████████          ██▀                                                                           ██
                       ██████████████          ██▄             ████         ▄████████    ██ ▄████▄      ▄██████▄      ▄████▄ ██                ████        ██ ▄████▄
                       ██████████████           ▀██████▄         ██        ███     ██    ████▀  ▀██    ██▀    ▀██    ██▀  ▀████                  ██        ████▀  ▀██
                         ██████████                   ▀██        ██         ▀████████    ██      ██    ██████████    ██      ██                  ██        ██      ██
                           ██████                     ▄██        ██               ▄██    ██      ██    ██▄           ██▄     ██                  ██        ██      ██
                     ██████████████████        ████████▀       ██████        ██████▀     ██      ██     ▀██████       ▀████████                ██████      ██      ██
                   ██████████████████████
                   ██████████████████████
                                               Welcome, Alice Example.

                                               You stay signed in on this screen.

                                               Not you, or leaving? Sign out.













                  SIGNED IN   O Not you? Sign out   Q Quit
            """)
    }
}
