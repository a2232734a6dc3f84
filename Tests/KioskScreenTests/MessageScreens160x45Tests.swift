import DeviceFlow
import KioskScreen
import Testing

@Suite("The screens without a code at 160 by 45")
struct MessageScreens160x45Tests {
    @Test("nobody is signing in")
    func idle() throws {
        try expectScreen(
            .idle, Example.large,
            """



                            Reading Room










                              ████████        ██                                                  ██
                            ▄▄▀▀▀▀▀▀▀▀        ▀▀                                                  ▀▀
                            ██
                            ██              ████          ████████    ██  ████                  ████        ██  ████
                            ▀▀▄▄▄▄▄▄        ▀▀██        ▄▄▀▀▀▀▀▀██    ██▄▄▀▀▀▀▄▄                ▀▀██        ██▄▄▀▀▀▀▄▄
                              ██████          ██        ██      ██    ████    ██                  ██        ████    ██
                                    ██        ██          ████████    ██      ██                  ██        ██      ██
                                    ██        ██          ▀▀▀▀▀▀██    ██      ██                  ██        ██      ██
                                    ██        ██                ██    ██      ██                  ██        ██      ██
                            ████████        ██████        ██████      ██      ██                ██████      ██      ██
                            ▀▀▀▀▀▀▀▀        ▀▀▀▀▀▀        ▀▀▀▀▀▀      ▀▀      ▀▀                ▀▀▀▀▀▀      ▀▀      ▀▀


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
            .starting(host: "auth.example.com", slow: true), Example.large,
            """



                            Reading Room












                              ██████                                                                                                                    ██
                            ▄▄▀▀▀▀▀▀▄▄                                                                                                                  ██
                            ██      ██                                                                                                                  ██
                            ██      ██    ██  ████        ██████                ████  ██        ██████      ████  ██        ██████      ██  ████      ████████
                            ██      ██    ██▄▄▀▀▀▀▄▄    ▄▄▀▀▀▀▀▀▄▄              ██▀▀▄▄▀▀▄▄    ▄▄▀▀▀▀▀▀▄▄    ██▀▀▄▄▀▀▄▄    ▄▄▀▀▀▀▀▀▄▄    ██▄▄▀▀▀▀▄▄    ▀▀██▀▀▀▀
                            ██      ██    ████    ██    ██      ██              ██  ██  ██    ██      ██    ██  ██  ██    ██      ██    ████    ██      ██
                            ██      ██    ██      ██    ██████████              ██  ██  ██    ██      ██    ██  ██  ██    ██████████    ██      ██      ██
                            ██      ██    ██      ██    ██▀▀▀▀▀▀▀▀              ██  ▀▀  ██    ██      ██    ██  ▀▀  ██    ██▀▀▀▀▀▀▀▀    ██      ██      ██    ▄▄
                            ██      ██    ██      ██    ██                      ██      ██    ██      ██    ██      ██    ██            ██      ██      ██    ██
                              ██████      ██      ██      ██████                ██      ██      ██████      ██      ██      ██████      ██      ██        ████
                              ▀▀▀▀▀▀      ▀▀      ▀▀      ▀▀▀▀▀▀                ▀▀      ▀▀      ▀▀▀▀▀▀      ▀▀      ▀▀      ▀▀▀▀▀▀      ▀▀      ▀▀        ▀▀▀▀


                            Getting a code for you.

                            Still contacting auth.example.com.












                  STARTING   Esc Cancel   Q Quit
            """)
    }

    @Test("no code can be had")
    func noCode() throws {
        try expectScreen(
            .noCode(.dns, host: "auth.example.com", retryIn: 8, attempt: 3), Example.large,
            """



                            Reading Room











                            ██      ██                                                      ██                                                ██
                            ██      ██                                                      ██                                                ██
                            ██      ██                                                      ██                                                ██
                            ████    ██    ██████              ██████      ██████      ████  ██    ██████            ██      ██    ██████    ████████
                            ██▀▀▄▄  ██  ▄▄▀▀▀▀▀▀▄▄          ▄▄▀▀▀▀▀▀    ▄▄▀▀▀▀▀▀▄▄  ▄▄▀▀▀▀▄▄██  ▄▄▀▀▀▀▀▀▄▄          ██      ██  ▄▄▀▀▀▀▀▀▄▄  ▀▀██▀▀▀▀
                            ██  ██  ██  ██      ██          ██          ██      ██  ██    ████  ██      ██          ██      ██  ██      ██    ██
                            ██    ████  ██      ██          ██          ██      ██  ██      ██  ██████████            ████████  ██████████    ██
                            ██    ▀▀██  ██      ██          ██          ██      ██  ██      ██  ██▀▀▀▀▀▀▀▀            ▀▀▀▀▀▀██  ██▀▀▀▀▀▀▀▀    ██    ▄▄
                            ██      ██  ██      ██          ██          ██      ██  ██      ██  ██                          ██  ██            ██    ██
                            ██      ██    ██████              ██████      ██████      ████████    ██████              ██████      ██████        ████
                            ▀▀      ▀▀    ▀▀▀▀▀▀              ▀▀▀▀▀▀      ▀▀▀▀▀▀      ▀▀▀▀▀▀▀▀    ▀▀▀▀▀▀              ▀▀▀▀▀▀      ▀▀▀▀▀▀        ▀▀▀▀


                            The name auth.example.com cannot be found.

                            Try 3 did not work. Next try in 8 s

                            Staff: check the network cable or the Wi-Fi.











                  RETRYING   Esc Cancel   Q Quit
            """)
    }

    @Test("approved")
    func approved() throws {
        try expectScreen(
            .approved(name: "Ada Lovelace"), Example.large,
            """



                            Reading Room










                              ████████        ██                                                          ██                  ██
                            ▄▄▀▀▀▀▀▀▀▀        ▀▀                                                          ██                  ▀▀
                            ██                                                                            ██
                            ██              ████          ████████    ██  ████        ██████        ████  ██                ████        ██  ████
                            ▀▀▄▄▄▄▄▄        ▀▀██        ▄▄▀▀▀▀▀▀██    ██▄▄▀▀▀▀▄▄    ▄▄▀▀▀▀▀▀▄▄    ▄▄▀▀▀▀▄▄██                ▀▀██        ██▄▄▀▀▀▀▄▄
                              ██████          ██        ██      ██    ████    ██    ██      ██    ██    ████                  ██        ████    ██
                                    ██        ██          ████████    ██      ██    ██████████    ██      ██                  ██        ██      ██
                                    ██        ██          ▀▀▀▀▀▀██    ██      ██    ██▀▀▀▀▀▀▀▀    ██      ██                  ██        ██      ██
                                    ██        ██                ██    ██      ██    ██            ██      ██                  ██        ██      ██
                            ████████        ██████        ██████      ██      ██      ██████        ████████                ██████      ██      ██
                            ▀▀▀▀▀▀▀▀        ▀▀▀▀▀▀        ▀▀▀▀▀▀      ▀▀      ▀▀      ▀▀▀▀▀▀        ▀▀▀▀▀▀▀▀                ▀▀▀▀▀▀      ▀▀      ▀▀


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
            .answerLost, Example.large,
            """



                            Reading Room










                              ████████    ██                                  ██                                                        ██
                            ▄▄▀▀▀▀▀▀▀▀    ██                                  ██                                                        ▀▀
                            ██            ██                                  ██
                            ██          ████████      ██████    ██  ████    ████████              ██████      ████████    ██████      ████      ██  ████
                            ▀▀▄▄▄▄▄▄    ▀▀██▀▀▀▀      ▀▀▀▀▀▀▄▄  ██▄▄▀▀▀▀▄▄  ▀▀██▀▀▀▀              ▀▀▀▀▀▀▄▄  ▄▄▀▀▀▀▀▀██    ▀▀▀▀▀▀▄▄    ▀▀██      ██▄▄▀▀▀▀▄▄
                              ██████      ██                ██  ████    ██    ██                        ██  ██      ██          ██      ██      ████    ██
                                    ██    ██          ████████  ██            ██                  ████████    ████████    ████████      ██      ██      ██
                                    ██    ██    ▄▄  ▄▄▀▀▀▀▀▀██  ██            ██    ▄▄          ▄▄▀▀▀▀▀▀██    ▀▀▀▀▀▀██  ▄▄▀▀▀▀▀▀██      ██      ██      ██
                                    ██    ██    ██  ██      ██  ██            ██    ██          ██      ██          ██  ██      ██      ██      ██      ██
                            ████████        ████      ████████  ██              ████              ████████    ██████      ████████    ██████    ██      ██
                            ▀▀▀▀▀▀▀▀        ▀▀▀▀      ▀▀▀▀▀▀▀▀  ▀▀              ▀▀▀▀              ▀▀▀▀▀▀▀▀    ▀▀▀▀▀▀      ▀▀▀▀▀▀▀▀    ▀▀▀▀▀▀    ▀▀      ▀▀


                            You approved, but the answer was lost on its
                            way to this screen. Nobody is signed in.

                            Please start again with a new code.


                            Press any key to go on










                  LOST   Q Quit
            """)
    }
}
