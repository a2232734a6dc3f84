// Made by Tests/redraw-screens.

import KioskScreen
import Testing

@Suite("Every screen at 40 by 10, part 2")
struct Screens40x10Part2Tests {
    @Test("denied")
    func denied() {
        expectScreen(
            .denied, 40, 10,
            """
             Reading Room

             Declined

             The sign-in was declined on the
             other device. Nobody is signed in.

             Press any key to go on

             DECLINED   Q Quit
            """)
    }

    @Test("expired")
    func expired() {
        expectScreen(
            .expired, 40, 10,
            """
             Reading Room

             Expired

             Time ran out before the sign-in
             was approved. Nobody is signed in.

             Press any key to go on
             The old code no longer works.
             EXPIRED   Q Quit
            """)
    }

    @Test("refused")
    func refused() {
        expectScreen(
            .refused, 40, 10,
            """
             Reading Room

             Not set up
             The sign-in service does
             not accept this screen.
             Please tell the staff:
             unauthorized_client

             Press any key to go on
             STOPPED   Q Quit
            """)
    }

    @Test("untrusted")
    func untrusted() {
        expectScreen(
            .untrusted, 40, 10,
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

    @Test("nonsense")
    func nonsense() {
        expectScreen(
            .nonsense, 40, 10,
            """
             Reading Room

             Out of order
             The sign-in service gave an answer
             that this screen cannot use.
             Please tell the staff: expires_in
             is missing or not a time

             Press any key to go on
             STOPPED   Q Quit
            """)
    }

    @Test("lost")
    func lost() {
        expectScreen(
            .lost, 40, 10,
            """
             Reading Room

             Start again
             You approved, but the answer
             was lost on its way to this
             screen. Nobody is signed in.
             Please start again with a new code.

             Press any key to go on
             LOST   Q Quit
            """)
    }

    @Test("cancelled")
    func cancelled() {
        expectScreen(
            .cancelled, 40, 10,
            """
             Reading Room

             Cancelled

             The sign-in was called off
             here. Nobody is signed in.

             Press any key to go on

             CANCELLED   Q Quit
            """)
    }

    @Test("disowned")
    func disowned() {
        expectScreen(
            .disowned, 40, 10,
            """
             Reading Room

             Not signed in

             You said that it was not
             you. Nobody is signed in.

             Press any key to go on
             Please try again with a new code.
             NOBODY   Q Quit
            """)
    }

    @Test("home-signed-in")
    func homeSignedIn() {
        expectScreen(
            .homeSignedIn, 40, 10,
            """
             Reading Room      Hello, Alice Example
             This screen may use: who you are,
             your name, your e-mail address
             59 minutes left

                     Sign out     [ Films ]
                      Music         Photos
                      Games        English

             HOME   Enter Open   Arrows Move
            """)
    }

    @Test("leaving")
    func leaving() {
        expectScreen(
            .leaving, 40, 10,
            """
             Reading Room      Hello, Alice Example
             Still there? Signing out
             in 12 s. Any key stays.


                     Sign out     [ Films ]
                      Music         Photos
                      Games        English

             HOME   O Sign out   Q Quit
            """)
    }

    @Test("page")
    func page() {
        expectScreen(
            .page, 40, 10,
            """
             Reading Room


             Films


             Your films would be here.


             HOME   Backspace Back   Q Quit
            """)
    }
}
