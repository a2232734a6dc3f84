import DeviceFlow
import KioskScreen
import Testing

@Suite("The screens with a code at 80 by 24")
struct CodeScreens80x24Tests {
    @Test("a code whose QR carries it")
    func complete() throws {
        try expectScreen(
            .code(try Example.code()), Example.medium,
            """

               Sign in to Reading Room              █████████████████████████████████████
                                                    ██ ▄▄▄▄▄ █▄███ ▄▀█▄▄ ▄▄▀▀▄▀█ ▄▄▄▄▄ ██
               Scan the QR code with                ██ █   █ ██ ▄ ▀▀█ ▀█▄█▄  █▄█ █   █ ██
               your phone, or open                  ██ █▄▄▄█ █ ▄ ▄▀▄ ▀▄███▄▀ ▄▄█ █▄▄▄█ ██
               https://example.com/device           ██▄▄▄▄▄▄▄█▄▀ ▀ ▀ ▀ █▄▀▄▀▄█▄█▄▄▄▄▄▄▄██
                                                    ███▄▄▄ ▄▄▄▀▀█▄▄██▀ ▄█ ▀▀▄▀██▀ ▄▀▀█ ██
               and enter this code:                 ██▀ ▄▄██▄▄ █ ▀▄▄██▀█▀▀ ▀ ███▀█ ▀  ▀██
                                                    ██▀▀▄██▀▄▀▄█▀ █▀▄▀▀█ ▄▀ ▄ ▄ ██▄ ▀▀▀██
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄           ███▀ ▄▄█▄▄ ▀▄ ▀▀▄▀▀▀▀█   █▄  ██▄ ▄███
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄    ██▄▄ ▄▄▄▄ ▄▀▄▄▀▄▄█▀▄█ █▀█▀▄▄▀ ▄ ▀█ ██
               █▄▀▄█  █  ▄▀  ▄  █   █   █           ██▄ ▄█▄▄▄█▄█▀▄ ▀▀▄▀▀▀█  ▄█▀    ▀  ███
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀            ██ ▀▄█▀▄▄█▄ █▀█▀▄██▀█▄▀▄▄▀▄▄▀▄▄ ██ ██
                                                    ██ █▀▀█ ▄ ▀▄▄██▀ ▀  ▄█ ▀▄▀█ █▀▄ ▀▄▀██
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀           ██▄█▄███▄█▀██▄▀ ▄▀▄▄▀ ▀█▄▄ ▄▄▄ ▄▀▄ ██
               █ █ █     █   █▄▄▄█    █             ██ ▄▄▄▄▄ █ ▄▀▀██ ▄▄ ▀▀ ▀█  █▄█ ▀ ▄▀██
               █   █  ▄  █   █   █    █             ██ █   █ █ █▄▀▄█▄█▀█▀ █ ▄█  ▄▄  ▀▄▀██
               ▀   ▀   ▀▀    ▀   ▀    ▀             ██ █▄▄▄█ █  ▄█▄▀ ▀▀█ ▀█▀▀██▄▄▄▀  ████
                                                    ██▄▄▄▄▄▄▄██▄██▄▄▄▄▄▄████▄▄▄▄▄▄█▄█▄███
               Waiting for you to approve.          █████████████████████████████████████
               Only enter this code if you                    Opens example.com
               are standing at this screen.         Your phone must show this same code.

               WAITING   Code: WDJB-MJHT   N New code   R Other QR       Expires in 14:32
            """)
    }

