// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 100 by 30, part 1")
struct Screens100x30Part1Tests {
    @Test("home")
    func home() {
        expectScreen(
            .home, 100, 30,
            """


               Reading Room                                                              Nobody is signed in.






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
            .idle, 100, 30,
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
            .dimmed, 100, 30,
            """
















                                                                                  Press any key













            """)
    }

    @Test("starting")
    func starting() {
        expectScreen(
            .starting, 100, 30,
            """


               Reading Room









                       █▀▀▀▀▀█      ▄▀▀▀▄                                                         █
                       █     █      █   █  █▄▀▀▄  ▄▀▀▀▄       █▀▄▀▄  ▄▀▀▀▄  █▀▄▀▄  ▄▀▀▀▄  █▄▀▀▄  ▀█▀▀
                       █     █      █   █  █   █  █▀▀▀▀       █ ▀ █  █   █  █ ▀ █  █▀▀▀▀  █   █   █  ▄
                       ███▀███       ▀▀▀   ▀   ▀   ▀▀▀        ▀   ▀   ▀▀▀   ▀   ▀   ▀▀▀   ▀   ▀    ▀▀
                       ▀▀▀▀▀▀▀

                                    Getting a code for you.

                                    Still contacting idp.example.








               STARTING   Backspace Cancel   Q Quit
            """)
    }

    @Test("pending")
    func pending() {
        expectScreen(
            .pending, 100, 30,
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
               Waiting for you to approve.                          ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
                                                                    █████████████████████████████████████████
               Only enter this code if you                          █████████████████████████████████████████
               are standing at this screen.                                    Opens idp.example
               This screen goes on by itself when you are done.       Your phone must show this same code.



               WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR        Expires in 14:32
            """)
    }

    @Test("pending-plain")
    func pendingPlain() {
        expectScreen(
            .pendingPlain, 100, 30,
            """


               Sign in to Reading Room

               On your phone or computer, open
               https://idp.example/device                                   █████████████████████████████████
                                                                            █████████████████████████████████
               and enter this code:                                         ████ ▄▄▄▄▄ ██ ▀ ▄▄▀▀▄█ ▄▄▄▄▄ ████
                                                                            ████ █   █ █ █▀ ▄▀▀ ▀█ █   █ ████
               ██      ██  ██████▄         ██████  ████████▄                ████ █▄▄▄█ █ █ ▀██▀▀ █ █▄▄▄█ ████
               ██      ██  ██   ▀██▄         ██    ██     ▀██               ████▄▄▄▄▄▄▄█ ▀▄█▄█ ▀ █▄▄▄▄▄▄▄████
               ██      ██  ██     ▀██        ██    ██     ▄██               ████▄█    ▄▀██ ▀▄ ██▀█▄ ▄▄▄▀█████
               ██  ██  ██  ██      ██        ██    █████████   ██████████   ████▄ ▀▄ ▀▄ █▀█ █▄  ▄▄ ▄▀▄█▄ ████
               ██ ▄██▄ ██  ██     ▄██        ██    ██     ▀██               ████▀▄▄▄▄▄▄█  ██ ▄▄▄▀ ▄▀▄▀▄ ▄████
               ████▀▀████  ██   ▄██▀   ██▄  ▄██    ██     ▄██               ████ █▄▄▄▄▄▄█ ▄███▄ ██   ▄█▄ ████
               ██      ██  ██████▀      ▀████▀     ████████▀                ████▄█▄█▄▄▄▄ █▄▀▄▄▄█ ▄▄▄ ▀▄██████
                                                                            ████ ▄▄▄▄▄ █▀▀▀▀▀█ █ █▄█ ▀▄▄▄████
                                                                            ████ █   █ █ █ ▀▄▄ ▄▄▄ ▄ ▀ ▀▀████
               ██      ██      ██████  ██      ██  ██████████               ████ █▄▄▄█ █▄▄ █▀▄▄▀▀▀█▀▀ ▄█ ████
               ████▄▄████        ██    ██      ██      ██                   ████▄▄▄▄▄▄▄█▄██▄▄▄▄████▄▄▄▄▄▄████
               ██ ▀██▀ ██        ██    ██      ██      ██                   █████████████████████████████████
               ██  ██  ██        ██    ██████████      ██                   █████████████████████████████████
               ██      ██        ██    ██      ██      ██                           Opens idp.example
               ██      ██  ██▄  ▄██    ██      ██      ██                          Then type the code.
               ██      ██   ▀████▀     ██      ██      ██

               Waiting for you to approve.


               WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR        Expires in 14:32
            """)
    }

    @Test("last-minute")
    func lastMinute() {
        expectScreen(
            .lastMinute, 100, 30,
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
               Less than a minute left.                             ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
                                                                    █████████████████████████████████████████
               Only enter this code if you                          █████████████████████████████████████████
               are standing at this screen.                                    Opens idp.example
               This screen goes on by itself when you are done.       Your phone must show this same code.



               WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR        Expires in 00:42
            """)
    }
}
