// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 100 by 30, part 2")
struct Screens100x30Part2Tests {
    @Test("retrying")
    func retrying() {
        expectScreen(
            .retrying, 100, 30,
            """


               Sign in to Reading Room
                                                                    █████████████████████████████████████████
                                                                    █████████████████████████████████████████
               Scan the QR code with your phone, or open            ████ ▄▄▄▄▄ ██ █  ▀█▄▀▄ ▀▀▄ ▄██ ▄▄▄▄▄ ████
               https://idp.example/device                           ████ █   █ █▄ ▀ █▀█▄▄ ▀█▄ █  █ █   █ ████
                                                                    ████ █▄▄▄█ █  ▄▄▀▄█▄▄██ ▀▄▄▄▄█ █▄▄▄█ ████
               and enter this code:                                 ████▄▄▄▄▄▄▄█▄▀▄█▄▀ ▀▄▀ ▀▄▀ ▀ █▄▄▄▄▄▄▄████
                                                                    █████▄▀█ ▀▄▀▄▄▀ ▄▀▄  ▄██▄▄▄▀▄ █▄▄▀ ▀█████
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄                           ████▄ █▀  ▄ ▀██▀█▄█   ▄▀ ▀█▄▀█▀██▄█ ▀████
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄                    █████▄  █▀▄▄▀ ▀▀█ ▀█▀█ ▀▄█▄ ▄█  ▄ ▀▄▄████
               █▄▀▄█  █  ▄▀  ▄  █   █   █                           ████ ▀ ▄ █▄▄ ▄ █▄ █▀▄ ██  ▄ ▀  █ ▀█▄█████
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀                            █████ █▀▄▄▄▀█▄█ ▀ █▄▀█ █ ▄▄▀ ▀▄█▄ ▀ █████
                                                                    ████▀ █▄▀▀▄▀██▄██▀▀▄▄▄▄█  ▀ █   █▄█ █████
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀                           ████ ▄▀ █▄▄ ▀▀█ █ ▀ █▀█ ▄▀▄▀▄▀▄▀▄ █ █████
               █ █ █     █   █▄▄▄█    █                             ██████▀▀▀▄▄ ▀▀▄  ▄ ▀█ ██  █▄ ▀▄▀▀█▄▄▀████
               █   █  ▄  █   █   █    █                             ████▄▄██▄▄▄▄  ▄ ▄█  ▄█▀█▄    ▄▄▄ ▄▀▀█████
               ▀   ▀   ▀▀    ▀   ▀    ▀                             ████ ▄▄▄▄▄ ██▄▄ ██  ▄█▄█▀▀ █ █▄█ ▄█▄▀████
                                                                    ████ █   █ █▄ ▄▀▄ ▀ ▀█▀█ █▄█ ▄    ▀▀▄████
                                                                    ████ █▄▄▄█ █▀▄  ▀▀▀▀▄ █▀█  ▀▀█▄▄▄████████
               No connection. Your code is                          ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
               still good. Next try in 8 s                          █████████████████████████████████████████
                                                                    █████████████████████████████████████████
               Only enter this code if you                                     Opens idp.example
               are standing at this screen.                           Your phone must show this same code.
               This screen goes on by itself when you are done.


               RETRYING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR       Expires in 14:32
            """)
    }