    @Test("a code to be typed, of a server that sends no complete address")
    func typed() throws {
        try expectScreen(
            .code(try Example.code("ABCD1234", uri: "https://microsoft.com/devicelogin", isComplete: false)),
            Example.medium,
            """

                                                    █████████████████████████████████████
               Sign in to Reading Room              █████████████████████████████████████
                                                    ████ ▄▄▄▄▄ █ █▄▄▀█▀ ▄▀ ▄▄█ ▄▄▄▄▄ ████
                                                    ████ █   █ █▀▀▀ ▄▄▄▄▀▀█▀▄█ █   █ ████
               On your phone or computer, open      ████ █▄▄▄█ ███▀ ▀▄▀██▄▀  █ █▄▄▄█ ████
               https://microsoft.com/devicelogin    ████▄▄▄▄▄▄▄█ █ ▀▄▀ █▄▀ █▄█▄▄▄▄▄▄▄████
                                                    ████ ▀▄▄▀▄▄▄█▀▀█ ▄▄▀ ▄▄▀▀▀ ▀▀▄█▄ ████
               and enter this code:                 ████▄ █▀ ▄▄█▄▀  █▀  ██▄█▀ ▄▄▄█▄▄▀████
                                                    ████▀▄▀█  ▄█▄▀ ▄▄▀███▄█ █▀▀▄█▄ ▀▀████
               ▄▀▄ █▀▄ ▄▀▀ █▀▄ ▄█  ▀▀▄ ▀▀█ █ █      ████▀▄██▀▄▄  ▀▀▄█▀▄█ ██ ▄█ ▄ █▄ ▄████
               █▀█ █▀▄ █   █ █  █  █▀▀  ▀█ ▀▀█      ████▄ ▄█▄█▄ ▄█▄█▀▀█ ██▄█ ▄█ ▄ ▀ █████
               ▀ ▀ ▀▀   ▀▀ ▀▀  ▀▀▀ ▀▀▀ ▀▀▀   ▀      ████▄█▄▀▄▄▄█▀▄▄█▀██▄▄  ▀█▀   █ ██████
                                                    █████▄▄▄█▄▄▄▀█ █▀ ▀▄ ▄ █ ▄▄▄   ▀▀████
                                                    ████ ▄▄▄▄▄ █ ▄█ ▀▄█▀▄▄   █▄█  █ ▀████
               Waiting for you to approve.          ████ █   █ █▀█▄█▄█  ▀▄██  ▄  ▀▄▄▀████
                                                    ████ █▄▄▄█ █▄▀▀█ ▄▀█▀█ ▀▀██ ▀▀▄▀▄████
               Only enter this code if you          ████▄▄▄▄▄▄▄█▄▄█▄█▄█▄██▄▄▄█▄█▄██▄█████
               are standing at this screen.         █████████████████████████████████████
               This screen goes on by               █████████████████████████████████████
               itself when you are done.                     Opens microsoft.com
                                                             Then type the code.

               WAITING   Code: ABCD1234   N New code   R Other QR        Expires in 14:32
            """)
    }

    @Test("a new code in its last minute, its page on this computer")
    func replaced() throws {
        try expectScreen(
            .code(
                try Example.code(
                    uri: "https://localhost:5001/device", secondsLeft: 45, ignoreEarlierCode: true, renewsItself: true)),
            Example.medium,
            """

               Sign in to Reading Room              █████████████████████████████████████
               On this computer, open               ██ ▄▄▄▄▄ █▄ ██▀ ▀▄▀█▀▀ ▄▀▄▀█ ▄▄▄▄▄ ██
               https://localhost:5001/device        ██ █   █ █▀▀█▀ █▄ ▀ ▄██ █▄▄█ █   █ ██
               and enter this code:                 ██ █▄▄▄█ █  █▀▄██▀▄█▀▄▀▄█▄ █ █▄▄▄█ ██
                                                    ██▄▄▄▄▄▄▄█ ▀ █ █ █▄▀ ▀ ▀ █▄█▄▄▄▄▄▄▄██
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄           ██▄▀▀▀▄█▄▄ ▄ ▄▀██ ▀  █▀ ▄▀▄ ▄▄▄ ▀█▄██
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄    ███▄█▄ █▄▄ ██▄▄ ▄▄▀█▄██ █ ▄ ███▄█ ███
               █▄▀▄█  █  ▄▀  ▄  █   █   █           ██ ▄▄▀█ ▄▀▄▄█▄█ ▀█▄▀▀ ▀▀▄█▄▄▄▀▄▄▀█▄██
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀            ██▀██▀▄ ▄ ▄ ▀█▀▀  ▀▀ █▄▀█▄█  ▄ ▄▄▄███
                                                    ██▀█▀▀ ▄▄ ▀█ █▄▀▀▀▀▄▀▄▀   ▄▀▄█▄   ███
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀           ██▄  █▄▄▄▄▄█▄▀▀▀█ ▀ ▀█ ▀ ▄▄ ▄ █▄█ ▀██
               █ █ █     █   █▄▄▄█    █             ██ ▄██▄▄▄█▀█▀▄ ██▄▀█▄ ▄█▄█▄█ ▀▄ █ ▄██
               █   █  ▄  █   █   █    █             ████ █▀▀▄▄▄▄▄█▀█▄█▄ ▄ ▀▀▄ ▀▄▄███▄ ███
               ▀   ▀   ▀▀    ▀   ▀    ▀             ██▄▄▄▄█▄▄▄▀▄▄█▀▄█ ▀ ▀█▀  █ ▄▄▄ █▀▄▄██
                                                    ██ ▄▄▄▄▄ █▄▀▀   ▀▄▄█▄▀█  █ █▄█ ▄█ ███
               Ignore the earlier code.             ██ █   █ █▄▀█▀▀▄▄█▄█▀▀ █ ▀▄▄   ▄▀█▄██
               Less than a minute left;             ██ █▄▄▄█ ██ ██▄█▀ ▀  █▀ ▀▀▄▀▄▄▄█▄████
               then a new code comes.               ██▄▄▄▄▄▄▄█▄▄▄▄██▄█▄▄█▄█▄█▄▄███████▄██
               This page opens on this              █████████████████████████████████████
               computer only. For a phone:                  Opens localhost:5001
               ./run-kiosk.sh --lan                 Your phone must show this same code.

               WAITING   Code: WDJB-MJHT   N New code   R Other QR       Expires in 00:45
            """)
    }

