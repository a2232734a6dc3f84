import DeviceFlow
import KioskScreen
import Testing

@Suite("The screens without a code at 80 by 24")
struct MessageScreens80x24Tests {
    @Test("nobody is signing in")
    func idle() throws {
        try expectScreen(
            .idle, Example.medium,
            """

                    Reading Room




                    ▄▀▀▀▀    ▀                         ▀
                    ▀▄▄▄    ▀█    ▄▀▀▀█  █▄▀▀▄        ▀█    █▄▀▀▄
                        █    █     ▀▀▀█  █   █         █    █   █
                    ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀        ▀▀▀   ▀   ▀


                    Your phone does the typing: this screen
                    shows a code, your phone approves it.


                    Press any key to sign in

                    No phone at hand? Any computer will do.




               READY   Q Quit
            """)
    }

    @Test("codes are awaited for long")
    func starting() throws {
        try expectScreen(
            .starting(host: "auth.example.com", slow: true), Example.medium,
            """

                    Reading Room






                    ▄▀▀▀▄                                                         █
                    █   █  █▄▀▀▄  ▄▀▀▀▄       █▀▄▀▄  ▄▀▀▀▄  █▀▄▀▄  ▄▀▀▀▄  █▄▀▀▄  ▀█▀▀
                    █   █  █   █  █▀▀▀▀       █ ▀ █  █   █  █ ▀ █  █▀▀▀▀  █   █   █  ▄
                     ▀▀▀   ▀   ▀   ▀▀▀        ▀   ▀   ▀▀▀   ▀   ▀   ▀▀▀   ▀   ▀    ▀▀


                    Getting a code for you.

                    Still contacting auth.example.com.






               STARTING   Esc Cancel   Q Quit
            """)
    }

    @Test("no code can be had")
    func noCode() throws {
        try expectScreen(
            .noCode(.dns, host: "auth.example.com", retryIn: 8, attempt: 3), Example.medium,
            """

                    Reading Room





                    █   █                           █                        █
                    █▀▄ █ ▄▀▀▀▄     ▄▀▀▀  ▄▀▀▀▄ ▄▀▀▄█ ▄▀▀▀▄     █   █ ▄▀▀▀▄ ▀█▀▀
                    █  ▀█ █   █     █     █   █ █   █ █▀▀▀▀      ▀▀▀█ █▀▀▀▀  █  ▄
                    ▀   ▀  ▀▀▀       ▀▀▀   ▀▀▀   ▀▀▀▀  ▀▀▀       ▀▀▀   ▀▀▀    ▀▀


                    The name auth.example.com cannot be found.

                    Try 3 did not work. Next try in 8 s

                    Staff: check the network cable or the Wi-Fi.





               RETRYING   Esc Cancel   Q Quit
            """)
    }

    @Test("approved")
    func approved() throws {
        try expectScreen(
            .approved(name: "Ada Lovelace"), Example.medium,
            """

                    Reading Room




                    ▄▀▀▀▀    ▀                             █         ▀
                    ▀▄▄▄    ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█        ▀█    █▄▀▀▄
                        █    █     ▀▀▀█  █   █  █▀▀▀▀  █   █         █    █   █
                    ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀        ▀▀▀   ▀   ▀


                    Welcome, Ada Lovelace.

                    You are signed in on this screen.


                    Press any key to go on

                    You can put your phone away.



               SIGNED IN   Q Quit
            """)
    }

    @Test("approved, but the answer was lost")
    func answerLost() throws {
        try expectScreen(
            .answerLost, Example.medium,
            """

                    Reading Room




                    ▄▀▀▀▀  █                 █                            ▀
                    ▀▄▄▄  ▀█▀▀   ▀▀▀▄ █▄▀▀▄ ▀█▀▀       ▀▀▀▄ ▄▀▀▀█  ▀▀▀▄  ▀█   █▄▀▀▄
                        █  █  ▄ ▄▀▀▀█ █      █  ▄     ▄▀▀▀█  ▀▀▀█ ▄▀▀▀█   █   █   █
                    ▀▀▀▀    ▀▀   ▀▀▀▀ ▀       ▀▀       ▀▀▀▀  ▀▀▀   ▀▀▀▀  ▀▀▀  ▀   ▀


                    You approved, but the answer was lost on its
                    way to this screen. Nobody is signed in.

                    Please start again with a new code.


                    Press any key to go on




               LOST   Q Quit
            """)
    }

