// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 120 by 33, part 3")
struct Screens120x33Part3Tests {
    @Test("signed-in")
    func signedIn() {
        expectScreen(
            .signedIn, 120, 33,
            """


                Reading Room









                                    ▄█████▄      ▄▀▀▀▀    ▀                             █         ▀
                                    ███████      ▀▄▄▄    ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█        ▀█    █▄▀▀▄
                                     ▀███▀           █    █     ▀▀▀█  █   █  █▀▀▀▀  █   █         █    █   █
                                  ▄█████████▄    ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀        ▀▀▀   ▀   ▀
                                  ▀▀▀▀▀▀▀▀▀▀▀

                                                 Welcome, Alice Example.

                                                 You stay signed in on this screen.

                                                 Not you, or leaving? Sign out.









                SIGNED IN   O Not you? Sign out   Q Quit
            """)
    }

    @Test("not-handed-over")
    func notHandedOver() {
        expectScreen(
            .notHandedOver, 120, 33,
            """


                Reading Room








                            ▄█▄        █   █          █           ▄▀▀▄    ▀             ▀           █                 █
                           ██ ██       █▀▄ █  ▄▀▀▀▄  ▀█▀▀        ▄█▄▄    ▀█    █▄▀▀▄   ▀█    ▄▀▀▀▀  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█
                          ███▄███      █  ▀█  █   █   █  ▄        █       █    █   █    █     ▀▀▀▄  █   █  █▀▀▀▀  █   █
                         ████▄████     ▀   ▀   ▀▀▀     ▀▀         ▀      ▀▀▀   ▀   ▀   ▀▀▀   ▀▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀
                        ▀▀▀▀▀▀▀▀▀▀▀

                                       You approved, but the program behind
                                       this screen did not take the sign-in.


                                       Press any key to try again

                                       If it does not work again, please tell the staff.








                STOPPED   Backspace Cancel
            """)
    }

    @Test("denied")
    func denied() {
        expectScreen(
            .denied, 120, 33,
            """


                Reading Room








                                  ▀█▄     ▄█▀    █▀▀▄                  ▀█      ▀                      █
                                    ▀█▄ ▄█▀      █   █  ▄▀▀▀▄  ▄▀▀▀     █     ▀█    █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█
                                     ▄█▀█▄       █  ▄▀  █▀▀▀▀  █        █      █    █   █  █▀▀▀▀  █   █
                                   ▄█▀   ▀█▄     ▀▀▀     ▀▀▀    ▀▀▀      ▀▀   ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀
                                  ▀▀       ▀▀

                                                 The sign-in was declined on the
                                                 other device. Nobody is signed in.


                                                 Press any key to go on

                                                 If that was a mistake, ask for a new code.








                DECLINED   Q Quit
            """)
    }

    @Test("expired")
    func expired() {
        expectScreen(
            .expired, 120, 33,
            """


                Reading Room








                                    ▄▀▀▀▀▀▄      █▀▀▀▀                  ▀                      █
                                  ▄▀   █   ▀▄    █▄▄▄   ▀▄ ▄▀  █▄▀▀▄   ▀█    █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█
                                  █    ▀▀▀  █    █       ▄▀▄   █▀▀▀     █    █      █▀▀▀▀  █   █
                                   ▀▄     ▄▀     ▀▀▀▀▀  ▀   ▀  ▀       ▀▀▀   ▀       ▀▀▀    ▀▀▀▀
                                     ▀▀▀▀▀

                                                 Time ran out before the sign-in
                                                 was approved. Nobody is signed in.


                                                 Press any key to go on

                                                 The old code no longer works.








                EXPIRED   Q Quit
            """)
    }

    @Test("refused")
    func refused() {
        expectScreen(
            .refused, 120, 33,
            """


                Reading Room









                                    ▄█▄        █   █          █                         █
                                   ██ ██       █▀▄ █  ▄▀▀▀▄  ▀█▀▀        ▄▀▀▀▀  ▄▀▀▀▄  ▀█▀▀        █   █  █▄▀▀▄
                                  ███▄███      █  ▀█  █   █   █  ▄        ▀▀▀▄  █▀▀▀▀   █  ▄       █  ▄█  █▀▀▀
                                 ████▄████     ▀   ▀   ▀▀▀     ▀▀        ▀▀▀▀    ▀▀▀     ▀▀         ▀▀ ▀  ▀
                                ▀▀▀▀▀▀▀▀▀▀▀

                                               The sign-in service does not accept this screen.

                                               Please tell the staff: unauthorized_client


                                               Press any key to go on








                STOPPED   Q Quit
            """)
    }

    @Test("untrusted")
    func untrusted() {
        expectScreen(
            .untrusted, 120, 33,
            """


                Reading Room








                                  ▄▀▀▀▄       █   █                       ▀                           ▀
                                 █     █      █▀▄ █  ▄▀▀▀▄       ▄▀▀▀▀   ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▄▄▄▄   ▀█    █▄▀▀▄
                                ████▀████     █  ▀█  █   █        ▀▀▀▄    █     ▀▀▀█  █   █           █    █   █
                                ████ ████     ▀   ▀   ▀▀▀        ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀          ▀▀▀   ▀   ▀
                                ▀▀▀▀▀▀▀▀▀

                                              Somebody approved, but this screen cannot
                                              be sure who it was. Nobody is signed in.

                                              Please tell the staff: id_token_signature


                                              Press any key to go on








                STOPPED   Q Quit
            """)
    }

    @Test("nonsense")
    func nonsense() {
        expectScreen(
            .nonsense, 120, 33,
            """


                Reading Room








                             ▄█▄        ▄▀▀▀▄          █                  ▄▀▀▄                         █
                            ██ ██       █   █  █   █  ▀█▀▀        ▄▀▀▀▄  ▄█▄▄        ▄▀▀▀▄  █▄▀▀▄  ▄▀▀▄█  ▄▀▀▀▄  █▄▀▀▄
                           ███▄███      █   █  █  ▄█   █  ▄       █   █   █          █   █  █      █   █  █▀▀▀▀  █
                          ████▄████      ▀▀▀    ▀▀ ▀    ▀▀         ▀▀▀    ▀           ▀▀▀   ▀       ▀▀▀▀   ▀▀▀   ▀
                         ▀▀▀▀▀▀▀▀▀▀▀

                                        The sign-in service gave an answer
                                        that this screen cannot use.

                                        Please tell the staff: expires_in is missing or not a time


                                        Press any key to go on








                STOPPED   Q Quit
            """)
    }
}
