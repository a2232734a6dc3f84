// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 120 by 33, part 4")
struct Screens120x33Part4Tests {
    @Test("lost")
    func lost() {
        expectScreen(
            .lost, 120, 33,
            """


                Reading Room








                                ▄█▄        ▄▀▀▀▀   █                    █                                 ▀
                               ██ ██       ▀▄▄▄   ▀█▀▀    ▀▀▀▄  █▄▀▀▄  ▀█▀▀         ▀▀▀▄  ▄▀▀▀█   ▀▀▀▄   ▀█    █▄▀▀▄
                              ███▄███          █   █  ▄  ▄▀▀▀█  █       █  ▄       ▄▀▀▀█   ▀▀▀█  ▄▀▀▀█    █    █   █
                             ████▄████     ▀▀▀▀     ▀▀    ▀▀▀▀  ▀        ▀▀         ▀▀▀▀   ▀▀▀    ▀▀▀▀   ▀▀▀   ▀   ▀
                            ▀▀▀▀▀▀▀▀▀▀▀

                                           You approved, but the answer was lost on its
                                           way to this screen. Nobody is signed in.

                                           Please start again with a new code.


                                           Press any key to go on








                LOST   Q Quit
            """)
    }

    @Test("cancelled")
    func cancelled() {
        expectScreen(
            .cancelled, 120, 33,
            """


                Reading Room









                                  ▀█▄     ▄█▀    ▄▀▀▀▄                               ▀█     ▀█               █
                                    ▀█▄ ▄█▀      █       ▀▀▀▄  █▄▀▀▄  ▄▀▀▀   ▄▀▀▀▄    █      █    ▄▀▀▀▄  ▄▀▀▄█
                                     ▄█▀█▄       █   ▄  ▄▀▀▀█  █   █  █      █▀▀▀▀    █      █    █▀▀▀▀  █   █
                                   ▄█▀   ▀█▄      ▀▀▀    ▀▀▀▀  ▀   ▀   ▀▀▀    ▀▀▀      ▀▀     ▀▀   ▀▀▀    ▀▀▀▀
                                  ▀▀       ▀▀

                                                 The sign-in was called off here. Nobody is signed in.


                                                 Press any key to go on

                                                 If a code is still open on your phone, ignore it.








                CANCELLED   Q Quit
            """)
    }

    @Test("disowned")
    func disowned() {
        expectScreen(
            .disowned, 120, 33,
            """


                Reading Room









                      ▀█▄     ▄█▀    █   █          █                   ▀                             █         ▀
                        ▀█▄ ▄█▀      █▀▄ █  ▄▀▀▀▄  ▀█▀▀        ▄▀▀▀▀   ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█        ▀█    █▄▀▀▄
                         ▄█▀█▄       █  ▀█  █   █   █  ▄        ▀▀▀▄    █     ▀▀▀█  █   █  █▀▀▀▀  █   █         █    █   █
                       ▄█▀   ▀█▄     ▀   ▀   ▀▀▀     ▀▀        ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀        ▀▀▀   ▀   ▀
                      ▀▀       ▀▀

                                     You said that it was not you. Nobody is signed in.


                                     Press any key to go on

                                     Please try again with a new code.








                NOBODY   Q Quit
            """)
    }

    @Test("home-signed-in")
    func homeSignedIn() {
        expectScreen(
            .homeSignedIn, 120, 33,
            """


                Reading Room                                                                                Hello, Alice Example
                This screen may use: who you are, your name, your e-mail address                                 59 minutes left







                                            ▄█████▄               █▀█▀█▀█▀█▀█                ████████
                                            ███████               █▀▀▀██▀▀▀▀█                █      █
                                             ▀███▀                █   ██▀▀  █              ▄▄█   ▄▄▄█
                                          ▄█████████▄             █▀█▀█▀█▀█▀█             ████  █████
                                          ▀▀▀▀▀▀▀▀▀▀▀             ▀▀▀▀▀▀▀▀▀▀▀              ▀▀    ▀▀▀
                                            Sign out               [ Films ]                 Music



                                          █▀▀▀▀▀▀▀▀▀█              ▄██▄▄▄██▄                ▄▀█▀█▀▄
                                          █ ██  ▄█▄ █             ██▀ ▀███▀▄█              █▄▄█▄█▄▄█
                                          █ ▄ ▄████ █             ███▄███▄███             ▀▄▄▄█▄█▄▄▄▀
                                          █ ▀▀▀▀▀▀▀ █             ███▀   ▀███              ▀▄ █ █ ▄▀
                                          ▀▀▀▀▀▀▀▀▀▀▀              ▀       ▀                 ▀▀▀▀▀
                                             Photos                  Games                  English






                HOME   Enter Open   Arrows Move   O Sign out   L Language   Q Quit
            """)
    }

    @Test("leaving")
    func leaving() {
        expectScreen(
            .leaving, 120, 33,
            """


                Reading Room                                                                                Hello, Alice Example
                Still there? Signing out in 12 s. Any key stays.







                                            ▄█████▄               █▀█▀█▀█▀█▀█                ████████
                                            ███████               █▀▀▀██▀▀▀▀█                █      █
                                             ▀███▀                █   ██▀▀  █              ▄▄█   ▄▄▄█
                                          ▄█████████▄             █▀█▀█▀█▀█▀█             ████  █████
                                          ▀▀▀▀▀▀▀▀▀▀▀             ▀▀▀▀▀▀▀▀▀▀▀              ▀▀    ▀▀▀
                                            Sign out               [ Films ]                 Music



                                          █▀▀▀▀▀▀▀▀▀█              ▄██▄▄▄██▄                ▄▀█▀█▀▄
                                          █ ██  ▄█▄ █             ██▀ ▀███▀▄█              █▄▄█▄█▄▄█
                                          █ ▄ ▄████ █             ███▄███▄███             ▀▄▄▄█▄█▄▄▄▀
                                          █ ▀▀▀▀▀▀▀ █             ███▀   ▀███              ▀▄ █ █ ▄▀
                                          ▀▀▀▀▀▀▀▀▀▀▀              ▀       ▀                 ▀▀▀▀▀
                                             Photos                  Games                  English






                HOME   O Sign out   Q Quit
            """)
    }

    @Test("page")
    func page() {
        expectScreen(
            .page, 120, 33,
            """


                Reading Room











                                  █▀█▀█▀█▀█▀█    █▀▀▀▀    ▀     ▀█
                                  █▀▀▀██▀▀▀▀█    █▄▄▄    ▀█      █    █▀▄▀▄  ▄▀▀▀▀
                                  █   ██▀▀  █    █        █      █    █ ▀ █   ▀▀▀▄
                                  █▀█▀█▀█▀█▀█    ▀       ▀▀▀      ▀▀  ▀   ▀  ▀▀▀▀
                                  ▀▀▀▀▀▀▀▀▀▀▀

                                                 Your films would be here.











                HOME   Backspace Back   Q Quit
            """)
    }

    @Test("operator-pin")
    func operatorPin() {
        expectScreen(
            .operatorPin, 120, 33,
            """


                For the staff

                That was not the PIN.
                Type the PIN, then press Enter.
                ****_

























                STAFF   Enter Open   Backspace Back
            """)
    }
}