    @Test("declined")
    func denied() throws {
        try expectScreen(
            .denied, Example.medium,
            """

                    Reading Room




                    █▀▀▄                  ▀█      ▀                      █
                    █   █  ▄▀▀▀▄  ▄▀▀▀     █     ▀█    █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█
                    █  ▄▀  █▀▀▀▀  █        █      █    █   █  █▀▀▀▀  █   █
                    ▀▀▀     ▀▀▀    ▀▀▀      ▀▀   ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀


                    The sign-in was declined on the
                    other device. Nobody is signed in.


                    Press any key to go on

                    If that was a mistake, ask for a new code.




               DECLINED   Q Quit
            """)
    }

    @Test("expired")
    func expired() throws {
        try expectScreen(
            .expired, Example.medium,
            """

                    Reading Room




                    ▄▀▀▀▄           █                               ▀                   █
                    █     ▄▀▀▀▄ ▄▀▀▄█ ▄▀▀▀▄     ▄▀▀▀▄ ▀▄ ▄▀ █▄▀▀▄  ▀█   █▄▀▀▄ ▄▀▀▀▄ ▄▀▀▄█
                    █   ▄ █   █ █   █ █▀▀▀▀     █▀▀▀▀  ▄▀▄  █▀▀▀    █   █     █▀▀▀▀ █   █
                     ▀▀▀   ▀▀▀   ▀▀▀▀  ▀▀▀       ▀▀▀  ▀   ▀ ▀      ▀▀▀  ▀      ▀▀▀   ▀▀▀▀


                    Time ran out before the sign-in
                    was approved. Nobody is signed in.


                    Press any key to go on

                    The old code no longer works.




               EXPIRED   Q Quit
            """)
    }

    @Test("the server will never say yes")
    func refused() throws {
        try expectScreen(
            .refused(code: "invalid_client"), Example.medium,
            """

                    Reading Room





                    █   █          █                         █
                    █▀▄ █  ▄▀▀▀▄  ▀█▀▀        ▄▀▀▀▀  ▄▀▀▀▄  ▀█▀▀        █   █  █▄▀▀▄
                    █  ▀█  █   █   █  ▄        ▀▀▀▄  █▀▀▀▀   █  ▄       █  ▄█  █▀▀▀
                    ▀   ▀   ▀▀▀     ▀▀        ▀▀▀▀    ▀▀▀     ▀▀         ▀▀ ▀  ▀


                    The sign-in service does not accept this screen.

                    Please tell the staff: invalid_client


                    Press any key to go on




               STOPPED   Q Quit
            """)
    }

    @Test("the server cannot be understood")
    func notUnderstood() throws {
        try expectScreen(
            .notUnderstood(detail: "200 without user_code"), Example.medium,
            """

                    Reading Room





                    ▄▀▀▀▄        █               ▄▀▀▄                     █
                    █   █ █   █ ▀█▀▀      ▄▀▀▀▄ ▄█▄▄      ▄▀▀▀▄ █▄▀▀▄ ▄▀▀▄█ ▄▀▀▀▄ █▄▀▀▄
                    █   █ █  ▄█  █  ▄     █   █  █        █   █ █     █   █ █▀▀▀▀ █
                     ▀▀▀   ▀▀ ▀   ▀▀       ▀▀▀   ▀         ▀▀▀  ▀      ▀▀▀▀  ▀▀▀  ▀


                    The sign-in service gave an answer that this screen cannot use.

                    Please tell the staff: 200 without user_code


                    Press any key to go on




               STOPPED   Q Quit
            """)
    }

    @Test("called off")
    func cancelled() throws {
        try expectScreen(
            .cancelled, Example.medium,
            """

                    Reading Room





                    ▄▀▀▀▄                               ▀█     ▀█               █
                    █       ▀▀▀▄  █▄▀▀▄  ▄▀▀▀   ▄▀▀▀▄    █      █    ▄▀▀▀▄  ▄▀▀▄█
                    █   ▄  ▄▀▀▀█  █   █  █      █▀▀▀▀    █      █    █▀▀▀▀  █   █
                     ▀▀▀    ▀▀▀▀  ▀   ▀   ▀▀▀    ▀▀▀      ▀▀     ▀▀   ▀▀▀    ▀▀▀▀


                    The sign-in was called off here. Nobody is signed in.


                    Press any key to go on

                    If a code is still open on your phone, ignore it.




               CANCELLED   Q Quit
            """)
    }
}
