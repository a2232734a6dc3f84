// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 80 by 24, part 1")
struct Screens80x24Part1Tests {
    @Test("home")
    func home() {
        expectScreen(
            .home, 80, 24,
            """

               Reading Room                                          Nobody is signed in.



                        ▄█████▄               █▀█▀█▀█▀█▀█                ████████
                        ███████               █▀▀▀██▀▀▀▀█                █      █
                         ▀███▀                █   ██▀▀  █              ▄▄█   ▄▄▄█
                      ▄█████████▄             █▀█▀█▀█▀█▀█             ████  █████
                      ▀▀▀▀▀▀▀▀▀▀▀             ▀▀▀▀▀▀▀▀▀▀▀              ▀▀    ▀▀▀
                      [ Sign in ]                Films                   Music



                      █▀▀▀▀▀▀▀▀▀█              ▄██▄▄▄██▄                ▄▀█▀█▀▄
                      █ ██  ▄█▄ █             ██▀ ▀███▀▄█              █▄▄█▄█▄▄█
                      █ ▄ ▄████ █             ███▄███▄███             ▀▄▄▄█▄█▄▄▄▀
                      █ ▀▀▀▀▀▀▀ █             ███▀   ▀███              ▀▄ █ █ ▄▀
                      ▀▀▀▀▀▀▀▀▀▀▀              ▀       ▀                 ▀▀▀▀▀
                         Photos                  Games                  English



               HOME   Enter Open   Arrows Move   L Language   Q Quit
            """)
    }

    @Test("idle")
    func idle() {
        expectScreen(
            .idle, 80, 24,
            """

               Reading Room




                 █▀▀▀▀▀█      ▄▀▀▀▀    ▀                         ▀
                 █     █      ▀▄▄▄    ▀█    ▄▀▀▀█  █▄▀▀▄        ▀█    █▄▀▀▄
                 █     █          █    █     ▀▀▀█  █   █         █    █   █
                 ███▀███      ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀        ▀▀▀   ▀   ▀
                 ▀▀▀▀▀▀▀

                              Your phone does the typing: this screen
                              shows a code, your phone approves it.


                              Press any key to sign in

                              No phone at hand? Any computer will do.




               READY   L Language   Q Quit
            """)
    }

    @Test("dimmed")
    func dimmed() {
        expectScreen(
            .dimmed, 80, 24,
            """












                                                                  Press any key











            """)
    }

    @Test("starting")
    func starting() {
        expectScreen(
            .starting, 80, 24,
            """

               Reading Room






                 █▀▀▀▀▀█      ▄▀▀▀▄                                                █
                 █     █      █   █ █▄▀▀▄ ▄▀▀▀▄     █▀▄▀▄ ▄▀▀▀▄ █▀▄▀▄ ▄▀▀▀▄ █▄▀▀▄ ▀█▀▀
                 █     █      █   █ █   █ █▀▀▀▀     █ ▀ █ █   █ █ ▀ █ █▀▀▀▀ █   █  █  ▄
                 ███▀███       ▀▀▀  ▀   ▀  ▀▀▀      ▀   ▀  ▀▀▀  ▀   ▀  ▀▀▀  ▀   ▀   ▀▀
                 ▀▀▀▀▀▀▀

                              Getting a code for you.

                              Still contacting idp.example.






               STARTING   Backspace Cancel   Q Quit
            """)
    }

    @Test("pending")
    func pending() {
        expectScreen(
            .pending, 80, 24,
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
               Waiting for you to approve.          █████████████████████████████████████
               Only enter this code if you                   Opens idp.example
               are standing at this screen.         Your phone must show this same code.

               WAITING   Code: WDJB-MJHT   Backspace Cancel              Expires in 14:32
            """)
    }

    @Test("pending-plain")
    func pendingPlain() {
        expectScreen(
            .pendingPlain, 80, 24,
            """

               Sign in to Reading Room
                                                        █████████████████████████████████
               On your phone or computer, open          █████████████████████████████████
               https://idp.example/device               ████ ▄▄▄▄▄ ██ ▀ ▄▄▀▀▄█ ▄▄▄▄▄ ████
                                                        ████ █   █ █ █▀ ▄▀▀ ▀█ █   █ ████
               and enter this code:                     ████ █▄▄▄█ █ █ ▀██▀▀ █ █▄▄▄█ ████
                                                        ████▄▄▄▄▄▄▄█ ▀▄█▄█ ▀ █▄▄▄▄▄▄▄████
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄               ████▄█    ▄▀██ ▀▄ ██▀█▄ ▄▄▄▀█████
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄        ████▄ ▀▄ ▀▄ █▀█ █▄  ▄▄ ▄▀▄█▄ ████
               █▄▀▄█  █  ▄▀  ▄  █   █   █               ████▀▄▄▄▄▄▄█  ██ ▄▄▄▀ ▄▀▄▀▄ ▄████
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀                ████ █▄▄▄▄▄▄█ ▄███▄ ██   ▄█▄ ████
                                                        ████▄█▄█▄▄▄▄ █▄▀▄▄▄█ ▄▄▄ ▀▄██████
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀               ████ ▄▄▄▄▄ █▀▀▀▀▀█ █ █▄█ ▀▄▄▄████
               █ █ █     █   █▄▄▄█    █                 ████ █   █ █ █ ▀▄▄ ▄▄▄ ▄ ▀ ▀▀████
               █   █  ▄  █   █   █    █                 ████ █▄▄▄█ █▄▄ █▀▄▄▀▀▀█▀▀ ▄█ ████
               ▀   ▀   ▀▀    ▀   ▀    ▀                 ████▄▄▄▄▄▄▄█▄██▄▄▄▄████▄▄▄▄▄▄████
                                                        █████████████████████████████████
               Waiting for you to approve.              █████████████████████████████████
                                                                Opens idp.example
               Only enter this code if you                     Then type the code.
               are standing at this screen.

               WAITING   Code: WDJB-MJHT   Backspace Cancel              Expires in 14:32
            """)
    }

    @Test("last-minute")
    func lastMinute() {
        expectScreen(
            .lastMinute, 80, 24,
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
               Less than a minute left.             █████████████████████████████████████
               Only enter this code if you                   Opens idp.example
               are standing at this screen.         Your phone must show this same code.

               WAITING   Code: WDJB-MJHT   Backspace Cancel              Expires in 00:42
            """)
    }

    @Test("retrying")
    func retrying() {
        expectScreen(
            .retrying, 80, 24,
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
               No connection. Your code is          █████████████████████████████████████
               still good. Next try in 8 s                   Opens idp.example
                                                    Your phone must show this same code.

               RETRYING   Code: WDJB-MJHT   Backspace Cancel             Expires in 14:32
            """)
    }

    @Test("slowed")
    func slowed() {
        expectScreen(
            .slowed, 80, 24,
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
               Waiting for you to approve.          █████████████████████████████████████
               (Asking every 10 s.)                          Opens idp.example
                                                    Your phone must show this same code.

               WAITING   Code: WDJB-MJHT   Backspace Cancel              Expires in 14:32
            """)
    }
}