    @Test("slowed")
    func slowed() {
        expectScreen(
            .slowed, 100, 30,
            """


               Sign in to Reading Room
                                                                    █████████████████████████████████████████
                                                                    █████████████████████████████████████████
               Scan the QR code with your phone, or open            ████ ▄▄▄▄▄ ██ █  ▀█▄▀▄ ▀▀▄ ▄██ ▄▄▄▄▄ ████
               https://idp.example/device                           ████ █   █ █▄ ▀ █▀█▄▄ ▀█▄ █  █ █   █ ████
                                                                    ████ █▄▄▄█ █  ▄▄▀▄█▄▄██ ▀▄▄▄▄█ █▄▄▄█ ████
               and enter this code:                                 ████▄▄▄▄▄▄▄█▄▀▄█▄▀ ▀▄▀ ▀▄▀ ▀ █▄▄▄▄▄▄▄████
                                                                    █████▄▀█ ▀▄▀▄▄▀ ▄▀▄  ▄██▄▄▄▀▄ █▄▄▀ ▀█████
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄                           ████▄ █▀  ▄ ▀██▀█▄█   ▄▀ ▀█▄▀█▀██▄█ ▀████
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄                    █████▄  █▀▄▄▀ ▀▀█ ▀█▀█ ▀▄█▄ ▄█  ▄ ▀▄▄████
               █▄▀▄█  █  ▄▀  ▄  █   █   █                           ████ ▀ ▄ █▄▄ ▄ █▄ █▀▄ ██  ▄ ▀  █ ▀█▄█████
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀                            █████ █▀▄▄▄▀█▄█ ▀ █▄▀█ █ ▄▄▀ ▀▄█▄ ▀ █████
                                                                    ████▀ █▄▀▀▄▀██▄██▀▀▄▄▄▄█  ▀ █   █▄█ █████
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀                           ████ ▄▀ █▄▄ ▀▀█ █ ▀ █▀█ ▄▀▄▀▄▀▄▀▄ █ █████
               █ █ █     █   █▄▄▄█    █                             ██████▀▀▀▄▄ ▀▀▄  ▄ ▀█ ██  █▄ ▀▄▀▀█▄▄▀████
               █   █  ▄  █   █   █    █                             ████▄▄██▄▄▄▄  ▄ ▄█  ▄█▀█▄    ▄▄▄ ▄▀▀█████
               ▀   ▀   ▀▀    ▀   ▀    ▀                             ████ ▄▄▄▄▄ ██▄▄ ██  ▄█▄█▀▀ █ █▄█ ▄█▄▀████
                                                                    ████ █   █ █▄ ▄▀▄ ▀ ▀█▀█ █▄█ ▄    ▀▀▄████
                                                                    ████ █▄▄▄█ █▀▄  ▀▀▀▀▄ █▀█  ▀▀█▄▄▄████████
               Waiting for you to approve. (Asking every 10 s.)     ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
                                                                    █████████████████████████████████████████
               Only enter this code if you                          █████████████████████████████████████████
               are standing at this screen.                                    Opens idp.example
               This screen goes on by itself when you are done.       Your phone must show this same code.



               WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR        Expires in 14:32
            """)
    }

