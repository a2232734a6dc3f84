import KioskScreen
import Testing

@Suite("The ends of a sign-in at 160 by 45")
struct EndScreens160x45Tests {
    @Test("declined")
    func denied() throws {
        try expectScreen(
            .denied, Example.large,
            """



                            Reading Room










                            ██████                                      ████            ██                                            ██
                            ██▀▀▀▀▄▄                                    ▀▀██            ▀▀                                            ██
                            ██    ██                                      ██                                                          ██
                            ██      ██      ██████        ██████          ██          ████        ██  ████        ██████        ████  ██
                            ██      ██    ▄▄▀▀▀▀▀▀▄▄    ▄▄▀▀▀▀▀▀          ██          ▀▀██        ██▄▄▀▀▀▀▄▄    ▄▄▀▀▀▀▀▀▄▄    ▄▄▀▀▀▀▄▄██
                            ██      ██    ██      ██    ██                ██            ██        ████    ██    ██      ██    ██    ████
                            ██      ██    ██████████    ██                ██            ██        ██      ██    ██████████    ██      ██
                            ██    ▄▄▀▀    ██▀▀▀▀▀▀▀▀    ██                ██            ██        ██      ██    ██▀▀▀▀▀▀▀▀    ██      ██
                            ██    ██      ██            ██                ██            ██        ██      ██    ██            ██      ██
                            ██████          ██████        ██████            ████      ██████      ██      ██      ██████        ████████
                            ▀▀▀▀▀▀          ▀▀▀▀▀▀        ▀▀▀▀▀▀            ▀▀▀▀      ▀▀▀▀▀▀      ▀▀      ▀▀      ▀▀▀▀▀▀        ▀▀▀▀▀▀▀▀


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
            .expired, Example.large,
            """



                            Reading Room










                              ██████                        ██                                                              ██                                      ██
                            ▄▄▀▀▀▀▀▀▄▄                      ██                                                              ▀▀                                      ██
                            ██      ██                      ██                                                                                                      ██
                            ██            ██████      ████  ██    ██████              ██████    ██      ██  ██  ████      ████      ██  ████      ██████      ████  ██
                            ██          ▄▄▀▀▀▀▀▀▄▄  ▄▄▀▀▀▀▄▄██  ▄▄▀▀▀▀▀▀▄▄          ▄▄▀▀▀▀▀▀▄▄  ▀▀▄▄  ▄▄▀▀  ██▄▄▀▀▀▀▄▄    ▀▀██      ██▄▄▀▀▀▀▄▄  ▄▄▀▀▀▀▀▀▄▄  ▄▄▀▀▀▀▄▄██
                            ██          ██      ██  ██    ████  ██      ██          ██      ██    ██  ██    ████    ██      ██      ████    ██  ██      ██  ██    ████
                            ██          ██      ██  ██      ██  ██████████          ██████████      ██      ████████        ██      ██          ██████████  ██      ██
                            ██      ▄▄  ██      ██  ██      ██  ██▀▀▀▀▀▀▀▀          ██▀▀▀▀▀▀▀▀    ▄▄▀▀▄▄    ██▀▀▀▀▀▀        ██      ██          ██▀▀▀▀▀▀▀▀  ██      ██
                            ██      ██  ██      ██  ██      ██  ██                  ██            ██  ██    ██              ██      ██          ██          ██      ██
                              ██████      ██████      ████████    ██████              ██████    ██      ██  ██            ██████    ██            ██████      ████████
                              ▀▀▀▀▀▀      ▀▀▀▀▀▀      ▀▀▀▀▀▀▀▀    ▀▀▀▀▀▀              ▀▀▀▀▀▀    ▀▀      ▀▀  ▀▀            ▀▀▀▀▀▀    ▀▀            ▀▀▀▀▀▀      ▀▀▀▀▀▀▀▀


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
            .refused(code: "invalid_client"), Example.large,
            """



                            Reading Room











                            ██      ██                    ██                                                  ██
                            ██      ██                    ██                                                  ██
                            ██      ██                    ██                                                  ██
                            ████    ██      ██████      ████████                  ████████      ██████      ████████                ██      ██    ██  ████
                            ██▀▀▄▄  ██    ▄▄▀▀▀▀▀▀▄▄    ▀▀██▀▀▀▀                ▄▄▀▀▀▀▀▀▀▀    ▄▄▀▀▀▀▀▀▄▄    ▀▀██▀▀▀▀                ██      ██    ██▄▄▀▀▀▀▄▄
                            ██  ██  ██    ██      ██      ██                    ██            ██      ██      ██                    ██      ██    ████    ██
                            ██    ████    ██      ██      ██                      ██████      ██████████      ██                    ██      ██    ████████
                            ██    ▀▀██    ██      ██      ██    ▄▄                ▀▀▀▀▀▀▄▄    ██▀▀▀▀▀▀▀▀      ██    ▄▄              ██    ▄▄██    ██▀▀▀▀▀▀
                            ██      ██    ██      ██      ██    ██                      ██    ██              ██    ██              ██    ████    ██
                            ██      ██      ██████          ████                ████████        ██████          ████                  ████  ██    ██
                            ▀▀      ▀▀      ▀▀▀▀▀▀          ▀▀▀▀                ▀▀▀▀▀▀▀▀        ▀▀▀▀▀▀          ▀▀▀▀                  ▀▀▀▀  ▀▀    ▀▀


                            The sign-in service does not accept this screen.

                            Please tell the staff: invalid_client


                            Press any key to go on










                  STOPPED   Q Quit
            """)
    }

