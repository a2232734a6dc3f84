import Testing

@testable import KioskScreen

@Suite("The screens between the approval and the next person")
struct PersonScreensTests {
    @Test("the person is being found out, at 40 by 10")
    func confirmingSmall() throws {
        try expectScreen(
            .confirming, Example.small,
            """
             Reading Room


             Approved


             Finishing your sign-in.


             CHECKING   Esc Cancel   Q Quit
            """)
    }

    @Test("the person is being found out, at 80 by 24")
    func confirmingMedium() throws {
        try expectScreen(
            .confirming, Example.medium,
            """

                    Reading Room







                    ▄▀▀▀▄                                                █
                    █▄▄▄█  █▄▀▀▄  █▄▀▀▄  █▄▀▀▄  ▄▀▀▀▄  █   █  ▄▀▀▀▄  ▄▀▀▄█
                    █   █  █▀▀▀   █▀▀▀   █      █   █  ▀▄ ▄▀  █▀▀▀▀  █   █
                    ▀   ▀  ▀      ▀      ▀       ▀▀▀     ▀     ▀▀▀    ▀▀▀▀


                    Finishing your sign-in.







               CHECKING   Esc Cancel   Q Quit
            """)
    }

    @Test("who signed in cannot be believed, at 40 by 10")
    func untrustedSmall() throws {
        try expectScreen(
            .untrusted(code: "id_token_signature"), Example.small,
            """
             Reading Room

             No sign-in
             Somebody approved, but this
             screen cannot be sure who it
             was. Nobody is signed in.
             Please tell the staff:
             id_token_signature
             Press any key to go on
             STOPPED   Q Quit
            """)
    }

    @Test("who signed in cannot be believed, at 80 by 24")
    func untrustedMedium() throws {
        try expectScreen(
            .untrusted(code: "id_token_signature"), Example.medium,
            """

                    Reading Room




                    █   █                       ▀                           ▀
                    █▀▄ █  ▄▀▀▀▄       ▄▀▀▀▀   ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▄▄▄▄   ▀█    █▄▀▀▄
                    █  ▀█  █   █        ▀▀▀▄    █     ▀▀▀█  █   █           █    █   █
                    ▀   ▀   ▀▀▀        ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀          ▀▀▀   ▀   ▀


                    Somebody approved, but this screen cannot
                    be sure who it was. Nobody is signed in.

                    Please tell the staff: id_token_signature


                    Press any key to go on




               STOPPED   Q Quit
            """)
    }

    @Test("somebody stays signed in, at 40 by 10")
    func signedInSmall() throws {
        try expectScreen(
            .signedIn(name: "Alice Example"), Example.small,
            """
             Reading Room

             Signed in

             Welcome, Alice Example.

             You stay signed in on this screen.

             Not you, or leaving? Sign out.
             SIGNED IN   O Sign out   Q Quit
            """)
    }

    @Test("somebody stays signed in, at 80 by 24")
    func signedInMedium() throws {
        try expectScreen(
            .signedIn(name: "Alice Example"), Example.medium,
            """

                    Reading Room





                    ▄▀▀▀▀    ▀                             █         ▀
                    ▀▄▄▄    ▀█    ▄▀▀▀█  █▄▀▀▄  ▄▀▀▀▄  ▄▀▀▄█        ▀█    █▄▀▀▄
                        █    █     ▀▀▀█  █   █  █▀▀▀▀  █   █         █    █   █
                    ▀▀▀▀    ▀▀▀    ▀▀▀   ▀   ▀   ▀▀▀    ▀▀▀▀        ▀▀▀   ▀   ▀


                    Welcome, Alice Example.

                    You stay signed in on this screen.

                    Not you, or leaving? Sign out.





               SIGNED IN   O Sign out   Q Quit
            """)
    }

    @Test("the program behind the screen did not take the tokens, at 40 by 10")
    func notHandedOverSmall() throws {
        try expectScreen(
            .notHandedOver, Example.small,
            """
             Reading Room

             Not finished

             You approved, but the program behind
             this screen did not take the sign-in.

             Press any key to try again

             STOPPED   Esc Cancel
            """)
    }

    @Test("the program behind the screen did not take the tokens, at 80 by 24")
    func notHandedOverMedium() throws {
        try expectScreen(
            .notHandedOver, Example.medium,
            """

                    Reading Room




                    █   █        █         ▄▀▀▄   ▀           ▀         █               █
                    █▀▄ █ ▄▀▀▀▄ ▀█▀▀      ▄█▄▄   ▀█   █▄▀▀▄  ▀█   ▄▀▀▀▀ █▄▀▀▄ ▄▀▀▀▄ ▄▀▀▄█
                    █  ▀█ █   █  █  ▄      █      █   █   █   █    ▀▀▀▄ █   █ █▀▀▀▀ █   █
                    ▀   ▀  ▀▀▀    ▀▀       ▀     ▀▀▀  ▀   ▀  ▀▀▀  ▀▀▀▀  ▀   ▀  ▀▀▀   ▀▀▀▀


                    You approved, but the program behind
                    this screen did not take the sign-in.


                    Press any key to try again

                    If it does not work again, please tell the staff.




               STOPPED   Esc Cancel
            """)
    }
}
