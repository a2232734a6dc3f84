// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 80 by 24, part 2")
struct Screens80x24Part2Tests {
    @Test("replaced")
    func replaced() {
        expectScreen(
            .replaced, 80, 24,
            """

               Sign in to Reading Room              █████████████████████████████████████
                                                    ██ ▄▄▄▄▄ ██ █  ▀█▄▀▄ ▀▀▄ ▄██ ▄▄▄▄▄ ██
               Scan the QR code with                ██ █   █ █▄ ▀ █▀█▄▄ ▀█▄ █  █ █   █ ██
               your phone, or open                  ██ █▄▄▄█ █  ▄▄▀▄█▄▄██ ▀▄▄▄▄█ █▄▄▄█ ██
               https://idp.example/device           ██▄▄▄▄▄▄▄█▄▀▄█▄▀ ▀▄▀ ▀▄▀ ▀ █▄▄▄▄▄▄▄██
                                                    ███▄▀█ ▀▄▀▄▄▀ ▄▀▄  ▄██▄▄▄▀▄ █▄▄▀ ▀███
               and enter this code:                 ██▄ █▀  ▄ ▀██▀█▄█   ▄▀ ▀█▄▀█▀██▄█ ▀██
                                                    ███▄  █▀▄▄▀ ▀▀█ ▀█▀█ ▀▄█▄ ▄█  ▄ ▀▄▄██
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄           ██ ▀ ▄ █▄▄ ▄ █▄ █▀▄ ██  ▄ ▀  █ ▀█▄███
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄    ███ █▀▄▄▄▀█▄█ ▀ █▄▀█ █ ▄▄▀ ▀▄█▄ ▀ ███
               █▄▀▄█  █  ▄▀  ▄  █   █   █           ██▀ █▄▀▀▄▀██▄██▀▀▄▄▄▄█  ▀ █   █▄█ ███
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀            ██ ▄▀ █▄▄ ▀▀█ █ ▀ █▀█ ▄▀▄▀▄▀▄▀▄ █ ███
                                                    ████▀▀▀▄▄ ▀▀▄  ▄ ▀█ ██  █▄ ▀▄▀▀█▄▄▀██
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀           ██▄▄██▄▄▄▄  ▄ ▄█  ▄█▀█▄    ▄▄▄ ▄▀▀███
               █ █ █     █   █▄▄▄█    █             ██ ▄▄▄▄▄ ██▄▄ ██  ▄█▄█▀▀ █ █▄█ ▄█▄▀██
               █   █  ▄  █   █   █    █             ██ █   █ █▄ ▄▀▄ ▀ ▀█▀█ █▄█ ▄    ▀▀▄██
               ▀   ▀   ▀▀    ▀   ▀    ▀             ██ █▄▄▄█ █▀▄  ▀▀▀▀▄ █▀█  ▀▀█▄▄▄██████
                                                    ██▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄██
               Ignore the earlier code.             █████████████████████████████████████
               Waiting for you to approve.                   Opens idp.example
                                                    Your phone must show this same code.

               WAITING   Code: WDJB-MJHT   Backspace Cancel              Expires in 14:32
            """)
    }

    @Test("no-code")
    func noCode() {
        expectScreen(
            .noCode, 80, 24,
            """

               Reading Room



                ▄███████▄     █   █                                █
               ▀▀ ▄▄▄▄▄ ▀▀    █▀▄ █  ▄▀▀▀▄       ▄▀▀▀   ▄▀▀▀▄  ▄▀▀▄█  ▄▀▀▀▄
                 ██▀▀▀██      █  ▀█  █   █       █      █   █  █   █  █▀▀▀▀
                   ███        ▀   ▀   ▀▀▀         ▀▀▀    ▀▀▀    ▀▀▀▀   ▀▀▀
                   ▀▀▀
                                             █
                              █   █  ▄▀▀▀▄  ▀█▀▀
                               ▀▀▀█  █▀▀▀▀   █  ▄
                               ▀▀▀    ▀▀▀     ▀▀


                              The name idp.example cannot be found.

                              Try 3 did not work. Next try in 8 s

                              Staff: check the network cable or the Wi-Fi.


               RETRYING   Backspace Cancel   Q Quit
            """)
    }

    @Test("confirming")
    func confirming() {
        expectScreen(
            .confirming, 80, 24,
            """

               Reading Room







                         ▄    ▄▀▀▀▄                                                █
                       ▄█▀    █▄▄▄█  █▄▀▀▄  █▄▀▀▄  █▄▀▀▄  ▄▀▀▀▄  █   █  ▄▀▀▀▄  ▄▀▀▄█
               ▀█▄   ▄█▀      █   █  █▀▀▀   █▀▀▀   █      █   █  ▀▄ ▄▀  █▀▀▀▀  █   █
                 ▀█▄█▀        ▀   ▀  ▀      ▀      ▀       ▀▀▀     ▀     ▀▀▀    ▀▀▀▀
                   ▀

                              Finishing your sign-in.







               CHECKING   Backspace Cancel   Q Quit
            """)
    }

    @Test("is-this-you")
    func isThisYou() {
        expectScreen(
            .isThisYou, 80, 24,
            """

               Reading Room


                 ▄█████▄      ▀▀█▀▀               █     █        ▀
                 ███████        █    ▄▀▀▀▀       ▀█▀▀   █▄▀▀▄   ▀█    ▄▀▀▀▀
                  ▀███▀         █     ▀▀▀▄        █  ▄  █   █    █     ▀▀▀▄
               ▄█████████▄    ▀▀▀▀▀  ▀▀▀▀          ▀▀   ▀   ▀   ▀▀▀   ▀▀▀▀
               ▀▀▀▀▀▀▀▀▀▀▀
                                                   ▄▀▀▀▄
                              █   █  ▄▀▀▀▄  █   █    ▄▀
                               ▀▀▀█  █   █  █  ▄█    ▀
                               ▀▀▀    ▀▀▀    ▀▀ ▀    ▀


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
            .approved, 80, 24,
            """

               Reading Room




                         ▄    ▄▀▀▀▀    ▀                             █         ▀
                       ▄█▀    ▀▄▄▄    ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█        ▀█    █▄▀▀▄
               ▀█▄   ▄█▀          █    █     ▀▀▀█  █   █  █▀▀▀▀  █   █         █    █   █
                 ▀█▄█▀        ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀        ▀▀▀   ▀   ▀
                   ▀

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
            .signedIn, 80, 24,
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
            .notHandedOver, 80, 24,
            """

               Reading Room


                   ▄█▄        █   █          █
                  ██ ██       █▀▄ █  ▄▀▀▀▄  ▀█▀▀
                 ███▄███      █  ▀█  █   █   █  ▄
                ████▄████     ▀   ▀   ▀▀▀     ▀▀
               ▀▀▀▀▀▀▀▀▀▀▀
                               ▄▀▀▄    ▀             ▀           █                 █
                              ▄█▄▄    ▀█    █▄▀▀▄   ▀█    ▄▀▀▀▀  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█
                               █       █    █   █    █     ▀▀▀▄  █   █  █▀▀▀▀  █   █
                               ▀      ▀▀▀   ▀   ▀   ▀▀▀   ▀▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀


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
            .denied, 80, 24,
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
            .expired, 80, 24,
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
}
