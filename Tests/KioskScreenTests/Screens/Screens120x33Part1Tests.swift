// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 120 by 33, part 1")
struct Screens120x33Part1Tests {
    @Test("home")
    func home() {
        expectScreen(
            .home, 120, 33,
            """


                Reading Room                                                                                Nobody is signed in.







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
            .idle, 120, 33,
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
            .dimmed, 120, 33,
            """

















                                                                                                  Press any key















            """)
    }

    @Test("starting")
    func starting() {
        expectScreen(
            .starting, 120, 33,
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
            .pending, 120, 33,
            """


                Sign in to Reading Room

                Scan the QR code with your phone, or open
                https://idp.example/device                                             █████████████████████████████████████████
                                                                                       █████████████████████████████████████████
                and enter this code:                                                   ████ ▄▄▄▄▄ ██ █  ▀█▄▀▄ ▀▀▄ ▄██ ▄▄▄▄▄ ████
                                                                                       ████ █   █ █▄ ▀ █▀█▄▄ ▀█▄ █  █ █   █ ████
                ██      ██    ██████▄           ██████    ████████▄                    ████ █▄▄▄█ █  ▄▄▀▄█▄▄██ ▀▄▄▄▄█ █▄▄▄█ ████
                ██      ██    ██   ▀██▄           ██      ██     ▀██                   ████▄▄▄▄▄▄▄█▄▀▄█▄▀ ▀▄▀ ▀▄▀ ▀ █▄▄▄▄▄▄▄████
                ██      ██    ██     ▀██          ██      ██     ▄██                   █████▄▀█ ▀▄▀▄▄▀ ▄▀▄  ▄██▄▄▄▀▄ █▄▄▀ ▀█████
                ██  ██  ██    ██      ██          ██      █████████     ██████████     ████▄ █▀  ▄ ▀██▀█▄█   ▄▀ ▀█▄▀█▀██▄█ ▀████
                ██ ▄██▄ ██    ██     ▄██          ██      ██     ▀██                   █████▄  █▀▄▄▀ ▀▀█ ▀█▀█ ▀▄█▄ ▄█  ▄ ▀▄▄████
                ████▀▀████    ██   ▄██▀     ██▄  ▄██      ██     ▄██                   ████ ▀ ▄ █▄▄ ▄ █▄ █▀▄ ██  ▄ ▀  █ ▀█▄█████
                ██      ██    ██████▀        ▀████▀       ████████▀                    █████ █▀▄▄▄▀█▄█ ▀ █▄▀█ █ ▄▄▀ ▀▄█▄ ▀ █████
                                                                                       ████▀ █▄▀▀▄▀██▄██▀▀▄▄▄▄█  ▀ █   █▄█ █████
                                                                                       ████ ▄▀ █▄▄ ▀▀█ █ ▀ █▀█ ▄▀▄▀▄▀▄▀▄ █ █████
                ██      ██        ██████    ██      ██    ██████████                   ██████▀▀▀▄▄ ▀▀▄  ▄ ▀█ ██  █▄ ▀▄▀▀█▄▄▀████
                ████▄▄████          ██      ██      ██        ██                       ████▄▄██▄▄▄▄  ▄ ▄█  ▄█▀█▄    ▄▄▄ ▄▀▀█████
                ██ ▀██▀ ██          ██      ██      ██        ██                       ████ ▄▄▄▄▄ ██▄▄ ██  ▄█▄█▀▀ █ █▄█ ▄█▄▀████
                ██  ██  ██          ██      ██████████        ██                       ████ █   █ █▄ ▄▀▄ ▀ ▀█▀█ █▄█ ▄    ▀▀▄████
                ██      ██          ██      ██      ██        ██                       ████ █▄▄▄█ █▀▄  ▀▀▀▀▄ █▀█  ▀▀█▄▄▄████████
                ██      ██    ██▄  ▄██      ██      ██        ██                       ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
                ██      ██     ▀████▀       ██      ██        ██                       █████████████████████████████████████████
                                                                                       █████████████████████████████████████████
                Waiting for you to approve.                                                       Opens idp.example
                                                                                         Your phone must show this same code.
                Only enter this code if you are standing at this screen.
                This screen goes on by itself when you are done.


                WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR   Q Quit                 Expires in 14:32
            """)
    }

    @Test("pending-plain")
    func pendingPlain() {
        expectScreen(
            .pendingPlain, 120, 33,
            """


                Sign in to Reading Room

                On your phone or computer, open
                https://idp.example/device

                and enter this code:                                                           █████████████████████████████████
                                                                                               █████████████████████████████████
                ██      ██    ██████▄           ██████    ████████▄                            ████ ▄▄▄▄▄ ██ ▀ ▄▄▀▀▄█ ▄▄▄▄▄ ████
                ██      ██    ██   ▀██▄           ██      ██     ▀██                           ████ █   █ █ █▀ ▄▀▀ ▀█ █   █ ████
                ██      ██    ██     ▀██          ██      ██     ▄██                           ████ █▄▄▄█ █ █ ▀██▀▀ █ █▄▄▄█ ████
                ██  ██  ██    ██      ██          ██      █████████     ██████████             ████▄▄▄▄▄▄▄█ ▀▄█▄█ ▀ █▄▄▄▄▄▄▄████
                ██ ▄██▄ ██    ██     ▄██          ██      ██     ▀██                           ████▄█    ▄▀██ ▀▄ ██▀█▄ ▄▄▄▀█████
                ████▀▀████    ██   ▄██▀     ██▄  ▄██      ██     ▄██                           ████▄ ▀▄ ▀▄ █▀█ █▄  ▄▄ ▄▀▄█▄ ████
                ██      ██    ██████▀        ▀████▀       ████████▀                            ████▀▄▄▄▄▄▄█  ██ ▄▄▄▀ ▄▀▄▀▄ ▄████
                                                                                               ████ █▄▄▄▄▄▄█ ▄███▄ ██   ▄█▄ ████
                                                                                               ████▄█▄█▄▄▄▄ █▄▀▄▄▄█ ▄▄▄ ▀▄██████
                ██      ██        ██████    ██      ██    ██████████                           ████ ▄▄▄▄▄ █▀▀▀▀▀█ █ █▄█ ▀▄▄▄████
                ████▄▄████          ██      ██      ██        ██                               ████ █   █ █ █ ▀▄▄ ▄▄▄ ▄ ▀ ▀▀████
                ██ ▀██▀ ██          ██      ██      ██        ██                               ████ █▄▄▄█ █▄▄ █▀▄▄▀▀▀█▀▀ ▄█ ████
                ██  ██  ██          ██      ██████████        ██                               ████▄▄▄▄▄▄▄█▄██▄▄▄▄████▄▄▄▄▄▄████
                ██      ██          ██      ██      ██        ██                               █████████████████████████████████
                ██      ██    ██▄  ▄██      ██      ██        ██                               █████████████████████████████████
                ██      ██     ▀████▀       ██      ██        ██                                       Opens idp.example
                                                                                                      Then type the code.
                Waiting for you to approve.

                Only enter this code if you are standing at this screen.
                This screen goes on by itself when you are done.


                WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR   Q Quit                 Expires in 14:32
            """)
    }

    @Test("last-minute")
    func lastMinute() {
        expectScreen(
            .lastMinute, 120, 33,
            """


                Sign in to Reading Room

                Scan the QR code with your phone, or open
                https://idp.example/device                                             █████████████████████████████████████████
                                                                                       █████████████████████████████████████████
                and enter this code:                                                   ████ ▄▄▄▄▄ ██ █  ▀█▄▀▄ ▀▀▄ ▄██ ▄▄▄▄▄ ████
                                                                                       ████ █   █ █▄ ▀ █▀█▄▄ ▀█▄ █  █ █   █ ████
                ██      ██    ██████▄           ██████    ████████▄                    ████ █▄▄▄█ █  ▄▄▀▄█▄▄██ ▀▄▄▄▄█ █▄▄▄█ ████
                ██      ██    ██   ▀██▄           ██      ██     ▀██                   ████▄▄▄▄▄▄▄█▄▀▄█▄▀ ▀▄▀ ▀▄▀ ▀ █▄▄▄▄▄▄▄████
                ██      ██    ██     ▀██          ██      ██     ▄██                   █████▄▀█ ▀▄▀▄▄▀ ▄▀▄  ▄██▄▄▄▀▄ █▄▄▀ ▀█████
                ██  ██  ██    ██      ██          ██      █████████     ██████████     ████▄ █▀  ▄ ▀██▀█▄█   ▄▀ ▀█▄▀█▀██▄█ ▀████
                ██ ▄██▄ ██    ██     ▄██          ██      ██     ▀██                   █████▄  █▀▄▄▀ ▀▀█ ▀█▀█ ▀▄█▄ ▄█  ▄ ▀▄▄████
                ████▀▀████    ██   ▄██▀     ██▄  ▄██      ██     ▄██                   ████ ▀ ▄ █▄▄ ▄ █▄ █▀▄ ██  ▄ ▀  █ ▀█▄█████
                ██      ██    ██████▀        ▀████▀       ████████▀                    █████ █▀▄▄▄▀█▄█ ▀ █▄▀█ █ ▄▄▀ ▀▄█▄ ▀ █████
                                                                                       ████▀ █▄▀▀▄▀██▄██▀▀▄▄▄▄█  ▀ █   █▄█ █████
                                                                                       ████ ▄▀ █▄▄ ▀▀█ █ ▀ █▀█ ▄▀▄▀▄▀▄▀▄ █ █████
                ██      ██        ██████    ██      ██    ██████████                   ██████▀▀▀▄▄ ▀▀▄  ▄ ▀█ ██  █▄ ▀▄▀▀█▄▄▀████
                ████▄▄████          ██      ██      ██        ██                       ████▄▄██▄▄▄▄  ▄ ▄█  ▄█▀█▄    ▄▄▄ ▄▀▀█████
                ██ ▀██▀ ██          ██      ██      ██        ██                       ████ ▄▄▄▄▄ ██▄▄ ██  ▄█▄█▀▀ █ █▄█ ▄█▄▀████
                ██  ██  ██          ██      ██████████        ██                       ████ █   █ █▄ ▄▀▄ ▀ ▀█▀█ █▄█ ▄    ▀▀▄████
                ██      ██          ██      ██      ██        ██                       ████ █▄▄▄█ █▀▄  ▀▀▀▀▄ █▀█  ▀▀█▄▄▄████████
                ██      ██    ██▄  ▄██      ██      ██        ██                       ████▄▄▄▄▄▄▄██▄███▄▄██▄▄▄▄▄▄▄▄████▄██▄████
                ██      ██     ▀████▀       ██      ██        ██                       █████████████████████████████████████████
                                                                                       █████████████████████████████████████████
                Less than a minute left.                                                          Opens idp.example
                                                                                         Your phone must show this same code.
                Only enter this code if you are standing at this screen.
                This screen goes on by itself when you are done.


                WAITING   Code: WDJB-MJHT   Backspace Cancel   N New code   R Other QR   Q Quit                 Expires in 00:42
            """)
    }
}
