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

    @Test("operator-pin")
    func operatorPin() {
        expectScreen(
            .operatorPin, 40, 10,
            """
             For the staff
             That was not the PIN.
             Type the PIN, then press Enter.
             ****_





             STAFF   Enter Open   Backspace Back
            """)
    }

    @Test("operator-menu")
    func operatorMenu() {
        expectScreen(
            .operatorMenu, 40, 10,
            """
             For the staff
               1 Status
             > 2 Test the network
               3 Language: English
               4 Start the program anew
               5 End the program
               6 Back to the visitors' screen


             STAFF   Enter Open   Arrows Move
            """)
    }

    @Test("operator-status")
    func operatorStatus() {
        expectScreen(
            .operatorStatus, 40, 10,
            """
             For the staff
             State: RETRYING
             The connection to idp.example failed.
             Server: idp.example
             The server last answered 0:43 ago.
             Codes shown: 212. Sign-ins: 187.
             Running for 14 d 6:56:07.
             Version 0.1.0

             STAFF   Backspace Back   Arrows Move
            """)
    }

    @Test("operator-test")
    func operatorTest() {
        expectScreen(
            .operatorTest, 40, 10,
            """
             For the staff
             ok DNS: idp.example is
                192.0.2.10 (IPv4 only, 4 ms)
             skipped proxy: none is set
             ok connection: idp.example:443
                answers at 192.0.2.10:443 (9 ms)
             problem TLS: the certificate of
                CN=idp.example has expired 2 days
                ago, at 2026-11-28 00:00:00 UTC
             STAFF   Backspace Back   Arrows Move
            """)
    }
}