    @Test("the server cannot be understood")
    func notUnderstood() throws {
        try expectScreen(
            .notUnderstood(detail: "200 without user_code"), Example.large,
            """



                            Reading Room











                              ██████                  ██                                ████                                            ██
                            ▄▄▀▀▀▀▀▀▄▄                ██                              ▄▄▀▀▀▀▄▄                                          ██
                            ██      ██                ██                              ██    ██                                          ██
                            ██      ██  ██      ██  ████████              ██████      ██                  ██████    ██  ████      ████  ██    ██████    ██  ████
                            ██      ██  ██      ██  ▀▀██▀▀▀▀            ▄▄▀▀▀▀▀▀▄▄  ▄▄██▄▄▄▄            ▄▄▀▀▀▀▀▀▄▄  ██▄▄▀▀▀▀▄▄  ▄▄▀▀▀▀▄▄██  ▄▄▀▀▀▀▀▀▄▄  ██▄▄▀▀▀▀▄▄
                            ██      ██  ██      ██    ██                ██      ██  ████████            ██      ██  ████    ██  ██    ████  ██      ██  ████    ██
                            ██      ██  ██      ██    ██                ██      ██    ██                ██      ██  ██          ██      ██  ██████████  ██
                            ██      ██  ██    ▄▄██    ██    ▄▄          ██      ██    ██                ██      ██  ██          ██      ██  ██▀▀▀▀▀▀▀▀  ██
                            ██      ██  ██    ████    ██    ██          ██      ██    ██                ██      ██  ██          ██      ██  ██          ██
                              ██████      ████  ██      ████              ██████      ██                  ██████    ██            ████████    ██████    ██
                              ▀▀▀▀▀▀      ▀▀▀▀  ▀▀      ▀▀▀▀              ▀▀▀▀▀▀      ▀▀                  ▀▀▀▀▀▀    ▀▀            ▀▀▀▀▀▀▀▀    ▀▀▀▀▀▀    ▀▀


                            The sign-in service gave an answer that this screen cannot use.

                            Please tell the staff: 200 without user_code


                            Press any key to go on










                  STOPPED   Q Quit
            """)
    }

    @Test("called off")
    func cancelled() throws {
        try expectScreen(
            .cancelled, Example.large,
            """



                            Reading Room











                              ██████                                                                ████          ████                              ██
                            ▄▄▀▀▀▀▀▀▄▄                                                              ▀▀██          ▀▀██                              ██
                            ██      ██                                                                ██            ██                              ██
                            ██              ██████      ██  ████        ██████        ██████          ██            ██          ██████        ████  ██
                            ██              ▀▀▀▀▀▀▄▄    ██▄▄▀▀▀▀▄▄    ▄▄▀▀▀▀▀▀      ▄▄▀▀▀▀▀▀▄▄        ██            ██        ▄▄▀▀▀▀▀▀▄▄    ▄▄▀▀▀▀▄▄██
                            ██                    ██    ████    ██    ██            ██      ██        ██            ██        ██      ██    ██    ████
                            ██              ████████    ██      ██    ██            ██████████        ██            ██        ██████████    ██      ██
                            ██      ▄▄    ▄▄▀▀▀▀▀▀██    ██      ██    ██            ██▀▀▀▀▀▀▀▀        ██            ██        ██▀▀▀▀▀▀▀▀    ██      ██
                            ██      ██    ██      ██    ██      ██    ██            ██                ██            ██        ██            ██      ██
                              ██████        ████████    ██      ██      ██████        ██████            ████          ████      ██████        ████████
                              ▀▀▀▀▀▀        ▀▀▀▀▀▀▀▀    ▀▀      ▀▀      ▀▀▀▀▀▀        ▀▀▀▀▀▀            ▀▀▀▀          ▀▀▀▀      ▀▀▀▀▀▀        ▀▀▀▀▀▀▀▀


                            The sign-in was called off here. Nobody is signed in.


                            Press any key to go on

                            If a code is still open on your phone, ignore it.










                  CANCELLED   Q Quit
            """)
    }
}
