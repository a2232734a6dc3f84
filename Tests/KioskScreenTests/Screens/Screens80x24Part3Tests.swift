// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 80 by 24, part 3")
struct Screens80x24Part3Tests {
    @Test("refused")
    func refused() {
        expectScreen(
            .refused, 80, 24,
            """

               Reading Room





                   ▄█▄        █   █        █                     █
                  ██ ██       █▀▄ █ ▄▀▀▀▄ ▀█▀▀      ▄▀▀▀▀ ▄▀▀▀▄ ▀█▀▀      █   █ █▄▀▀▄
                 ███▄███      █  ▀█ █   █  █  ▄      ▀▀▀▄ █▀▀▀▀  █  ▄     █  ▄█ █▀▀▀
                ████▄████     ▀   ▀  ▀▀▀    ▀▀      ▀▀▀▀   ▀▀▀    ▀▀       ▀▀ ▀ ▀
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
            .untrusted, 80, 24,
            """

               Reading Room




                  ▄▀▀▀▄       █   █                   ▀                       ▀
                 █     █      █▀▄ █ ▄▀▀▀▄     ▄▀▀▀▀  ▀█   ▄▀▀▀█ █▄▀▀▄ ▄▄▄▄▄  ▀█   █▄▀▀▄
                ████▀████     █  ▀█ █   █      ▀▀▀▄   █    ▀▀▀█ █   █         █   █   █
                ████ ████     ▀   ▀  ▀▀▀      ▀▀▀▀   ▀▀▀   ▀▀▀  ▀   ▀        ▀▀▀  ▀   ▀
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
            .nonsense, 80, 24,
            """

               Reading Room


                   ▄█▄        ▄▀▀▀▄          █                  ▄▀▀▄
                  ██ ██       █   █  █   █  ▀█▀▀        ▄▀▀▀▄  ▄█▄▄
                 ███▄███      █   █  █  ▄█   █  ▄       █   █   █
                ████▄████      ▀▀▀    ▀▀ ▀    ▀▀         ▀▀▀    ▀
               ▀▀▀▀▀▀▀▀▀▀▀
                                                █
                              ▄▀▀▀▄  █▄▀▀▄  ▄▀▀▄█  ▄▀▀▀▄  █▄▀▀▄
                              █   █  █      █   █  █▀▀▀▀  █
                               ▀▀▀   ▀       ▀▀▀▀   ▀▀▀   ▀


                              The sign-in service gave an answer
                              that this screen cannot use.

                              Please tell the staff: expires_in is missing or not a time


                              Press any key to go on

               STOPPED   Q Quit
            """)
    }

    @Test("lost")
    func lost() {
        expectScreen(
            .lost, 80, 24,
            """

               Reading Room


                   ▄█▄        ▄▀▀▀▀   █                    █
                  ██ ██       ▀▄▄▄   ▀█▀▀    ▀▀▀▄  █▄▀▀▄  ▀█▀▀
                 ███▄███          █   █  ▄  ▄▀▀▀█  █       █  ▄
                ████▄████     ▀▀▀▀     ▀▀    ▀▀▀▀  ▀        ▀▀
               ▀▀▀▀▀▀▀▀▀▀▀
                                                     ▀
                               ▀▀▀▄  ▄▀▀▀█   ▀▀▀▄   ▀█    █▄▀▀▄
                              ▄▀▀▀█   ▀▀▀█  ▄▀▀▀█    █    █   █
                               ▀▀▀▀   ▀▀▀    ▀▀▀▀   ▀▀▀   ▀   ▀


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
            .cancelled, 80, 24,
            """

               Reading Room





               ▀█▄     ▄█▀    ▄▀▀▀▄                          ▀█    ▀█             █
                 ▀█▄ ▄█▀      █      ▀▀▀▄ █▄▀▀▄ ▄▀▀▀  ▄▀▀▀▄   █     █   ▄▀▀▀▄ ▄▀▀▄█
                  ▄█▀█▄       █   ▄ ▄▀▀▀█ █   █ █     █▀▀▀▀   █     █   █▀▀▀▀ █   █
                ▄█▀   ▀█▄      ▀▀▀   ▀▀▀▀ ▀   ▀  ▀▀▀   ▀▀▀     ▀▀    ▀▀  ▀▀▀   ▀▀▀▀
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
            .disowned, 80, 24,
            """

               Reading Room


               ▀█▄     ▄█▀    █   █          █
                 ▀█▄ ▄█▀      █▀▄ █  ▄▀▀▀▄  ▀█▀▀
                  ▄█▀█▄       █  ▀█  █   █   █  ▄
                ▄█▀   ▀█▄     ▀   ▀   ▀▀▀     ▀▀
               ▀▀       ▀▀
                                       ▀                             █         ▀
                              ▄▀▀▀▀   ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█        ▀█    █▄▀▀▄
                               ▀▀▀▄    █     ▀▀▀█  █   █  █▀▀▀▀  █   █         █    █   █
                              ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀        ▀▀▀   ▀   ▀


                              You said that it was not you. Nobody is signed in.


                              Press any key to go on

                              Please try again with a new code.


               NOBODY   Q Quit
            """)
    }

    @Test("home-signed-in")
    func homeSignedIn() {
        expectScreen(
            .homeSignedIn, 80, 24,
            """

               Reading Room                        59 minutes left   Hello, Alice Example
               This screen may use: who you are, your name, your e-mail address



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
            .leaving, 80, 24,
            """

               Reading Room                                          Hello, Alice Example
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
            .page, 80, 24,
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
}