    @Test("no connection while the code lives")
    func interrupted() throws {
        try expectScreen(
            .code(try Example.code(link: .interrupted(.dropped, retryIn: 8))), Example.medium,
            """

               Sign in to Reading Room              █████████████████████████████████████
                                                    ██ ▄▄▄▄▄ █▄███ ▄▀█▄▄ ▄▄▀▀▄▀█ ▄▄▄▄▄ ██
               Scan the QR code with                ██ █   █ ██ ▄ ▀▀█ ▀█▄█▄  █▄█ █   █ ██
               your phone, or open                  ██ █▄▄▄█ █ ▄ ▄▀▄ ▀▄███▄▀ ▄▄█ █▄▄▄█ ██
               https://example.com/device           ██▄▄▄▄▄▄▄█▄▀ ▀ ▀ ▀ █▄▀▄▀▄█▄█▄▄▄▄▄▄▄██
                                                    ███▄▄▄ ▄▄▄▀▀█▄▄██▀ ▄█ ▀▀▄▀██▀ ▄▀▀█ ██
               and enter this code:                 ██▀ ▄▄██▄▄ █ ▀▄▄██▀█▀▀ ▀ ███▀█ ▀  ▀██
                                                    ██▀▀▄██▀▄▀▄█▀ █▀▄▀▀█ ▄▀ ▄ ▄ ██▄ ▀▀▀██
               █   █  █▀▀▄     ▀█▀  █▀▀▀▄           ███▀ ▄▄█▄▄ ▀▄ ▀▀▄▀▀▀▀█   █▄  ██▄ ▄███
               █ ▄ █  █   █     █   █▄▄▄▀  ▄▄▄▄▄    ██▄▄ ▄▄▄▄ ▄▀▄▄▀▄▄█▀▄█ █▀█▀▄▄▀ ▄ ▀█ ██
               █▄▀▄█  █  ▄▀  ▄  █   █   █           ██▄ ▄█▄▄▄█▄█▀▄ ▀▀▄▀▀▀█  ▄█▀    ▀  ███
               ▀   ▀  ▀▀▀     ▀▀    ▀▀▀▀            ██ ▀▄█▀▄▄█▄ █▀█▀▄██▀█▄▀▄▄▀▄▄▀▄▄ ██ ██
                                                    ██ █▀▀█ ▄ ▀▄▄██▀ ▀  ▄█ ▀▄▀█ █▀▄ ▀▄▀██
               █▄ ▄█    ▀█▀  █   █  ▀▀█▀▀           ██▄█▄███▄█▀██▄▀ ▄▀▄▄▀ ▀█▄▄ ▄▄▄ ▄▀▄ ██
               █ █ █     █   █▄▄▄█    █             ██ ▄▄▄▄▄ █ ▄▀▀██ ▄▄ ▀▀ ▀█  █▄█ ▀ ▄▀██
               █   █  ▄  █   █   █    █             ██ █   █ █ █▄▀▄█▄█▀█▀ █ ▄█  ▄▄  ▀▄▀██
               ▀   ▀   ▀▀    ▀   ▀    ▀             ██ █▄▄▄█ █  ▄█▄▀ ▀▀█ ▀█▀▀██▄▄▄▀  ████
                                                    ██▄▄▄▄▄▄▄██▄██▄▄▄▄▄▄████▄▄▄▄▄▄█▄█▄███
               No connection. Your code is          █████████████████████████████████████
               still good. Next try in 8 s                    Opens example.com
                                                    Your phone must show this same code.

               RETRYING   Code: WDJB-MJHT   N New code   R Other QR      Expires in 14:32
            """)
    }
}