    @Test("replaced")
    func replaced() {
        expectScreen(
            .replaced, 100, 30,
            """


               Sign in to Reading Room
                                                                    █████████████████████████████████████████
                                                                    █████████████████████████████████████████
               Scan the QR code with your phone, or open            ████ ▄▄▄▄▄ ██ █  ▀█▄▀▄ ▀▀▄ ▄██ ▄▄▄▄▄ ████
               https://idp.example/device                           ████ █   █ █▄ ▀ █▀█▄▄ ▀█▄ █  █ █   █ ████
                                                                    ████ █▄▄▄█ █  ▄▄▀▄█▄▄██ ▀▄▄▄▄█ █▄▄▄█ ████
               and enter this code:                                 ████▄▄▄▄▄▄▄█▄▀▄█▄▀ ▀▄▀ ▀▄▀ ▀ █▄▄▄▄▄▄▄████
                                                                    █████▄▀█ ▀▄▀▄▄▀ ▄▀▄  ▄██▄▄▄▀▄ █▄▄▀ ▀█████
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄                           ████▄ █▀  ▄ ▀██▀█▄█   ▄▀ ▀█▄▀█▀██▄█ ▀████
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄                    █████▄  █▀▄▄▀ ▀▀█ ▀█▀█ ▀▄█▄ ▄█  ▄ ▀▄▄████
               █▄▀▄█  █  ▄▀  ▄  █   █   █                           ████ ▀ ▄ █▄▄ ▄ █▄ █▀▄ ██  ▄ ▀  █ ▀█▄█████
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀                            █████ █▀▄▄▄▀█▄█ ▀ █▄▀█ █ ▄▄▀ ▀▄█▄ ▀ █████
                                                                    ████▀ █▄▀▀▄▀██▄██▀▀▄▄▄▄█  ▀ █   █▄█ █████
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀                           ████ ▄▀ █▄▄ ▀▀█ █ ▀ █▀█ ▄▀▄▀▄▀▄▀▄ █ █████
               █ █ █     █   █▄▄▄█    █                             ██████▀▀▀▄▄ ▀▀▄  ▄ ▀█ ██  █▄ ▀▄▀▀█▄▄▀████
               █   █  ▄  █   █   █    █                             ████▄▄██▄▄▄▄  ▄ ▄█  ▄█▀█▄    ▄▄▄ ▄▀▀█████
               ▀   ▀   ▀▀    ▀   ▀    ▀                             ████ ▄▄▄▄▄ ██▄▄ ██  ▄█▄█▀▀ █ █▄█ ▄█▄▀████
                                                                    ████ █   █ █▄ ▄▀▄ ▀ ▀█▀█ █▄█ ▄    ▀▀▄████
               Ignore the earlier code.                             ████ █▄▄▄█ █▀▄  ▀▀▀▀▄ █▀█  ▀▀█▄▄▄████████
               Waiting for you to approve.                          ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
                                                                    █████████████████████████████████████████
               Only enter this code if you                          █████████████████████████████████████████
               are standing at this screen.                                    Opens idp.example
               This screen goes on by itself when you are done.       Your phone must show this same code.



               WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR        Expires in 14:32
            """)
    }

    @Test("no-code")
    func noCode() {
        expectScreen(
            .noCode, 100, 30,
            """


               Reading Room








                    ▄███████▄     █   █                                █                             █
                   ▀▀ ▄▄▄▄▄ ▀▀    █▀▄ █  ▄▀▀▀▄       ▄▀▀▀   ▄▀▀▀▄  ▄▀▀▄█  ▄▀▀▀▄       █   █  ▄▀▀▀▄  ▀█▀▀
                     ██▀▀▀██      █  ▀█  █   █       █      █   █  █   █  █▀▀▀▀        ▀▀▀█  █▀▀▀▀   █  ▄
                       ███        ▀   ▀   ▀▀▀         ▀▀▀    ▀▀▀    ▀▀▀▀   ▀▀▀         ▀▀▀    ▀▀▀     ▀▀
                       ▀▀▀

                                  The name idp.example cannot be found.

                                  Try 3 did not work. Next try in 8 s

                                  Staff: check the network cable or the Wi-Fi.







               RETRYING   Backspace Cancel   Q Quit
            """)
    }

    @Test("confirming")
    func confirming() {
        expectScreen(
            .confirming, 100, 30,
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
            .isThisYou, 100, 30,
            """


               Reading Room







                 ▄█████▄      ▀▀█▀▀               █     █        ▀                                     ▄▀▀▀▄
                 ███████        █    ▄▀▀▀▀       ▀█▀▀   █▄▀▀▄   ▀█    ▄▀▀▀▀       █   █  ▄▀▀▀▄  █   █    ▄▀
                  ▀███▀         █     ▀▀▀▄        █  ▄  █   █    █     ▀▀▀▄        ▀▀▀█  █   █  █  ▄█    ▀
               ▄█████████▄    ▀▀▀▀▀  ▀▀▀▀          ▀▀   ▀   ▀   ▀▀▀   ▀▀▀▀         ▀▀▀    ▀▀▀    ▀▀ ▀    ▀
               ▀▀▀▀▀▀▀▀▀▀▀

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
            .approved, 100, 30,
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
}
